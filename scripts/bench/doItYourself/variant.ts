// The do-it-yourself variant as the bench drives it: its tables, its key and the uploaded document are there before it starts.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { sampleDocument, sampleEngagement, sampleMessages, samplePackage, samplePlan } from '../sampleMilestone.ts';
import type { Servers } from '../environment.ts';
import { countRows, type Variant } from '../variants.ts';
import { createOwnTables } from './activities.ts';
import { makeSigningKey } from './signingKey.ts';
import type { ownSignOff } from './workflow.ts';

export const ownTaskQueue = 'bench-do-it-yourself';
export const ownKeyPassword = 'only-for-the-bench';

export async function doItYourselfVariant({ client, db, url, stateFolder }: Servers): Promise<Variant> {
  const pool = new pg.Pool({ connectionString: url });
  await createOwnTables(pool);
  await pool.end();
  const signingKey = makeSigningKey(sampleEngagement.firm, ownKeyPassword, new Date());
  await writeFile(join(stateFolder, 'signing-key.p12'), signingKey);
  await mkdir(join(stateFolder, 'documents'));
  await writeFile(join(stateFolder, 'documents', 'bench-design'), sampleDocument);
  return {
    name: 'doItYourself',
    prepare: async () => sampleMessages('0'.repeat(64)).map(({ kind, content }) => ({ name: kind, content })),
    /** As an API would: the milestone's row first, since a decision may come before the workflow has run at all. */
    async start(milestoneId) {
      const input = { milestoneId, plan: samplePlan, package: samplePackage('bench-design') };
      const row = { plan: JSON.stringify(input.plan), package: JSON.stringify(input.package) };
      await db('milestones').insert({ ...row, milestone_id: milestoneId, status: 'waiting' });
      return client.workflow.start<typeof ownSignOff>('ownSignOff', {
        workflowId: `own-${milestoneId}`,
        taskQueue: ownTaskQueue,
        args: [{ ...input, engagement: sampleEngagement }],
      });
    },
    settle: async () => undefined,
    countOpen: (prefix) => countRows(db, 'milestones', prefix, { status: 'waiting' }),
  };
}
