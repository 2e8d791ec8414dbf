// The parts a start brings up: each is noted before it can fail, watched while it runs, and stopped after what uses it.

export interface Part {
  /** For people. */
  name: string;
  stop(): Promise<void>;
  /** Rejects when the part ends without having been asked to; absent for parts that run in this process. */
  ended?: Promise<unknown>;
}

const stopWithinMilliseconds = 15_000;

export class Parts {
  readonly #started: Part[] = [];
  #isClosing = false;

  add<P extends Part>(part: P): P {
    this.#started.push(part);
    return part;
  }

  /** Does one step of bringing up, and says how long it took. Throws when a part that is up already dies meanwhile. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.#isClosing) throw new Error('Stopped while starting.');
    const began = Date.now();
    process.stdout.write(`  ${name} …`);
    const working = work();
    const result = await Promise.race([working, this.anyEnds()]).catch(async (error: unknown) => {
      // What this step still starts is to be known before everything is stopped.
      await withinTime(working.then(ignore, ignore)).catch(ignore);
      throw error;
    });
    process.stdout.write(` ready in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
    return result;
  }

  /** Rejects with the reason when a part ends that should not have; never resolves. */
  anyEnds(): Promise<never> {
    const endings = this.#started.flatMap(({ ended }) => (ended ? [ended] : []));
    return Promise.race([...endings, new Promise<never>(() => undefined)]).then(
      () => new Promise<never>(() => undefined),
    );
  }

  /** No further step begins. */
  halt(): void {
    this.#isClosing = true;
  }

  /** What runs in this process first, then the servers it used, together. A part that cannot stop in time is named and left. */
  async close(): Promise<void> {
    const parts = this.#started.splice(0).reverse();
    for (const part of parts.filter(({ ended }) => ended === undefined)) await stopPart(part);
    await Promise.all(parts.filter(({ ended }) => ended !== undefined).map(stopPart));
  }
}

/** Of what takes long people want to know what it is. */
const namedAfterMilliseconds = 2000;

async function stopPart({ name, stop }: Part): Promise<void> {
  const naming = setTimeout(() => console.log(`  waiting for ${name} …`), namedAfterMilliseconds);
  await withinTime(stop())
    .catch((error: unknown) => console.error(`  ${name}: ${error instanceof Error ? error.message : String(error)}`))
    .finally(() => clearTimeout(naming));
}

const ignore = (): void => undefined;

async function withinTime(stopping: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('did not stop in time')), stopWithinMilliseconds);
  });
  return Promise.race([stopping, late]).finally(() => clearTimeout(timer));
}
