// What comes to the address of one mail without being a report: that mail came back, and whoever runs the engagement is told.
import assert from 'node:assert/strict';
import { listRequestDeliveries } from '../../../db/requestDeliveries.ts';
import { openMessageReader } from '../../../mail/replies/messageReader.ts';
import { readDueMessages } from '../../../mail/replies/openReplyProcessor.ts';
import { ReplyStage, type StagedRequest } from './replyStage.ts';

describe('Message at the bounce address of a mail', () => {
  let stage: ReplyStage;
  before(async () => {
    stage = await ReplyStage.open();
  });
  after(() => stage.close());

  const arrive = async (head: string[], body: string, envelopeFrom = '') => {
    const request = await stage.ask('review', 'user1');
    const lines = [
      `To: <${request.bounceTo}>`,
      `Message-ID: <${request.milestoneId}@mx.example>`,
      ...head,
      '',
      ...body.split('\n'),
      '',
    ];
    await stage.receive(Buffer.from(lines.join('\r\n')), { envelopeTo: [request.bounceTo], envelopeFrom });
    await stage.readDue();
    return outcomeFor(request);
  };

  const outcomeFor = async ({ milestoneId, request }: StagedRequest) => {
    const mails = await stage.mails(milestoneId);
    const told = mails.filter((each) => each.kind === 'undeliverableNotice' && each.recipientId === 'manager');
    const deliveries = await listRequestDeliveries(stage.database.db, milestoneId);
    const status = deliveries.find((each) => each.requestId === request.requestId)?.status;
    const message = (await stage.messages(milestoneId)).at(-1);
    return { outcome: message?.outcome, reason: message?.reason, told: told.length, status };
  };

  const assertCameBack = (found: Awaited<ReturnType<typeof arrive>>, reason: string) =>
    assert.deepEqual(found, { outcome: 'bounceNoted', reason, told: 1, status: 'bounced' });
  const daemon = 'From: MAILER-DAEMON@post.example';

  it('came back, with the reason its text gives', async () => {
    assertCameBack(
      await arrive([daemon, 'Subject: Returned'], 'This address failed:\n5.2.2 mailbox full'),
      '5.2.2 mailbox full',
    );
  });

  it('came back for a reason that cannot be read, whatever Auto-Submitted says', async () => {
    const head = [daemon, 'Subject: Returned', 'Auto-Submitted: auto-replied'];
    assertCameBack(await arrive(head, 'It came back.'), 'reason unreadable');
  });

  const parts = (type: string, ...each: string[]) => ({
    head: `Content-Type: multipart/${type}; boundary="x"`,
    body: [...each.map((part) => `--x\n${part}\n`), '--x--'].join('\n'),
  });
  const words = 'Content-Type: text/plain\n\nIt could not be handed over.';
  const report = [
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; user1@example.com',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 nobody here',
  ].join('\n');
  const fromReport = '5.1.1 550 5.1.1 nobody here';

  it('came back where the fields of the report have blanks before the colon', async () => {
    const blank = report.replace(/^(?!Content-Type)([\w-]+):/gm, '$1 :');
    const { head, body } = parts('report; report-type=delivery-status', words, blank);
    assertCameBack(await arrive([daemon, head], body), fromReport);
  });

  it('came back where the report lies in a mixed message, and where a person’s address sends it', async () => {
    const { head, body } = parts('mixed', words, report);
    assertCameBack(await arrive([daemon, head], body), fromReport);
    assertCameBack(await arrive(['From: relay@mx.example', head], body, 'relay@mx.example'), fromReport);
  });

  it('came back where only a header names who was not reached', async () => {
    const { head, body } = parts(
      'report; report-type=delivery-status',
      'Content-Type: text/html\n\n<p>No such group</p>',
    );
    const found = await arrive([daemon, head, 'X-Failed-Recipients: user1@example.com'], body);
    assert.deepEqual([found.outcome, found.told, found.status], ['bounceNoted', 1, 'bounced']);
  });

  it('came back, whatever says that it is an automatic reply or mass mail', async () => {
    const { head, body } = parts('report; report-type=delivery-status', words, report);
    for (const [each, from] of [
      ['Auto-Submitted: auto-replied', daemon],
      ['Precedence: bulk', daemon],
      ['X-Autoreply: yes', 'From: no-reply@gateway.example'],
    ] as const)
      assertCameBack(await arrive([from, each, head], body), fromReport);
    const unreadable = parts('report; report-type=delivery-status', words);
    const found = await arrive(
      ['From: no-reply@gateway.example', 'Auto-Submitted: auto-replied', unreadable.head],
      unreadable.body,
    );
    assertCameBack(found, 'reason unreadable');
  });

  it('came back where an automatic reply says that it never arrived', async () => {
    for (const text of [
      'The mailbox of user1@example.com is over quota. The message was rejected.',
      'Ihre Nachricht konnte nicht zugestellt werden.',
      'Your mail could not be delivered, since this account is closed.',
    ]) {
      const head = ['From: mailer@mx.example', 'Subject: Notice', 'Auto-Submitted: auto-replied'];
      const found = await arrive(head, text);
      assert.deepEqual([found.outcome, found.told, found.status], ['bounceNoted', 1, 'bounced'], text);
    }
    const away = await arrive(['From: alias@example.com', 'Auto-Submitted: auto-replied'], 'I am away until Monday.');
    assert.equal(away.outcome, 'absenceNoted');
  });

  it('came back where nobody wrote nothing', async () => {
    const found = await arrive(['From: <>', 'Subject: '], '', 'relay@mx.example');
    assertCameBack(found, 'somebody wrote to the address it was sent from: “nothing”');
  });

  it('came back where it was given up after it had been delayed', async () => {
    const text = 'Your message was delayed, and has been given up.\nuser1@example.com: 5.4.7 delivery time expired';
    assertCameBack(await arrive([daemon, 'Subject: Returned'], text), 'user1@example.com: 5.4.7 delivery time expired');
  });

  it('came back where it was reported as unwanted, or deleted unread', async () => {
    const complaint = 'Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1';
    const unwanted = parts('report; report-type=feedback-report', words, complaint);
    const found = await arrive(['From: feedback@post.example', unwanted.head], unwanted.body, 'feedback@post.example');
    assertCameBack(found, 'reported as unwanted by the recipient or their provider (feedback type abuse)');
    const receipt = (disposition: string) =>
      parts(
        'report; report-type=disposition-notification',
        words,
        `Content-Type: message/disposition-notification\n\nDisposition: automatic-action/MDN-sent-automatically; ${disposition}`,
      );
    const deleted = receipt('deleted');
    assertCameBack(await arrive([daemon, deleted.head], deleted.body), 'deleted, and not known to have been read');
    const shown = receipt('displayed');
    const arrived = await arrive([daemon, shown.head], shown.body);
    assert.deepEqual([arrived.outcome, arrived.told, arrived.status], ['ignored', 0, 'queued']);
  });

  it('came back where its sender is none of the usual, and where a person wrote it', async () => {
    const blocked = await arrive(
      ['From: guard@gateway.example', 'Subject: Message blocked'],
      'By a rule.',
      'guard@gateway.example',
    );
    assertCameBack(blocked, 'reason unreadable');
    const written = await arrive(
      ['From: user1@example.com', 'Subject: Re: Please review'],
      'APPROVE',
      'user1@example.com',
    );
    assertCameBack(written, 'user1@example.com wrote to the address it was sent from: “APPROVE”');
  });

  it('came back where the mail itself is what arrives', async () => {
    const found = await arrive(
      ['From: sign-off@firm.example', 'X-Milestone-Sign-Off: yes', 'Subject: Please review'],
      'Please review',
      'relay@mx.example',
    );
    assert.deepEqual([found.outcome, found.told, found.status], ['bounceNoted', 1, 'bounced']);
  });

  it('comes from a mailbox as it comes over SMTP, with and without a return path', async () => {
    for (const path of [['Return-Path: <>'], ['Return-Path: <MAILER-DAEMON>'], []]) {
      const request = await stage.ask('review', 'user1');
      const lines = [...path, daemon, `To: <${request.bounceTo}>`, `Message-ID: <m${request.milestoneId}@mx.example>`];
      const raw = Buffer.from([...lines, '', 'nobody here: 550 5.1.1', ''].join('\r\n'));
      await stage.receive(raw, { source: 'imap', envelopeFrom: '', envelopeTo: [] });
      await stage.readDue();
      assertCameBack(await outcomeFor(request), 'nobody here: 550 5.1.1');
    }
  });

  it('came back where its shape is one that no mail client makes, or its reading fails each time', async () => {
    const hurried = openMessageReader({ milliseconds: 1, heapMegabytes: 384 });
    for (const [head, reason, reader] of [
      [['From: a@mx.example'], 'header from appears more than once', stage.context.reader],
      [[], 'Parsing takes more than 0.001 s', hurried],
    ] as const) {
      const request = await stage.ask('review', 'user1');
      const lines = [...head, `From: b@mx.example`, `X-Original-To: <${request.bounceTo}>`, '', 'It came back.', ''];
      await stage.receive(Buffer.from(lines.join('\r\n')), { source: 'imap', envelopeFrom: '', envelopeTo: [] });
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        await readDueMessages({ ...stage.context, reader });
        await stage.database.db('inbound_messages').update({ next_attempt_at: stage.database.db.fn.now() });
      }
      assertCameBack(await outcomeFor(request), `a report that cannot be read: ${reason}`);
    }
    await hurried.close();
  });

  it('did not come back while it is still being tried', async () => {
    const found = await arrive(
      [daemon, 'Subject: Delayed'],
      'Your message is delayed; we will keep trying. 4.4.1 timeout',
    );
    assert.deepEqual([found.outcome, found.told], ['ignored', 0]);
  });

  it('is an absence where the person or an alias of theirs answers, with and without a word that says so', async () => {
    for (const head of [
      ['From: alias@example.com', 'Subject: Automatic reply: away'],
      ['From: alias@example.com', 'Auto-Submitted: auto-replied'],
      ['From: user1@example.com', 'Subject: Ich bin unterwegs'],
    ]) {
      const found = await arrive(head, 'Back on Monday');
      assert.deepEqual([found.outcome, found.told, found.status], ['absenceNoted', 0, 'queued'], head.join());
    }
  });

  it('is an absence, told once with the address it came from, where an alias answers to the reply address', async () => {
    const request = await stage.ask('review', 'user1');
    for (const id of ['first', 'second']) {
      const lines = ['From: alias@example.com', `To: <${request.replyTo}>`, 'Auto-Submitted: auto-replied'];
      const raw = Buffer.from(
        [...lines, `Message-ID: <${id}-alias@example.com>`, '', 'Back on Monday', ''].join('\r\n'),
      );
      await stage.receive(raw, { envelopeTo: [request.replyTo], envelopeFrom: '' });
      await stage.readDue();
    }
    const told = (await stage.mails(request.milestoneId)).filter((each) => each.kind === 'absenceNotice');
    assert.deepEqual(
      told.map((each) => [each.recipientId, (each.model as { paragraphs: string[] }).paragraphs[0]]),
      [['manager', 'It says: “[from alias@example.com] Back on Monday”']],
    );
  });
});
