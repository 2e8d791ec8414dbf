// Two engagements side by side: a key of the one finds no trace of the other, through any address, list, report or upload.
import { setBarrier } from '../../administration/restrictions.ts';
import { insertOpening } from '../../db/restrictions.ts';
import assert from 'node:assert/strict';
import { routes } from '../../api/routes.ts';
import { commandTable } from '../../api/commandTable.ts';
import type { Route } from '../../api/route.ts';
import { placeHold } from '../../administration/legalHolds.ts';
import { recordEngagementEnd } from '../../administration/engagementEnd.ts';
import { insertEndpoint } from '../../db/eventEndpoints.ts';
import { integrateLog } from '../../db/merkleLog.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { certificateToken } from '../../db/certificateAddresses.ts';
import { raiseObstacle } from '../../db/obstacles.ts';
import { quarantine } from '../../db/quarantine.ts';
import { queueWebhook } from '../../db/webhooks.ts';
import * as act from '../domain/acts.ts';
import { engagementWith, planWith } from '../domain/cast.ts';
import { counsel, placing, release } from '../domain/keptRecord.ts';
import { given, published } from '../domain/scenario.ts';
import { batchOf, recorder } from '../db/batches.ts';
import { age } from '../support/agedRecord.ts';
import { testKey } from '../support/apiKey.ts';
import { registerFiles } from '../support/registerFiles.ts';
import { devServer } from '../support/temporal.ts';
import { registerMilestone } from '../../db/milestones.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { systemActor } from '../../domain/people/people.ts';
import { ApiStage, assertProblem, type Answered } from './apiStage.ts';
import { pathOf } from './answeringApi.ts';

/** What the lists are asked for, where they ask back. */
const queries: Record<string, string> = {
  readRegister: '?profile=rics&from=2000-01-01&to=2099-12-31',
  getPortfolio: '?all=true',
  search: '?q=Design',
};

/** What is asked below an address of one's own, for a thing of the other engagement. */
const bodies: Record<string, object> = {
  revokeLink: { personId: 'manager', reason: 'x' },
  withdrawCertificateAddress: { reason: 'x' },
  cancelInvoiceOfSeveral: { personId: 'manager', reason: 'x' },
  withdrawInvoiceDraft: { personId: 'manager', reason: 'x' },
  cancelInvoice: { personId: 'manager', reason: 'x' },
  correctEngagementPerson: { personId: 'manager', reason: 'x', capacity: 'x' },
  releaseEngagementHold: release,
  releaseMilestoneHold: release,
};

/** POSTs that name no engagement in their path: tried one by one below, since each names it in its body. */
const named = [
  ...['registerEngagement', 'startMilestone', 'registerApiKey', 'giveRole', 'setBarrier', 'recordDeparture'],
  'registerEventEndpoint',
  'recoverSeveral',
];
/** What is found of no milestone is that of the key's engagements. */
const ofNoMilestone = ['retryEffectsOfNone'];
/** These name none at all: what is one's own, whoever one is. */
const ofOneself = [
  'makeCalendarFeed',
  'endCalendarFeed',
  'setDigest',
  'endDigest',
  'setChat',
  'endChat',
  'saveView',
  'removeView',
  'saveTemplate',
  'removeTemplate',
];

