// A fresh database per test file, copied from one migrated template on one real PostgreSQL per run.
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { migrate, openDatabase, type Database, type OpenDatabase } from '../../db/database.ts';
import { grantToService, roleName, serviceRoles } from '../../db/roles.ts';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres.ts';
import { oncePerRun } from './oncePerRun.ts';

/** What processes side by side share, as plain data. */
export interface SharedDatabase {
  /** Address with the database left off. */
  base: string;
  /** The same as the role that the service runs under. */
  applicationBase: string;
  template: string;
}

type Stoppable = SharedDatabase & { stop(): Promise<void> };

export interface TestDatabase {
  /** The service is given it as its connections; what a test asks of it directly is shown all rows, with the rights of every role. */
  db: OpenDatabase;
  url: string;
  /** As the owner of the tables, who could do anything. */
  ownerUrl: string;
  drop(): Promise<void>;
}

/**
 * On the server that `npm test` has started for all its processes; else on the one TEST_DATABASE_URL names, or on an
 * embedded one that gives up durability for speed.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { base, template, applicationBase } = await oncePerRun('PostgreSQL', sharedDatabase, (server) => server.stop());
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = await administration(base);
  await admin.raw(`create database ${name} template ${template} strategy file_copy`);
  const url = `${applicationBase}${name}`;
  const db = openDatabase(url);
  return {
    db,
    url,
    ownerUrl: `${base}${name}`,
    async drop() {
      await db.destroy();
      await admin.raw(`drop database if exists ${name} with (force)`);
    },
  };
}

/** One connection a process makes and drops all its databases over. */
const administration = (base: string): Promise<OpenDatabase> =>
  oncePerRun(
    'administration of PostgreSQL',
    async () => openDatabase(`${base}postgres`, { poolSize: 1, silentMilliseconds: 0 }),
    (admin) => admin.destroy(),
  );

async function sharedDatabase(): Promise<Stoppable> {
  const given = process.env.TEST_SHARED_POSTGRES;
  if (given) return { ...(JSON.parse(given) as SharedDatabase), stop: async () => undefined };
  return startSharedDatabase();
}

/** With every migration applied to its template. */
export async function startSharedDatabase(): Promise<Stoppable> {
  const named = process.env.TEST_DATABASE_URL;
  const server = named
    ? { base: `${named.replace(/\/[^/]*$/, '')}/`, stop: async () => undefined }
    : await startEmbedded();
  const template = `template_${randomBytes(6).toString('hex')}`;
  const admin = openDatabase(`${server.base}postgres`, { poolSize: 1 });
  await admin.raw(`create database ${template}`);
  const db = openDatabase(`${server.base}${template}`, { poolSize: 2 });
  await migrate(db);
  const role = `application_${randomBytes(6).toString('hex')}`;
  await admin.raw(`create role ${role} login password '${role}'`);
  await grantToService(db, role);
  await showAll(db, role);
  await db.destroy();
  const application = new URL(server.base);
  [application.username, application.password] = [role, role];
  return {
    base: server.base,
    applicationBase: application.href,
    template,
    async stop() {
      await admin.raw(`drop database if exists ${template} with (force)`).catch(() => undefined);
      for (const each of [...serviceRoles.map((every) => roleName(role, every)), role])
        await admin.raw(`drop role if exists ${each}`).catch(() => undefined);
      await admin.destroy();
      await server.stop();
    },
  };
}

/** Whoever looks after the service did its work sees what no role of the service does, and may do no more than all of them. */
async function showAll(owner: Database, login: string): Promise<void> {
  for (const each of serviceRoles) await owner.raw('grant ?? to ?? with inherit true', [roleName(login, each), login]);
  const { rows } = await owner.raw<{ rows: { name: string }[] }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity`,
  );
  for (const { name } of rows)
    await owner.raw('create policy shown_to_tests on ?? to ?? using (true) with check (true)', [name, login]);
}

/** In memory where there is room: a database has some hundred files, and making and removing them on a disk takes a sixth of all PostgreSQL does. */
async function placeForData(): Promise<string> {
  if (process.platform === 'win32') return process.cwd();
  const memory = '/dev/shm';
  const found = await statfs(memory).catch(() => undefined);
  return found && found.bavail * found.bsize > roomForData ? memory : '/var/tmp';
}

/** Bytes: more than the databases of some files at once and the log before them ever took. */
const roomForData = 4e9;

async function startEmbedded(): Promise<{ base: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(await placeForData(), 'sign-off-test-'));
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ folder, port: await freePort(), database: 'unused', isDisposable: true });
  const base = postgres.url.replace(/[^/]*$/, '');
  // A database a test, each gone before it needs to be tidied up: looking into all of them again and again is for nothing.
  const admin = openDatabase(`${base}postgres`, { poolSize: 1 });
  await admin.raw('alter system set autovacuum = off');
  await admin.raw('select pg_reload_conf()');
  await admin.destroy();
  return {
    base,
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
