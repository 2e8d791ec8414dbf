// Child processes of the stack: started with a note of their id, stopped by it, and found again after a kill -9.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface ChildOptions {
  name: string;
  command: string;
  args: string[];
  /** Holds the note of the process id and the log. */
  folder: string;
  /** SIGTERM by default. */
  stopSignal?: NodeJS.Signals;
  uid?: number;
  gid?: number;
}

export interface Child {
  pid: number;
  /** Rejects when the process ends before `ready` resolves, with the end of its log. */
  until<T>(ready: Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

interface Note {
  pid: number;
  startedAt: string | undefined;
}

const notePath = (folder: string, name: string): string => join(folder, 'run', `${name}.json`);

export async function startChild(options: ChildOptions): Promise<Child> {
  const logPath = join(options.folder, 'logs', `${options.name}.log`);
  await mkdir(dirname(logPath), { recursive: true });
  await mkdir(join(options.folder, 'run'), { recursive: true });
  await stopLeftover(options.folder, options.name);
  const log = await open(logPath, 'a');
  const { uid, gid, stopSignal = 'SIGTERM' } = options;
  const child = spawn(options.command, options.args, {
    stdio: ['ignore', log.fd, log.fd],
    cwd: '/',
    // A group of its own, so that Ctrl-C reaches us alone and the parts stop in order.
    detached: true,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => undefined);
  await log.close();
  if (child.pid === undefined) return failed;
  const { pid } = child;
  await writeFile(
    notePath(options.folder, options.name),
    JSON.stringify({ pid, startedAt: startOf(pid) } satisfies Note),
  );
  return {
    pid,
    until: (ready) => Promise.race([ready, failed, ended.then(() => endedEarly(options.name, logPath))]),
    async stop() {
      await end(child, ended, stopSignal);
      await rm(notePath(options.folder, options.name), { force: true });
    },
  };
}

async function endedEarly(name: string, logPath: string): Promise<never> {
  const text = await readFile(logPath, 'utf8').catch(() => '');
  throw new Error(`${name} ended before it was ready:\n${text.split('\n').slice(-12).join('\n')}`);
}

async function end(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

/** Ends what an earlier run left behind when it was killed; only if the process is still the one that was noted. */
async function stopLeftover(folder: string, name: string): Promise<void> {
  const text = await readFile(notePath(folder, name), 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const note = JSON.parse(text) as Note;
  if (note.startedAt !== undefined && startOf(note.pid) === note.startedAt) {
    process.kill(note.pid, 'SIGINT');
    for (let waited = 0; waited < 100 && startOf(note.pid) === note.startedAt; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await rm(notePath(folder, name), { force: true });
}

/** Start time of a process in kernel ticks: the same id with another start is another process. Linux only, else undefined. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
