// The SMTP listener in real conversations: whom it takes mail for, what it refuses, and when it says 250.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import nodemailer from 'nodemailer';
import { pino } from 'pino';
import { openDatabase } from '../../../db/database.ts';
import { openSmtpListener } from '../../../mail/replies/smtpListener.ts';
import { domain, ReplyStage, secret, type StagedRequest } from './replyStage.ts';

type Listener = Awaited<ReturnType<typeof openSmtpListener>>;

describe('SMTP listener for replies', () => {
  let stage: ReplyStage;
  let listener: Listener;
  let request: StagedRequest;

  before(async () => {
    stage = await ReplyStage.open();
    request = await stage.ask('review', 'user1');
    listener = await openSmtpListener(stage.context, { host: '127.0.0.1', port: 0, domain, secret });
  });
  after(async () => {
    await listener.close();
    await stage.close();
  });

  const send = (to: string, raw: string | Buffer, port = listener.port) => {
    const mailer = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    return mailer.sendMail({ envelope: { from: 'user1@example.com', to }, raw }).finally(() => mailer.close());
  };
  const mail = (text: string, more = '') =>
    `From: user1@example.com\r\nTo: ${request.replyTo}\r\nMessage-ID: <${text}@example.com>\r\n${more}\r\n${text}\r\n`;
  const received = () => stage.messages();

  it('says 250 when the raw message is stored and its row is committed', async () => {
    const { response } = await send(request.replyTo, mail('safe'));
    assert.match(response, /^250/);
    const message = (await received()).at(-1);
    assert.equal(message?.status, 'received');
    assert.deepEqual(message?.envelopeTo, [request.replyTo]);
    assert.equal(message?.envelopeFrom, 'user1@example.com');
    assert.ok(await stage.files.ofInstallation.has(message?.sha256 ?? ''));
  });

  for (const [whom, address] of [
    ['a request that does not exist', `reply+${'0'.repeat(40)}@${domain}`],
    ['a mail that was never sent', `bounce+${'0'.repeat(32)}.${'0'.repeat(16)}@${domain}`],
    ['another host', `reply+${'0'.repeat(40)}@elsewhere.example`],
    ['anybody else', `postmaster@${domain}`],
  ] as const)
    it(`takes no mail for ${whom}`, async () => {
      const before = (await received()).length;
      await assert.rejects(send(address, mail('stray')), { responseCode: 550 });
      assert.equal((await received()).length, before);
    });

  it('takes reports at the address a mail was sent from', async () => {
    assert.match((await send(request.bounceTo, mail('report'))).response, /^250/);
  });

  it('refuses a message of more than 25 MB, keeps nothing of it, and goes on', async () => {
    const before = (await received()).length;
    const large = Buffer.concat([Buffer.from(mail('large')), Buffer.alloc(26 * 1024 * 1024, 'x\r\n')]);
    await assert.rejects(send(request.replyTo, large), { responseCode: 552 });
    assert.equal((await received()).length, before);
    assert.match((await send(request.replyTo, mail('after-large'))).response, /^250/);
  });

  it('refuses at once what says beforehand that it is larger, and not where it is mail that came back', async () => {
    const announcing = async (to: string) =>
      (await talk(listener.port, ['EHLO mx.example.com', 'MAIL FROM:<> SIZE=60000000', `RCPT TO:<${to}>`])).at(-1);
    assert.match((await announcing(request.replyTo)) ?? '', /^552/);
    assert.match((await announcing(request.bounceTo)) ?? '', /^250/);
  });

  it('takes returned mail of more than 25 MB, keeps its beginning, and has the manager told why', async () => {
    const { bounceTo, milestoneId } = await stage.ask('review', 'user2');
    const report = [
      'Content-Type: multipart/report; report-type=delivery-status; boundary=part',
      '',
      '--part',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.com',
      '',
      'Final-Recipient: rfc822; user2@example.com',
      'Action: failed',
      'Status: 5.2.2',
      'Diagnostic-Code: smtp; 552 mailbox full',
      '',
      '--part',
      'Content-Type: message/rfc822',
      '',
      'Subject: Please review',
      '',
      '',
    ].join('\r\n');
    const raw = Buffer.concat([
      Buffer.from(`From: postmaster@example.com\r\nTo: ${bounceTo}\r\n${report}`),
      Buffer.alloc(26 * 1024 * 1024, `${'x'.repeat(70)}\r\n`),
      Buffer.from('\r\n--part--\r\n'),
    ]);
    assert.match((await send(bounceTo, raw)).response, /^250/);
    await stage.readDue();
    const message = (await stage.messages(milestoneId)).at(-1);
    assert.equal(message?.outcome, 'bounceNoted', message?.reason);
    assert.equal(message?.sizeBytes, 25 * 1024 * 1024);
    const told = (await stage.mails(milestoneId)).filter(({ kind }) => kind === 'undeliverableNotice');
    assert.match(JSON.stringify(told.map(({ recipientId, model }) => [recipientId, model])), /manager.*mailbox full/);
  });

  it('refuses a malformed message with the reason, and has that on record', async () => {
    await assert.rejects(send(request.replyTo, mail('twice', 'From: other@example.com\r\n')), {
      responseCode: 554,
      message: /header from appears more than once/,
    });
    const message = (await received()).at(-1);
    assert.equal(message?.outcome, 'refused');
    assert.match(message?.reason ?? '', /more than once/);
  });

  it('keeps a malformed message at the address a mail was sent from, which came back whatever it looks like', async () => {
    const { bounceTo, milestoneId, mail: returned } = await stage.ask('review', 'user2');
    const raw = mail('malformed', 'From: other@example.com\r\n');
    assert.match((await send(bounceTo, raw)).response, /^250/);
    await stage.readDue();
    const message = (await stage.messages(milestoneId)).at(-1);
    const reason = 'a report that cannot be read: header from appears more than once';
    assert.deepEqual([message?.outcome, message?.reason], ['bounceNoted', reason]);
    const told = (await stage.mails(milestoneId)).filter(({ kind }) => kind === 'undeliverableNotice');
    assert.deepEqual(
      told.map(({ recipientId, model }) => [recipientId, (model as { paragraphs: string[] }).paragraphs]),
      [['manager', [reason]]],
    );
    const { rows } = await stage.database.db.raw('select bounced_at from mails where mail_id = ?', [returned.mailId]);
    assert.ok((rows as { bounced_at: Date | null }[])[0]?.bounced_at);
  });

  it('asks to try again when the record cannot be written, and loses nothing', async () => {
    const nobody = openDatabase('postgres://nobody:nothing@127.0.0.1:1/nowhere', { poolSize: 1 });
    const broken = { ...stage.context, db: nobody, log: pino({ level: 'silent' }) };
    const other = await openSmtpListener(broken, { host: '127.0.0.1', port: 0, domain, secret });
    await assert.rejects(send(request.bounceTo, mail('later'), other.port), { responseCode: 451 });
    await other.close();
    await nobody.destroy();
  });

  it('lets nobody log in or relay', async () => {
    const answers = await talk(listener.port, [
      'EHLO mx.example.com',
      'AUTH PLAIN AAAA',
      'MAIL FROM:<a@example.com>',
      'RCPT TO:<b@other.example>',
    ]);
    assert.doesNotMatch(answers[1] ?? '', /AUTH/);
    assert.match(answers[2] ?? '', /^5\d\d/);
    assert.match(answers[4] ?? '', /^550/);
  });

  it('is healthy while it listens', async () => {
    await listener.check();
    const other = await openSmtpListener(stage.context, { host: '127.0.0.1', port: 0, domain, secret });
    await other.close();
    await assert.rejects(other.check());
  });
});

/** Sends each line after the answer to the one before; the greeting is the first answer. */
async function talk(port: number, lines: string[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  const answers: string[] = [];
  const next = async (): Promise<void> => {
    let answer = '';
    do answer += ((await once(socket, 'data')) as [string])[0];
    while (!/^\d{3} .*\r\n$/m.test(answer));
    answers.push(answer);
  };
  await next();
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    await next();
  }
  socket.end();
  return answers;
}
