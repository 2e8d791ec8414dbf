// The machine of a process as it sees it: its clock, and what its disk says. Changed while it runs, by a library preloaded into it.
import { execFile } from 'node:child_process';
import { writeFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../checkout.ts';

const execute = promisify(execFile);

export interface MachineState {
  /** Its clock is so far off. */
  clockMilliseconds?: number;
  /** So long it takes until a write is safe. */
  syncMilliseconds?: number;
  /** With this `errno` it fails to be. */
  syncError?: number;
  /** It is said to be safe, and nothing was done for it. */
  isLying?: boolean;
}

export class Machine {
  readonly #file: string;
  readonly env: Record<string, string>;

  private constructor(file: string, library: string) {
    this.#file = file;
    this.env = { FAULTY_MACHINE: file, LD_PRELOAD: library };
  }

  static async create(folder: string, name: string, library: string): Promise<Machine> {
    const machine = new Machine(join(folder, `${name}.machine`), library);
    await writeFile(machine.#file, Buffer.alloc(32), { mode: 0o644 });
    return machine;
  }

  async set({
    clockMilliseconds = 0,
    syncMilliseconds = 0,
    syncError = 0,
    isLying = false,
  }: MachineState): Promise<void> {
    const numbers = BigInt64Array.from(
      [clockMilliseconds, syncMilliseconds, syncError, Number(isLying)].map((each) => BigInt(Math.round(each))),
    );
    const file = await open(this.#file, 'r+');
    try {
      await file.write(Buffer.from(numbers.buffer), 0, 32, 0);
    } finally {
      await file.close();
    }
  }
}

/** Compiled for this machine; undefined where it has no C compiler, or is no Linux, and clocks and disks are left alone. */
export async function machineLibrary(folder: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const library = join(folder, 'machine.so');
  const source = join(checkout, 'scripts/faults/machine.c');
  return execute('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']).then(
    () => library,
    () => undefined,
  );
}
