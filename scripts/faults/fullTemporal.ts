// Temporal as it is run in production: frontend, history, matching and worker on PostgreSQL, without a container. Built once from its Go
// module into the cache folder.
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { startChild, type Child } from '../../stack/childProcess.ts';
import { cacheFolder } from '../../stack/temporalBinary.ts';
import { fillOnce } from '../../test/support/cachedTools.ts';

const execute = promisify(execFile);

const version = 'v1.32.0';
const module = `go.temporal.io/server@${version}`;
const folderOf = (): string => join(cacheFolder(), `temporal-server-${version.slice(1)}`);

/** Needs Go; takes some ten minutes the first time on two cores. */
export const needFullTemporal = (): Promise<void> =>
  fillOnce(folderOf(), async (fresh) => {
    const env = { ...process.env, GOBIN: join(fresh, 'bin'), GOPATH: join(fresh, 'go'), GOFLAGS: '-modcacherw' };
    const programs = ['cmd/server', 'cmd/tools/sql'].map((each) => `go.temporal.io/server/${each}@${version}`);
    for (const program of programs) await execute('go', ['install', program], { env, maxBuffer: 1 << 26 });
    const { stdout } = await execute('go', ['mod', 'download', '-json', module], { env, maxBuffer: 1 << 26 });
    const { Dir: sources } = JSON.parse(stdout) as { Dir: string };
    await execute('cp', ['-r', join(sources, 'schema/postgresql/v12'), join(fresh, 'schema')]);
    await execute('chmod', ['-R', 'u+w', join(fresh, 'schema')]);
    // Sources, more than a gigabyte, that nothing is made from any more.
    await rm(env.GOPATH, { recursive: true });
  });

export interface Place {
  folder: string;
  port: number;
}

/** Makes its two databases and their tables, or brings these up to date. */
async function prepareTables({ hostname, port, username, password }: URL): Promise<void> {
  const tool = join(folderOf(), 'bin', 'sql');
  const env = { ...process.env, SQL_PASSWORD: decodeURIComponent(password) };
  const at = ['--plugin', 'postgres12', '--endpoint', hostname, '--port', port, '--user', username];
  for (const [database, tables] of [
    ['temporal', 'temporal'],
    ['temporal_visibility', 'visibility'],
  ] as const) {
    const run = (...args: string[]) => execute(tool, [...at, '--database', database, ...args], { env });
    await run('create-database');
    await run('setup-schema', '-v', '0.0').catch((error: Error) => {
      if (!/already exists/.test(error.message)) throw error;
    });
    await run('update-schema', '-d', join(folderOf(), 'schema', tables, 'versioned'));
  }
}

/** Returns what starts it, each time on the same ports; that comes back when its namespace is there. */
export async function fullTemporal(place: Place): Promise<(databaseUrl: string) => Promise<Child>> {
  const ports = await portsOf(place);
  let isPrepared = false;
  return async (databaseUrl) => {
    if (!isPrepared) await prepareTables(new URL(databaseUrl));
    isPrepared = true;
    return startServer(place, ports, new URL(databaseUrl));
  };
}

export const startFullTemporal = async (place: Place, databaseUrl: string): Promise<Child> =>
  (await fullTemporal(place))(databaseUrl);

/** It keeps them as a signed number of two bytes, which those that a system gives away exceed. */
export async function lowPort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

async function portsOf({ port }: Place): Promise<Record<string, string>> {
  const ports: Record<string, string> = { FRONTEND_GRPC_PORT: `${port}` };
  for (const name of ['FRONTEND_HTTP', 'FRONTEND_MEMBERSHIP']) ports[`${name}_PORT`] = `${await lowPort()}`;
  for (const part of ['MATCHING', 'HISTORY', 'WORKER'])
    for (const use of ['GRPC', 'MEMBERSHIP']) ports[`${part}_${use}_PORT`] = `${await lowPort()}`;
  return ports;
}

async function startServer({ folder, port }: Place, ports: Record<string, string>, database: URL): Promise<Child> {
  const { hostname, port: databasePort, username, password } = database;
  const dynamic = join(folder, 'temporal-dynamic.yaml');
  await writeFile(dynamic, '');
  const server = await startChild({
    name: 'temporal-full',
    command: join(folderOf(), 'bin', 'server'),
    folder,
    args: ['start'],
    env: {
      ...ports,
      ...{ DB: 'postgres12', POSTGRES_SEEDS: hostname, DB_PORT: databasePort },
      ...{ POSTGRES_USER: username, POSTGRES_PWD: decodeURIComponent(password) },
      // Each of its four services has a pool of its own, and PostgreSQL has a hundred connections for all.
      ...{ SQL_MAX_CONNS: '4', SQL_MAX_IDLE_CONNS: '4', SQL_VIS_MAX_CONNS: '2', SQL_VIS_MAX_IDLE_CONNS: '2' },
      ...{ NUM_HISTORY_SHARDS: '4', TEMPORAL_ALLOW_NO_AUTH: 'true', LOG_LEVEL: 'error' },
      ...{ BIND_ON_IP: '127.0.0.1', DYNAMIC_CONFIG_FILE_PATH: dynamic },
    },
  });
  server.ended.catch(() => undefined);
  await server.until(hasNamespace(`127.0.0.1:${port}`));
  return server;
}

async function hasNamespace(address: string): Promise<void> {
  for (const deadline = Date.now() + 120_000; ;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 2000 });
      try {
        const { workflowService } = new Client({ connection });
        const day = { seconds: 86_400 as unknown as Long };
        await workflowService
          .registerNamespace({ namespace: 'default', workflowExecutionRetentionPeriod: day })
          .catch((error: { code?: number }) => {
            if (error.code !== alreadyExists) throw error;
          });
        // Its own parts learn of it a moment later.
        await new Client({ connection }).workflow.count('WorkflowType = "none"');
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((wait) => setTimeout(wait, 250));
    }
  }
}

type Long = NonNullable<
  NonNullable<
    Parameters<Client['workflowService']['registerNamespace']>[0]['workflowExecutionRetentionPeriod']
  >['seconds']
>;

const alreadyExists = 6;
