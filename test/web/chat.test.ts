// Notices in Slack and Teams: an address that is tried before it is kept, sealed and shown to nobody again, and what is told there, through to a real HTTP server.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { load } from 'cheerio';
import express from 'express';
import { pino } from 'pino';
import { chatHandler } from '../../activities/dispatch/chatHandler.ts';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { setBarrier } from '../../administration/restrictions.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { openAuditWriter } from '../../api/http/auditWriter.ts';
import { operationsOf } from '../../api/http/operations.ts';
import { answerWithProblem } from '../../api/http/problems.ts';
import { openRateLimits } from '../../api/http/rateLimits.ts';
import { apiRouter } from '../../api/router.ts';
import { routes } from '../../api/routes.ts';
import { retryEffectsOf } from '../../db/outbox.ts';
import { inEngagement } from '../../db/inScope.ts';
import { assertChatAddress, usualChatHosts } from '../../domain/requests/chat.ts';
import { deskPages } from '../../web/desk/deskPages.ts';
import { registered } from '../api/answeringApi.ts';
import { batchOf, recorder } from '../db/batches.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { testSession, testSignIn, type Person } from '../support/signedIn.ts';
import { testDataKeys } from '../support/testEncryption.ts';

/** Takes what is posted, with the answer that is set. */
interface Channel {
  url: string;
  answer: { status: number; headers?: Record<string, string> };
  taken: Record<string, unknown>[];
}

