// The IMAP mailbox, against a real IMAP server: fetched once, marked seen when safe, patient with a server that is down.
import assert from 'node:assert/strict';
import type { AddressInfo, Server } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';
import { openMailbox } from '../../../mail/replies/mailbox.ts';
import type { ReplySource } from '../../../mail/replies/smtpListener.ts';
import { ReplyStage, signed } from './replyStage.ts';

interface ImapServer {
  server: Server;
  port: number;
  append(raw: Buffer): void;
  flags(): string[][];
}

async function startImapServer(): Promise<ImapServer> {
  const messages: { raw: string; flags: string[] }[] = [];
  const imap = hoodiecrow({
    plugins: ['ID', 'UNSELECT', 'UIDPLUS', 'LITERALPLUS'],
    users: { replies: { password: 'se/cret' } },
    storage: { INBOX: { messages } },
  });
  await new Promise<void>((resolve) => imap.listen(0, resolve));
  return {
    server: imap.server,
    port: (imap.server.address() as AddressInfo).port,
    append: (raw) => imap.appendMessage('INBOX', [], false, raw.toString('binary')),
    flags: () => imap.getMailbox('INBOX').messages.map((each) => each.flags),
  };
}

describe('IMAP mailbox for replies', () => {
  let stage: ReplyStage;
  let imap: ImapServer;
  let mailbox: ReplySource | undefined;

  before(async () => {
    stage = await ReplyStage.open();
    imap = await startImapServer();
  });
  afterEach(async () => {
    await mailbox?.close();
  });
  after(async () => {
    imap.server.close();
    await stage.close();
  });

  const open = (port: number): ReplySource =>
    openMailbox(stage.context, { url: `imap://replies:se%2Fcret@127.0.0.1:${port}/INBOX`, pollSeconds: 1 });
  const until = async (isTrue: () => Promise<boolean> | boolean): Promise<void> => {
    while (!(await isTrue())) await new Promise((wait) => setTimeout(wait, 50));
  };

  it('brings a reply the same way as SMTP, and marks it seen', async () => {
    const request = await stage.ask('review', 'user1');
    const raw = Buffer.from(
      [
        'Return-Path: <user1@example.com>',
        `From: Bo Sample <user1@example.com>`,
        `To: ${request.replyTo}`,
        `Date: ${new Date().toUTCString()}`,
        'Message-ID: <by-imap@example.com>',
        'Subject: Re: Please review',
        '',
        'APPROVE',
        '',
      ].join('\r\n'),
    );
    imap.append(await signed(raw));
    mailbox = open(imap.port);
    await until(() => imap.flags().every((flags) => flags.includes('\\Seen')));
    assert.equal(await stage.readDue(), 1);
    const message = await stage.last();
    assert.equal(message?.outcome, 'decided', message?.reason);
    assert.equal(message?.source, 'imap');
    await until(
      () =>
        mailbox?.check().then(
          () => true,
          () => false,
        ) ?? false,
    );
  });

  it('keeps the beginning of mail that came back and is larger than any message, and has it told', async () => {
    const { bounceTo, milestoneId } = await stage.ask('review', 'user1');
    const head = `From: postmaster@mx.example\r\nTo: <${bounceTo}>\r\nSubject: Returned\r\n\r\n5.3.4 too large for us\r\n`;
    imap.append(Buffer.concat([Buffer.from(head), Buffer.alloc(26 * 1024 * 1024, `${'x'.repeat(70)}\r\n`)]));
    mailbox = open(imap.port);
    await until(() => imap.flags().every((flags) => flags.includes('\\Seen')));
    await stage.readDue();
    const message = (await stage.messages(milestoneId)).at(-1);
    assert.deepEqual([message?.outcome, message?.reason], ['bounceNoted', '5.3.4 too large for us']);
    assert.equal(message?.sizeBytes, 25 * 1024 * 1024);
  });

  it('marks a refused message seen as well, so that it is not fetched for ever', async () => {
    imap.append(Buffer.from('From: a@example.com\r\nFrom: b@example.com\r\n\r\nAPPROVE\r\n'));
    mailbox = open(imap.port);
    await until(() => imap.flags().every((flags) => flags.includes('\\Seen')));
    await stage.readDue();
    assert.equal((await stage.last())?.outcome, 'refused');
  });

  it('says what is wrong while the server cannot be reached', async () => {
    mailbox = open(1);
    await until(
      () =>
        mailbox?.check().then(
          () => false,
          (error: Error) => /ECONNREFUSED/.test(`${error.message} ${(error as NodeJS.ErrnoException).code}`),
        ) ?? false,
    );
  });
});
