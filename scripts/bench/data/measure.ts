// Times hot queries on two databases of different size, side by side, and says which are too slow or grow with what is on record.
import type { Database } from '../../../db/database.ts';
import { percentile } from '../figures.ts';
import { examine } from './explain.ts';
import type { HotQuery } from './hotQuery.ts';
import { sampleOf } from './population.ts';

export interface Filled {
  db: Database;
  milestones: number;
}

export interface Times {
  p50: number;
  p95: number;
}

export interface Measured {
  query: HotQuery;
  /** Milliseconds, by size in the order given. */
  times: Times[];
  /** In the largest database. */
  ways: string[];
  readWhole: string[];
}

/** What 19 of 20 milestones must be answered within, in milliseconds. */
export const limitMilliseconds = 20;
/** Flat is what takes up to so much longer on ten times as many: one more level of an index, pages that are cached less well. */
const flatRatio = 1.5;
/** Two figures of the same query differ by as much, in milliseconds. */
const noiseMilliseconds = 0.5;

const milestonesAsked = 40;
const rounds = 3;

/**
 * Each milestone counts with the fastest of its rounds: what else the machine did meanwhile only ever adds. The databases take
 * turns, so that both see the same machine.
 */
export async function measure(databases: readonly Filled[], query: HotQuery): Promise<Measured> {
  const asked = query.takesItsTime ? 5 : milestonesAsked;
  const fastest = databases.map(() => Array.from({ length: asked }, () => Number.POSITIVE_INFINITY));
  const samples = databases.map(({ milestones }) => sampleOf(asked, milestones));
  for (let round = 0; round < rounds; round += 1)
    for (let place = 0; place < asked; place += 1)
      for (const [size, { db }] of databases.entries()) {
        const took = await timeOf(db, query, samples[size]?.[place] ?? 1);
        const times = fastest[size] ?? [];
        times[place] = Math.min(times[place] ?? took, took);
      }
  const largest = databases.at(-1);
  if (!largest) throw new Error('Nothing to measure on.');
  const { ways, readWhole } = await examine(largest.db, query, sampleOf(1, largest.milestones)[0] ?? 1);
  return {
    query,
    times: fastest.map((times) => ({ p50: percentile(times, 50), p95: percentile(times, 95) })),
    ways,
    readWhole,
  };
}

async function timeOf(db: Database, query: HotQuery, n: number): Promise<number> {
  const transaction = await db.transaction();
  const from = performance.now();
  try {
    await query.run(transaction, n);
    return performance.now() - from;
  } finally {
    await transaction.rollback();
  }
}

/** How much longer it takes in the largest database than in the smallest. */
export const growthOf = ({ times }: Pick<Measured, 'times'>): Record<keyof Times, number> => {
  const [smallest, largest] = [times[0], times.at(-1)];
  return {
    p50: (largest?.p50 ?? Number.NaN) / (smallest?.p50 ?? Number.NaN),
    p95: (largest?.p95 ?? Number.NaN) / (smallest?.p95 ?? Number.NaN),
  };
};

/** Why a query fails; empty when it is fast and flat. A report is held to nothing, a job to its plan. */
export function faultsOf({ query, times, readWhole }: Omit<Measured, 'ways'>): string[] {
  if (query.takesItsTime === 'report') return [];
  const scans = readWhole.map((table) => `reads ${table} whole`);
  if (query.takesItsTime === 'job') return scans;
  const [smallest, largest] = [times[0], times.at(-1)];
  if (!smallest || !largest) return scans;
  return [
    ...(largest.p95 > limitMilliseconds ? [`slower than ${limitMilliseconds} ms`] : []),
    ...(largest.p50 > smallest.p50 * flatRatio + noiseMilliseconds ? ['grows'] : []),
    ...scans,
  ];
}
