// Listens for PostgreSQL's NOTIFY, so that waiting for work needs no busy polling.
import pg from 'pg';
import { connectionsOf, type Pool } from './database.ts';

export interface Hearing {
  close(): Promise<void>;
}

/** Calls with what each notification says; `lost` once, when the connection has broken and nothing is heard any more. */
export async function hear(
  db: Pool,
  channel: string,
  { said, lost }: { said: (payload: string) => void; lost: () => void },
): Promise<Hearing> {
  const client = new pg.Client(connectionsOf(db).client.config.connection as pg.ClientConfig);
  client.on('notification', ({ payload }) => said(payload ?? ''));
  client.on('error', () => undefined);
  client.on('end', lost);
  await client.connect();
  await client.query(`listen ${client.escapeIdentifier(channel)}`);
  return { close: () => client.end().catch(() => undefined) };
}

export interface NotificationListener {
  /** Resolves when the channel is notified, when it is woken, after `milliseconds`, or when `signal` aborts. */
  waitForNotification(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Ends the wait, or the next one, as a notification would. */
  wake(): void;
  close(): Promise<void>;
}

/** Notifications only save waiting: when the connection breaks, waits just run their full time. */
export async function listenFor(db: Pool, channel: string): Promise<NotificationListener> {
  const settings = connectionsOf(db).client.config.connection as pg.ClientConfig;
  const client = new pg.Client(settings);
  let end: () => void = () => undefined;
  let isAwake = false;
  const wake = (): void => {
    isAwake = true;
    end();
  };
  client.on('notification', wake);
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`listen ${client.escapeIdentifier(channel)}`);
  return {
    wake,
    async waitForNotification(milliseconds, signal) {
      if (!isAwake && !signal?.aborted)
        await new Promise<void>((resolve) => {
          end = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', end);
            resolve();
          };
          const timer = setTimeout(end, milliseconds);
          signal?.addEventListener('abort', end);
        });
      isAwake = false;
    },
    close: () => client.end().catch(() => undefined),
  };
}