describe('A key of one engagement, beside another', function () {
  this.timeout(120_000);
  let stage: ApiStage;
  let ownEngagement: string;
  let key: string;
  const theirs: Record<string, string> = { engagementId: 'engagement-1', milestoneId: 'M1' };

  before(async () => {
    stage = await ApiStage.open(await devServer());
    const { db, ownerUrl } = stage.database;
    const by = { keyId: 'key-1', now: new Date().toISOString() };
    const accepted = published(given(...act.toAccepted));
    await recorder(db)(batchOf(accepted));
    await registerFiles(db, accepted.milestone);
    await age(ownerUrl, 20);
    await recordEngagementEnd(db, 'engagement-1', { endedOn: '2010-01-31', reason: 'Done', recordedBy: counsel }, by);
    await placeHold(db, { engagementId: 'engagement-1' }, 'hold-1', placing, by);
    await raiseObstacle(db, { milestoneId: 'M1', kind: 'store', subject: '', reason: 'away', attempts: 3 });
    // One that has not started beside it, so that there is something to be done, and money that waits.
    const later = { milestoneId: 'M2', engagementId: 'engagement-1', workflowId: 'milestone-M2' };
    await registerMilestone(db, { ...later, plan: milestonePlan.parse(planWith()), startedBy: systemActor });
    await raiseObstacle(db, { milestoneId: 'M2', kind: 'store', subject: '', reason: 'away', attempts: 3 });
    const about = { milestoneId: 'M1', engagementId: 'engagement-1', subject: 'x', at: by.now, data: {} };
    await queueWebhook(db, { type: 'invoiceRelease.updated', ...about });
    await db('outbox').where({ milestone_id: 'M1', kind: 'webhook' }).update({ status: 'failed', failed_at: by.now });
    theirs.documentId = await db('documents')
      .first('document_id')
      .then((row) => String(row.document_id));
    theirs.webhookId = await db('webhook_deliveries')
      .first('webhook_id')
      .then((row) => String(row.webhook_id));
    Object.assign(theirs, { sessionId: 'ses-0', grantId: 'grant-0', holderId: 'person-0' });
    const barrier = { engagementId: 'engagement-1', address: 'x@example.com', reason: 'x' };
    theirs.barrierId = (await setBarrier(db, barrier, by)).barrierId;
    theirs.departureId = 'departure-0';
    const endpoint = { url: 'https://example.com/events', label: 'x', engagementIds: ['engagement-1'] };
    theirs.endpointId = (await insertEndpoint(db, endpoint, 'key-1')).endpointId;
    const opening = { ...barrier, mailbox: 'x@example.com', holderId: 'person-0', name: 'x' };
    await insertOpening(db, { ...opening, endsAt: '2099-01-01T00:00:00Z' }, [], by);
    theirs.keyId = (await testKey(db, { engagementIds: ['engagement-1'] })).keyId;
    const aside = {
      quarantineId: 'quarantine-1',
      engagementId: 'engagement-1',
      fileName: 'x',
      mediaType: 'text/plain',
    };
    const found = { sizeBytes: 1, sha256: 'a'.repeat(64), foundAs: 'Eicar', uploadedBy: systemActor };
    await quarantine(db, { ...aside, ...found }, { now: by.now, tellsAdministrator: false });
    theirs.quarantineId = aside.quarantineId;
    const { request_id: requestId } = await db('requests')
      .where({ milestone_id: 'M1' })
      .first<{ request_id: string }>();
    await certificateToken(db, 'M1', 'M1-C1');
    Object.assign(theirs, { requestId, holdId: 'hold-1', certificateNumber: 'M1-C1', messageId: 'm1' });
    ownEngagement = await stage.engagement();
    await integrateLog(db, (await testEvidenceKeys()).log);
    ({ key } = await testKey(db, { engagementIds: [ownEngagement] }));
  });
  after(() => stage.close());

  const ask = async (method: string, path: string, body?: unknown, as = key, headers = {}): Promise<Answered> => {
    const response = await stage.fetch(path, {
      method,
      headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : { text },
    };
  };

  /** Its answer, and what the database was asked for it. */
  async function observed(method: string, path: string) {
    const asked: string[] = [];
    const listen = ({ sql }: { sql: string }) => void asked.push(sql);
    stage.database.db.on('query', listen);
    const { status, body } = await ask(method, path, method === 'POST' ? {} : undefined);
    stage.database.db.off('query', listen);
    return { status, body, asked };
  }

  it('gets for everything of the other the words, and the look-ups, for what does not exist', async () => {
    const below = routes.filter((each) => each.path.includes('{'));
    assert.ok(below.length > 55);
    await ask('GET', '/milestones'); // so that its use was noted already
    for (const route of below) {
      const method = route.method.toUpperCase();
      const first = /\{(\w+)\}/.exec(route.path)?.[1] ?? '';
      const id = theirs[first];
      assert.ok(id, `${route.operationId} begins with {${first}}, of which the other engagement has none here`);
      const unknown = id.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'));
      const real = await observed(method, pathOf(route, theirs));
      const none = await observed(method, pathOf(route, { ...theirs, [first]: unknown }));
      assert.equal(real.status, 404, `${route.operationId}: ${JSON.stringify(real.body)}`);
      assert.equal(JSON.stringify(real.body), JSON.stringify(none.body).replaceAll(unknown, id), route.operationId);
      assert.deepEqual(real.asked, none.asked, route.operationId);
    }
  });

  it('reaches nothing of the other below an address of its own', async () => {
    const start = { engagementId: ownEngagement, personId: 'manager', plan: planWith() };
    const milestoneId = String((await ask('POST', '/milestones', start)).body.milestoneId);
    const own = { engagementId: ownEngagement, milestoneId };
    const isDecision = new Set<string>(commandTable.map((each) => each.command));
    // The lines of a chain are numbered from 1, whosoever it is.
    const nested = routes.filter(
      ({ path, operationId }) =>
        (path.match(/\{/g) ?? []).length > 1 && !isDecision.has(operationId) && !path.includes('{sequence}'),
    );
    assert.ok(nested.length >= 6);
    for (const route of nested) {
      const [, second = ''] = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
      const id = theirs[second] ?? 'invoice-1';
      const answers = [];
      for (const each of [id, `${id}-not-there`]) {
        const path = pathOf(route, { ...own, [second]: each });
        const { status, body } = await ask(route.method.toUpperCase(), path, bodies[route.operationId]);
        answers.push(JSON.stringify({ status, body }).replaceAll(each, '…'));
      }
      assert.equal(answers[0], answers[1], route.operationId);
      assert.doesNotMatch(answers[0] ?? '', /INVALID_MESSAGE|INTERNAL/, route.operationId);
    }
  });

  it('sees in lists, reports and counts its own alone, where a key of both sees the other too', async () => {
    const traces = (body: unknown) =>
      Object.values(theirs).filter((each) => JSON.stringify(body).includes(`"${each}"`));
    const unseen: string[] = [];
    for (const route of routes.filter((each) => each.method === 'get' && !each.path.includes('{'))) {
      const path = `${route.path}${queries[route.operationId] ?? ''}`;
      const [own, both] = [await ask('GET', path), await ask('GET', path, undefined, stage.key)];
      assert.equal(own.status, both.status, route.operationId);
      assert.deepEqual(traces(own.body), [], route.operationId);
      if (traces(both.body).length === 0) unseen.push(route.operationId);
    }
    assert.deepEqual(
      unseen.sort(),
      [
        'checkHealth',
        'checkLiveness',
        'checkReadiness',
        'getCalendarFeed',
        'getChat',
        'getDigest',
        'listDepartures',
        // None of theirs runs, and none should.
        'listDisagreements',
        'listReportProfiles',
        'listRoleGrants',
        'listSessions',
        'listTemplates',
        'listViews',
        'proveLogGrowth',
        // It names what waits for a sponsor, which none of these does.
        'readBacklog',
        'readLogCheckpoint',
        'readLogKey',
      ],
      'every other list shows the other engagement to who may see it, so that its absence says something',
    );
    const filtered = await ask('GET', '/milestones?engagementId=engagement-1');
    const nowhere = await ask('GET', '/milestones?engagementId=engagement-0');
    assert.deepEqual([filtered.status, filtered.body], [nowhere.status, nowhere.body]);
  });

  it('neither registers nor starts anything there, nor hands on a key for it', async () => {
    const posts = routes.filter((each: Route) => each.method === 'post' && !each.path.includes('{'));
    assert.deepEqual(posts.map((each) => each.operationId).sort(), [...named, ...ofNoMilestone, ...ofOneself].sort());
    for (const engagementId of ['engagement-1', 'engagement-0']) {
      const words = `There is no engagement "${engagementId}".`;
      const registered = await ask('POST', '/engagements', engagementWith({}, { engagementId }));
      assertProblem(registered, 404, 'NOT_FOUND', 'engagementId');
      const started = await ask('POST', '/milestones', { engagementId, personId: 'manager', plan: planWith() });
      assertProblem(started, 404, 'NOT_FOUND', 'engagementId');
      assert.deepEqual([registered.body.detail, started.body.detail], [words, words]);
      const handedOn = { label: 'x', roles: ['finance'], engagementIds: [engagementId], keySha256: 'a'.repeat(64) };
      assertProblem(await ask('POST', '/api-keys', handedOn), 404, 'NOT_FOUND', 'engagementIds');
      const barrier = { engagementId, address: 'x@example.com', reason: 'x' };
      assertProblem(await ask('POST', '/barriers', barrier), 404, 'NOT_FOUND', 'engagementId');
      const endpoint = { url: 'https://example.com/events', label: 'x', engagementIds: [engagementId] };
      assertProblem(await ask('POST', '/event-endpoints', endpoint), 404, 'NOT_FOUND', 'engagementId');
      const milestoneIds = [engagementId === 'engagement-1' ? 'M1' : 'M0'];
      const recovered = await ask('POST', '/recoveries', { milestoneIds, reason: 'x', recordIsRight: true });
      assertProblem(recovered, 404, 'NOT_FOUND', 'milestoneId');
      const departure = { address: 'x@example.com', reason: 'x' };
      assertProblem(await ask('POST', '/departures', departure), 403, 'RIGHT_MISSING', 'manageAccess');
    }
  });

  it('registers the engagement that it was made for, once', async () => {
    const { key: forNew } = await testKey(stage.database.db, { engagementIds: ['E-new'] });
    const engagement = engagementWith({}, { engagementId: 'E-new' });
    assert.equal((await ask('GET', '/engagements/E-new', undefined, forNew)).status, 404);
    assert.equal((await ask('POST', '/engagements', engagement, forNew)).status, 201);
    assert.equal((await ask('POST', '/engagements', engagement, forNew)).status, 200);
    assert.equal((await ask('GET', '/engagements/E-new', undefined, forNew)).status, 200);
    assert.equal((await ask('GET', '/engagements/E-new')).status, 404);
  });

  it('learns from no ID that is taken, no dependency, no digest and no key of a repeat what is there', async () => {
    const start = { engagementId: ownEngagement, personId: 'manager' };
    for (const milestoneId of ['M1', 'M0'])
      assertProblem(
        await ask('POST', '/milestones', { ...start, milestoneId, plan: planWith() }),
        400,
        'INVALID_MESSAGE',
        'milestoneId',
      );
    const dependent = async (milestoneId: string) => {
      const plan = planWith({ dependsOn: [{ milestoneId }] });
      const { status, body } = await ask('POST', '/milestones', { ...start, plan });
      return JSON.stringify({ status, body }).replaceAll(milestoneId, '…');
    };
    assert.equal(await dependent('M1'), await dependent('M0'));
    const reporting = async (apiKeyId: string) => {
      const systems = [{ personId: 'validator1', apiKeyId }];
      const plan = planWith({ validators: { name: 'V', memberIds: ['validator1'], systems } });
      const { status, body } = await ask('POST', '/milestones', { ...start, plan });
      assert.equal(body.code, 'PLAN_INCONSISTENT', JSON.stringify(body));
      return JSON.stringify({ status, body }).replaceAll(apiKeyId, '…');
    };
    assert.equal(await reporting(theirs.keyId ?? ''), await reporting('key-00000000'));

    const upload = async (content: string) => {
      const path = `/engagements/${ownEngagement}/documents?fileName=a.txt&personId=author`;
      const answer = await stage.fetch(path, {
        method: 'POST',
        body: content,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'text/plain' },
      });
      return { status: answer.status, fields: Object.keys((await answer.json()) as object) };
    };
    const there = await stage.upload('engagement-1', 'What both have', 'b.txt');
    assert.ok(there);
    assert.deepEqual(await upload('What both have'), await upload('What nobody has'));

    const repeat = { 'idempotency-key': 'the same of both' };
    const theirStart = { engagementId: 'engagement-1', personId: 'manager', plan: planWith() };
    assert.equal((await ask('POST', '/milestones', theirStart, stage.key, repeat)).status, 201);
    const ownStart = await ask('POST', '/milestones', { ...start, plan: planWith() }, key, repeat);
    assert.equal(ownStart.status, 201, JSON.stringify(ownStart.body));
    assert.equal(ownStart.body.engagementId, ownEngagement);
  });
});
