// How far the sweep over milestones that need a workflow has come: on record, so that it goes on after a restart and is shared.
import type { Database } from './database.ts';

const sweep = 'workflows';

/**
 * The next of the milestones that need a workflow, by ID; after the last come the first again. Whoever asks next, in whatever
 * process, gets those after them. A crash of the one who asked leaves them out until the next time round.
 */
export async function takeNextToSweep(db: Database, limit: number): Promise<string[]> {
  await db('sweeps').insert({ sweep, after_id: '' }).onConflict('sweep').ignore();
  return db.transaction(async (transaction) => {
    const place = await transaction('sweeps').where({ sweep }).forUpdate().first<{ after_id: string }>('after_id');
    const milestoneIds: string[] = await transaction('milestones')
      .where({ needs_workflow: true })
      .where('milestone_id', '>', place.after_id)
      .orderBy('milestone_id')
      .limit(limit)
      .pluck('milestone_id');
    const afterId = milestoneIds.length < limit ? '' : milestoneIds.at(-1);
    await transaction('sweeps').where({ sweep }).update({ after_id: afterId });
    return milestoneIds;
  });
}
