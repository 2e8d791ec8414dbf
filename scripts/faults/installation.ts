// What a run has to break: PostgreSQL, Temporal, one API and two workers, each a process that is killed, paused and started again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres.ts';
import { startTemporalServer } from '../../stack/temporalServer.ts';

const database = 'sign_off';
const temporalFile = 'temporal.db';

/** One process. `start` begins where the last one was cut off. */
export class Part {
  readonly name: string;
  readonly #begin: () => Promise<number>;
  #pid: number | undefined;

  constructor(name: string, begin: () => Promise<number>) {
    this.name = name;
    this.#begin = begin;
  }

  async start(): Promise<void> {
    this.#pid = await this.#begin();
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

export interface Installation {
  apiUrl: string;
  temporalAddress: string;
  key(): Promise<string>;
  /** In the order in which they are started. */
  parts: Record<'postgres' | 'temporal' | 'api' | 'worker1' | 'worker2', Part>;
  /** The documents go away, and come back. */
  moveDocuments(where: 'away' | 'back'): Promise<void>;
  end(): Promise<void>;
}

export async function prepare(folder: string, smtpUrl: string): Promise<Installation> {
  const ports = { postgres: await freePort(), temporal: await freePort(), api: await freePort() };
  const stateFolder = join(folder, 'state');
  let urls = { owner: '', service: '' };
  const product = (role: 'api' | 'worker', name: string): Part =>
    new Part(name, async () => {
      const log = await open(join(folder, `${name}.log`), 'a');
      const { PATH, HOME, XDG_CACHE_HOME } = process.env;
      const child = spawn(
        process.execPath,
        [fileURLToPath(new URL('../../stack/startApart.ts', import.meta.url)), role],
        {
          cwd: folder,
          stdio: ['ignore', log.fd, log.fd],
          env: {
            ...{ PATH, HOME, XDG_CACHE_HOME, STATE_FOLDER: stateFolder, LOG_TO: 'stdout', PORT: `${ports.api}` },
            ...{ DATABASE_URL: urls.service, DATABASE_OWNER_URL: urls.owner },
            ...{ TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`, TEMPORAL_NAMESPACE: 'default' },
            ...(role === 'worker' ? { SMTP_URL: smtpUrl } : {}),
          },
        },
      );
      await once(child, 'spawn');
      await log.close();
      return child.pid ?? 0;
    });
  const parts = {
    postgres: new Part('postgres', async () => {
      const server = await startPostgres({ folder, port: ports.postgres, database });
      server.ended.catch(() => undefined);
      urls = { owner: server.url, service: server.applicationUrl };
      return server.pid;
    }),
    temporal: new Part('temporal', async () => {
      const server = await startTemporalServer({ folder, port: ports.temporal, databaseFile: temporalFile });
      server.ended.catch(() => undefined);
      return server.pid;
    }),
    api: product('api', 'api'),
    worker1: product('worker', 'worker1'),
    worker2: product('worker', 'worker2'),
  };
  const documents = join(stateFolder, 'documents');
  const away = join(stateFolder, 'documents.away');
  return {
    apiUrl: `http://127.0.0.1:${ports.api}`,
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    key: async () => (await readFile(join(stateFolder, 'api-key'), 'utf8')).trim(),
    parts,
    moveDocuments: (where) => (where === 'away' ? rename(documents, away) : bringBack(away, documents)),
    async end() {
      for (const each of [parts.worker1, parts.worker2, parts.api, parts.temporal]) {
        each.signal('SIGCONT');
        each.signal('SIGTERM');
      }
      for (const each of [parts.worker1, parts.worker2, parts.api, parts.temporal]) await each.gone();
      parts.postgres.signal('SIGCONT');
      parts.postgres.signal('SIGINT');
      await parts.postgres.gone();
    },
  };
}

/** A service that ran meanwhile may have made a folder of the name, and put files into it: they are of the record too. */
async function bringBack(away: string, documents: string): Promise<void> {
  await cp(documents, away, { recursive: true, force: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rm(documents, { recursive: true, force: true });
  await rename(away, documents);
}
