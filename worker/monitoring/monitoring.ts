// What this process tells Prometheus, where a port is set for it.
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { Config } from '../../config.ts';
import type { Pool } from '../../db/database.ts';
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

export async function openMonitoring(db: Pool, { metrics }: Pick<Config, 'metrics'>, log: Logger): Promise<Monitoring> {
  if (!metrics) return { counted: undefined, url: undefined, stop: async () => undefined };
  const registry = new Registry();
  const counted = countIn(registry);
  watchIn(registry, db);
  const { url, stop } = await serveMetrics(registry, metrics, log);
  return { counted, url, stop };
}
