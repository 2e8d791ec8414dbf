// What the variants run in: one PostgreSQL and one Temporal server as `npm start` runs them, and a mail sink.
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { openDatabase, type OpenDatabase } from '../../db/database.ts';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres.ts';
import { startTemporalServer } from '../../stack/temporalServer.ts';
import { registerSearchAttributes } from '../../worker/searchAttributeRegistration.ts';
import { startMailSink, type MailSink } from './mailSink.ts';
import { lowPort, needFullTemporal, startFullTemporal } from '../faults/fullTemporal.ts';
import type { VariantName } from './variants.ts';

export interface Servers {
  db: OpenDatabase;
  url: string;
  /** Of a namespace of its own, so that one product's worker does not take the other's tasks. */
  client: Client;
  /** Where the product keeps its keys and documents. */
  stateFolder: string;
}

export interface Environment {
  folder: string;
  temporalAddress: string;
  mail: MailSink;
  /** A database and a namespace per variant on the one server. */
  of: Record<VariantName, Servers>;
  /** Stops what was started, last first. */
  stops: (() => Promise<unknown>)[];
}

/** Temporal's development server, or its production server on the same PostgreSQL. What is pushed to `stops` stops each part, however far this came. */
export async function prepareEnvironment(stops: Environment['stops'], isFull = false): Promise<Environment> {
  const folder = await mkdtemp(join(tmpdir(), 'sign-off-bench-'));
  stops.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  // PostgreSQL runs as another user when we are root, and must reach its folder.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ folder, port: await freePort(), database: 'signoff' });
  stops.push(postgres.stop);
  const temporal = isFull
    ? await productionServer(folder, postgres.url)
    : await startTemporalServer({
        ...{ folder, port: await freePort(), databaseFile: 'temporal.db' },
        namespace: namespaces.unprotected,
      });
  stops.push(temporal.stop);
  const mail = await startMailSink();
  stops.push(mail.stop);
  const connection = await Connection.connect({ address: temporal.address });
  stops.push(() => connection.close());
  const owner = openDatabase(postgres.url, { poolSize: 1 });
  const serversOf = async (name: VariantName): Promise<Servers> => {
    await owner.raw('create database ??', [name]);
    const url = postgres.url.replace(/[^/]*$/, name);
    const db = openDatabase(url);
    stops.push(() => db.destroy());
    const stateFolder = join(folder, name);
    await mkdir(stateFolder, { mode: 0o700 });
    return { db, url, stateFolder, client: new Client({ connection, namespace: namespaces[name] }) };
  };
  const of = {
    product: await serversOf('product'),
    unprotected: await serversOf('unprotected'),
    doItYourself: await serversOf('doItYourself'),
    bare: await serversOf('bare'),
  };
  await owner.destroy();
  return { folder, temporalAddress: temporal.address, mail, of, stops };
}

async function productionServer(folder: string, databaseUrl: string) {
  await needFullTemporal();
  const port = await lowPort();
  const address = `127.0.0.1:${port}`;
  const server = await startFullTemporal({ folder, port }, databaseUrl);
  await knowSearchAttributes(address);
  return { address, stop: server.stop };
}

/** Its parts learn some seconds late that a namespace has search attributes, and take no workflow that has one before. */
async function knowSearchAttributes(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await registerSearchAttributes(connection, namespaces.product);
    const { workflow } = new Client({ connection, namespace: namespaces.product });
    const isKnown = (): Promise<boolean> =>
      workflow.count('MilestonePhase = "none"').then(
        () => true,
        () => false,
      );
    while (!(await isKnown())) await sleep(500);
    // Whichever of its parts answered, the others learn it a moment later.
    await sleep(12_000);
  } finally {
    await connection.close();
  }
}

/** The first is there by itself; the variants that are not the product have task queues of their own in it. */
export const namespaces: Record<VariantName, string> = {
  product: 'default',
  unprotected: 'unprotected',
  doItYourself: 'default',
  bare: 'default',
};
