// A bell rung by PostgreSQL's NOTIFY, so that waiting for work needs no busy polling.
import pg from 'pg';
import type { Database } from './database.ts';

export interface Bell {
  /** Resolves when the channel is notified, after `milliseconds`, or when `signal` aborts, whichever is first. */
  ringsWithin(milliseconds: number, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** The bell only saves waiting: when its connection breaks, waits just run their full time. */
export async function listenFor(db: Database, channel: string): Promise<Bell> {
  const settings = db.client.config.connection as pg.ClientConfig;
  const client = new pg.Client(settings);
  let ring: () => void = () => undefined;
  let hasRung = false;
  client.on('notification', () => {
    hasRung = true;
    ring();
  });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`listen ${client.escapeIdentifier(channel)}`);
  return {
    async ringsWithin(milliseconds, signal) {
      if (!hasRung && !signal?.aborted)
        await new Promise<void>((resolve) => {
          ring = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', ring);
            resolve();
          };
          const timer = setTimeout(ring, milliseconds);
          signal?.addEventListener('abort', ring);
        });
      hasRung = false;
    },
    close: () => client.end().catch(() => undefined),
  };
}
