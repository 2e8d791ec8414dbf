// What a run has to break: PostgreSQL, Temporal, APIs and workers, each a process that is killed, paused and started again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../stack/ports.ts';
import { copiesOfDatabases, copiesOfFile, copiesOfFolder, type Copies } from './copies.ts';
import { fullTemporal, lowPort } from './fullTemporal.ts';
import { Machine, machineLibrary } from './machine.ts';
import { startPostgres } from '../../stack/postgres.ts';
import { startTemporalServer } from '../../stack/temporalServer.ts';

export const database = 'sign_off';
const temporalFile = 'temporal.db';

const built = fileURLToPath(new URL('../../', import.meta.url));

/** One process. `start` begins where the last one was cut off. */
export class Part {
  readonly name: string;
  readonly #begin: (part: Part) => Promise<number>;
  #pid: number | undefined;
  /** The build it is started from. */
  root = built;

  constructor(name: string, begin: (part: Part) => Promise<number>) {
    this.name = name;
    this.#begin = begin;
  }

  async start(): Promise<void> {
    this.#pid = await this.#begin(this);
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#pid === undefined) return;
    try {
      process.kill(this.#pid, signal);
    } catch (error) {
      // It has ended by itself, as a process that cannot work should.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  get isRunning(): boolean {
    try {
      return this.#pid !== undefined && process.kill(this.#pid, 0);
    } catch {
      return false;
    }
  }

  async gone(): Promise<void> {
    while (this.isRunning) await new Promise((wait) => setTimeout(wait, 20));
  }
}

export interface Topology {
  apis: number;
  workers: number;
  /** Temporal's production server on PostgreSQL, in place of its development server. */
  isFull: boolean;
}

export interface Installation {
  apiUrls: string[];
  temporalAddress: string;
  /** Temporal keeps what it knows beside the record, in one server. */
  isTogether: boolean;
  postgresPort: number;
  key(): Promise<string>;
  postgres: Part;
  temporal: Part;
  apis: Part[];
  workers: Part[];
  /** In the order in which they are started. */
  parts: Part[];
  /** Undefined where this machine cannot be told lies. */
  machines: Machine[] | undefined;
  /** The documents go away, and come back. */
  moveDocuments(where: 'away' | 'back'): Promise<void>;
  /** Of what is stopped: a copy of it is kept, or takes its place. */
  record: Copies;
  ofTemporal: Copies;
  end(): Promise<void>;
}

export async function prepare(folder: string, smtpUrl: string, topology: Topology): Promise<Installation> {
  const ports = { postgres: await freePort(), temporal: await (topology.isFull ? lowPort() : freePort()) };
  const stateFolder = join(folder, 'state');
  const apiPorts = await Promise.all(Array.from({ length: topology.apis }, freePort));
  const apiUrls = apiPorts.map((port) => `http://127.0.0.1:${port}`);
  const library = await machineLibrary(folder);
  const machineOf = (name: string) => (library === undefined ? undefined : Machine.create(folder, name, library));
  let urls = { owner: '', service: '' };
  const product = (role: 'api' | 'worker', name: string, machine: Machine | undefined, env: object): Part =>
    new Part(name, async ({ root }) => {
      const log = await open(join(folder, `${name}.log`), 'a');
      const { PATH, HOME, XDG_CACHE_HOME } = process.env;
      const child = spawn(process.execPath, [join(root, 'stack/startApart.js'), role], {
        cwd: folder,
        stdio: ['ignore', log.fd, log.fd],
        env: {
          ...{ PATH, HOME, XDG_CACHE_HOME, STATE_FOLDER: stateFolder, LOG_TO: 'stdout', ...machine?.env },
          ...{ DATABASE_URL: urls.service, DATABASE_OWNER_URL: urls.owner, PUBLIC_URL: apiUrls[0] },
          ...{ TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`, TEMPORAL_NAMESPACE: 'default' },
          ...env,
        },
      });
      await once(child, 'spawn');
      await log.close();
      return child.pid ?? 0;
    });
  const databaseMachine = await machineOf('postgres');
  const postgres = new Part('postgres', async () => {
    const start = () => startPostgres({ folder, port: ports.postgres, database });
    const server = await toldBy(databaseMachine, start);
    server.ended.catch(() => undefined);
    urls = { owner: server.url, service: server.applicationUrl };
    return server.pid;
  });
  const startFull = topology.isFull ? await fullTemporal({ folder, port: ports.temporal }) : undefined;
  const temporal = new Part('temporal', async () => {
    if (startFull) return (await startFull(urls.owner)).pid;
    const server = await startTemporalServer({ folder, port: ports.temporal, databaseFile: temporalFile });
    server.ended.catch(() => undefined);
    return server.pid;
  });
  const machines: (Machine | undefined)[] = [databaseMachine];
  const several = async (role: 'api' | 'worker', envs: object[]): Promise<Part[]> => {
    const made: Part[] = [];
    for (const [index, env] of envs.entries()) {
      const machine = await machineOf(`${role}${index + 1}`);
      machines.push(machine);
      made.push(product(role, `${role}${index + 1}`, machine, env));
    }
    return made;
  };
  const apis = await several(
    'api',
    apiPorts.map((port) => ({ PORT: `${port}` })),
  );
  const workers = await several(
    'worker',
    Array.from({ length: topology.workers }, () => ({ SMTP_URL: smtpUrl })),
  );
  const documents = join(stateFolder, 'documents');
  const away = join(stateFolder, 'documents.away');
  return {
    ...{ apiUrls, postgres, temporal, apis, workers, parts: [postgres, temporal, ...apis, ...workers] },
    machines: library === undefined ? undefined : machines.filter((each) => each !== undefined),
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    ...{ postgresPort: ports.postgres, isTogether: topology.isFull },
    key: async () => (await readFile(join(stateFolder, 'api-key'), 'utf8')).trim(),
    moveDocuments: (where) => (where === 'away' ? rename(documents, away) : bringBack(away, documents)),
    record: copiesOfFolder(join(folder, 'postgres')),
    ofTemporal: topology.isFull ? copiesOfDatabases(() => urls.owner) : copiesOfFile(folder, temporalFile),
    async end() {
      const before = [...workers, ...apis, temporal];
      for (const each of before) {
        each.signal('SIGCONT');
        each.signal('SIGTERM');
      }
      for (const each of before) await each.gone();
      postgres.signal('SIGCONT');
      postgres.signal('SIGINT');
      await postgres.gone();
    },
  };
}

/** What is started meanwhile has that machine. */
async function toldBy<T>(machine: Machine | undefined, start: () => Promise<T>): Promise<T> {
  Object.assign(process.env, machine?.env);
  try {
    return await start();
  } finally {
    for (const name of Object.keys(machine?.env ?? {})) Reflect.deleteProperty(process.env, name);
  }
}

/** A service that ran meanwhile may have made a folder of the name, and put files into it: they are of the record too. */
async function bringBack(away: string, documents: string): Promise<void> {
  await cp(documents, away, { recursive: true, force: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rm(documents, { recursive: true, force: true });
  await rename(away, documents);
}
