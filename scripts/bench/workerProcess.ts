// A variant's worker in a process of its own, so that its memory is its own: forked, asked for its memory, stopped.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Memory {
  /** Resident set in bytes, after a garbage collection. */
  resident: number;
  heap: number;
}

export interface WorkerProcess {
  pid: number;
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

/** `script` calls `serveBench`. Resolves once its worker is running. */
export async function forkWorker(
  script: URL,
  env: Record<string, string>,
  nodeArgs: readonly string[] = [],
): Promise<WorkerProcess> {
  const child = fork(fileURLToPath(script), {
    execArgv: ['--expose-gc', ...nodeArgs, ...(process.env.BENCH_NODE_ARGS?.split(' ') ?? [])],
    env: { ...process.env, ...env },
    // A group of its own: Ctrl-C reaches the bench, which stops its workers in order.
    detached: true,
  });
  await answerOf(child, script);
  return {
    pid: child.pid ?? 0,
    async memory() {
      child.send('memory');
      return (await answerOf(child, script)) as Memory;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.send('stop');
      await ended;
    },
  };
}

function answerOf(child: ChildProcess, script: URL): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${script.href} ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

/** The other side: says that the worker runs, and answers until told to stop or left alone by the bench. */
export function serveBench(stop: () => Promise<void>): void {
  const end = (): void => void stop().finally(() => process.exit(0));
  process.on('message', (message) => {
    if (message === 'stop') return end();
    globalThis.gc?.();
    const { rss: resident, heapUsed: heap } = process.memoryUsage();
    process.send?.({ resident, heap } satisfies Memory);
  });
  process.on('disconnect', end);
  process.send?.('ready');
}
