// How far the sweep over milestones that need a workflow has come: on record, so that it goes on after a restart and is shared.
import type { OnRecord } from '../domain/records/agreement.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

const sweep = 'workflows';

export type SweptMilestone = OnRecord & { milestoneId: string };

/** The same for who only looks: those after an ID. */
export async function listNeedingWorkflow(db: Database, afterId: string, limit: number): Promise<SweptMilestone[]> {
  const rows: Row[] = await needing(db, afterId, limit);
  return rows.map(toSwept);
}

/** Undefined where it needs none, or is not on record. */
export async function findNeedingWorkflow(db: Database, milestoneId: string): Promise<SweptMilestone | undefined> {
  const row: Row | undefined = await db('milestones')
    .where({ needs_workflow: true, milestone_id: milestoneId })
    .first('milestone_id', 'sequence', 'phase', 'deadline');
  return row && toSwept(row);
}

const needing = (db: Database, afterId: string, limit: number) =>
  db('milestones')
    .where({ needs_workflow: true })
    .where('milestone_id', '>', afterId)
    .orderBy('milestone_id')
    .limit(limit)
    .select('milestone_id', 'sequence', 'phase', 'deadline');

/** Of some IDs, those on record. */
export const listKnown = (db: Database, milestoneIds: readonly string[]): Promise<string[]> =>
  db('milestones')
    .whereIn('milestone_id', [...milestoneIds])
    .pluck('milestone_id');

interface Row {
  milestone_id: string;
  sequence: number;
  phase: OnRecord['phase'];
  deadline: Date | null;
}

const toSwept = ({ milestone_id: milestoneId, sequence, phase, deadline }: Row): SweptMilestone => ({
  ...{ milestoneId, sequence, phase },
  ...(deadline === null ? {} : { deadline: instant(deadline) }),
});

/**
 * The next of the milestones that need a workflow, by ID; after the last come the first again. Whoever asks next, in whatever
 * process, gets those after them. A crash of the one who asked leaves them out until the next time round.
 */
export async function takeNextToSweep(db: Database, limit: number): Promise<SweptMilestone[]> {
  await db('sweeps').insert({ sweep, after_id: '' }).onConflict('sweep').ignore();
  return db.transaction(async (transaction) => {
    const place = await transaction('sweeps').where({ sweep }).forUpdate().first<{ after_id: string }>('after_id');
    const milestones: Row[] = await needing(transaction, place.after_id, limit);
    const afterId = milestones.length < limit ? '' : milestones.at(-1)?.milestone_id;
    await transaction('sweeps').where({ sweep }).update({ after_id: afterId });
    return milestones.map(toSwept);
  });
}
