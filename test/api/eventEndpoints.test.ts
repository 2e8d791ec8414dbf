// Endpoints over HTTP: who may have whom told of what, and that a secret is shown once.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { routes } from '../../api/routes.ts';
import { endpointSecrets } from '../../mail/endpointSecret.ts';
import { testKey } from '../support/apiKey.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem, linkSecret, type Answered } from './apiStage.ts';

const url = 'https://erp.example.com/hooks';

describe('Endpoints that are told what happens, over HTTP', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer());
  });
  after(() => stage.close());

  const items = async (): Promise<Record<string, unknown>[]> =>
    (await stage.get<{ items: Record<string, unknown>[] }>('/event-endpoints')).body.items;

  it('are registered with a secret that is shown once, listed, and ended for good', async () => {
    const given = { url, label: 'ERP', kinds: ['phaseChanged', 'certificateIssued'] };
    const { status, body } = await stage.post('/event-endpoints', given);
    assert.equal(status, 201);
    const { secret, endpointId, ...endpoint } = body;
    const first = { endpointId: String(endpointId), secretNumber: 1 };
    const now = new Date().toISOString();
    assert.equal(secret, endpointSecrets(linkSecret, first, now)[0]);
    assert.match(String(secret), /^whsec_[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual({ url: endpoint.url, label: endpoint.label, kinds: endpoint.kinds }, given);
    assert.ok((await items()).every((each) => !('secret' in each)));
    const changed = (await stage.post(`/event-endpoints/${String(endpointId)}/secret`, {})).body;
    assert.deepEqual([changed.secretNumber, typeof changed.secretSince], [2, 'string']);
    const both = endpointSecrets(linkSecret, { ...first, secretNumber: 2, secretSince: now }, now);
    assert.deepEqual([changed.secret, secret], [both[0], both[both.length / 2]]);
    const path = `/event-endpoints/${String(endpointId)}/end`;
    assertProblem(await stage.post(path, {}), 400, 'INVALID_MESSAGE', 'reason');
    const ended = await stage.post(path, { reason: 'Replaced' });
    assert.deepEqual((ended.body.ended as { reason: string }).reason, 'Replaced');
    assertProblem(await stage.post('/event-endpoints/nowhere/end', { reason: 'None' }), 404, 'NOT_FOUND', 'endpointId');
    for (const none of ['nowhere', String(endpointId)])
      assertProblem(await stage.post(`/event-endpoints/${none}/secret`, {}), 404, 'NOT_FOUND', 'endpointId');
  });

  it('have a secret that is kept for no repeat either, and no more has any other answer that shows something once', async () => {
    const headers = { 'idempotency-key': 'endpoint-once' };
    const given = { url, label: 'Once' };
    const first = await stage.post('/event-endpoints', given, headers);
    const secret = String(first.body.secret);
    assert.match(secret, /^whsec_/);
    const again = await stage.post('/event-endpoints', given, headers);
    assert.equal(again.headers.get('idempotent-replay'), 'true');
    assert.deepEqual([again.body.endpointId, again.body.secret], [first.body.endpointId, undefined]);
    const kept = await stage.database.db('idempotency_keys').whereLike('key', '%endpoint-once').pluck('body');
    assert.equal(kept.length, 1);
    assert.ok(!JSON.stringify(kept).includes(secret.slice(6)));
    const once = routes.filter((each) => each.answer && /shown once/.test(JSON.stringify(z.toJSONSchema(each.answer))));
    assert.deepEqual(once.map((each) => [each.operationId, each.shownOnce]).sort(), [
      ['changeEventEndpointSecret', ['secret']],
      ['makeCalendarFeed', ['address']],
      ['registerEventEndpoint', ['secret']],
    ]);
  });

  it('are refused where what is told would travel in the clear', async () => {
    for (const address of ['http://erp.example.com', 'https://user:word@erp.example.com', 'ftp://a', 'nowhere'])
      assertProblem(
        await stage.post('/event-endpoints', { url: address, label: 'ERP' }),
        400,
        'INVALID_MESSAGE',
        'url',
      );
    assert.equal((await stage.post('/event-endpoints', { url: 'http://127.0.0.1:9', label: 'Own' })).status, 201);
  });

  it('are told of no engagement that the key is not for, and shown to no other key', async () => {
    const [own, other] = [await stage.engagement(), await stage.engagement()];
    const { key } = await testKey(stage.database.db, { roles: ['administrator'], engagementIds: [own] });
    const headers = { authorization: `Bearer ${key}` };
    const register = (engagementIds?: string[]): Promise<Answered> =>
      stage.post('/event-endpoints', { url, label: 'ERP', ...(engagementIds ? { engagementIds } : {}) }, headers);
    assertProblem(await register(), 400, 'INVALID_MESSAGE', 'engagementIds');
    assertProblem(await register([own, other]), 404, 'NOT_FOUND');
    assert.equal((await register([own])).status, 201);
    const theirs = await stage.post('/event-endpoints', { url, label: 'ERP', engagementIds: [other] });
    const response = await stage.fetch('/event-endpoints', { headers });
    const seen = ((await response.json()) as { items: { engagementIds?: string[] }[] }).items;
    assert.deepEqual(
      seen.map((each) => each.engagementIds),
      [[own]],
    );
    const path = `/event-endpoints/${String(theirs.body.endpointId)}/end`;
    assertProblem(await stage.post(path, { reason: 'Not mine' }, headers), 404, 'NOT_FOUND', 'endpointId');
  });
});
