// A workflow that somebody ended in Temporal while its milestone was not over: it goes on from the record, and nobody is told it is closed.
import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { listMails } from '../../db/mails.ts';
import { beginRestart, listObstacles } from '../../db/obstacles.ts';
import { findLatestRequest } from '../../db/requests.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import { sweepMilestones } from '../../worker/keepMilestonesRunning.ts';
import { lookOut } from '../../worker/keepWatch.ts';
import { reportUndeliverable } from '../../worker/reportUndeliverable.ts';
import { milestoneTaskQueue, milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import { ApiStage, assertProblem, linkSecret, type HttpMilestone } from '../api/apiStage.ts';
import * as act from '../domain/acts.ts';
import { nameOf, planWith } from '../domain/cast.ts';
import { devServer } from '../support/temporal.ts';
import { testEntrances } from '../support/testVouchers.ts';

const log = pino({ level: 'silent' });

describe('Milestone whose workflow was ended from outside', function () {
  this.timeout(120_000);
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { answerWithinMilliseconds: 2000 });
    await stage.startWorker();
  });
  after(() => stage.close());

  const sweep = () => sweepMilestones({ client: stage.client, db: stage.database.db, log });
  const watch = () =>
    lookOut({
      ...{ db: stage.database.db, files: stage.files, log },
      ...{ mailDomain: 'example.com', administratorEmail: 'admin@example.com' },
    });
  const handleOf = ({ milestoneId }: Pick<HttpMilestone, 'milestoneId'>) =>
    stage.client.workflow.getHandle(milestoneWorkflowId(milestoneId));
  const statusOf = async (milestone: HttpMilestone) => (await handleOf(milestone).describe()).status.name;
  const terminate = (milestone: Pick<HttpMilestone, 'milestoneId'>) => handleOf(milestone).terminate('tidying up');

  async function remove(milestone: HttpMilestone): Promise<void> {
    await stage.client.workflowService.deleteWorkflowExecution({
      namespace: stage.client.options.namespace,
      workflowExecution: { workflowId: milestoneWorkflowId(milestone.milestoneId) },
    });
    for (;;) {
      const isThere = await statusOf(milestone).catch(() => undefined);
      if (isThere === undefined) return;
      await new Promise((wait) => setTimeout(wait, 50));
    }
  }

  /** For its validators, unless it is brought further. */
  async function waiting(way = act.toValidation): Promise<HttpMilestone> {
    const milestone = await stage.milestone();
    await milestone.play(...way);
    return milestone;
  }

  /** As if so long had passed since the last attempt to start it again. */
  const letPass = async ({ milestoneId }: HttpMilestone, seconds: number): Promise<void> => {
    const { db } = stage.database;
    const past = db.raw('tried_at - make_interval(secs => ?)', [seconds]);
    await db('obstacles').where({ milestone_id: milestoneId }).update({ tried_at: past });
  };

  const obstacleOf = async ({ milestoneId }: HttpMilestone) =>
    (await listObstacles(stage.database.db, [milestoneId]))[0];

  const toldOf = async ({ milestoneId }: Pick<HttpMilestone, 'milestoneId'>): Promise<string[]> => {
    const { items } = await listMails(stage.database.db, { milestoneId, page: { limit: 1000 } });
    const told = items.filter((each) => each.kind.startsWith('obstacle'));
    return told.map((each) => `${each.kind} to ${each.recipientId}`).sort();
  };

  async function decideOnPage({ milestoneId }: HttpMilestone, personId: string): Promise<Response> {
    const request = await findLatestRequest(stage.database.db, { milestoneId, personId });
    assert.ok(request);
    const link = await linkOfRequest(stage.database.db, linkSecret, request.requestId);
    return fetch(`${stage.url}${link}`, {
      method: 'POST',
      body: new URLSearchParams({ formId: 'f1', decision: 'approve', typedName: nameOf(personId) }),
      redirect: 'manual',
    });
  }

  async function runsOf(milestone: HttpMilestone): Promise<number> {
    const query = `WorkflowId = "${milestoneWorkflowId(milestone.milestoneId)}"`;
    let runs = 0;
    for await (const _each of stage.client.workflow.list({ query })) runs += 1;
    return runs;
  }

  it('is started again once by sweeps side by side, and told once to manager and administrator, as is that it runs', async () => {
    const [terminated, deleted, running] = [await waiting(), await waiting(), await waiting()];
    const { runId } = await handleOf(running).describe();
    await terminate(terminated);
    await remove(deleted);
    await Promise.all([sweep(), sweep(), sweep()]);
    for (const each of [terminated, deleted]) {
      assert.equal(await statusOf(each), 'RUNNING');
      assert.equal((await obstacleOf(each))?.attempts, 1);
    }
    assert.equal((await handleOf(running).describe()).runId, runId, 'no twin of one that runs');
    assert.equal(await obstacleOf(running), undefined);

    const shown = (await stage.get<{ obstacles: string[] }>(terminated.path)).body.obstacles.join('\n');
    assert.match(shown, /terminated in Temporal \(“tidying up”\)\. The service starts it again .* cancel it instead/);
    const query = `engagementId=${terminated.engagementId}`;
    const listed = (await stage.get<{ items: { obstacles: string[] }[] }>(`/milestones?${query}`)).body.items;
    assert.deepEqual(
      listed.map((each) => each.obstacles.join('\n')),
      [shown],
      'the list says what the milestone says',
    );
    const { body } = await stage.get<{ status: string; obstacles: { kind: string; milestones: number }[] }>('/health');
    assert.equal(body.status, 'degraded');
    assert.equal(body.obstacles.find((each) => each.kind === 'workflowEnded')?.milestones, 2);
    assert.ok(!JSON.stringify(body).includes(terminated.milestoneId), 'health is open to all, and names no milestone');
    const standing = await stage.get<{ items: { kind: string; milestoneId: string }[] }>('/obstacles');
    assert.deepEqual(
      standing.body.items
        .filter((each) => each.kind === 'workflowEnded')
        .map((each) => each.milestoneId)
        .toSorted(),
      [terminated, deleted].map((each) => each.milestoneId).toSorted(),
    );
    const metadata = JSON.stringify(await handleOf(terminated).query('__temporal_workflow_metadata'));
    assert.match(metadata, /Waiting for:\*\* validator1, validator2/, 'the Temporal UI shows what it waits for');

    await watch();
    await watch();
    const told = ['obstacleNotice to administrator', 'obstacleNotice to manager'];
    assert.deepEqual(await toldOf(terminated), told);
    const mailed = stage.database.db('mails').where({ milestone_id: terminated.milestoneId, kind: 'obstacleNotice' });
    for (const model of (await mailed.pluck('model')) as { headline: string; paragraphs: string[] }[]) {
      assert.match(model.headline, /workflow of this milestone ended, and the milestone is not over/);
      assert.match(model.paragraphs.join(), /tidying up.*starts it again/);
    }
    await sweep();
    assert.ok(await obstacleOf(terminated), 'not out of the way before it has run for a while');
    await letPass(terminated, 31);
    await sweep();
    assert.equal(await obstacleOf(terminated), undefined);
    await watch();
    await watch();
    assert.deepEqual(await toldOf(terminated), [
      ...told,
      'obstacleResolvedNotice to administrator',
      'obstacleResolvedNotice to manager',
    ]);
    for (const each of [terminated, deleted, running]) await each.play(act.report('validator1'));
    assert.equal(await runsOf(terminated), 2);
  });

  it('is seen to have ended by whoever looks at it, before anybody has met that, and looking starts nothing', async () => {
    const milestone = await waiting();
    const shown = async ({ path } = milestone) =>
      (await stage.get<{ obstacles: string[] }>(path)).body.obstacles.join('\n');
    assert.equal(await shown(), '');
    await terminate(milestone);
    // A machine that is busy may not answer within the half second that a read waits.
    while ((await shown()) === '') await new Promise((wait) => setTimeout(wait, 50));
    assert.match(
      await shown(),
      /ended although the milestone is not over.*terminated in Temporal\. The service starts it again/,
    );
    assert.equal(await obstacleOf(milestone), undefined);
    assert.equal(await statusOf(milestone), 'TERMINATED');

    await stage.client.workflow.start('milestoneSignOff', {
      ...{ workflowId: milestoneWorkflowId(milestone.milestoneId), taskQueue: milestoneTaskQueue },
      args: [{ milestoneId: 'not what a run is started with' }],
    });
    await assert.rejects(handleOf(milestone).result());
    assert.equal(await statusOf(milestone), 'FAILED');
    while ((await shown()) === '') await new Promise((wait) => setTimeout(wait, 50));
    assert.match(await shown(), /It failed\. The service starts it again/);
    await sweep();
    assert.equal(await statusOf(milestone), 'RUNNING');
    assert.match((await obstacleOf(milestone))?.reason ?? '', /^It failed \(“.+”\)\. The service starts it again/);
    await milestone.play(act.report('validator1'));

    const over = await stage.milestone();
    await over.play(act.cancel('manager'));
    await handleOf(over).result();
    assert.equal(await shown(over), '', 'it needs no workflow');
  });

  it('takes the message of whoever comes first, by API, by page and by a mail that came back', async () => {
    const [byApi, byPage, byMail] = [await waiting(), await waiting(act.toReview), await waiting()];
    await terminate(byApi);
    const answers = await Promise.all(['2031-12-24', '2031-12-27'].map((day) => byApi.send(act.correctDays([day]))));
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.status]),
      [
        [200, 'decided'],
        [200, 'decided'],
      ],
      JSON.stringify(answers),
    );

    await remove(byPage);
    const page = await decideOnPage(byPage, 'user1');
    assert.equal(page.status, 303, await page.text());
    assert.equal((await byPage.state()).feedback.at(-1)?.personId, 'user1');

    await terminate(byMail);
    const { vouch } = testEntrances;
    const sender = { client: stage.client, db: stage.database.db, answerWithinMilliseconds: 2000, vouch };
    const mail = { milestoneId: byMail.milestoneId, mailId: 'm1', addresseeId: 'user2', reason: '550 no such user' };
    for (let turn = 0; turn < 2; turn += 1) await reportUndeliverable(sender, mail);
    assert.deepEqual((await byMail.state()).undeliverable, [{ mailId: 'm1', addresseeId: 'user2' }]);
  });

  it('answers with when to try again, never as closed, while it ends again and again, and is tried at growing distance', async () => {
    const milestone = await waiting(act.toReview);
    await terminate(milestone);
    assert.ok(await beginRestart(stage.database.db, milestone.milestoneId, 'and died before the start'));
    await sweep();
    assert.equal(await statusOf(milestone), 'TERMINATED');
    const refused = await milestone.send(act.takeNotes());
    assertProblem(refused, 503, 'WORKFLOW_ENDED');
    const seconds = Number(refused.headers.get('retry-after'));
    assert.ok(seconds > 10 && seconds <= 30, String(seconds));
    const page = await decideOnPage(milestone, 'user1');
    assert.equal(page.status, 503);
    assert.ok(Number(page.headers.get('retry-after')) > 0);
    assert.match(
      await page.text(),
      /A part of the service does not answer\. Try again in a minute; sent twice, it counts once\./,
    );
    await letPass(milestone, 31);
    await sweep();
    assert.equal(await statusOf(milestone), 'RUNNING');
    assert.equal((await obstacleOf(milestone))?.attempts, 2);
    await watch();
    await terminate(milestone);
    await letPass(milestone, 31);
    await sweep();
    assert.equal(await statusOf(milestone), 'TERMINATED', 'the second pause is a minute');
    await letPass(milestone, 30);
    assert.equal((await milestone.send(act.takeNotes())).status, 200);
    await watch();
    assert.deepEqual(await toldOf(milestone), ['obstacleNotice to administrator', 'obstacleNotice to manager']);
  });

  it('has what it was sent and had not ruled on, and begins with POST /milestones again where it had recorded nothing', async () => {
    const milestone = await waiting();
    const engagementId = await stage.engagement();
    await stage.stopWorker();
    const kept = await milestone.send(act.correctDays(['2031-12-24']));
    assert.equal(kept.status, 202);
    await handleOf(milestone).signal('giveFeedback', { messageId: 'not even an actor' });
    await handleOf(milestone).signal('giveFeedback', 'nothing that could be recognised again');
    await terminate(milestone);
    await sweep();

    const early = { milestoneId: `early-${engagementId}`, engagementId, personId: 'manager', plan: planWith() };
    assert.equal((await stage.post('/milestones', early)).status, 201);
    await terminate(early);
    const again = await stage.post<{ obstacles: string[] }>('/milestones', early);
    assert.equal(again.status, 200);
    assert.match(again.body.obstacles.join('\n'), /terminated in Temporal/);
    await watch();
    assert.deepEqual(await toldOf(early), ['obstacleNotice to administrator', 'obstacleNotice to manager']);

    await stage.startWorker();
    await milestone.until((state) => Object.keys(state.messages).includes('not even an actor'));
    assert.equal((await stage.get(String(kept.body.statusUrl))).body.status, 'decided');
    const refused = await stage.get<{ items: unknown[] }>(`${milestone.path}/refused-messages`);
    assert.equal(refused.body.items.length, 1);
    while (!(await stage.get(`/milestones/${early.milestoneId}`)).body.hasStarted)
      await new Promise((wait) => setTimeout(wait, 50));
  });

  it('publishes an acceptance that it had not published', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toLastSignature);
    // The store has what is signed, and takes in nothing.
    const incoming = join(stage.folder, 'incoming');
    await rename(incoming, `${incoming}-away`);
    await milestone.play(act.sign('director'));
    await terminate(milestone);
    await rename(`${incoming}-away`, incoming);
    await sweep();
    await milestone.until((state) => state.outputs.length === 1);
    assertProblem(await milestone.send(act.cancel('manager')), 409, 'MILESTONE_CLOSED');
  });

  it('is not started from a record that knows less than it did, and what to do is said', async () => {
    const milestone = await waiting();
    const { db } = stage.database;
    const row = () => db('milestones').where({ milestone_id: milestone.milestoneId });
    const older = await row().first();
    await milestone.play(act.cancel('manager'));
    await handleOf(milestone).result();
    await sweep();
    assert.equal(await obstacleOf(milestone), undefined, 'a milestone that is over needs no workflow');
    const json = ['plan', 'started_by', 'snapshot', 'work'].map((column) => [column, JSON.stringify(older[column])]);
    await row().update({ ...older, ...Object.fromEntries(json) });
    await sweep();
    assert.equal(await statusOf(milestone), 'COMPLETED');
    assert.match(
      (await obstacleOf(milestone))?.reason ?? '',
      /knew more than the record.*newer copy back.*delete the workflow/,
    );
    assertProblem(await milestone.send(act.correctDays(['2031-12-24'])), 503, 'WORKFLOW_ENDED');
    await letPass(milestone, 31);
    await sweep();
    assert.equal(await statusOf(milestone), 'COMPLETED');
  });
});
