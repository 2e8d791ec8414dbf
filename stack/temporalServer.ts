// The embedded Temporal server with its UI, one SQLite file as its memory.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { ChildEnded, startChild } from './childProcess.ts';
import { resolveTemporalCli } from './temporalBinary.ts';

export interface TemporalServerOptions {
  port: number;
  uiPort?: number;
  /** Where pages of the UI have payloads decoded. */
  codecEndpoint?: string;
  folder: string;
  /** Without it everything is kept in memory and lost at the end. */
  databaseFile?: string;
  namespace?: string;
}

export interface TemporalServer {
  address: string;
  uiUrl: string | undefined;
  pid: number;
  source: string;
  /** Rejects when the process ends without having been asked to. */
  ended: Promise<never>;
  stop(): Promise<void>;
}

/** With which a program in Go ends when it gives up. */
const panicked = 2;

/**
 * Parts of the server talk to each other by ports that it finds free just before it takes them. Where another program is quicker it
 * gives up; it is started once more then.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  return startOnce(options).catch((error: unknown) => {
    if (error instanceof ChildEnded && error.exitCode === panicked) return startOnce(options);
    throw error;
  });
}

/** WAL instead of the default rollback journal: as safe against a crash, and markedly faster. */
async function startOnce(options: TemporalServerOptions): Promise<TemporalServer> {
  const { path, source } = await resolveTemporalCli();
  const address = `127.0.0.1:${options.port}`;
  const child = await startChild({
    name: 'temporal',
    command: path,
    folder: options.folder,
    // Asked to end it waits a second and more for calls that nobody makes any more; its file is as safe as after a crash, which is what WAL is for.
    stopSignal: 'SIGKILL',
    // The file is named without its folder: SQLite takes a "?" or "#" in it for the end of the name.
    cwd: options.folder,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', `${options.port}`, '--log-level', 'error'],
      ...(options.uiPort === undefined ? ['--headless'] : ['--ui-port', `${options.uiPort}`, ...(await quiet(path))]),
      ...(options.codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', options.codecEndpoint]),
      ...(options.namespace ? ['--namespace', options.namespace] : []),
      ...(options.databaseFile ? ['--db-filename', options.databaseFile, '--sqlite-pragma', 'journal_mode=wal'] : []),
    ],
  });
  await child.until(answers(address));
  return {
    address,
    // By the name that the service has as well: to browsers 127.0.0.1 is another site, to which its cookies do not go.
    uiUrl: options.uiPort === undefined ? undefined : `http://localhost:${options.uiPort}`,
    pid: child.pid,
    source,
    ended: child.ended,
    stop: child.stop,
  };
}

const noNews = '--ui-disable-news-fetch';

/** Or the browser of whoever opens the UI asks an outside host for news. One on PATH may be of a version that has not learned it. */
async function quiet(path: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(path, ['server', 'start-dev', '--help']);
  return stdout.includes(noNews) ? [noNews] : [];
}

async function answers(address: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; ;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1000 });
      await connection.close();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
