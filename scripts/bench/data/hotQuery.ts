// What a hot query is: a name, what it may take, and how it is asked about one milestone.
import type { Database } from '../../../db/database.ts';
import type { Job } from '../../../db/roles.ts';

export interface HotQuery {
  name: string;
  /**
   * Set where it takes as long as there is to do: a report reads what it is about, a job takes a batch of its own size at night. Both
   * are measured, and not held to the limit; a job finds its rows by an index all the same where tables are large.
   */
  takesItsTime?: 'report' | 'job';
  /** Who asks it across engagements; else it is asked within one. */
  job?: Job;
  /** `n` is the number of a milestone that was started and not disposed of; what is written is taken back. */
  run(db: Database, n: number): Promise<unknown>;
}
