// Child processes of the stack: started with a note of their id, watched, and stopped by that id.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { endLeftover, removeNote, writeNote } from './processNotes.ts';

export interface ChildOptions {
  /** Names its note and its log. */
  name: string;
  command: string;
  args: string[];
  /** Holds the note of the process id and the log. */
  folder: string;
  /** Where it runs; at the root by default. */
  cwd?: string;
  /** Beside the environment of this process; secrets go this way, since everybody on the machine sees arguments. */
  env?: Record<string, string>;
  /** SIGTERM by default. */
  stopSignal?: NodeJS.Signals;
  /** Ends it with all it has started, without waiting for anything; SIGKILL by default. */
  endSignal?: NodeJS.Signals;
  uid?: number;
  gid?: number;
}

/** It ended without having been asked to. */
export class ChildEnded extends Error {
  override readonly name = 'ChildEnded';
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;

  constructor(message: string, exitCode: number | undefined) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface Child {
  pid: number;
  /** Rejects when the process ends before `ready` resolves, with the end of its log; the process is stopped then. */
  until<T>(ready: Promise<T>): Promise<T>;
  /** Rejects when the process ends without having been asked to; never resolves. */
  ended: Promise<never>;
  stop(): Promise<void>;
}

/** Of this process, each with what ends it at once. */
const running = new Map<ChildProcess, NodeJS.Signals>();

/** For somebody who does not wait: what they had started is ended too, and the next start goes on where it was. */
export function endChildrenNow(): void {
  for (const [child, signal] of running) child.kill(signal);
}

export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, folder, stopSignal = 'SIGTERM' } = options;
  const logPath = join(folder, 'logs', `${name}.log`);
  await mkdir(dirname(logPath), { recursive: true });
  await endLeftover(folder, name);
  const { child, exited } = await spawnWithLog(options, logPath);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started: ${options.command}`);
  let isStopping = false;
  const ended = exited.then(async () => {
    if (isStopping) return new Promise<never>(() => undefined);
    const says = `${name} ended ${howOf(child)}. The end of ${logPath}:\n${await endOf(logPath)}`;
    throw new ChildEnded(says, child.exitCode ?? undefined);
  });
  ended.catch(() => undefined);
  async function stop(): Promise<void> {
    isStopping = true;
    await end(child, exited, stopSignal);
    await removeNote(folder, name);
  }
  await writeNote(folder, name, pid);
  return {
    pid,
    ended,
    stop,
    until: (ready) =>
      Promise.race([ready, ended]).catch(async (error: unknown) => {
        ready.catch(() => undefined);
        await stop();
        throw error;
      }),
  };
}

async function spawnWithLog(
  options: ChildOptions,
  logPath: string,
): Promise<{ child: ChildProcess; exited: Promise<void> }> {
  const log = await open(logPath, 'a');
  const { uid, gid } = options;
  try {
    const child = spawn(options.command, options.args, {
      stdio: ['ignore', log.fd, log.fd],
      cwd: options.cwd ?? '/',
      ...(options.env ? { env: { ...process.env, ...options.env } } : {}),
      // A group of its own, so that Ctrl-C reaches us alone and the parts stop in order.
      detached: true,
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    // Before anything is waited for: whoever does not wait may say so meanwhile.
    running.set(child, options.endSignal ?? 'SIGKILL');
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    void exited.then(() => running.delete(child));
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return { child, exited };
  } finally {
    await log.close();
  }
}

const howOf = ({ exitCode, signalCode }: ChildProcess): string =>
  signalCode ? `by signal ${signalCode}` : `with exit code ${exitCode}`;

async function endOf(logPath: string): Promise<string> {
  const text = await readFile(logPath, 'utf8').catch(() => '');
  const lines = text.trimEnd().split('\n').slice(-200);
  // A program in Go says first why it gave up, and then for pages where it was.
  const why = lines.slice(0, -6).filter((each) => each.startsWith('panic:'));
  return [...why, ...lines.slice(-6)].join('\n');
}

async function end(child: ChildProcess, exited: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(timer);
}
