// Runs test files in processes side by side: the longest first, and of what burdens the machine only a few at a time.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cpuSecondsOf } from './cpu.ts';
import { atOnce, type Burden, type TestFile } from './files.ts';
import type { Order, Report, Result } from './messages.ts';

export interface PoolOptions {
  processes: number;
  /** Each file in a process of its own, so that none can lean on what another left behind. */
  isEachAlone: boolean;
  /** By the number of the process, from 0. */
  environmentOf: (process: number) => NodeJS.ProcessEnv;
  onDone: (file: TestFile, result: Result, output: string) => void;
  /** More than any file takes: what has not ended by then hangs. */
  fileLimitMilliseconds?: number;
}

export async function runInPool(files: readonly TestFile[], options: PoolOptions): Promise<void> {
  const queue = new Queue(files);
  await Promise.all(Array.from({ length: options.processes }, (_, number) => workOff(queue, number, options)));
}

class Queue {
  readonly #waiting: TestFile[];
  /** What runs now. */
  readonly #burdens: Burden[] = [];
  #wakers: (() => void)[] = [];

  constructor(files: readonly TestFile[]) {
    this.#waiting = [...files];
  }

  /** The next that may run beside what runs, of those `first` if there is one; waits when there is none yet, and ends with undefined. */
  async take(first: (file: TestFile) => boolean): Promise<TestFile | undefined> {
    while (this.#waiting.length > 0) {
      const mayRun = this.#waiting.filter(({ burdens }) => burdens.every((burden) => this.#hasRoomFor(burden)));
      const file = mayRun.find(first) ?? mayRun[0];
      if (file) {
        this.#waiting.splice(this.#waiting.indexOf(file), 1);
        this.#burdens.push(...file.burdens);
        return file;
      }
      await new Promise<void>((resolve) => this.#wakers.push(resolve));
    }
    return undefined;
  }

  #hasRoomFor(burden: Burden): boolean {
    return this.#burdens.filter((each) => each === burden).length < atOnce[burden];
  }

  release(file: TestFile): void {
    for (const each of file.burdens) this.#burdens.splice(this.#burdens.indexOf(each), 1);
    for (const wake of this.#wakers.splice(0)) wake();
  }
}

/** What needs a browser comes to as few processes as may have one: each opens its own, and loads and compiles all that pages need. */
async function workOff(queue: Queue, number: number, options: PoolOptions): Promise<void> {
  let process: TestProcess | undefined;
  const opensBrowsers = number >= options.processes - atOnce['a browser'];
  const isOfItsKind = ({ burdens }: TestFile): boolean => burdens.includes('a browser') === opensBrowsers;
  const next = () => queue.take(isOfItsKind);
  for (let file = await next(); file; file = await next()) {
    process ??= new TestProcess(options.environmentOf(number));
    const { result, output } = await process.run(file, options.fileLimitMilliseconds ?? 45 * 60_000);
    queue.release(file);
    options.onDone(file, result, output);
    if (options.isEachAlone || process.isGone) {
      await process.end();
      process = undefined;
    }
  }
  await process?.end();
}

/**
 * The random runs leave much behind that is young: collected less often, it takes an eighth less of their time. Threads that collect and
 * compile beside each process take another eighth where there are more processes than processors. A process lives for minutes: what it
 * keeps is not gone through before there is a lot of it, and no code is thrown away to be compiled again for the next file.
 */
const execArgv = [
  '--max-semi-space-size=64',
  '--initial-old-space-size=768',
  '--no-memory-reducer',
  '--no-flush-bytecode',
  '--single-threaded',
  `--import=${new URL('workflowThreads.ts', import.meta.url).href}`,
];

class TestProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<string>;
  #output = '';
  isGone = false;

  constructor(env: NodeJS.ProcessEnv) {
    this.#child = fork(fileURLToPath(new URL('process.ts', import.meta.url)), {
      env,
      execArgv,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.#output += chunk));
    this.#exited = new Promise((resolve) =>
      this.#child.once('close', (code, signal) => {
        this.isGone = true;
        resolve(signal ? `by signal ${signal}` : `with exit code ${code}`);
      }),
    );
  }

  /** A process that dies or hangs has failed the file it was at. */
  async run(file: TestFile, limitMilliseconds: number): Promise<{ result: Result; output: string }> {
    this.#output = '';
    const started = performance.now();
    const cpuBefore = this.#cpuSeconds();
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), limitMilliseconds);
    const reported = new Promise<Result>((resolve) =>
      this.#child.once('message', ({ result }: Report) => resolve(result)),
    );
    const died = this.#exited.then((how): Result => {
      const text = `The process of the tests ended ${how} before the file was done.`;
      const seconds = (performance.now() - started) / 1000;
      return { passed: 0, skipped: 0, skippedTitles: [], failures: [{ title: file.source, text }], seconds };
    });
    this.#tell({ run: file.compiled });
    const result = await Promise.race([reported, died]);
    clearTimeout(limit);
    const cpuAfter = this.#cpuSeconds();
    const isKnown = cpuBefore !== undefined && cpuAfter !== undefined;
    return { result: isKnown ? { ...result, cpuSeconds: cpuAfter - cpuBefore } : result, output: this.#output };
  }

  async end(): Promise<void> {
    this.#tell({ end: true });
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), 60_000);
    await this.#exited;
    clearTimeout(limit);
  }

  #cpuSeconds(): number | undefined {
    return this.#child.pid === undefined ? undefined : cpuSecondsOf(this.#child.pid);
  }

  #tell(order: Order): void {
    // One that is gone cannot be told; that it is gone is noticed where its end is awaited.
    this.#child.send(order, () => undefined);
  }
}
