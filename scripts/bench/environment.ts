// What both variants run in: one PostgreSQL and one Temporal server as `npm start` runs them, and a mail sink.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { openDatabase, type Database, type OpenDatabase } from '../../db/database.ts';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres.ts';
import { startTemporalServer } from '../../stack/temporalServer.ts';
import { startMailSink, type MailSink } from './mailSink.ts';

export interface Environment {
  client: Client;
  temporalAddress: string;
  mail: MailSink;
  /** Holds everything of the run; removed at its end. */
  folder: string;
  /** A database per variant on the one server. */
  product: { db: OpenDatabase; url: string };
  bare: { db: Database; url: string };
  /** Stops what was started, last first. */
  stops: (() => Promise<unknown>)[];
}

/** What is pushed to `stops` stops each part, however far this came. */
export async function prepareEnvironment(stops: Environment['stops']): Promise<Environment> {
  const folder = await mkdtemp(join(tmpdir(), 'sign-off-bench-'));
  stops.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  // PostgreSQL runs as another user when we are root, and must reach its folder.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ folder, port: await freePort(), database: 'signoff' });
  stops.push(postgres.stop);
  const temporal = await startTemporalServer({ folder, port: await freePort(), databaseFile: 'temporal.db' });
  stops.push(temporal.stop);
  const mail = await startMailSink();
  stops.push(mail.stop);
  const connection = await Connection.connect({ address: temporal.address });
  stops.push(() => connection.close());
  const product = openDatabase(postgres.url);
  stops.push(() => product.destroy());
  await product.raw('create database bare');
  const bareUrl = postgres.url.replace(/[^/]*$/, 'bare');
  const bare = openDatabase(bareUrl);
  stops.push(() => bare.destroy());
  return {
    client: new Client({ connection }),
    temporalAddress: temporal.address,
    mail,
    folder,
    product: { db: product, url: postgres.url },
    bare: { db: bare, url: bareUrl },
    stops,
  };
}
