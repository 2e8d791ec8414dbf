// What every start has in common: signals stop it in order, a second one at once, and what fails is said in one sentence.
import { endChildrenNow } from './childProcess.ts';
import { Parts } from './parts.ts';

/**
 * `bringUp` notes its parts as they start and gives what ends when the work does; that is pending for as long as all is well.
 * Whatever this process and its servers make is for their owner alone.
 */
export async function runUntilStopped(
  stopping: string,
  bringUp: (parts: Parts) => Promise<{ ended: Promise<unknown> }>,
): Promise<void> {
  process.umask(0o077);
  const parts = new Parts();
  let bringingUp: Promise<unknown> | undefined;
  let stoppingSince: number | undefined;
  const stop = async (code: number): Promise<never> => {
    if (stoppingSince !== undefined) {
      // The same press is no second one.
      if (isPassedOn && performance.now() - stoppingSince < passedOnWithinMilliseconds) return never;
      endChildrenNow();
      process.exit(130);
    }
    stoppingSince = performance.now();
    console.log(`\n${stopping}`);
    // The step under way is let finish, or what it started would be left behind.
    parts.halt();
    await bringingUp?.catch(() => undefined);
    await parts.close();
    process.exit(code);
  };
  onceLeftBehind(() => void (stoppingSince === undefined ? stop(0) : undefined));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  try {
    const running = bringUp(parts);
    bringingUp = running;
    const { ended } = await running;
    await ended;
  } catch (error) {
    if (stoppingSince !== undefined) return;
    console.error(`\n\n${error instanceof Error ? error.message : String(error)}`);
    await stop(1);
  }
}

/** Under npm, which passes SIGINT and SIGTERM on to what it runs: a terminal has sent Ctrl-C to both of them. */
const isPassedOn = process.env.npm_lifecycle_event !== undefined;

/** npm does so at once; who presses twice presses again. */
const passedOnWithinMilliseconds = 500;

const never = new Promise<never>(() => undefined);

/** npm runs a script in a shell, which a signal to npm ends, and the script is not told: it only has another parent then. */
function onceLeftBehind(stop: () => void): void {
  if (!isPassedOn) return;
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    stop();
  }, 100);
  looking.unref();
}
