// What this process tells Prometheus, where a port is set for it.
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Config } from '../../config.ts';
import { checkDatabase } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import type { OpenedProcess } from '../openProcess.ts';
import { countIn, type Counted } from './counted.ts';
import { serveMetrics } from './serveMetrics.ts';
import { watchIn } from './watched.ts';

export interface Monitoring {
  /** Undefined where nobody asks. */
  counted: Counted | undefined;
  /** Where they are to be had. */
  url: string | undefined;
  stop(): Promise<void>;
}

export async function openMonitoring(
  { db, client }: Pick<OpenedProcess, 'db' | 'client'>,
  { metrics }: Pick<Config, 'metrics'>,
  log: Logger,
): Promise<Monitoring> {
  if (!metrics) return { counted: undefined, url: undefined, stop: async () => undefined };
  const registry = new Registry();
  const counted = countIn(registry);
  watchIn(registry, db);
  const { url, stop } = await serveMetrics(registry, metrics, log, () =>
    Promise.all([checkDatabase(asJob(db, 'door')), client.workflowService.getSystemInfo({})]),
  );
  return { counted, url, stop };
}