describe('Notices by chat', () => {
  let database: TestDatabase;
  let servers: Server[];
  let url: string;
  let channel: Channel;
  let manager: Person;
  const log = pino({ level: 'silent' });

  beforeEach(async () => {
    database = await testDatabase();
    const { db } = database;
    channel = { url: '', answer: { status: 200 }, taken: [] };
    const chat = createServer((request, response) => {
      void text(request).then((body) => {
        if (channel.answer.status < 300) channel.taken.push(JSON.parse(body) as Record<string, unknown>);
        response.writeHead(channel.answer.status, channel.answer.headers).end('ok');
      });
    }).listen(0, '127.0.0.1');
    const deps = {
      ...{ db, log, signIn: testSignIn(), limits: openRateLimits(db), dataKeys: testDataKeys },
      auditWriter: openAuditWriter(db, log),
      settings: { publicUrl: 'http://localhost', chatHosts: ['127.0.0.1'] },
    } as unknown as ApiDependencies;
    const product = express()
      .use(deskPages(deps, operationsOf(routes)))
      .use(apiRouter(deps, routes))
      .use(answerWithProblem(log, async () => undefined))
      .listen(0, '127.0.0.1');
    servers = [chat, product];
    await Promise.all(servers.map((each) => once(each, 'listening')));
    const [at = '', own = ''] = servers.map((each) => `http://127.0.0.1:${(each.address() as AddressInfo).port}`);
    channel.url = `${at}/services/T0/B0/a-secret-of-theirs`;
    url = own;
    await registered(db, 'engagement-1', 'M1');
    await recorder(db)(batchOf(given(...act.toReview)));
    await db('outbox').delete();
    manager = await testSession(db, 'manager@example.com', { name: 'Mona Manager' });
  });
  afterEach(async () => {
    for (const each of servers) {
      each.closeAllConnections();
      each.close();
    }
    await database.drop();
  });

  const page = async (body?: Record<string, string>, path = '/desk/chat') => {
    const { headers } = manager;
    const formToken = load(await (await fetch(`${url}/desk/chat`, { headers })).text())('[name=formToken]').val();
    const sent = body && { method: 'POST', body: new URLSearchParams({ formToken: String(formToken), ...body }) };
    const response = await fetch(`${url}${path}`, { headers, ...sent });
    const html = await response.text();
    return { status: response.status, html, main: load(html)('main').text().replace(/\s+/g, ' ') };
  };
  const chosen = (service: string) => page({ service, address: channel.url });
  const shown = async () =>
    (await (await fetch(`${url}/chat`, { headers: manager.headers })).json()) as Record<string, unknown>;
  const comment = act.comment('user1', 'Where is the <b>dock</b>?');
  const happens = () =>
    recorder(database.db)(batchOf(given(...act.toReview, comment), { since: given(...act.toReview), batch: 2 }));
  const dispatch = (hosts = ['127.0.0.1']) => {
    const handlers = {
      chat: chatHandler({ db: database.db, log, publicUrl: 'http://x', dataKeys: testDataKeys, hosts }),
    };
    return dispatchDue({ db: database.db, log, handlers });
  };
  const waiting = () => database.db('outbox').where({ kind: 'chat' }).select('reference', 'status', 'last_error');
  const due = () => database.db('outbox').update({ next_attempt_at: database.db.raw(`now() - interval '1 second'`) });

  it('have an address that is tried with a message, kept sealed where that was taken, and shown to nobody again', async () => {
    const elsewhere = await page({ service: 'slack', address: 'https://10.0.0.7/latest/meta-data' });
    assert.equal(elsewhere.status, 422);
    assert.match(elsewhere.main, /leads to 10\.0\.0\.7, where this service tells nothing/);
    channel.answer = { status: 302, headers: { location: 'http://127.0.0.1:1/' } };
    assert.match((await chosen('slack')).main, /was not taken \(answered 302\)/);
    assert.deepEqual(await shown(), { isSet: false });
    channel.answer = { status: 200 };
    const { status, html, main } = await chosen('slack');
    assert.deepEqual([status, channel.taken.length], [200, 1]);
    assert.match(String(channel.taken[0]?.text), /notices for the engagement manager come here/);
    assert.match(main, /The message to try it was taken.*told in Slack \(127\.0\.0\.1\) since/);
    const { isSet, service, host } = await shown();
    assert.deepEqual([isSet, service, host], [true, 'slack', '127.0.0.1']);
    const [row] = await database.db('chat_addresses');
    const everywhere = [html, JSON.stringify(await shown()), JSON.stringify(row), String(row.sealed)];
    const { rows } = await database.db.raw('select line from audit_entries');
    for (const each of [...everywhere, JSON.stringify(rows)]) assert.doesNotMatch(each, /a-secret-of-theirs/);
    assert.match((await page({}, '/desk/chat/end')).main, /Try it and keep it/);
    assert.deepEqual([await shown(), await database.db('chat_addresses')], [{ isSet: false }, []]);
  });

  it('tell whoever runs the milestone that something is in their mail and where it stands, and no word of what it says', async () => {
    await chosen('slack');
    await happens();
    const [told] = await waiting();
    assert.match(String(told?.reference), /feedbackNotice.*manager/);
    await dispatch();
    const [, message] = channel.taken;
    assert.match(String(message?.text), /^Feedback to answer: Design/);
    assert.match(JSON.stringify(message), /<http:\/\/x\/desk#m-M1\|Open on your desk>/);
    assert.doesNotMatch(JSON.stringify(channel.taken), /dock/);
    assert.deepEqual([channel.taken.length, await waiting()], [2, []]);
    assert.equal((await dispatch()).chat.done, 0);
  });

  it('come to Teams as an Adaptive Card', async () => {
    await chosen('teams');
    await happens();
    await dispatch();
    const [attached] = (channel.taken[1]?.attachments ?? []) as { contentType: string; content: object }[];
    assert.equal(attached?.contentType, 'application/vnd.microsoft.card.adaptive');
    const { type, body, actions } = attached.content as { type: string; body: object[]; actions: object[] };
    assert.equal(type, 'AdaptiveCard');
    assert.match(JSON.stringify(body), /Feedback to answer: Design/);
    assert.deepEqual(actions, [{ type: 'Action.OpenUrl', title: 'Open on your desk', url: 'http://x/desk#m-M1' }]);
  });

  it('are tried again while the service is away, given up where the channel is gone, and tried again by whoever asks', async () => {
    await chosen('slack');
    await happens();
    channel.answer = { status: 503, headers: { 'retry-after': '7' } };
    assert.equal((await dispatch()).chat.later, 1);
    assert.match((await page()).main, /One was not taken .*: answered 503/);
    await due();
    channel.answer = { status: 410 };
    assert.equal((await dispatch()).chat.failed, 1);
    const [failed] = await waiting();
    assert.deepEqual([failed?.status, failed?.last_error], ['failed', 'answered 410']);
    channel.answer = { status: 200 };
    assert.ok((await retryEffectsOf(inEngagement(database.db, 'engagement-1'), 'M1')).retried > 0);
    assert.equal((await dispatch()).chat.done, 1);
    assert.equal((await shown()).failed, undefined);
  });

  it('stop where the address is ended, its host is allowed no more, or its person may not be told', async () => {
    await chosen('slack');
    await happens();
    await dispatch(['hooks.slack.com']);
    assert.match(String((await waiting())[0]?.last_error), /where this service tells nothing/);
    await due();
    const by = { keyId: 'test', now: new Date().toISOString() };
    const barrier = { address: 'manager@example.com', engagementId: 'engagement-1', reason: 'Conflict' };
    await setBarrier(database.db, barrier, by);
    assert.equal((await dispatch()).chat.done, 1);
    assert.equal(channel.taken.length, 1);
  });

  it('lead to hosts that were named, and never into the clear', () => {
    const refused = [
      ...['nowhere', 'ftp://hooks.slack.com/x', 'http://hooks.slack.com/x', 'https://u:p@hooks.slack.com/x'],
      ...['https://hooks.slack.com:8443/x', 'https://hooks.slack.com.evil.example/x', 'https://logic.azure.com/x'],
      ...['https://evil-logic.azure.com/', 'http://127.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/'],
    ];
    for (const each of refused)
      assert.throws(() => assertChatAddress(each, usualChatHosts), { field: 'address' }, each);
    for (const each of [
      'https://hooks.slack.com/services/T/B/x',
      'https://prod-1.westeurope.logic.azure.com/workflows/x',
    ])
      assert.doesNotThrow(() => assertChatAddress(each, usualChatHosts));
  });
});
