// A milestone over HTTP from registration to its outputs, through every route, and the errors on the way.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createLog } from '../../worker/createLog.ts';
import * as act from '../domain/acts.ts';
import { people, planWith } from '../domain/cast.ts';
import { testKey } from '../support/apiKey.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem } from './apiStage.ts';

interface Items {
  items: Record<string, unknown>[];
  next?: string;
}

const inThirtyDays = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

describe('Milestone driven over HTTP', () => {
  let stage: ApiStage;
  const logged = new PassThrough();
  before(async () => {
    stage = await ApiStage.open(await devServer(), { log: createLog('trace', logged) });
    await stage.startWorker();
  });
  after(async () => {
    await stage.close();
  });

  it('goes through meeting, feedback, exception and close-out to every output', async () => {
    const milestone = await stage.milestone();
    const { path } = milestone;
    await milestone.play(...act.toReview, act.schedule());
    assertProblem(await stage.get(`${path}/certificate`), 409, 'NOT_YET_AVAILABLE');
    assert.equal((await stage.get(`${path}/invoice-release`)).body.status, 'blocked');
    await milestone.play(act.takeNotes(), act.comment('user1', 'Why?'), act.address('F1'));
    await milestone.play(act.approve('user1'), act.approve('user2'), act.approve('owner1'));
    await milestone.play(
      act.propose('E1', { dueOn: inThirtyDays() }),
      act.sign('approver1'),
      act.sign('approver2'),
      act.sign('director'),
    );
    await milestone.until((state) => state.outputs.length === 1);
    assert.equal((await stage.get(`${path}/invoice-release`)).body.status, 'partlyReleased');
    await milestone.play(act.verify('E1', 'approver1'));
    await milestone.until((state) => state.outputs.length === 2);

    const { body } = await stage.get(path);
    assert.deepEqual([body.phase, body.certificateNumber], ['accepted', `${milestone.milestoneId}-C2`]);
    assert.equal((await stage.get(`${path}/certificate`)).body.certificateNumber, `${milestone.milestoneId}-C2`);
    const release = (await stage.get(`${path}/invoice-release`)).body;
    assert.deepEqual([release.status, release.amountReleased], ['released', '100000.00']);
    assert.equal(
      (await stage.get(`${path}/next-phase-authorisation`)).body.certificateNumber,
      `${milestone.milestoneId}-C2`,
    );
    for (const [name, type, start] of [
      ['certificate.pdf', 'application/pdf', '%PDF'],
      ['archive', 'application/zip', 'PK'],
    ]) {
      const response = await stage.fetch(`${path}/${name}`);
      assert.equal(response.headers.get('content-type'), type);
      assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename=/);
      assert.ok(
        Buffer.from(await response.arrayBuffer())
          .toString('latin1')
          .startsWith(start ?? ''),
      );
    }
    assertProblem(await milestone.send(act.cancel('manager')), 409, 'MILESTONE_CLOSED');
  });

  it('goes through rework, refusal, facilitation and the sponsor', async () => {
    const milestone = await stage.milestone();
    await milestone.play(act.submit(), act.fail('validator1'), act.submit());
    await milestone.play(act.report('validator1'), act.report('validator2'), act.refuse('user1'));
    await milestone.play(act.conclude('escalate'), act.determine('terminate'));
    assert.equal((await stage.get(milestone.path)).body.phase, 'terminated');
  });

  it('is shown with plan, requirements, approvers and calendar as they were pinned, and what is conceded', async () => {
    const columns = { standard: 'ISO 19264-1', acceptableQualityLevel: '99 %', method: 'two readers' };
    const requirements = [
      { requirementId: 'R1', text: 'Complete', isMandatory: true, ...columns },
      { requirementId: 'R2', text: 'Pretty', isMandatory: false },
    ];
    const plan = { requirements, validators: { name: 'Validators', memberIds: ['validator1'] } };
    const milestone = await stage.milestone({ plan });
    const { plan: pinned, engagement } = await milestone.state();
    const view = async () => (await stage.get(milestone.path)).body;
    const { approvers, ...shown } = await view();
    assert.deepEqual([shown.plan, shown.calendar], [pinned, engagement.contract.calendar]);
    assert.deepEqual(approvers, [
      {
        name: 'Business',
        quorum: { kind: 'all' },
        members: [{ personId: 'approver1' }, { personId: 'approver2', limit: '100000.00' }],
        delegates: [{ personId: 'deputy', capacity: 'Deputy of the board' }],
      },
      { name: 'Direction', quorum: { kind: 'all' }, members: [{ personId: 'director' }] },
    ]);
    assert.deepEqual(
      shown.requirements,
      requirements.map((each) => ({ ...each, results: [] })),
    );
    const results = [
      { requirementId: 'R1', outcome: 'notMet', evidence: '98 %', severity: 4, isMaterial: false },
      { requirementId: 'R2', outcome: 'met', evidence: 'Page 3' },
    ];
    const conceded = act.exception('E1', { severity: 4, dueOn: inThirtyDays(), requirementIds: ['R1'] });
    const report = { results, recommendation: 'acceptWithIssues', exceptions: [conceded] };
    await milestone.play(act.submit(), act.report('validator1', report));
    const after = await view();
    const result = (outcome: string) => [{ personId: 'validator1', outcome }];
    assert.deepEqual(after.requirements, [
      { ...requirements[0], results: result('notMet'), exceptionId: 'E1' },
      { ...requirements[1], results: result('met') },
    ]);
    const [exception] = after.exceptions as { exceptionId: string; requirementIds: string[] }[];
    assert.deepEqual([exception?.exceptionId, exception?.requirementIds], ['E1', ['R1']]);
  });

  it('can be escalated by a party to the dispute', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview, act.refuse('user1'), act.escalate('manager'));
    assert.equal((await stage.get(milestone.path)).body.phase, 'escalated');
    await milestone.play(act.cancel('manager'));
    assert.equal((await stage.get(milestone.path)).body.phase, 'cancelled');
  });

  it('lists its timeline, refused messages and mails page by page', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    assertProblem(await milestone.send(act.conclude('rework')), 409, 'NOT_IN_FACILITATION');
    const types: unknown[] = [];
    let next: string | undefined;
    do {
      const page: Items = (await stage.get<Items>(`${milestone.path}/timeline?limit=2${next ? `&after=${next}` : ''}`))
        .body;
      types.push(...page.items.map((each) => each.type));
      next = page.next;
    } while (next);
    assert.equal(types[0], 'milestoneStarted');
    assert.equal(types.length, (await milestone.state()).sequence);
    const refused = (await stage.get<Items>(`${milestone.path}/refused-messages`)).body.items;
    assert.deepEqual(
      refused.map((each) => each.code),
      ['NOT_IN_FACILITATION'],
    );
    const mails = (await stage.get<Items>(`${milestone.path}/mails`)).body.items;
    assert.ok(mails.length > 0 && mails.every((each) => each.status === 'queued' && !('model' in each)));
    assert.deepEqual((await stage.get<Items>(`${milestone.path}/mails?status=sent`)).body.items, []);
    const { messageId } = refused[0] as { messageId: string };
    const outcome = await stage.get(`${milestone.path}/messages/${encodeURIComponent(messageId)}`);
    assert.deepEqual([outcome.body.status, outcome.body.code], ['refused', 'NOT_IN_FACILITATION']);
    assert.equal((await stage.get(`${milestone.path}/messages/never-sent`)).body.status, 'pending');
  });

  it('is found by engagement and phase, and by nothing that merely looks like them', async () => {
    const milestone = await stage.milestone();
    await milestone.state();
    const ids = async (query: string) =>
      (await stage.get<Items>(`/milestones?${query}`)).body.items?.map((each) => each.milestoneId);
    const { engagementId } = milestone;
    assert.deepEqual(await ids(`engagementId=${engagementId}`), [milestone.milestoneId]);
    const [listed] = (await stage.get<Items>(`/milestones?engagementId=${engagementId}`)).body.items;
    const whole = (await stage.get(milestone.path)).body;
    assert.deepEqual(listed, Object.fromEntries(Object.keys(listed ?? {}).map((field) => [field, whole[field]])));
    assert.deepEqual([listed?.hasStarted, (listed?.waitingFor as string[]).length > 0], [true, true]);
    assert.ok(!('statement' in (listed ?? {})), 'a list reads no states');
    assert.deepEqual(await ids(`engagementId=${engagementId}&phase=accepted`), []);
    assert.deepEqual(await ids(`engagementId=${engagementId.slice(0, -1)}_`), []);
    assertProblem(await stage.get(`/milestones?engagementId=%25`), 400, 'INVALID_MESSAGE', 'engagementId');
    assertProblem(await stage.get('/milestones?phase=done'), 400, 'INVALID_MESSAGE', 'phase');
    assertProblem(await stage.get('/milestones?phse=accepted'), 400, 'INVALID_MESSAGE', 'phse');
    assertProblem(await stage.get('/milestones?limit=0'), 400, 'INVALID_MESSAGE', 'limit');
    assertProblem(await stage.get('/milestones?limit=1&limit=2'), 400, 'INVALID_MESSAGE', 'limit');
    assertProblem(await stage.get('/milestones?after=nonsense'), 400, 'INVALID_MESSAGE', 'after');
  });

  it('refuses, and keeps on record, every decision that comes with its API key, whoever it is said to be of', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toSignOff);
    const { sequence } = await milestone.state();
    for (const each of act.everyDecision)
      assertProblem(await milestone.send(each), 403, 'CHANNEL_NOT_ALLOWED', 'actor.authentication.method');
    assert.equal((await milestone.state()).sequence, sequence);
    const refused = (await stage.get<Items>(`${milestone.path}/refused-messages?limit=100`)).body.items;
    assert.deepEqual(
      refused.map((each) => each.code),
      act.everyDecision.map(() => 'CHANNEL_NOT_ALLOWED'),
    );
  });

  it('takes a system as validator with a key that exists, registered by its digest and listed without any', async () => {
    const key = 'a key that another system made and keeps to itself';
    const keySha256 = createHash('sha256').update(key).digest('hex');
    const registration = { label: 'Test bench', roles: ['validationSystem'], keySha256 };
    const { status, body } = await stage.post<{ keyId: string }>('/api-keys', registration);
    assert.equal(status, 201);
    const again = await stage.post('/api-keys', registration);
    assert.deepEqual([again.status, again.body], [200, body]);
    const listed = await stage.get<Items>('/api-keys');
    assert.ok(listed.body.items.some((each) => each.keyId === body.keyId && each.label === 'Test bench'));
    assert.ok(!JSON.stringify(listed.body).includes(registration.keySha256));
    const validatedBy = (apiKeyId: string) => ({
      validators: { name: 'V', memberIds: ['validator1'], systems: [{ personId: 'validator1', apiKeyId }] },
    });
    const engagementId = await stage.engagement();
    const { keyId: reader } = await testKey(stage.database.db, { roles: ['auditor'] });
    for (const cannotReport of ['key-00000000', reader]) {
      const start = { engagementId, personId: 'manager', plan: planWith(validatedBy(cannotReport)) };
      assertProblem(await stage.post('/milestones', start), 422, 'PLAN_INCONSISTENT', 'plan.validators.systems');
    }
    const milestone = await stage.milestone({ plan: validatedBy(body.keyId) });
    await milestone.play(act.submit());
    assertProblem(await milestone.send(act.report('validator1')), 403, 'CHANNEL_NOT_ALLOWED');
    assertProblem(
      await milestone.send(act.cancel('manager'), { authorization: `Bearer ${key}` }),
      403,
      'RIGHT_MISSING',
    );
    const reported = await milestone.send(act.report('validator1'), { authorization: `Bearer ${key}` });
    assert.equal(reported.body.phase, 'inReview');
  });

  it('takes the report of a system that the plan names, with its key, and names what is wrong with one', async () => {
    const milestone = await stage.milestone({ plan: stage.validatedBySystem });
    assertProblem(await milestone.send(act.submit({ qualityReviews: [] })), 422, 'PACKAGE_INCOMPLETE');
    const unknown = [{ deliverableId: 'D1', version: '1', documentIds: ['nothing'] }];
    assertProblem(await milestone.send(act.submit({ deliverables: unknown })), 422, 'DOCUMENT_UNKNOWN');
    assertProblem(await milestone.send(act.submit({}, 'author')), 403, 'WRONG_ACTOR');
    await milestone.play(act.submit());
    const sequence = (await milestone.state()).sequence;
    assertProblem(await milestone.send(act.report('validator1', { results: [] })), 422, 'REPORT_INCOMPLETE', 'results');
    const stale = act.report('validator1', { packageDigest: act.noDigest });
    assertProblem(await milestone.send(stale), 409, 'STALE_PACKAGE', 'packageDigest');
    assertProblem(await milestone.send(act.report('validator1', { sumary: 'x' })), 400, 'INVALID_MESSAGE', 'sumary');
    assertProblem(await stage.post(`${milestone.path}/signatures`, {}), 400, 'INVALID_MESSAGE', 'personId');
    assert.equal((await milestone.state()).sequence, sequence);
    assert.equal((await milestone.send(act.report('validator1'))).body.phase, 'inReview');
    assertProblem(
      await stage.post('/milestones/nowhere/cancellation', { personId: 'manager', reason: 'x' }),
      404,
      'NOT_FOUND',
    );
  });

  it('leaves a log that follows it by its IDs and names nobody', async () => {
    await stage.stopWorker();
    logged.end();
    const lines = (await text(logged)).trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.ok(entries.some((each) => each.msg === 'message taken' && each.milestoneId && each.workflowId));
    assert.ok(entries.some((each) => each.msg === 'batch recorded' && each.milestoneId && each.workflowId));
    for (const { name, email } of people)
      for (const line of lines) assert.ok(!line.includes(email) && !line.includes(`"${name}"`), line);
    assert.ok(!lines.some((line) => /Name of|@example\.com/.test(line)));
  });
});
