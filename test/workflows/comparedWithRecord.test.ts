// The sweep, where workflow and record do not agree: the one starts again from the other, or somebody is told; and no milestone waits for another.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { registerMilestone } from '../../db/milestones.ts';
import { listObstacles, raiseAgain } from '../../db/obstacles.ts';
import { sweepMilestones } from '../../worker/keepMilestonesRunning.ts';
import { tellOfObstacles } from '../../worker/tellOfObstacles.ts';
import { startRegisteredMilestones } from '../../workflows/client/startMilestoneWorkflow.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import { ApiStage, type HttpMilestone } from '../api/apiStage.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import * as act from '../domain/acts.ts';
import { planWith } from '../domain/cast.ts';
import { withoutTriggers } from '../support/agedRecord.ts';
import { devServer } from '../support/temporal.ts';

type Row = Record<string, unknown>;

const log = pino({ level: 'silent' });

describe('Milestone whose workflow and record do not agree', function () {
  this.timeout(120_000);
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { answerWithinMilliseconds: 2000 });
    await stage.startWorker();
  });
  after(() => stage.close());

  const sweeping = () => ({ client: stage.client, db: stage.database.db, log });
  const sweep = () => sweepMilestones(sweeping());
  const handleOf = ({ milestoneId }: Pick<HttpMilestone, 'milestoneId'>) =>
    stage.client.workflow.getHandle(milestoneWorkflowId(milestoneId));
  const obstacleOf = async ({ milestoneId }: Pick<HttpMilestone, 'milestoneId'>) =>
    (await listObstacles(stage.database.db, [milestoneId]))[0];
  const rowOf = ({ milestoneId }: HttpMilestone) =>
    stage.database.db('milestones').where({ milestone_id: milestoneId });

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((wait) => setTimeout(wait, 50));
  }

  /** Temporal lists what a workflow recorded last a moment later. */
  const isListedIn = async (milestone: HttpMilestone, phase: string): Promise<boolean> => {
    const query = `WorkflowId = "${milestoneWorkflowId(milestone.milestoneId)}" and MilestonePhase = "${phase}" and ExecutionStatus = "Running"`;
    return (await stage.client.workflow.count(query)).count === 1;
  };

  const columns = ['phase', 'snapshot', 'sequence', 'last_batch', 'last_hash', 'deadline'];
  const putBack = (milestone: HttpMilestone, copy: Record<string, unknown>) =>
    withoutTriggers(stage.database.ownerUrl, (owner) =>
      owner('milestones')
        .where({ milestone_id: milestone.milestoneId })
        .update(Object.fromEntries(columns.map((each) => [each, written(copy[each])]))),
    );

  /** What the record held before its validators reported, and after it. */
  async function twoCopies(milestone: HttpMilestone): Promise<[older: Row, newer: Row]> {
    await milestone.play(act.submit());
    const [older] = await rowOf(milestone);
    await milestone.play(act.report('validator1'), act.report('validator2'));
    await until(() => isListedIn(milestone, 'inReview'));
    const [newer] = await rowOf(milestone);
    return [older, newer];
  }

  it('is told of where it is ahead, as after an older copy of the record, whether anything is sent to it or not; starts again from it where somebody ends it; and once more where it is behind', async () => {
    const milestone = await stage.milestone();
    const [older, newer] = await twoCopies(milestone);
    await putBack(milestone, older);
    await sweep();
    const told = await obstacleOf(milestone);
    assert.equal(told?.kind, 'recordBehind');
    assert.match(told.reason, /acknowledged more than the record holds/);
    const { body } = await stage.get<{ obstacles: string[] }>(milestone.path);
    assert.match(body.obstacles.join(), /Put the newer copy of the database back/);
    await milestone.decide(act.approve('stakeholder1')).catch(() => undefined);
    await until(async () => /record has lost what lies between/.test((await obstacleOf(milestone))?.reason ?? ''));

    await handleOf(milestone).terminate('the older copy is right');
    await sweep();
    await until(() => isListedIn(milestone, 'validating'));
    const { runId } = await handleOf(milestone).describe();

    await putBack(milestone, newer);
    const past = { tried_at: '2026-01-01' };
    await stage.database.db('obstacles').where({ milestone_id: milestone.milestoneId }).update(past);
    await sweep();
    await until(() => isListedIn(milestone, 'inReview'));
    assert.notEqual((await handleOf(milestone).describe()).runId, runId);
    const obstacles = await listObstacles(stage.database.db, [milestone.milestoneId]);
    assert.deepEqual(
      obstacles.map((each) => each.kind),
      ['workflowEnded'],
    );
    assert.match(obstacles[0]?.reason ?? '', /behind the record.*starts it again/);
  });

  it('is told of with the words of its last task where its tasks fail one after the other, and goes on by itself', async () => {
    const milestone = await stage.milestone();
    await milestone.play(act.submit());
    const [{ last_hash: head, sequence: before }] = await rowOf(milestone);
    const nameHead = (hash: string) =>
      withoutTriggers(stage.database.ownerUrl, (owner) =>
        owner('milestones').where({ milestone_id: milestone.milestoneId }).update({ last_hash: hash }),
      );
    await nameHead('f'.repeat(64));
    await milestone.decide(act.report('validator1'));
    await until(async () => ((await handleOf(milestone).describe()).raw.pendingWorkflowTask?.attempt ?? 0) >= 3);
    await until(async () => {
      await sweep();
      return (await obstacleOf(milestone)) !== undefined;
    });
    const told = await obstacleOf(milestone);
    assert.equal(told?.kind, 'stuck');
    assert.match(
      told.reason,
      /^\d+ tasks of its workflow failed in a row: Batch 3 .* was decided on events that end with/,
    );
    await nameHead(String(head));
    await handleOf(milestone).terminate('so that its next task need not be waited for');
    await sweep();
    await until(async () => Number((await rowOf(milestone))[0].sequence) > before);
    await sweep();
    assert.equal((await obstacleOf(milestone))?.kind, 'workflowEnded');
  });

  it('holds up no other where Temporal does not take its start', async () => {
    const { db } = stage.database;
    const { engagementId } = await stage.milestone();
    const startedBy = { personId: 'manager', role: 'engagementManager', authentication: { method: 'system' } } as const;
    const register = async (milestoneId: string, goal: string): Promise<{ milestoneId: string }> => {
      const { deliverables, ...plan } = milestonePlan.parse(planWith());
      const named = deliverables.map((each) => ({ ...each, title: goal }));
      const workflowId = milestoneWorkflowId(milestoneId);
      await registerMilestone(db, {
        milestoneId,
        engagementId,
        workflowId,
        plan: { ...plan, deliverables: named },
        startedBy,
      });
      return { milestoneId };
    };
    const large = await register('M-large', 'x'.repeat(1_100_000));
    const taken = await register('M-taken', 'Design');
    await startRegisteredMilestones(sweeping(), 0);
    assert.equal((await handleOf(taken).describe()).status.name, 'RUNNING');
    const told = await obstacleOf(large);
    assert.deepEqual([told?.kind, told?.attempts], ['notStarted', 1]);
    await startRegisteredMilestones(sweeping(), 0);
    assert.equal((await obstacleOf(large))?.attempts, 1, 'tried again after a pause');
    await db('obstacles').where({ milestone_id: large.milestoneId }).update({ tried_at: '2026-01-01' });
    await startRegisteredMilestones(sweeping(), 0);
    assert.equal((await obstacleOf(large))?.attempts, 2);
  });

  it('holds up no other, and no start of the service, where a newer release registered it', async () => {
    const { db, ownerUrl } = stage.database;
    const { engagementId } = await stage.milestone();
    const startedBy = { personId: 'manager', role: 'engagementManager', authentication: { method: 'system' } } as const;
    for (const milestoneId of ['M-newer', 'M-other'])
      await registerMilestone(db, {
        ...{ milestoneId, engagementId, workflowId: milestoneWorkflowId(milestoneId), startedBy },
        plan: milestonePlan.parse(planWith()),
      });
    const ofVersion = (version: number) =>
      withoutTriggers(ownerUrl, (owner) =>
        owner('milestones')
          .where({ milestone_id: 'M-newer' })
          .update({ plan: owner.raw(`jsonb_set(plan::jsonb, '{shapesVersion}', to_jsonb(?::integer))`, [version]) }),
      );
    await ofVersion(2);
    const [newer, other] = [{ milestoneId: 'M-newer' }, { milestoneId: 'M-other' }];
    await startRegisteredMilestones(sweeping(), 0);
    assert.equal((await handleOf(other).describe()).status.name, 'RUNNING');
    const told = await obstacleOf(newer);
    assert.equal(told?.kind, 'notStarted');
    assert.match(told?.reason ?? '', /version 2 of its shape.*run the release that wrote it/);
    const toldAt = async (): Promise<unknown> =>
      (await db('obstacles').where({ milestone_id: 'M-newer' }).first<{ told_at: unknown } | undefined>('told_at'))
        ?.told_at;
    const telling = { db, mailDomain: 'example.com', administratorEmail: 'it@example.com' };
    await tellOfObstacles(telling);
    assert.equal(await toldAt(), null, 'left to a release that can read it');
    await ofVersion(1);
    await db('obstacles').where({ milestone_id: 'M-newer' }).update({ tried_at: '2026-01-01' });
    await startRegisteredMilestones(sweeping(), 0);
    assert.equal((await handleOf(newer).describe()).status.name, 'RUNNING');
    await tellOfObstacles(telling);
    assert.equal(await toldAt(), undefined, 'nothing is left to tell of');
  });

  it('is told of no more once it has begun, whichever release started it', async () => {
    const begun = await stage.milestone();
    const { milestoneId } = begun;
    await until(async () => Number(((await rowOf(begun)) as { sequence: number }[])[0]?.sequence) > 0);
    await raiseAgain(stage.database.db, { milestoneId, kind: 'notStarted', reason: 'a newer release registered it' });
    assert.equal((await obstacleOf(begun))?.kind, 'notStarted');
    await startRegisteredMilestones(sweeping(), 0);
    assert.equal(await obstacleOf(begun), undefined);
  });
});

/** As knex hands it over, to be written again. */
const written = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : value;
