// Makes what is retried for ever known: after a few failures in a row it is an obstacle on record, until it succeeds.
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Database } from '../db/database.ts';
import { raiseObstacle, resolveObstacle } from '../db/obstacles.ts';
import { fewTries, type Obstacle } from '../domain/records/obstacles.ts';

/**
 * Temporal counts the attempts, so a restart of the worker loses none. An attempt that died without a word (its process killed,
 * its time up) is noticed by the next one. Resolved before the answer: a crash in between runs this again, which resolves it again.
 */
export async function notingObstacle<T>(
  db: Database,
  about: Pick<Obstacle, 'kind' | 'subject'> & { milestoneId: string },
  work: () => Promise<T>,
): Promise<T> {
  const { attempt } = Context.current().info;
  if (attempt === fewTries + 1)
    await raiseObstacle(db, { ...about, attempts: fewTries, reason: 'Attempts ended without saying why.' });
  try {
    const result = await work();
    await resolveObstacle(db, about.milestoneId, about.kind, about.subject);
    return result;
  } catch (error) {
    const isFinal = error instanceof ApplicationFailure && error.nonRetryable === true;
    // What failed is what Temporal has to be told, also where it cannot be noted: of no known milestone, or no database.
    if (attempt >= fewTries || isFinal)
      await raiseObstacle(db, { ...about, attempts: attempt, reason: reasonOf(error) }).catch(() => undefined);
    throw error;
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
