// Looks through what runs in Temporal for milestones that are not on record, a page at a time. Ends none: only people know whose they are.
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Pool } from '../db/database.ts';
import { asJob } from '../db/inScope.ts';
import { countUnknown, forgetUnknown, listUnknown, noteUnknown } from '../db/unknownWorkflows.ts';
import { listRunning, pageOfRunning } from '../workflows/client/lookIntoWorkflow.ts';

export interface Looking {
  client: Client;
  db: Pool;
  log: Logger;
}

/** Each call looks at the next page, and after the last at the first; where it is in the list, every process knows for itself. */
export function lookForUnknown({ client, db, log }: Looking): (now: Date) => Promise<void> {
  let place: Uint8Array | undefined;
  return async (now) => {
    const keeper = asJob(db, 'keeper');
    const noted = await listUnknown(keeper);
    if (noted.length > 0) await forgetUnknown(keeper, new Set((await listRunning(client, noted)).keys()));
    const from = place;
    // A place that Temporal does not know any more, as after its restart, is no reason to stay there.
    place = undefined;
    const page = await pageOfRunning(client, now, from);
    place = page.next;
    await noteUnknown(keeper, page.milestoneIds);
    const unknown = await countUnknown(keeper);
    if (unknown && unknown.workflows > noted.length)
      log.error(unknown, 'milestones run in Temporal that are not on record; npm run recover names them');
  };
}
