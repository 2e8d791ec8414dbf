// Mail that comes back from everybody who would hear of it: the administrator is told, and once more when somebody gets mail again.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { dispatchDue } from '../../../activities/dispatch/dispatcher.ts';
import { testEvidenceKeys } from '../../support/evidenceKeys.ts';
import { mailHandler } from '../../../activities/dispatch/mailHandler.ts';
import { listObstacles } from '../../../db/obstacles.ts';
import { systemActor } from '../../../domain/people/people.ts';
import { bounceAddress } from '../../../mail/replyAddress.ts';
import { openTransport, type Transport } from '../../../mail/transport.ts';
import { lookOut } from '../../../worker/keepWatch.ts';
import * as act from '../../domain/acts.ts';
import { openSmtpSink, type SmtpSink } from '../smtpSink.ts';
import { asOwner } from '../../support/asOwner.ts';
import { domain, ReplyStage, secret, type StagedRequest } from './replyStage.ts';

const log = pino({ level: 'silent' });
const manager = 'manager@example.com';
const sponsor = 'sponsor@example.com';
const administrator = 'administrator@example.com';

describe('Mail that comes back from manager and sponsor', () => {
  let stage: ReplyStage;
  let sink: SmtpSink;
  let transport: Transport;
  let asked: StagedRequest;
  beforeEach(async () => {
    stage = await ReplyStage.open();
    sink = await openSmtpSink();
    transport = openTransport(sink.url, 'sign-off@firm.example');
    asked = await stage.ask('review', 'user1');
  });
  afterEach(async () => {
    transport.close();
    await sink.close();
    await stage.close();
  });

  /** Until nothing is due: each mail that comes back may cause another. */
  async function deliver(): Promise<void> {
    const { context } = stage;
    const { db, render } = context;
    const sending = { db, log, transport, files: stage.files, render, linkSecret: secret, mailDomain: 'firm.example' };
    const mail = mailHandler({
      ...sending,
      logSigner: (await testEvidenceKeys()).log,
      publicUrl: 'http://localhost:3000',
      reportUndeliverable: async ({ milestoneId, ...returned }) => {
        const messageId = `undeliverable:${returned.mailId}`;
        const message = { messageId, actor: systemActor, ...returned };
        await context.deliver(milestoneId, { name: 'reportUndeliverable', ...message }, { entrance: 'mailRoom' });
      },
    });
    while (Object.values((await dispatchDue({ db, log, handlers: { mail } })).mail ?? {}).some((count) => count > 0));
  }

  const watch = () =>
    lookOut({
      db: stage.context.db,
      log,
      files: stage.files,
      mailDomain: 'firm.example',
      administratorEmail: administrator,
    });
  const standing = async () =>
    (await listObstacles(stage.database.db, [asked.milestoneId])).map(({ kind, reason }) => [
      kind,
      reason.slice(0, sponsor.length + 5),
    ]);
  const obstacleMails = async () =>
    (await stage.mails(asked.milestoneId))
      .filter(({ kind }) => kind.startsWith('obstacle'))
      .map(({ kind, recipientId }) => `${kind} to ${recipientId}`)
      .sort();
  const earlier = (table: string, column: string) =>
    asOwner(stage.database, (transaction) =>
      transaction(table).update({ [column]: transaction.raw(`${column} - interval '61 minutes'`) }),
    );
  const refuse = (...addresses: string[]) => addresses.forEach((each) => sink.refuse.set(each, 550));

  it('is no obstacle while the sponsor is reached', async () => {
    refuse('user1@example.com', manager);
    await deliver();
    const told = (await stage.mails(asked.milestoneId)).filter(({ kind }) => kind === 'undeliverableNotice');
    assert.deepEqual(told.map(({ recipientId, status }) => `${recipientId} ${status}`).sort(), [
      'manager failed',
      'sponsor sent',
    ]);
    assert.deepEqual(await standing(), []);
  });

  it('is told to the administrator alone, where the server refuses at once', async () => {
    refuse('user1@example.com', manager, sponsor);
    await deliver();
    assert.deepEqual(await standing(), [['unreachable', `${sponsor}: 550`]]);
    await watch();
    await watch();
    await deliver();
    assert.deepEqual(await obstacleMails(), ['obstacleNotice to administrator']);
    const [told] = sink.taken.filter(({ to }) => [to].flat()[0]?.text.includes(administrator));
    assert.match(told?.subject ?? '', /Something is in the way/);
    assert.match(told?.text ?? '', /so did the notice of it[^]*sponsor@example\.com: [^]*reach them another way/);
    assert.match(told?.text ?? '', /the setting ADMINISTRATOR_EMAIL of this service names your address/);
    assert.doesNotMatch(told?.text ?? '', /you are named in the engagement/);
  });

  it('is told where a report comes in later', async () => {
    refuse('user1@example.com', manager);
    await deliver();
    const [notice] = (await stage.mails(asked.milestoneId)).filter(
      ({ kind, recipientId }) => kind === 'undeliverableNotice' && recipientId === 'sponsor',
    );
    assert.ok(notice);
    const bounceTo = bounceAddress(domain, secret, notice.messageIdHeader);
    const lines = [
      'From: MAILER-DAEMON@mx.example',
      `To: <${bounceTo}>`,
      'Message-ID: <late@mx.example>',
      '',
      '550 5.1.1 gone',
    ];
    await stage.receive(Buffer.from([...lines, ''].join('\r\n')), { envelopeTo: [bounceTo], envelopeFrom: '' });
    await stage.readDue();
    assert.deepEqual(await standing(), [['unreachable', `${sponsor}: 550`]]);
  });

  it('is out of the way once a later mail to one of them went out and did not come back within an hour', async () => {
    refuse('user1@example.com', manager, sponsor);
    await deliver();
    await watch();
    await deliver();
    sink.refuse.clear();
    await stage.play(asked.milestoneId, act.comment('user1', 'Why?'));
    await deliver();
    await watch();
    assert.equal((await standing()).length, 1, 'a report may take its time');
    await earlier('mails', 'sent_at');
    await earlier('obstacles', 'tried_at');
    await watch();
    assert.deepEqual(await standing(), []);
    await watch();
    assert.deepEqual(await obstacleMails(), [
      'obstacleNotice to administrator',
      'obstacleResolvedNotice to administrator',
    ]);
  });

  it('is out of the way once the milestone is over', async () => {
    refuse('user1@example.com', manager, sponsor);
    await deliver();
    await watch();
    await stage.play(asked.milestoneId, act.cancel('manager'));
    await watch();
    assert.deepEqual(await standing(), []);
  });

  it('is said of the administrator by name of that office', async () => {
    refuse('user1@example.com', manager, sponsor, administrator);
    await deliver();
    await watch();
    await deliver();
    const told = (await stage.mails(asked.milestoneId)).filter(({ kind }) => kind === 'undeliverableNotice');
    const headlines = told.map(({ model }) => (model as { headline: string }).headline);
    assert.ok(headlines.includes('A mail to the administrator of this service came back.'), headlines.join());
  });
});
