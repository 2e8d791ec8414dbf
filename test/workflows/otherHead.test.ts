// A batch decided on other events than those on record: the workflow task fails and is tried again, and nothing is decided or lost.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { findMilestone } from '../../db/milestones.ts';
import * as act from '../domain/acts.ts';
import { withoutTriggers } from '../support/agedRecord.ts';
import { decoded } from '../support/decoded.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';

interface Line {
  msg: string;
  level: number;
  milestoneId: string;
  reason: string;
}

describe('Milestone whose record was changed by hand', () => {
  const lines: Line[] = [];
  let stage: MilestoneStage;
  before(async () => {
    const log = pino({ level: 'error' }, { write: (line) => void lines.push(JSON.parse(line) as Line) });
    stage = await MilestoneStage.open(await devServer(), { log });
  });
  after(() => stage.close());

  const nameHead = (milestoneId: string, head: string): Promise<void> =>
    withoutTriggers(stage.database.ownerUrl, (owner) =>
      owner('milestones').where({ milestone_id: milestoneId }).update({ last_hash: head }),
    );

  /** The failures of workflow tasks that Temporal has in the history, in the words it has for each. */
  async function failedTasks({ handle }: StagedMilestone): Promise<string[]> {
    const { namespace } = stage.environment.client.options;
    const { events } = await decoded(await handle.fetchHistory(), namespace);
    return (events ?? []).flatMap((each) => each.workflowTaskFailedEventAttributes?.failure?.message ?? []);
  }

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((wait) => setTimeout(wait, 50));
  }

  it('fails the task with the record’s words, decides nothing and stays open, and goes on once the record is right again', async () => {
    const milestone = await stage.start();
    const { milestoneId } = milestone;
    await milestone.play(act.submit());
    const before = await findMilestone(stage.database.db, milestoneId);
    assert.ok(before);
    const events = await milestone.events();
    const mails = await milestone.mailKinds();

    await nameHead(milestoneId, 'f'.repeat(64));
    await milestone.signal(act.report('validator1'));
    await until(async () => (await failedTasks(milestone)).length > 0);
    const words = new RegExp(
      `^Batch ${before.lastBatch + 1} of milestone "${milestoneId}" was decided on events that end with hash "${before.head}", but those on record before it end with "f{64}"; nothing was recorded\\. Either .*run the release that decided before, or the record was changed by hand, then verify it\\.$`,
    );
    // Temporal tries the task again, and may have that in the history as well by now.
    for (const each of await failedTasks(milestone)) assert.match(each, words);
    assert.equal((await milestone.handle.describe()).status.name, 'RUNNING');
    const refusal = lines.find((each) => each.milestoneId === milestoneId);
    assert.equal(refusal?.msg, 'a batch was refused by the record');
    assert.equal(refusal.level, pino.levels.values.error);
    assert.match(refusal.reason, words);
    assert.deepEqual(await milestone.events(), events);
    assert.deepEqual(await milestone.mailKinds(), mails);
    assert.deepEqual(await findMilestone(stage.database.db, milestoneId), { ...before, head: 'f'.repeat(64) });

    await nameHead(milestoneId, before.head);
    await milestone.recorded(({ reports }) => reports.length === 1);
    assert.deepEqual((await milestone.events()).slice(0, events.length), events);
  });
});
