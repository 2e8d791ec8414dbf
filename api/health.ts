// Says whether this process lives, is ready for requests and what it lacks: each dependency, and of how many milestones it cannot get on with which. Names none without a key.
import { z } from 'zod';
import { checkDatabase } from '../db/database.ts';
import { asJob } from '../db/inScope.ts';
import { countObstacles } from '../db/obstacles.ts';
import { listStandingObstacles } from '../db/standingObstacles.ts';
import { countUnknown } from '../db/unknownWorkflows.ts';
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
      .describe(
        'down where PostgreSQL or Temporal is, so that nothing is decided; degraded where anything else is, or something cannot be got done',
      ),
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
      .describe('what is still to be sent or removed, and what was given up; absent while the service is down'),
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
        'what has failed repeatedly and is tried on, and acceptances that are withheld; absent while the service is down',
      ),
    unknownWorkflows: z
      .object({ workflows: z.int(), since: z.string() })
      .optional()
      .describe('milestones that run in Temporal and are not on record; npm run recover names them'),
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
  otherwise: { status: 503, description: 'PostgreSQL or Temporal is down', answer: healthView },
  audited: notAudited,
  async handle(deps, { response }) {
    const [needed, others] = await Promise.all([verdictsOf(neededBy(deps)), verdictsOf(othersOf(deps))]);
    const dependencies = { ...needed, ...others };
    const isReady = areUp(needed);
    response.status(isReady ? 200 : 503);
    if (!isReady) return { status: 'down' as const, dependencies };
    const watched = asJob(deps.pool, 'keeper');
    const [outbox, obstacles, unknownWorkflows] = await Promise.all([
      countEffects(watched),
      countObstacles(watched),
      countUnknown(watched),
    ]);
    const isWhole = areUp(others) && obstacles.length === 0 && !unknownWorkflows;
    const status = isWhole ? ('up' as const) : ('degraded' as const);
    return { status, dependencies, outbox, obstacles, ...(unknownWorkflows ? { unknownWorkflows } : {}) };
  },
});

const liveRoute = route({
  method: 'get',
  path: '/health/live',
  operationId: 'checkLiveness',
  right: 'none',
  tag: 'Service',
  summary: 'Whether this process works; no dependency is asked, since to start it anew mends none',
  answer: z.object({ status: z.literal('live') }),
  audited: notAudited,
  handle: async () => ({ status: 'live' as const }),
});

const readinessView = z.object({
  status: z.enum(['ready', 'notReady']),
  dependencies: z.record(z.string(), verdictView),
});

const readyRoute = route({
  method: 'get',
  path: '/health/ready',
  operationId: 'checkReadiness',
  right: 'none',
  tag: 'Service',
  summary: 'Whether PostgreSQL and Temporal answer this process, without which it decides nothing',
  answer: readinessView,
  otherwise: { status: 503, description: 'PostgreSQL or Temporal is down', answer: readinessView },
  audited: notAudited,
  async handle(deps, { response }) {
    const dependencies = await verdictsOf(neededBy(deps));
    const isReady = areUp(dependencies);
    response.status(isReady ? 200 : 503);
    return { status: isReady ? ('ready' as const) : ('notReady' as const), dependencies };
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

type Checks = Record<string, () => Promise<unknown>>;

/** Without one of them nobody decides and nothing is read. */
const neededBy = ({ pool, client }: RouteDependencies): Checks => ({
  postgresql: () => checkDatabase(asJob(pool, 'door')),
  temporal: () => client.workflowService.getSystemInfo({}),
});

/** Without one of them something waits: what was decided to be ruled on, mail to be sent, files to be taken in. */
const othersOf = ({ client, files, scanner, transport, replySources }: RouteDependencies): Checks => ({
  worker: () => assertPolled(client),
  ...(transport ? { smtp: () => transport.check() } : {}),
  documentStore: () => files.check(),
  ...(scanner ? { scanner: () => scanner.check() } : {}),
  ...Object.fromEntries(Object.entries(replySources ?? {}).map(([name, source]) => [name, () => source.check()])),
});

const areUp = (verdicts: Record<string, Verdict>): boolean =>
  Object.values(verdicts).every(({ status }) => status === 'up');

const verdictsOf = async (checks: Checks): Promise<Record<string, Verdict>> =>
  Object.fromEntries(
    await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await verdict(check)] as const)),
  );

type Verdict = { status: 'up' } | { status: 'down'; reason: string };

async function verdict(check: () => Promise<unknown>): Promise<Verdict> {
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

export const healthRoutes = [healthRoute, liveRoute, readyRoute, obstacleRoute];
