// Webhooks to a billing system over real HTTP: signed, retried a bounded number of times, replayed on request.
import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { openWebhookSender, type SendWebhook } from '../../activities/dispatch/postWebhook.ts';
import { retryDelaysSeconds, webhookHandler } from '../../activities/dispatch/webhookHandler.ts';
import { recordBatch } from '../../activities/recordBatch.ts';
import { claimEffects } from '../../db/outbox.ts';
import { findWebhook, listWebhooks, replayWebhook } from '../../db/webhooks.ts';
import { freePort } from '../../stack/ports.ts';
import { batchOf } from '../db/batches.ts';
import * as act from '../domain/acts.ts';
import { given, until } from '../domain/scenario.ts';
import { acceptedMilestone } from '../support/acceptedMilestone.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { testEntrances } from '../support/testVouchers.ts';

const secret = `whsec_${Buffer.from('a secret that only tests know').toString('base64')}`;

interface Held {
  kind: string;
  certificateNumber: string;
  amountHeld: string;
  heldExceptions: { exceptionId: string }[];
}

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

describe('Webhook to the billing system', () => {
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
        received.push({ headers: request.headers, body });
        response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await acceptedMilestone(database.db, 'M1', { released: '90000.00', withheld: '10000.00' }, true);
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await database.drop();
  });

  const deliver = () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
    return deliverBy(openWebhookSender({ url, secret }));
  };
  const deliverBy = (sendWebhook: SendWebhook) => {
    const to = { db: database.db, log: pino({ level: 'silent' }) };
    return dispatchDue({
      ...to,
      handlers: { webhook: webhookHandler({ ...to, sendWebhook, linkSecret: 'a secret that only tests know, 32+' }) },
    });
  };

  const only = async () => {
    const { items } = await listWebhooks(database.db, { scope: 'all', page: { limit: 10 } });
    assert.equal(items.length, 1);
    return items[0] as (typeof items)[number];
  };

  const makeDue = () => database.db('outbox').update({ next_attempt_at: database.db.fn.now() });

  it('tells what was released, in a body whose signature the receiver can verify', async () => {
    await deliver();
    const [webhook] = received;
    assert.ok(webhook);
    const event = new Webhook(secret).verify(webhook.body, webhook.headers as Record<string, string>) as {
      type: string;
      data: Record<string, unknown>;
    };
    assert.equal(event.type, 'invoiceRelease.updated');
    assert.deepEqual(
      [event.data.certificateNumber, event.data.amountReleased, event.data.amountWithheld, event.data.currency],
      ['M1-C1', '90000.00', '10000.00', 'EUR'],
    );
    assert.throws(() => new Webhook(secret).verify(`${webhook.body} `, webhook.headers as Record<string, string>));
    assert.equal((await only()).status, 'delivered');
  });

  it('tells what is held when an exception fails, and that it no longer is once it is extended', async () => {
    const { db } = database;
    await db('webhook_deliveries').delete();
    await db('outbox').delete();
    const overdue = given(...act.toConditional).when(until('2026-04-01T08:00:00.000Z'));
    const failed = overdue.when(act.failException('E1'));
    const extended = failed.when(act.extendException('E1', '2026-04-15'));
    const sendWebhook = async () => ({ status: 'delivered' as const });
    const record = recordBatch({
      db,
      linkSecret: 'a secret that only tests know',
      mailDomain: 'example.com',
      sendWebhook,
      entranceKeys: testEntrances,
    });
    await record(batchOf(overdue));
    await record(batchOf(failed, { since: overdue, batch: 2 }));
    await record(batchOf(failed, { since: overdue, batch: 2 }));
    await deliver();
    await record(batchOf(extended, { since: failed, batch: 3 }));
    await deliver();
    const told = received.map(({ body }) => (JSON.parse(body) as { type: string; data: Held }).data);
    assert.deepEqual(
      told.map(({ kind, certificateNumber, amountHeld }) => [kind, certificateNumber, amountHeld]),
      [
        ['holds', 'M1-C1', '1000.00'],
        ['holds', 'M1-C1', '0.00'],
      ],
    );
    assert.equal(told[0]?.heldExceptions[0]?.exceptionId, 'E1');
  });

  it('waits after a failure and comes again with the same ID and body', async () => {
    answer = 503;
    await deliver();
    const deferred = await only();
    assert.deepEqual([deferred.status, deferred.attempts, deferred.lastError], ['queued', 1, 'answered 503']);
    assert.ok(Date.parse(deferred.nextAttemptAt ?? '') > Date.parse(deferred.queuedAt));
    await deliver();
    assert.equal(received.length, 1, 'not before it is due');
    answer = 204;
    await makeDue();
    await deliver();
    assert.equal((await only()).status, 'delivered');
    assert.equal(received[1]?.headers['webhook-id'], received[0]?.headers['webhook-id']);
    assert.equal(received[1]?.body, received[0]?.body);
  });

  it('is given up after the last attempt, stays listed as dead, and goes out when it is replayed', async () => {
    const [second, minute, hour] = [1, 60, 3600];
    assert.deepEqual(
      [5 * second, 5 * minute, 30 * minute, ...[2, 5, 10, 14, 20, 24].map((each) => each * hour)],
      retryDelaysSeconds,
      'as docs/invoicing.md says',
    );
    answer = 500;
    for (let attempt = 0; attempt <= retryDelaysSeconds.length; attempt += 1) {
      await makeDue();
      await deliver();
    }
    assert.equal(received.length, retryDelaysSeconds.length + 1);
    const { webhookId } = await only();
    assert.deepEqual(
      (await listWebhooks(database.db, { scope: 'all', status: 'dead', page: { limit: 10 } })).items.length,
      1,
    );
    await makeDue();
    await deliver();
    assert.equal(received.length, retryDelaysSeconds.length + 1, 'the dead are not sent by themselves');
    answer = 200;
    assert.equal(await replayWebhook(database.db, webhookId), true);
    await deliver();
    assert.equal((await findWebhook(database.db, webhookId))?.status, 'delivered');
  });

  it('is given up at once by a receiver that is gone, and follows no redirect', async () => {
    answer = 302;
    await deliver();
    assert.equal(received.length, 1);
    assert.equal((await only()).lastError, 'answered 302');
    answer = 410;
    await makeDue();
    await deliver();
    assert.equal((await only()).status, 'dead');
  });

  it('is taken over when the process that had it died, and by one process only', async () => {
    const claim = () => claimEffects(database.db, { room: { webhook: 10 }, claimant: 'dead', leaseSeconds: 60 });
    const claims = await Promise.all([claim(), claim(), claim()]);
    assert.equal(claims.flat().length, 1);
    await deliver();
    assert.equal(received.length, 0, 'somebody has it');
    await database.db('outbox').update({ next_attempt_at: database.db.raw("next_attempt_at - interval '2 minutes'") });
    await deliver();
    assert.equal((await only()).status, 'delivered');
  });

  it('survives a receiver that cannot be reached', async () => {
    const sendWebhook = openWebhookSender({ url: `http://127.0.0.1:${await freePort()}/`, secret });
    await deliverBy(sendWebhook);
    assert.deepEqual([(await only()).status, (await only()).lastError], ['queued', 'ECONNREFUSED']);
  });
});
