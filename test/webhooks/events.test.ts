// What happens to a milestone, told to endpoints over real HTTP: as CloudEvents, signed for each, by its filter, without a name or address.
import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Ajv } from 'ajv';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { webhookHandler } from '../../activities/dispatch/webhookHandler.ts';
import { asyncApiDocument } from '../../api/asyncApi.ts';
import { changeSecret, endEndpoint, insertEndpoint, type NewEndpoint } from '../../db/eventEndpoints.ts';
import { listWebhooks } from '../../db/webhooks.ts';
import { outgoingKinds, typeOf } from '../../domain/outgoing/outgoingEvents.ts';
import { endpointSecrets } from '../../mail/endpointSecret.ts';
import { batchOf, linkSecret, recorder } from '../db/batches.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { given } from '../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

interface CloudEvent {
  specversion: string;
  id: string;
  type: string;
  subject: string;
  data: Record<string, unknown>;
}

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

const schemas = asyncApiDocument().components.schemas;
const nameOf = (type: string): string => {
  const kind = type.split('.').at(-1) ?? '';
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Event`;
};

describe('Endpoints that are told what happens', () => {
  let database: TestDatabase;
  let server: Server;
  let received: Received[];
  let answer: number;

  beforeEach(async () => {
    database = await testDatabase();
    received = [];
    answer = 200;
    server = createServer((request, response) => {
      void text(request).then((body) => {
        received.push({ path: request.url ?? '', headers: request.headers, body });
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await database.drop();
  });

  const endpoint = async (path: string, filter: Partial<NewEndpoint> = {}): Promise<string> => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    return (await insertEndpoint(database.db, { url, label: path, ...filter }, 'key-1')).endpointId;
  };

  const secretsOf = (endpointId: string, { by = linkSecret, number = 1 } = {}): string[] =>
    endpointSecrets(by, { endpointId, secretNumber: number }, new Date().toISOString());

  const deliver = () => {
    const to = { db: database.db, log: pino({ level: 'silent' }) };
    return dispatchDue({ ...to, handlers: { webhook: webhookHandler({ ...to, linkSecret }) } });
  };

  const toldAt = (path: string): CloudEvent[] =>
    received.filter((each) => each.path === path).map(({ body }) => JSON.parse(body) as CloudEvent);

  const course = given(...act.toReview).when(act.refuse('user1'));

  it('hear of each step, each with a secret of its own, and of nobody’s name or address', async () => {
    const [first, second] = [await endpoint('/all'), await endpoint('/decisions', { kinds: ['decided'] })];
    await endpoint('/elsewhere', { engagementIds: ['another'] });
    const record = recorder(database.db);
    await record(batchOf(course));
    await record(batchOf(course));
    await deliver();
    const types = toldAt('/all').map(({ type }) => type.replace('milestone-sign-off.milestone.', ''));
    for (const kind of ['phaseChanged', 'decided']) assert.ok(types.includes(kind), kind);
    assert.deepEqual(
      [...new Set(toldAt('/decisions').map(({ type }) => type))],
      ['milestone-sign-off.milestone.decided'],
    );
    assert.deepEqual(toldAt('/elsewhere'), []);
    const decisions = toldAt('/decisions').map(({ data }) => [data.decision, data.personId]);
    assert.deepEqual(decisions.at(-1), ['refused', 'user1']);
    assert.ok(toldAt('/all').some(({ data }) => data.phase === 'facilitation' && typeof data.deadline === 'string'));
    const ids = toldAt('/all').map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    const ajv = new Ajv({ strict: false });
    for (const { path, headers, body } of received) {
      assert.equal(headers['content-type'], 'application/cloudevents+json');
      const [secret = ''] = secretsOf(path === '/all' ? first : second);
      const event = new Webhook(secret).verify(body, headers as Record<string, string>) as CloudEvent;
      assert.deepEqual([event.specversion, event.subject], ['1.0', course.milestone.milestoneId]);
      const shape = schemas[nameOf(event.type)];
      assert.ok(shape && ajv.validate(shape, event), `${event.type}: ${ajv.errorsText()}`);
      for (const { name, email } of people) assert.ok(!body.includes(name) && !body.includes(email), body);
    }
    const [secret = ''] = secretsOf(second);
    const [other] = received.filter((each) => each.path === '/all');
    assert.throws(() => new Webhook(secret).verify(other?.body ?? '', other?.headers as Record<string, string>));
  });

  it('verify by the secret of before as well, while ours is being changed', async () => {
    const endpointId = await endpoint('/all');
    const [was = ''] = secretsOf(endpointId, { by: 'an older secret of 32 characters+' });
    await recorder(database.db)(batchOf(course));
    const to = { db: database.db, log: pino({ level: 'silent' }) };
    const changing = 'a newer secret of 32 characters++,an older secret of 32 characters+';
    await dispatchDue({ ...to, handlers: { webhook: webhookHandler({ ...to, linkSecret: changing }) } });
    const [webhook] = received;
    assert.ok(webhook);
    new Webhook(was).verify(webhook.body, webhook.headers as Record<string, string>);
    const [now = ''] = secretsOf(endpointId, { by: changing });
    new Webhook(now).verify(webhook.body, webhook.headers as Record<string, string>);
  });

  it('verify by their next secret, and for a day by the one before', async () => {
    const endpointId = await endpoint('/all', { kinds: ['phaseChanged'] });
    assert.equal((await changeSecret(database.db, endpointId))?.secretNumber, 2);
    await recorder(database.db)(batchOf(course));
    await deliver();
    const [webhook] = received;
    assert.ok(webhook);
    for (const number of [1, 2])
      for (const secret of secretsOf(endpointId, { number }))
        new Webhook(secret).verify(webhook.body, webhook.headers as Record<string, string>);
    const changed = { endpointId, secretNumber: 2, secretSince: '2026-03-02T09:00:00.000Z' };
    const first = secretsOf(endpointId);
    const second = secretsOf(endpointId, { number: 2 });
    assert.deepEqual(endpointSecrets(linkSecret, changed, '2026-03-03T08:59:59.000Z'), [...second, ...first]);
    assert.deepEqual(endpointSecrets(linkSecret, changed, '2026-03-03T09:00:00.000Z'), second);
    await endEndpoint(database.db, endpointId, 'key-1', 'Replaced');
    assert.equal(await changeSecret(database.db, endpointId), undefined);
  });

  it('that are down are tried again with the same ID, and those that were ended hear nothing more', async () => {
    const endpointId = await endpoint('/all', { kinds: ['phaseChanged'] });
    await recorder(database.db)(batchOf(course));
    answer = 503;
    await deliver();
    const ids = received.map(({ headers }) => headers['webhook-id']);
    answer = 200;
    received = [];
    await database.db('outbox').update({ next_attempt_at: database.db.fn.now() });
    await deliver();
    assert.deepEqual(received.map(({ headers }) => headers['webhook-id']).sort(), ids.sort());
    const { items } = await listWebhooks(database.db, { scope: 'all', page: { limit: 200 } });
    for (const each of items) {
      assert.equal(each.status, 'delivered');
      assert.equal(each.endpointId, endpointId);
    }
    await endEndpoint(database.db, endpointId, 'key-1', 'Replaced');
    received = [];
    const longer = course.when(act.conclude('rework'));
    await recorder(database.db)(batchOf(longer, { since: course, batch: 2 }));
    await deliver();
    assert.deepEqual(received, []);
  });

  it('can be told of every kind there is, each by a type of its own', () => {
    assert.equal(new Set(outgoingKinds.map(typeOf)).size, outgoingKinds.length);
    assert.deepEqual(Object.keys(schemas).sort(), outgoingKinds.map((kind) => nameOf(typeOf(kind))).sort());
  });
});
