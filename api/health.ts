// Says of every dependency whether it answers, and of how many milestones the service cannot get on with which. Names none without a key.
import { z } from 'zod';
import { checkDatabase } from '../db/database.ts';
import { asJob } from '../db/inScope.ts';
import { countObstacles } from '../db/obstacles.ts';
import { listStandingObstacles } from '../db/standingObstacles.ts';
import { countedAtMost, countEffects, effectKinds } from '../db/outbox.ts';
import { obstacleKinds } from '../domain/records/obstacles.ts';
import { workersAtWork } from '../workflows/client/workersAtWork.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import { notAudited, pageOf, readOf, route } from './route.ts';
import { listQuery } from './schemas.ts';

const patience = 3000;

const verdictView = z.object({
  status: z.enum(['up', 'down']),
  reason: z.string().optional().describe('why it is down'),
});

const healthView = z
  .object({
    status: z
      .enum(['up', 'degraded', 'down'])
      .describe('down as soon as one dependency is; degraded when all are up and something cannot be got done'),
    dependencies: z.record(z.string(), verdictView),
    outbox: z
      .array(
        z.object({
          kind: z.enum(effectKinds),
          status: z.enum(['waiting', 'claimed', 'failed']).describe('failed: given up, nothing tries it by itself'),
          effects: z.int().describe(`how many; ${countedAtMost} stands for that many or more`),
          since: z.string().describe('when the oldest of them was queued'),
        }),
      )
      .optional()
      .describe('what is still to be sent or removed, and what was given up; only while everything is up'),
    obstacles: z
      .array(
        z.object({
          kind: z.enum([...obstacleKinds, 'fileRemoval']),
          milestones: z.int().describe('how many; GET /obstacles names them to whoever may know'),
          since: z.string().describe('since when the longest in trouble is'),
        }),
      )
      .optional()
      .describe(
        'what has failed repeatedly and is tried on, and acceptances that are withheld; only while every dependency is up',
      ),
  })
  .meta({ id: 'Health' });

const healthRoute = route({
  method: 'get',
  path: '/health',
  operationId: 'checkHealth',
  right: 'none',
  tag: 'Service',
  summary: 'Each dependency: up or down; and what the service cannot get done',
  answer: healthView,
  otherwise: { status: 503, description: 'At least one dependency is down', answer: healthView },
  audited: notAudited,
  async handle(deps, { response }) {
    const checks = Object.entries(checksOf(deps));
    const results = await Promise.all(checks.map(async ([name, check]) => [name, await verdict(check)] as const));
    const isUp = results.every(([, result]) => result.status === 'up');
    response.status(isUp ? 200 : 503);
    const dependencies = Object.fromEntries(results);
    if (!isUp) return { status: 'down' as const, dependencies };
    const watched = asJob(deps.pool, 'keeper');
    const [outbox, obstacles] = await Promise.all([countEffects(watched), countObstacles(watched)]);
    const status = obstacles.length > 0 ? ('degraded' as const) : ('up' as const);
    return { status, dependencies, outbox, obstacles };
  },
});

const obstacleView = z
  .object({
    milestoneId: z.string(),
    kind: z.enum(obstacleKinds),
    attempts: z.int(),
    since: z.string(),
  })
  .describe('GET /milestones/{milestoneId} says what to do')
  .meta({ id: 'Obstacle' });

const obstacleRoute = route({
  method: 'get',
  path: '/obstacles',
  operationId: 'listObstacles',
  right: 'readEffects',
  tag: 'Service',
  summary: 'Milestones that something keeps failing for, by ID, the longest first',
  query: listQuery,
  answer: pageOf(obstacleView),
  audited: readOf('service'),
  handle: ({ db }, { key, query }) => listStandingObstacles(db, key.scope, query),
});

const checksOf = ({
  pool,
  client,
  files,
  scanner,
  transport,
  replySources,
}: RouteDependencies): Record<string, () => Promise<unknown>> => ({
  postgresql: () => checkDatabase(asJob(pool, 'door')),
  temporal: () => client.workflowService.getSystemInfo({}),
  worker: () => assertPolled(client),
  ...(transport ? { smtp: () => transport.check() } : {}),
  documentStore: () => files.check(),
  ...(scanner ? { scanner: () => scanner.check() } : {}),
  ...Object.fromEntries(Object.entries(replySources ?? {}).map(([name, source]) => [name, () => source.check()])),
});

async function verdict(check: () => Promise<unknown>): Promise<{ status: 'up' } | { status: 'down'; reason: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience / 1000} s`)), patience);
  });
  try {
    await Promise.race([check(), late]);
    return { status: 'up' };
  } catch (error) {
    return {
      status: 'down',
      reason: (error as NodeJS.ErrnoException).code ?? (error as Error).message.split('\n')[0] ?? 'unknown',
    };
  } finally {
    clearTimeout(timer);
  }
}

async function assertPolled({ connection, options }: RouteDependencies['client']): Promise<void> {
  const asking = await workersAtWork(connection, options.namespace);
  if (asking.length === 0) throw new Error('no worker asks for work');
}

export const healthRoutes = [healthRoute, obstacleRoute];
