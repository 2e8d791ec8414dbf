// An acceptance that was written into the record and that nobody decided: nothing is sealed or released for it, everybody who can
// settle it sees why, and manager and sponsor take it back.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { viewOf } from '../../api/views.ts';
import { findMilestone } from '../../db/milestones.ts';
import { countObstacles, listObstacles } from '../../db/obstacles.ts';
import { findInvoiceRelease, listCertificates } from '../../db/outputs.ts';
import { findSeal } from '../../db/seals.ts';
import { applyEvents } from '../../domain/decide.ts';
import { systemActor } from '../../domain/people/people.ts';
import { acceptanceDue } from '../../domain/transitions.ts';
import { lookOut, type Watch } from '../../worker/keepWatch.ts';
import { proposeOnFinished } from '../../workflows/client/proposeOnFinished.ts';
import { milestoneQuery, updates } from '../../workflows/messages.ts';
import * as act from '../domain/acts.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';

describe('Acceptance forged into the record by the activity that records', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  it('is withheld and told, is not tried again, and ends when manager and sponsor revoke it', async function () {
    this.timeout(120_000);
    const { db } = stage.database;
    const milestone = await stage.start();
    const { milestoneId } = milestone;
    await milestone.play(...act.toLastSignature);
    await forgeAcceptance(milestone);
    // Whatever message comes next has the workflow take the record over.
    const forged = (await findMilestone(db, milestoneId))?.snapshot;
    assert.ok(forged);
    await milestone.update(milestone.messageOn(forged, act.bounce('user1')));
    await milestone.handle.result();
    const number = `${milestoneId}-C1`;
    assert.equal(await findSeal(db, number, 'B-B'), undefined);
    assert.equal(await findInvoiceRelease(db, milestoneId), undefined);

    const row = await findMilestone(db, milestoneId);
    assert.ok(row?.snapshot);
    assert.deepEqual(
      row.snapshot.withheld.map((each) => each.certificateNumber),
      [number],
    );
    const [sentence = ''] = viewOf(row, await listObstacles(db, [milestoneId]), ['engagementManager']).obstacles;
    assert.match(sentence, /not sufficient.*without the client’s signature.*not signed by Name of director.*revoke/);
    assert.deepEqual(
      (await countObstacles(db)).map(({ kind, milestones }) => [kind, milestones]),
      [['insufficient', 1]],
    );
    const { searchAttributes } = await milestone.handle.describe();
    assert.deepEqual(searchAttributes.MilestoneObstacle, ['insufficient']);

    const watch: Watch = {
      db,
      log: pino({ level: 'silent' }),
      files: stage.files,
      mailDomain: 'example.com',
      administratorEmail: 'admin@example.com',
    };
    await lookOut(watch);
    await lookOut(watch);
    assert.deepEqual(await obstacleMails(milestone), ['obstacleNotice to administrator', 'obstacleNotice to manager']);
    assert.equal((await countObstacles(db)).length, 1, 'that the milestone is over does not end it');

    await revoke(milestone);
    assert.deepEqual(
      (await listCertificates(db, milestoneId)).map((each) => [each.certificateNumber, each.kind, each.supersedes]),
      [[`${milestoneId}-C2`, 'revocation', undefined]],
    );
    await lookOut(watch);
    await lookOut(watch);
    assert.deepEqual(await countObstacles(db), []);
    assert.deepEqual((await obstacleMails(milestone)).slice(-2), [
      'obstacleResolvedNotice to administrator',
      'obstacleResolvedNotice to manager',
    ]);
  });
});

/** As from the Temporal CLI: one more batch behind the last, with an event that no message led to. */
async function forgeAcceptance({ milestoneId, stage, handle }: StagedMilestone): Promise<void> {
  const snapshot = (await findMilestone(stage.database.db, milestoneId))?.snapshot;
  assert.ok(snapshot);
  const { sequence, engagement } = snapshot;
  const page = await stage.activities.readRecordedSince({
    milestoneId,
    knownSequence: sequence,
    afterSequence: sequence,
  });
  const at = new Date().toISOString();
  const forged = applyEvents(
    snapshot,
    [{ type: 'accepted', acceptance: acceptanceDue(snapshot, at) }],
    systemActor,
    at,
  );
  const recording = await stage.activities.recordBatch({
    milestoneId,
    engagementId: engagement.engagementId,
    workflowId: handle.workflowId,
    batch: page.lastBatch + 1,
    follows: page.head,
    at,
    events: forged.events,
    refused: [],
    notifications: [],
    snapshot: forged.milestone,
    vouchers: [],
  });
  assert.ok(recording.isRecorded);
}

async function revoke(milestone: StagedMilestone): Promise<void> {
  const { stage, milestoneId, handle } = milestone;
  const { client } = stage.environment;
  const row = await findMilestone(stage.database.db, milestoneId);
  assert.ok(row?.snapshot);
  const { raw } = milestone.messageOn(row.snapshot, act.proposeRevocation());
  await proposeOnFinished(client, row, raw as never, { answerWithinMilliseconds: 60_000, taskQueue: stage.taskQueue });
  const run = client.workflow.getHandle(handle.workflowId);
  const confirmed = milestone.messageOn(await run.query(milestoneQuery), act.confirmRevocation());
  await run.executeUpdate(updates[confirmed.name], { args: [confirmed.raw] });
  await run.result();
}

const obstacleMails = async (milestone: StagedMilestone) =>
  (await milestone.mailKinds()).filter((each) => each.startsWith('obstacle'));
