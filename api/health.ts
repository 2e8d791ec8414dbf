// Says of every dependency whether it answers.
import { Router } from 'express';
import { checkDatabase } from '../db/database.ts';
import { countQueued } from '../db/mails.ts';
import { milestoneTaskQueue } from '../workflows/milestoneWorkflowId.ts';
import type { ApiDependencies } from './http/dependencies.ts';

const patience = 3000;

export function healthRoutes({ db, client, files, transport, replySources }: ApiDependencies): Router {
  const checks: Record<string, () => Promise<unknown>> = {
    postgresql: () => checkDatabase(db),
    temporal: () => client.workflowService.getSystemInfo({}),
    worker: () => assertPolled(client),
    smtp: () => transport.check(),
    documentStore: () => files.check(),
    ...Object.fromEntries(Object.entries(replySources ?? {}).map(([name, source]) => [name, () => source.check()])),
  };
  const router = Router();
  router.get('/health', async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await verdict(check)] as const),
    );
    const isUp = results.every(([, result]) => result.status === 'up');
    const queuedMails = isUp ? await countQueued(db) : undefined;
    response
      .status(isUp ? 200 : 503)
      .json({ status: isUp ? 'up' : 'down', dependencies: Object.fromEntries(results), queuedMails });
  });
  return router;
}

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

/** A worker counts as alive when it asked for work in the last minute or so. */
async function assertPolled(client: ApiDependencies['client']): Promise<void> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: milestoneTaskQueue },
    taskQueueType: 1,
  });
  if ((pollers ?? []).length === 0) throw new Error('no worker asks for work');
}
