// Messages sent before the workflow's first task: they are ruled on in the order they were sent, after the package of the start.
import assert from 'node:assert/strict';
import { assemblePackage } from '../../activities/assemblePackage.ts';
import { listEvents } from '../../db/timeline.ts';
import { packageSubmission } from '../../domain/commands.ts';
import { report, approve, refuse, submit, type Act } from '../domain/acts.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { planWith } from '../domain/cast.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';
import { vouched } from '../support/testVouchers.ts';
import { signals } from '../../workflows/messages.ts';

const plan = milestonePlan.parse(
  planWith({
    validators: { name: 'Validators', memberIds: ['validator1'] },
    reviewGroups: [{ name: 'Users', quorum: { kind: 'any' }, memberIds: ['user1', 'user2'] }],
  }),
);

/** The acts as signals about the package the milestone was started with, whose digest anybody with the files can compute. */
async function signalEarly(stage: MilestoneStage, milestone: StagedMilestone, submission: object, ...acts: Act[]) {
  const { contents } = await assemblePackage({ db: stage.database.db })({
    milestoneId: milestone.milestoneId,
    engagementId: milestone.milestoneId.replace('M-', 'engagement-'),
    packageVersion: 1,
    titles: { D1: 'Design document' },
    submission: packageSubmission.parse(submission),
  });
  const known = {
    ...{ plan, packages: [{ digest: contents.digest }] },
    ...{ personCorrections: [], amendments: [], parts: [], messages: {} },
  } as never;
  for (const [index, act] of acts.entries()) {
    const { name, raw } = act(known);
    const message = vouched(
      milestone.milestoneId,
      name,
      { ...raw, messageId: `early-${index}` },
      new Date().toISOString(),
    );
    await milestone.handle.signal(signals[name], message);
  }
}

describe('Milestone that was sent messages while no worker was alive', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  async function decidedAfter(...acts: Act[]): Promise<string[]> {
    await stage.stopWorker();
    const submission = submit()({ messages: {}, parts: [], plan } as never).raw;
    // The document is registered under an ID only known afterwards, so the package waives what it would name.
    const first = {
      ...submission,
      deliverables: [],
      waivers: [{ deliverableId: 'D1', reason: 'Handed over on paper' }],
    };
    const milestone = await stage.start({ plan, input: { package: first as never } });
    await signalEarly(stage, milestone, first, ...acts);
    await stage.startWorker();
    await milestone.until('facilitation');
    const { items } = await listEvents(stage.database.db, milestone.milestoneId, { limit: 100 });
    return items
      .map(({ event }) => event.type)
      .filter((type) => ['packageFrozen', 'validationReported', 'feedbackGiven', 'refused'].includes(type));
  }

  it('rules on the package it was started with first', async () => {
    assert.deepEqual(await decidedAfter(report('validator1'), refuse('user1')), [
      'packageFrozen',
      'validationReported',
      'refused',
    ]);
  });

  it('rules on them in the order they were sent, whatever their kind', async () => {
    // "refuse" comes after "giveFeedback" in any list of names; sent first, it is the one that counts.
    assert.deepEqual(await decidedAfter(report('validator1'), refuse('user2'), approve('user1')), [
      'packageFrozen',
      'validationReported',
      'refused',
    ]);
  });
});
