// Notices that come together: held from the moment they are due, sent once at somebody's hour, and neither lost nor doubled wherever it breaks off.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { digestHandler } from '../../activities/dispatch/digestHandler.ts';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { mailHandler, type MailDelivery } from '../../activities/dispatch/mailHandler.ts';
import { endDigest, gatherDigests, setDigest } from '../../db/digests.ts';
import { asJob } from '../../db/inScope.ts';
import { listMails } from '../../db/mails.ts';
import { claimEffects, countPending } from '../../db/outbox.ts';
import { nextDigest } from '../../domain/requests/digests.ts';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import { openTransport, type Transport } from '../../mail/transport.ts';
import { batchOf, linkSecret, recorder } from '../db/batches.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { openTestFiles } from '../support/testFiles.ts';
import { openSmtpSink } from './smtpSink.ts';

const daily = { frequency: 'daily', hour: 8, timeZone: 'Europe/Berlin', language: 'en' } as const;

describe('A digest', () => {
  let database: TestDatabase;
  let transport: Transport;
  let folder: string;
  let sink: Awaited<ReturnType<typeof openSmtpSink>>;
  let delivery: MailDelivery;
  beforeEach(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'sign-off-files-'));
    sink = await openSmtpSink();
    transport = openTransport(sink.url, 'sign-off@example.com');
    delivery = {
      ...{ db: database.db, transport, files: await openTestFiles(folder), linkSecret, mailDomain: 'example.com' },
      render: await loadMailTemplates('example.com'),
      ...{ publicUrl: 'http://localhost:3000', hasDesk: true, log: pino({ level: 'silent' }) },
      logSigner: (await testEvidenceKeys()).log,
      reportUndeliverable: async () => undefined,
    };
    await choose(daily);
    const comments = [act.comment('user1', 'Where is the dock?'), act.comment('user2', 'And the stairs?')];
    await recorder(database.db)(batchOf(given(...act.toReview, ...comments)));
  });
  afterEach(async () => {
    transport.close();
    await sink.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const manager = { mailbox: 'manager@example.com', address: 'manager@example.com' };
  const choose = (times: Parameters<typeof setDigest>[2]) =>
    setDigest(asJob(database.db, 'signIn'), manager, times, new Date().toISOString());
  const handlers = () => ({ mail: mailHandler(delivery), digest: digestHandler(delivery) });
  const deliver = () => dispatchDue({ ...delivery, handlers: handlers() });
  const past = (column: string) => ({ [column]: database.db.raw(`now() - interval '1 second'`) });
  const hourCame = () => database.db('digest_preferences').update(past('next_at'));
  const comments = async () => {
    const { items } = await listMails(database.db, { milestoneId: 'M1', page: { limit: 50 } });
    return items.filter(({ kind }) => kind === 'feedbackNotice').map(({ status }) => status);
  };
  const others = async () => {
    const { items } = await listMails(database.db, { milestoneId: 'M1', page: { limit: 50 } });
    return new Set(items.filter(({ kind }) => /Request$/.test(kind)).map(({ status }) => status));
  };
  const digests = () => sink.taken.filter(({ subject }) => /notices? on your milestones/.test(subject ?? ''));

  it('holds notices and no request, sends them in one mail at the hour, and none where nothing happened', async () => {
    await deliver();
    assert.deepEqual(await comments(), ['queued', 'queued']);
    assert.deepEqual([...(await others())], ['sent']);
    assert.equal(await countPending(database.db), 0, 'what waits for its hour is no backlog');
    await deliver();
    assert.equal(digests().length, 0);
    await hourCame();
    await deliver();
    const [digest] = digests();
    assert.match(String(digest?.text), /Where is the dock\?.*And the stairs\?.*\/desk#m-M1/s);
    assert.match(JSON.stringify(digest?.headers.get('list')), /\/digest\/dgp-.*\/end/);
    assert.deepEqual(await comments(), ['sent', 'sent']);
    const { rows } = await database.db.raw(
      `select count(*)::int as lines from audit_entries where chain = 'milestone:M1' and line like '%"type":"mailSent"%'
         and line like '%feedbackNotice%'`,
    );
    assert.equal(rows[0].lines, 2, 'each has its line in the audit log of its milestone');
    await hourCame();
    await deliver();
    assert.equal(digests().length, 1);
    assert.deepEqual([await database.db('digests'), await database.db('outbox')], [[], []]);
  });

  it('outlives whoever dies between any two steps: nothing is lost, and what may have gone out goes with the same Message-ID', async () => {
    await deliver();
    await hourCame();
    const dispatcher = asJob(database.db, 'dispatcher');
    const dies = async (handler?: ReturnType<typeof digestHandler>) => {
      const claim = { room: { digest: 1 }, claimant: 'who dies', leaseSeconds: 30 };
      const [effect] = await claimEffects(dispatcher, claim);
      assert.ok(effect);
      if (handler) await (await handler.prepare([effect]))(effect);
      await database.db('outbox').where({ kind: 'digest' }).update(past('next_attempt_at'));
    };
    await gatherDigests(dispatcher, new Date().toISOString());
    await dies();
    await dies(digestHandler(delivery));
    await deliver();
    assert.deepEqual(
      digests().map(({ messageId }) => messageId),
      Array(2).fill(digests()[0]?.messageId),
    );
    assert.deepEqual(await comments(), ['sent', 'sent']);
    await deliver();
    assert.equal(digests().length, 2);
  });

  it('goes singly where the server will not have it, once, with nothing lost and the choice kept', async () => {
    const picky = await openSmtpSink({ refusedSubject: /notices? on your milestones/ });
    transport.close();
    transport = openTransport(picky.url, 'sign-off@example.com');
    delivery.transport = transport;
    await deliver();
    await hourCame();
    await deliver();
    assert.deepEqual(await comments(), ['queued', 'queued']);
    await deliver();
    const told = picky.taken.filter(({ subject }) => /^Feedback to answer/.test(subject ?? ''));
    assert.deepEqual([await comments(), told.length], [['sent', 'sent'], 2]);
    await hourCame();
    await deliver();
    assert.equal(picky.taken.filter(({ subject }) => /^Feedback to answer/.test(subject ?? '')).length, 2);
    assert.equal((await database.db('digest_preferences')).length, 1);
    await picky.close();
  });

  it('gives up its hold when its person ends it, and what waited goes out by itself', async () => {
    await deliver();
    assert.ok(await endDigest(asJob(database.db, 'signIn'), manager.mailbox));
    await deliver();
    assert.deepEqual([await comments(), digests().length], [['sent', 'sent'], 0]);
  });

  it('is due at the hour of the clock where its person is, every day or on one, over a change of clocks as well', () => {
    assert.equal(nextDigest(daily, '2026-03-28T06:59:00.000Z'), '2026-03-28T07:00:00.000Z');
    assert.equal(nextDigest(daily, '2026-03-28T07:00:00.000Z'), '2026-03-29T06:00:00.000Z');
    const weekly = { ...daily, frequency: 'weekly', weekday: 1 } as const;
    assert.equal(nextDigest(weekly, '2026-03-23T07:00:00.000Z'), '2026-03-30T06:00:00.000Z');
    const inGap = { ...daily, hour: 2 };
    assert.equal(nextDigest(inGap, '2026-03-29T00:30:00.000Z'), '2026-03-29T01:00:00.000Z');
  });
});
