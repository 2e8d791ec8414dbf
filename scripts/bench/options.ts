// What a bench run is asked to do: flags with the defaults the goals are stated for.
import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Milestones per variant and round. */
  milestones: number;
  /** Milestones under way at a time. */
  atOnce: number;
  /** Rounds per variant, for signals and again for updates. */
  rounds: number;
  /** Milestones per variant before anything counts. */
  warmUp: number;
  /** Milestones left open to measure the worker's memory by; 0 skips it. */
  open: number;
  /** Whether to drive all by updates as well. */
  updates: boolean;
  /** Whether to run the product without encryption in Temporal and row-level security beside it. */
  unprotected: boolean;
  /** Whether to run the same outputs by the usual libraries beside it. */
  doItYourself: boolean;
}

export const usage = `npm run bench -- [options]
  --milestones N  milestones per variant and round (200)
  --at-once N     under way at a time (20)
  --rounds N      rounds per variant (3)
  --warm-up N     milestones before anything counts (40)
  --open N        open milestones to measure the worker's memory by, 0 to skip it (1000)
  --no-updates    signals only
  --no-unprotected  without the variant that shows what encryption and row-level security cost
  --no-do-it-yourself  without the variant that makes the same outputs by the usual libraries
A quick look: npm run bench -- --milestones 40 --rounds 2 --open 100`;

/** Throws with the usage for a flag that is unknown or no whole number. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseFlags(args);
  const number = (name: keyof typeof values, fallback: number, least: number): number => {
    const given = values[name];
    if (given === undefined) return fallback;
    const value = Number(given);
    if (!Number.isInteger(value) || value < least)
      throw new Error(`--${name} ${String(given)}: give a whole number of at least ${least}.\n\n${usage}`);
    return value;
  };
  return {
    milestones: number('milestones', 200, 1),
    atOnce: number('at-once', 20, 1),
    rounds: number('rounds', 3, 1),
    warmUp: number('warm-up', 40, 1),
    open: number('open', 1000, 0),
    updates: values['no-updates'] !== true,
    unprotected: values['no-unprotected'] !== true,
    doItYourself: values['no-do-it-yourself'] !== true,
  };
}

function parseFlags(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        milestones: text,
        'at-once': text,
        rounds: text,
        'warm-up': text,
        open: text,
        'no-updates': { type: 'boolean' },
        'no-unprotected': { type: 'boolean' },
        'no-do-it-yourself': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`, { cause: error });
  }
}
