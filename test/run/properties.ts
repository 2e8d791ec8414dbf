// How often properties are tried, and from which seed: by PROPERTY_RUNS and PROPERTY_SEED, alike in every process of a run.
import fc from 'fast-check';

const runsByDefault = 1000;

/** `share` is for properties a single run of which is dear, such as one that asks a database; 1 is as often as any. */
export const propertyRuns = (share = 1): number =>
  Math.ceil(Number(process.env.PROPERTY_RUNS ?? runsByDefault) * share);

/** What takes minutes is tried in `npm run test:long` only. */
export const isLongRun = Number(process.env.PROPERTY_RUNS) >= 10_000;

/**
 * Of what differs in little and takes long, each time all, there is one of so many in a run, drawn by its seed; in the long run there are
 * all of them. `index` counts them.
 */
export const isInShare = (index: number, oneOf: number): boolean =>
  isLongRun || (index + Number(process.env.PROPERTY_SEED ?? 0)) % oneOf === 0;

/** For every property that names no number of its own; a failure prints its seed with the remedy, as fast-check does. */
export function setUpProperties(): void {
  const seed = process.env.PROPERTY_SEED;
  fc.configureGlobal({ numRuns: propertyRuns(), ...(seed === undefined ? {} : { seed: Number(seed) }) });
}
