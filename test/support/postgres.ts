// A fresh database per test file, copied from one migrated template on one real PostgreSQL per run.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { migrate, openDatabase, type Database } from '../../db/database.ts';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres.ts';
import { oncePerRun } from './oncePerRun.ts';

interface SharedServer {
  /** Address with the database left off. */
  base: string;
  template: string;
  stop(): Promise<void>;
}

export interface TestDatabase {
  db: Database;
  url: string;
  drop(): Promise<void>;
}

/** On the server TEST_DATABASE_URL names, or on an embedded one that gives up durability for speed. */
export async function testDatabase(): Promise<TestDatabase> {
  const { base, template } = await oncePerRun('PostgreSQL', startShared, (server) => server.stop());
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = openDatabase(`${base}postgres`, { poolSize: 1 });
  await admin.raw(`create database ${name} template ${template}`);
  await admin.destroy();
  const url = `${base}${name}`;
  const db = openDatabase(url);
  return {
    db,
    url,
    async drop() {
      await db.destroy();
      const again = openDatabase(`${base}postgres`, { poolSize: 1 });
      await again.raw(`drop database if exists ${name} with (force)`);
      await again.destroy();
    },
  };
}

async function startShared(): Promise<SharedServer> {
  const named = process.env.TEST_DATABASE_URL;
  const server = named
    ? { base: `${named.replace(/\/[^/]*$/, '')}/`, stop: async () => undefined }
    : await startEmbedded();
  const template = `template_${randomBytes(6).toString('hex')}`;
  const admin = openDatabase(`${server.base}postgres`, { poolSize: 1 });
  await admin.raw(`create database ${template}`);
  const db = openDatabase(`${server.base}${template}`, { poolSize: 2 });
  await migrate(db);
  await db.destroy();
  return {
    base: server.base,
    template,
    async stop() {
      await admin.raw(`drop database if exists ${template} with (force)`).catch(() => undefined);
      await admin.destroy();
      await server.stop();
    },
  };
}

async function startEmbedded(): Promise<{ base: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(process.platform === 'win32' ? process.cwd() : '/var/tmp', 'sign-off-test-'));
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ folder, port: await freePort(), database: 'unused', isDisposable: true });
  return {
    base: postgres.url.replace(/[^/]*$/, ''),
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
