// The pages behind request links, as a browser meets them: what looking does, what deciding does, and what is left alone.
import assert from 'node:assert/strict';
import { addLink } from '../../db/requestLinks.ts';
import { newLink, requestIdOf } from '../../mail/requestToken.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import type { RequestKind } from '../../domain/requests/requestKinds.ts';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import type { MilestoneView } from '../../api/views.ts';
import type { KeyRole } from '../../domain/access/rights.ts';
import { testKey } from '../support/apiKey.ts';
import { ApiStage, linkSecret, type HttpMilestone } from '../api/apiStage.ts';
import { devServer } from '../support/temporal.ts';

interface Page {
  status: number;
  html: string;
}

describe('Page behind a request link', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { trustProxy: ['loopback'] });
    await stage.startWorker();
  });
  after(() => stage.close());

  async function linkOf(milestone: HttpMilestone, kind: RequestKind, personId: string): Promise<string> {
    const { round } = await milestone.state();
    const requestId = requestIdOf(milestone.milestoneId, round, kind, personId);
    return linkOfRequest(stage.database.db, linkSecret, requestId);
  }
  async function open(link: string, init: RequestInit = {}): Promise<Page> {
    const response = await fetch(`${stage.url}${link}`, { redirect: 'follow', ...init });
    return { status: response.status, html: await response.text() };
  }
  const post = (link: string, fields: Record<string, string>): Promise<Page> =>
    open(link, { method: 'POST', body: new URLSearchParams({ formId: 'form-1', ...fields }) });
  const visits = (milestone: HttpMilestone) =>
    stage.database
      .db('request_visits')
      .join('requests', 'requests.request_id', 'request_visits.request_id')
      .where({ milestone_id: milestone.milestoneId })
      .orderBy('visit_id');

  const report = {
    decision: 'report',
    'outcome-R1': 'met',
    'evidence-R1': 'Page 3',
    'outcome-R2': 'met',
    'evidence-R2': 'Page 4',
    summary: 'Looked at everything',
    recommendation: 'accept',
  };
  const takenBy = async (
    milestone: HttpMilestone,
    kind: RequestKind,
    personId: string,
    fields: Record<string, string>,
  ) => {
    const { status, html } = await post(await linkOf(milestone, kind, personId), {
      typedName: nameOf(personId),
      ...fields,
    });
    assert.equal(status, 200, html);
  };

  it('records who looked, from where, and changes nothing', async () => {
    const milestone = await stage.milestone();
    await milestone.play(act.submit());
    const link = await linkOf(milestone, 'validation', 'validator1');
    const before = await milestone.state();
    for (const method of ['GET', 'HEAD', 'GET'])
      assert.equal((await open(link, { method, headers: { 'x-forwarded-for': '203.0.113.7' } })).status, 200);
    assert.deepEqual(await milestone.state(), before);
    assert.deepEqual(
      (await visits(milestone)).map((each) => [each.method, each.ip_address]),
      [
        ['GET', '203.0.113.7'],
        ['HEAD', '203.0.113.7'],
        ['GET', '203.0.113.7'],
      ],
    );
  });

  it('shows the date of the contract, and so does the API', async () => {
    const milestone = await stage.milestone({ plan: { dueOn: '2026-12-18' } });
    await milestone.play(act.submit());
    const { html } = await open(await linkOf(milestone, 'validation', 'validator1'));
    assert.match(html, /due by the contract on 18 December 2026/);
    const { body } = await stage.get(`/milestones/${milestone.milestoneId}`);
    assert.equal((body as { dueOn?: string }).dueOn, '2026-12-18');
  });

  it('takes a validation, reviews and signatures up to acceptance', async () => {
    const milestone = await stage.milestone();
    await milestone.play(act.submit());
    for (const id of ['validator1', 'validator2']) await takenBy(milestone, 'validation', id, report);
    for (const id of ['user1', 'user2', 'owner1']) await takenBy(milestone, 'review', id, { decision: 'approve' });
    for (const id of ['approver1', 'approver2', 'director'])
      await takenBy(milestone, 'signature', id, { decision: 'sign', statementVersion: '1', agreesToStatement: 'yes' });
    const { stage: at, signatures } = await milestone.until((state) => state.stage.phase === 'accepted');
    assert.equal(at.phase, 'accepted');
    assert.ok(signatures.every((each) => each.actor.authentication.method === 'requestLink'));
  });

  it('takes a refusal, its facilitation and the determination of the sponsor', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    await takenBy(milestone, 'review', 'user1', { decision: 'refuse', comments: 'One\r\n\r\nTwo' });
    assert.deepEqual((await milestone.state()).refusals[0]?.reasons, ['One', 'Two']);
    const shownWith = async (role: KeyRole) => {
      const { key } = await testKey(stage.database.db, { roles: [role] });
      const answer = await stage.fetch(milestone.path, { headers: { authorization: `Bearer ${key}` } });
      return ((await answer.json()) as MilestoneView).refusals.map((each) => each.reasons);
    };
    assert.deepEqual(await shownWith('engagementManager'), [['One', 'Two']]);
    assert.deepEqual(await shownWith('validationSystem'), [], 'what it validates needs no refusal');
    await takenBy(milestone, 'facilitation', 'manager', { decision: 'outcome', outcome: 'escalate', note: 'No way' });
    await takenBy(milestone, 'determination', 'sponsor', {
      decision: 'determination',
      determination: 'rework',
      note: 'Do it again',
    });
    assert.equal((await milestone.state()).stage.phase, 'rework');
  });

  it('keeps what was entered when the name or the decision is refused, and records nothing', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const link = await linkOf(milestone, 'review', 'user1');
    const { sequence } = await milestone.state();
    const mistyped = await post(link, {
      decision: 'approve',
      comments: 'Half a page of <thoughts>',
      typedName: 'Nobody',
    });
    assert.equal(mistyped.status, 422);
    assert.match(mistyped.html, /Half a page of &lt;thoughts&gt;/);
    assert.match(mistyped.html, /value=['"]Nobody['"]/);
    const unreasoned = await post(link, { decision: 'requestRevision', comments: ' ', typedName: nameOf('user1') });
    assert.equal(unreasoned.status, 400);
    assert.equal((await post(link, { typedName: nameOf('user1') })).status, 400);
    assert.equal((await milestone.state()).sequence, sequence);
  });

  it('decides once when the button is pressed twice', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const link = await linkOf(milestone, 'review', 'user1');
    const fields = { decision: 'comment', comments: 'Why?', typedName: nameOf('user1') };
    const [one, two] = await Promise.all([post(link, fields), post(link, fields)]);
    assert.deepEqual([one.status, two.status], [200, 200]);
    assert.equal((await milestone.state()).feedbackItems.length, 1);
  });

  it('of a package that was replaced shows so and takes no decision on it', async () => {
    const milestone = await stage.milestone();
    await milestone.play(act.submit());
    const link = await linkOf(milestone, 'validation', 'validator1');
    await milestone.play(act.fail('validator2'), act.submit());
    const { html } = await open(link);
    assert.ok(!/<form/.test(html));
    assert.equal((await post(link, { ...report, typedName: nameOf('validator1') })).status, 409);
    assert.ok((await milestone.state()).reports.every((each) => each.personId !== 'validator1'));
  });

  it('is not there for a link that is not ours', async () => {
    for (const link of ['/r/unknown', '/r/%00', `/r/${'a'.repeat(43)}`, `/r/${'a'.repeat(43)}/files/doc1`])
      assert.equal((await open(link)).status, 404, link);
    assert.equal((await post('/r/unknown', { decision: 'approve' })).status, 404);
  });

  it('opens the files of its package and no other', async () => {
    const milestone = await stage.milestone();
    const other = await stage.upload(milestone.engagementId, 'Not for you');
    await milestone.play(act.submit());
    const link = await linkOf(milestone, 'validation', 'validator1');
    const file = await open(`${link}/files/${milestone.documentId}`);
    assert.equal(file.html, `Design document of ${milestone.engagementId}`);
    assert.equal((await open(`${link}/files/${other}`)).status, 404);
  });

  it('takes what is said after going back to the form as another message, and pressing twice as one', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const link = await linkOf(milestone, 'review', 'user1');
    const typedName = nameOf('user1');
    for (const [decision, says] of [
      ['comment', /Commented/],
      ['comment', /Commented/],
      ['refuse', /Refused/],
    ] as const) {
      const { status, html } = await post(link, { typedName, decision, comments: 'Page 9 is missing' });
      assert.equal(status, 200, html);
      assert.match(html, says);
    }
    const { feedback, refusals, stage: at } = await milestone.state();
    assert.deepEqual([feedback.length, refusals.length, at.phase], [1, 1, 'facilitation']);
    const late = await post(link, { typedName, decision: 'approve' });
    assert.equal(late.status, 409, late.html);
    assert.match(late.html, /You have decided/);
  });

  it('survives a body of another kind and fields posted twice', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    const link = await linkOf(milestone, 'review', 'user1');
    const json = { method: 'POST', body: '{"decision":"approve"}', headers: { 'content-type': 'application/json' } };
    assert.equal((await open(link, json)).status, 422);
    const twice = `formId=f&decision=comment&decision=approve&typedName=x&typedName=${encodeURIComponent(nameOf('user1'))}`;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await open(link, { method: 'POST', body: twice, headers: form })).status, 200);
    assert.equal((await milestone.state()).feedback[0]?.verdict, 'approve');
  });

  it('of an exception that is overdue has it extended by whoever granted it, within the contract', async () => {
    const milestone = await stage.milestone();
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const signing = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));
    await milestone.play(...act.toSignOff, act.propose('E1', { dueOn: inDays(30) }), ...signing);
    // It is asked once the exception is overdue, which a test cannot wait for.
    const { db } = stage.database;
    const asked = await db('requests').where({ milestone_id: milestone.milestoneId, person_id: 'director' }).first();
    const { round } = await milestone.state();
    const request_id = requestIdOf(milestone.milestoneId, round, 'extension', 'director');
    await db('requests').insert({ ...asked, request_id, kind: 'extension', created_at: new Date() });
    await addLink(db, newLink(linkSecret, request_id));
    const link = await linkOf(milestone, 'extension', 'director');
    assert.match(
      (await open(link)).html,
      /Which exception do you extend\?[\s\S]*E1: <bdi>Label is wrong<\/bdi>[\s\S]*name='dueOn' type='date'/,
    );
    const extension = { exceptionId: 'E1', note: 'Supplier is late', typedName: nameOf('director') };
    const tooFar = await post(link, { ...extension, dueOn: inDays(300) });
    assert.match(tooFar.html, /it can be extended to a later date that is not past, until/);
    await takenBy(milestone, 'extension', 'director', { ...extension, dueOn: inDays(40) });
    const [exception] = (await milestone.state()).exceptions;
    assert.deepEqual([exception?.dueOn, exception?.extensions?.[0]?.by], [inDays(40), 'director']);
  });
});
