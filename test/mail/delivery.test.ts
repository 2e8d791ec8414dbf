// Delivery from the outbox through a real SMTP server: once, however the server behaves, and no recipient holds up another.
import assert from 'node:assert/strict';
import { withoutTriggers } from '../support/agedRecord.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { MockActivityEnvironment } from '@temporalio/testing';
import { dispatchEffects } from '../../activities/dispatch/dispatchEffects.ts';
import { claimSeconds, dispatchDue, type DispatchCounts } from '../../activities/dispatch/dispatcher.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { mailHandler, type MailDelivery, type UndeliverableMail } from '../../activities/dispatch/mailHandler.ts';
import { listMails } from '../../db/mails.ts';
import { claimEffects } from '../../db/outbox.ts';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import { openTransport, type Transport } from '../../mail/transport.ts';
import type { FileStore } from '../../storage/fileStore.ts';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { freePort } from '../../stack/ports.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { batchOf, linkSecret, recorder } from '../db/batches.ts';
import { recordDeparture, setBarrier } from '../../administration/restrictions.ts';
import { asJob } from '../../db/inScope.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { openSmtpSink } from './smtpSink.ts';
import { openTestFiles } from '../support/testFiles.ts';

describe('Outbox delivered over SMTP', () => {
  let database: TestDatabase;
  let transport: Transport;
  let reported: UndeliverableMail[];
  let folder: string;
  let files: FileStore;
  beforeEach(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'sign-off-files-'));
    files = await openTestFiles(folder);
    reported = [];
    await recorder(database.db)(batchOf(given(act.submit())));
  });
  afterEach(async () => {
    transport.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  async function deliveryTo(url: string): Promise<MailDelivery> {
    transport = openTransport(url, 'sign-off@example.com');
    return {
      db: database.db,
      transport,
      files,
      render: await loadMailTemplates('example.com'),
      publicUrl: 'http://localhost:3000',
      linkSecret,
      logSigner: (await testEvidenceKeys()).log,
      mailDomain: 'example.com',
      log: pino({ level: 'silent' }),
      reportUndeliverable: async (mail) => void reported.push(mail),
    };
  }
  const deliver = async (delivery: MailDelivery) => {
    const { db, log } = delivery;
    return (await dispatchDue({ db, log, handlers: { mail: mailHandler(delivery) } })).mail;
  };
  const later = () => database.db('outbox').update({ next_attempt_at: database.db.raw(`now() - interval '1 second'`) });
  const mails = async () => (await listMails(database.db, { milestoneId: 'M1', page: { limit: 10 } })).items;

  it('brings the files that go with a mail, and waits for one the store lacks', async () => {
    const sink = await openSmtpSink();
    const delivery = await deliveryTo(sink.url);
    const content = Buffer.from('%PDF-1.7, as it was sealed');
    const file = { fileName: 'M1-C1.pdf', mediaType: 'application/pdf', sha256: sha256Hex(content) };
    await withoutTriggers(database.ownerUrl, (owner) =>
      owner('mails').update({ model: owner.raw('model || ?::jsonb', [JSON.stringify({ files: [file] })]) }),
    );
    assert.deepEqual(await deliver(delivery), { done: 0, later: 2, failed: 0 });
    assert.equal(sink.taken.length, 0);
    await files.of('engagement-1').put(Readable.from([content]));
    await later();
    assert.deepEqual(await deliver(delivery), { done: 2, later: 0, failed: 0 });
    for (const { attachments } of sink.taken)
      assert.deepEqual(
        attachments.map((each) => [each.filename, each.contentType, each.content.toString()]),
        [['M1-C1.pdf', 'application/pdf', content.toString()]],
      );
    await sink.close();
  });

  it('sends each mail once, with the link that is good for its recipient alone', async () => {
    const sink = await openSmtpSink();
    const delivery = await deliveryTo(sink.url);
    const counts = await Promise.all([deliver(delivery), deliver(delivery)]);
    assert.equal(counts[0].done + counts[1].done, 2);
    assert.deepEqual(await deliver(delivery), { done: 0, later: 0, failed: 0 });
    const links = sink.taken.map((each) => /http:\/\/localhost:3000\/r\/[\w-]{43}/.exec(each.text ?? '')?.[0]);
    assert.equal(new Set(links).size, 2);
    for (const { replyTo } of sink.taken)
      assert.equal(
        replyTo?.value[0]?.address,
        'manager@example.com',
        'where replies are not taken in, one reaches a human',
      );
    sink.taken.forEach((each, index) => assert.ok(String(each.html).includes(links[index] ?? 'no link')));
    await sink.close();
  });

  it('waits for a server that is down, longer each time, and sends once when it is back', async () => {
    const port = await freePort();
    const delivery = await deliveryTo(`smtp://127.0.0.1:${port}`);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      assert.deepEqual(await deliver(delivery), { done: 0, later: 2, failed: 0 });
      const { rows } = await database.db.raw('select extract(epoch from next_attempt_at - now()) as wait from outbox');
      waits.push(Math.round(Number((rows as { wait: string }[])[0]?.wait)));
      await later();
    }
    assert.ok(waits[0]! < waits[1]! && waits[1]! < waits[2]!, waits.join(' < '));
    const sink = await openSmtpSink({ port });
    assert.equal((await deliver(delivery)).done, 2);
    await later();
    assert.equal((await deliver(delivery)).done, 0);
    assert.equal(sink.taken.length, 2);
    assert.deepEqual(reported, []);
    await sink.close();
  });

  it('reports a mail that will never arrive once, and sends the others', async () => {
    const sink = await openSmtpSink();
    sink.refuse.set('validator1@example.com', 550);
    const delivery = await deliveryTo(sink.url);
    assert.deepEqual(await deliver(delivery), { done: 1, later: 0, failed: 1 });
    await later();
    assert.deepEqual(await deliver(delivery), { done: 0, later: 0, failed: 0 });
    assert.deepEqual(
      reported.map((each) => [each.milestoneId, each.addresseeId]),
      [['M1', 'validator1']],
    );
    assert.match(reported[0]?.reason ?? '', /550/);
    assert.deepEqual((await mails()).map((each) => each.status).sort(), ['failed', 'sent']);
    await sink.close();
  });

  it('sends nothing to who has left or is behind a barrier, and says so in words that are the same for both', async () => {
    const sink = await openSmtpSink();
    const delivery = await deliveryTo(sink.url);
    const by = { keyId: 'test', now: new Date().toISOString() };
    const record = asJob(database.db, 'signIn');
    await recordDeparture(record, { address: 'validator1@example.com', reason: 'Left' }, by);
    const barrier = { engagementId: 'engagement-1', address: 'Validator2@example.com', reason: 'Conflict' };
    await setBarrier(record, barrier, by);
    await setBarrier(record, { ...barrier, engagementId: 'another' }, by);
    assert.deepEqual(await deliver(delivery), { done: 0, later: 0, failed: 2 });
    assert.equal(sink.taken.length, 0);
    const shown = (await mails()).map(({ status, lastError }) => [status, lastError]);
    const why = 'Not sent: who it is for has no access to this engagement.';
    assert.deepEqual(shown, [
      ['failed', why],
      ['failed', why],
    ]);
    assert.deepEqual(reported.map(({ addresseeId, reason }) => [addresseeId, reason]).sort(), [
      ['validator1', why],
      ['validator2', why],
    ]);
    await sink.close();
  });

  it('gives up after five days of deferrals, and says so', async () => {
    const sink = await openSmtpSink();
    sink.refuse.set('validator1@example.com', 450);
    const delivery = await deliveryTo(sink.url);
    await deliver(delivery);
    assert.deepEqual(reported, []);
    await database.db('outbox').update({ queued_at: database.db.raw(`now() - interval '6 days'`) });
    await later();
    assert.deepEqual(await deliver(delivery), { done: 0, later: 1, failed: 0 }, 'queued through an outage of ours');
    await database.db('outbox').update({ attempts: 9 });
    await later();
    assert.equal((await deliver(delivery)).failed, 1);
    assert.equal(reported.length, 1);
    await sink.close();
  });

  it('counts a mail that goes out again because the connection broke behind it', async () => {
    const sink = await openSmtpSink();
    sink.breakBehindData = 1;
    const delivery = await deliveryTo(sink.url);
    assert.deepEqual(await deliver(delivery), { done: 1, later: 1, failed: 0 });
    await later();
    assert.deepEqual(await deliver(delivery), { done: 1, later: 0, failed: 0 });
    assert.deepEqual((await mails()).map((each) => [each.status, each.repeats]).sort(), [
      ['sent', 0],
      ['sent', 1],
    ]);
    await sink.close();
  });

  it('holds a mail in hand for ten seconds at a time, for as long as its sender lives', async () => {
    const sink = await openSmtpSink();
    const delivery = await deliveryTo(sink.url);
    let letGo: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const { send } = delivery.transport;
    const slow: Transport = { ...delivery.transport, send: (envelope, mail) => held.then(() => send(envelope, mail)) };
    const sending = deliver({ ...delivery, transport: slow });
    const lease = async (): Promise<{ until: Date; seconds: number } | undefined> =>
      (
        await database.db.raw<{ rows: { until: Date; seconds: number }[] }>(
          `select next_attempt_at as until, extract(epoch from next_attempt_at - now())::float8 as seconds
           from outbox where status = 'claimed' order by effect_id limit 1`,
        )
      ).rows[0];
    const leases: { until: Date; seconds: number }[] = [];
    while (new Set(leases.map(({ until }) => until.getTime())).size < 2) {
      const seen = await lease();
      if (seen) leases.push(seen);
      await new Promise((wait) => setTimeout(wait, 20));
    }
    assert.ok(leases.every(({ seconds }) => seconds <= 10));
    letGo?.();
    await sending;
    await sink.close();
    assert.deepEqual(
      (await mails()).map(({ status, repeats }) => [status, repeats]),
      [
        ['sent', 0],
        ['sent', 0],
      ],
    );
  });

  it('waits no longer than a claim lasts for a process that was killed with it in hand, and is counted as sent again', async () => {
    const sink = await openSmtpSink();
    const delivery = await deliveryTo(sink.url);
    const claim = { room: { mail: 1 }, claimant: 'killed', leaseSeconds: claimSeconds };
    const [taken] = await claimEffects(asJob(database.db, 'dispatcher'), claim);
    assert.deepEqual(await deliver(delivery), { done: 1, later: 0, failed: 0 }, 'the other one');
    const passed = (seconds: number) =>
      database
        .db('outbox')
        .update({ next_attempt_at: database.db.raw('next_attempt_at - make_interval(secs => ?)', [seconds]) });
    await passed(claimSeconds);
    assert.deepEqual(await deliver(delivery), { done: 1, later: 0, failed: 0 });
    await sink.close();
    assert.deepEqual(
      (await mails()).map((each) => [each.mailId === taken?.reference, each.status, each.repeats]).sort(),
      [
        [false, 'sent', 0],
        [true, 'sent', 1],
      ],
    );
  });

  it('waits for nothing where the service stops with no mail in hand', async () => {
    const sink = await openSmtpSink();
    const { db, log } = await deliveryTo(sink.url);
    const stopping = new AbortController();
    const looking = new MockActivityEnvironment().run<[], DispatchCounts, () => Promise<DispatchCounts>>(
      dispatchEffects({ db, log, handlers: {}, stopping: stopping.signal }),
    );
    const listening = () =>
      database.db('pg_stat_activity').whereLike('query', 'listen %').whereRaw('datname = current_database()');
    while ((await listening()).length === 0) await new Promise((wait) => setTimeout(wait, 20));
    stopping.abort();
    assert.deepEqual((await looking).mail, { done: 0, later: 0, failed: 0 });
    await sink.close();
  });

  it('holds nobody else up when reporting or rendering fails, and tries that mail again', async () => {
    const sink = await openSmtpSink();
    sink.refuse.set('validator1@example.com', 550);
    const delivery = await deliveryTo(sink.url);
    const temporalDown = { ...delivery, reportUndeliverable: () => Promise.reject(new Error('Temporal is down')) };
    assert.deepEqual(await deliver(temporalDown), { done: 1, later: 1, failed: 0 });
    await later();
    assert.equal((await deliver(delivery)).failed, 1);
    assert.equal(reported.length, 1);
    await sink.close();
  });

  it('gives up after five days what cannot even be rendered, says so, and keeps at it until that is told', async () => {
    const sink = await openSmtpSink();
    const unable: MailDelivery = {
      ...(await deliveryTo(sink.url)),
      render: () => {
        throw new Error('no such frame');
      },
    };
    assert.equal((await deliver(unable)).later, 2);
    await database.db('outbox').update({ queued_at: database.db.raw(`now() - interval '6 days'`), attempts: 9 });
    await later();
    const temporalDown = { ...unable, reportUndeliverable: () => Promise.reject(new Error('Temporal is down')) };
    assert.equal((await deliver(temporalDown)).later, 2);
    await later();
    assert.equal((await deliver(unable)).failed, 2);
    assert.deepEqual(new Set(reported.map((each) => each.reason)), new Set(['no such frame']));
    await later();
    assert.deepEqual(await deliver(unable), { done: 0, later: 0, failed: 0 });
    await sink.close();
  });
});
