// The embedded PostgreSQL: a cluster in a folder, safe against power loss by default, on this machine only.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startChild } from './childProcess.ts';
import { postgresBinaries, runAs, type PostgresBinaries, type RunAs } from './postgresBinaries.ts';
import { hasCluster, linkToData, placeOfData } from './postgresData.ts';

const execute = promisify(execFile);

export interface PostgresOptions {
  /** Where the stack keeps its state; the cluster goes into `postgres` below it, or that leads to it. */
  folder: string;
  /** Where its data is to lie instead. */
  dataFolder?: string | undefined;
  port: number;
  database: string;
  /** Tests only: gives up safety against power loss for speed. */
  isDisposable?: boolean;
}

export interface Postgres {
  /** As the owner of everything, for migrations. */
  url: string;
  /** As the role the application runs under. */
  applicationUrl: string;
  pid: number;
  dataFolder: string;
  /** Rejects when the server ends without having been asked to. */
  ended: Promise<never>;
  stop(): Promise<void>;
}

const user = 'signoff';
/** May neither change nor remove evidence, which the owner of the tables could. */
const applicationUser = 'signoff_application';

/** What is lost with the machine need not be written twice. */
const unsafe = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0'],
].flatMap((each) => ['-c', each]);

export async function startPostgres({
  folder,
  port,
  database,
  dataFolder: wanted,
  isDisposable = false,
}: PostgresOptions): Promise<Postgres> {
  const as = runAs();
  const binaries = postgresBinaries(as);
  const dataFolder = await placeOfData(folder, wanted, as);
  const passwords = await passwordsOf(folder, dataFolder);
  if (!hasCluster(dataFolder)) await initialise(binaries, dataFolder, passwords.owner, as, isDisposable);
  await linkToData(folder, dataFolder);
  await removeForeignLock(dataFolder);
  const url = `postgres://${user}:${passwords.owner}@127.0.0.1:${port}/`;
  const child = await startChild({
    name: 'postgres',
    command: binaries.postgres,
    args: [
      ...['-D', dataFolder, '-p', `${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'max_connections=100', '-c', 'shared_buffers=64MB'],
      ...(isDisposable ? unsafe : []),
    ],
    folder,
    stopSignal: 'SIGINT',
    endSignal: 'SIGQUIT',
    ...as,
  });
  await child.until(ready(`${url}postgres`, database, passwords.application));
  return {
    url: `${url}${database}`,
    applicationUrl: applicationUrl(passwords, port, database),
    pid: child.pid,
    dataFolder,
    ended: child.ended,
    stop: child.stop,
  };
}

const applicationUrl = ({ application }: Passwords, port: number, database: string): string =>
  `postgres://${applicationUser}:${application}@127.0.0.1:${port}/${database}`;

/** For a command beside a service that runs, as the role the service runs under or as the owner. Throws where none was ever started. */
export async function addressOfEmbedded(
  folder: string,
  port: number,
  database: string,
  as: 'application' | 'owner' = 'application',
): Promise<string> {
  const path = passwordFileOf(folder);
  const kept = await readFile(path, 'utf8').catch((error: Error) => {
    throw new Error(
      `${path} cannot be read (${error.message}); start the service first (npm start), or set DATABASE_URL.`,
      {
        cause: error,
      },
    );
  });
  const passwords = JSON.parse(kept) as Passwords;
  return as === 'owner'
    ? `postgres://${user}:${passwords.owner}@127.0.0.1:${port}/${database}`
    : applicationUrl(passwords, port, database);
}

const passwordFileOf = (folder: string): string => join(resolve(folder), 'postgres-passwords.json');

interface Passwords {
  owner: string;
  application: string;
}

/** Drawn before the cluster is set up. Everybody on this machine reaches its port; the state folder is its owner's alone. */
async function passwordsOf(folder: string, dataFolder: string): Promise<Passwords> {
  const path = passwordFileOf(folder);
  if (!existsSync(path) && hasCluster(dataFolder))
    throw new Error(
      `${path} is gone, which opens the database in ${dataFolder}. Bring it back from a backup of the state folder, or remove the data to start anew.`,
    );
  const drawn: Passwords = { owner: drawnPassword(), application: drawnPassword() };
  const whole = `${path}.${process.pid}`;
  await writeFile(whole, JSON.stringify(drawn), { mode: 0o600 });
  await link(whole, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(whole);
  return JSON.parse(await readFile(path, 'utf8')) as Passwords;
}

const drawnPassword = (): string => randomBytes(24).toString('base64url');

/** Set up beside its place and moved there when complete: a cluster that a crash left half made is simply made again. */
async function initialise(
  binaries: PostgresBinaries,
  dataFolder: string,
  password: string,
  as: RunAs,
  isDisposable: boolean,
): Promise<void> {
  const unfinished = `${dataFolder}.unfinished`;
  const passwordFile = `${dataFolder}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  if (as.uid !== undefined && as.gid !== undefined)
    for (const path of [unfinished, passwordFile]) chownSync(path, as.uid, as.gid);
  try {
    const flags = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', ...(isDisposable ? ['--no-sync'] : [])];
    await execute(
      binaries.initdb,
      [`--pgdata=${unfinished}`, `--username=${user}`, `--pwfile=${passwordFile}`, ...flags],
      { ...as, cwd: '/' },
    );
    await rename(unfinished, dataFolder);
  } catch (error) {
    throw new Error(
      `PostgreSQL could not set up its data folder ${dataFolder}: ${(error as { stderr?: string }).stderr || String(error)}`,
      { cause: error },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** A lock that names a process which is somebody else's by now would keep PostgreSQL out; of a dead one it disposes itself. */
async function removeForeignLock(dataFolder: string): Promise<void> {
  const lock = join(dataFolder, 'postmaster.pid');
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  const pid = Number(text?.split('\n')[0]);
  if (!text || !Number.isInteger(pid)) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (command !== undefined && !command.includes(dataFolder)) await rm(lock, { force: true });
}

async function ready(url: string, database: string, applicationPassword: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; ;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const found = await client.query('select 1 from pg_database where datname = $1', [database]);
      if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
      const role = await client.query('select 1 from pg_roles where rolname = $1', [applicationUser]);
      if (role.rowCount === 0)
        await client.query(`create role ${applicationUser} login password '${applicationPassword}'`);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((wait) => setTimeout(wait, 50));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
