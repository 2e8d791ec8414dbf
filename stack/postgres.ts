// The embedded PostgreSQL: a cluster in a folder, safe against power loss by default, on this machine only.
import { execFile } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startChild } from './childProcess.ts';
import {
  isOpenToOthers,
  openPlaceFor,
  postgresBinaries,
  runAs,
  type PostgresBinaries,
  type RunAs,
} from './postgresBinaries.ts';

const execute = promisify(execFile);

export interface PostgresOptions {
  /** Where the stack keeps its state; the cluster goes into `postgres` below it. */
  folder: string;
  port: number;
  database: string;
  /** Tests only: gives up safety against power loss for speed. */
  isDisposable?: boolean;
}

export interface Postgres {
  url: string;
  pid: number;
  dataFolder: string;
  stop(): Promise<void>;
}

const user = 'signoff';
/** The server listens on this machine alone, where whoever can read the state folder can read the data anyway. */
const password = 'signoff';

export async function startPostgres({
  folder,
  port,
  database,
  isDisposable = false,
}: PostgresOptions): Promise<Postgres> {
  const as = runAs();
  const binaries = postgresBinaries(as);
  const dataFolder = await prepareFolder(folder, as);
  if (!existsSync(join(dataFolder, 'PG_VERSION'))) await initialise(binaries, dataFolder, as, isDisposable);
  await removeStaleLock(dataFolder);
  const url = `postgres://${user}:${password}@127.0.0.1:${port}/`;
  const child = await startChild({
    name: 'postgres',
    command: binaries.postgres,
    args: [
      ...['-D', dataFolder, '-p', `${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'max_connections=100', '-c', 'shared_buffers=64MB'],
      ...(isDisposable ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : []),
    ],
    folder,
    stopSignal: 'SIGINT',
    ...as,
  });
  await child.until(ready(`${url}postgres`, database));
  return { url: `${url}${database}`, pid: child.pid, dataFolder, stop: child.stop };
}

/** As root the data must belong to, and be reachable by, the user PostgreSQL runs as. */
async function prepareFolder(folder: string, as: RunAs): Promise<string> {
  const wanted = resolve(folder, 'postgres');
  if (as.uid === undefined || as.gid === undefined) {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    return wanted;
  }
  await mkdir(resolve(folder), { recursive: true });
  const dataFolder = isOpenToOthers(resolve(folder)) ? wanted : join(openPlaceFor(wanted), 'data');
  await mkdir(dirname(dataFolder), { recursive: true, mode: 0o755 });
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  chownSync(dataFolder, as.uid, as.gid);
  return dataFolder;
}

async function initialise(
  binaries: PostgresBinaries,
  dataFolder: string,
  as: RunAs,
  isDisposable: boolean,
): Promise<void> {
  const passwordFile = join(tmpdir(), `signoff-${process.pid}-${Date.now()}`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (as.uid !== undefined && as.gid !== undefined) chownSync(passwordFile, as.uid, as.gid);
  try {
    const flags = isDisposable ? ['--no-sync'] : [];
    await execute(
      binaries.initdb,
      [
        `--pgdata=${dataFolder}`,
        '--auth=scram-sha-256',
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        ...flags,
      ],
      { ...as, cwd: '/' },
    );
  } catch (error) {
    await rm(join(dataFolder, 'PG_VERSION'), { force: true });
    throw new Error(
      `PostgreSQL could not set up its data folder ${dataFolder}: ${(error as { stderr?: string }).stderr ?? String(error)}`,
      { cause: error },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** After a kill -9 the lock names a process that is gone, or by now is somebody else's; PostgreSQL itself checks the rest. */
async function removeStaleLock(dataFolder: string): Promise<void> {
  const lock = join(dataFolder, 'postmaster.pid');
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  const pid = Number(text?.split('\n')[0]);
  if (!text || !Number.isInteger(pid)) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (existsSync('/proc/self') && !command.includes(dataFolder)) await rm(lock, { force: true });
}

async function ready(url: string, database: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; ;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const found = await client.query('select 1 from pg_database where datname = $1', [database]);
      if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((wait) => setTimeout(wait, 50));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
