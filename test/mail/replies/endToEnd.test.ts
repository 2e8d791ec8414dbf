// From the mail that asks to the signature on the milestone: real SMTP both ways, real Temporal, real record.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import nodemailer from 'nodemailer';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { listInboundMessages, type InboundMessage } from '../../../db/inboundMessages.ts';
import { findArchive } from '../../../db/outputs.ts';
import { openTransport, type Transport } from '../../../mail/transport.ts';
import { freePort } from '../../../stack/ports.ts';
import { openReplies, type Replies } from '../../../worker/openReplies.ts';
import { milestoneTaskQueue } from '../../../workflows/temporalNames.ts';
import { toLastSignature, toReview } from '../../domain/acts.ts';
import { unzip } from '../../evidence/unzip.ts';
import { MilestoneStage, type StagedMilestone } from '../../support/milestoneStage.ts';
import { devServer } from '../../support/temporal.ts';
import { domain, signed, testDns } from './replyStage.ts';
import { testEntrances } from '../../support/testVouchers.ts';

interface Caught {
  mail: ParsedMail;
  envelopeFrom: string;
}

describe('Answer by reply', () => {
  let stage: MilestoneStage;
  let replies: Replies;
  let transport: Transport;
  let port: number;
  const caught: Caught[] = [];
  const outside = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, session, done) => {
      const envelopeFrom = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
      simpleParser(stream).then(
        (mail) => {
          caught.push({ mail, envelopeFrom });
          done();
        },
        (error: Error) => done(error),
      );
    },
  });

  before(async () => {
    outside.listen(0, '127.0.0.1');
    await once(outside.server, 'listening');
    const smtpUrl = `smtp://127.0.0.1:${(outside.server.address() as AddressInfo).port}`;
    transport = openTransport(smtpUrl, 'Milestone Sign-Off <sign-off@firm.example>');
    stage = await MilestoneStage.open(await devServer(), { transport, taskQueue: milestoneTaskQueue });
    stage.delivery.replyDomain = domain;
    port = await freePort();
    replies = await openReplies({
      ...{ db: stage.database.db, client: stage.environment.client, files: stage.files },
      log: pino({ level: 'silent' }),
      settings: {
        domain,
        smtp: { port, host: '127.0.0.1', keyFile: undefined, certFile: undefined },
        mailbox: undefined,
      },
      linkSecret: stage.delivery.linkSecret,
      mailDomain: stage.delivery.mailDomain,
      ownAddress: 'sign-off@firm.example',
      ownName: 'Milestone Sign-Off',
      render: stage.delivery.render,
      answerWithinMilliseconds: 20_000,
      vouch: testEntrances.vouch,
      resolveDns: testDns,
    });
  });
  after(async () => {
    await replies.stop();
    transport.close();
    await stage.close();
    await new Promise<void>((resolve) => outside.close(() => resolve()));
  });

  /** The mail that asked a person on the milestone last. */
  const requestMail = async (milestone: StagedMilestone, address: string): Promise<Caught> => {
    await milestone.deliverMail();
    const mine = caught.filter(
      ({ mail }) =>
        (mail.to as AddressObject).value[0]?.address === address && mail.text?.includes(milestone.milestoneId),
    );
    const found = mine.findLast(({ mail }) => mail.replyTo !== undefined);
    assert.ok(found, `no mail to ${address} asks for an answer`);
    return found;
  };

  const replyTo = ({ mail }: Caught): string => mail.replyTo?.value[0]?.address ?? '';

  const answer = async (from: string, to: string, text: string, id: string): Promise<InboundMessage> => {
    const lines = [`From: ${from}`, `To: ${to}`, 'Subject: Re: your request', `Date: ${new Date().toUTCString()}`];
    const raw = Buffer.from([...lines, `Message-ID: <${id}@example.com>`, '', text, ''].join('\r\n'));
    const mailer = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    await mailer.sendMail({ envelope: { from, to }, raw: await signed(raw) });
    mailer.close();
    for (;;) {
      const found = (await listInboundMessages(stage.database.db, { page: { limit: 1000 } })).items.find((each) =>
        each.messageIdHeader?.includes(id),
      );
      if (found?.status === 'settled') return found;
      await new Promise((wait) => setTimeout(wait, 50));
    }
  };

  it('signs the milestone, under the statement of the mail it answers, and accepts it', async () => {
    const milestone = await stage.start();
    await milestone.play(...toLastSignature);
    const request = await requestMail(milestone, 'director@example.com');
    assert.match(request.mail.text ?? '', /The statement you would sign, version 1/);
    assert.match(request.mail.text ?? '', /SIGN Name of director/);
    assert.match(request.envelopeFrom, /^bounce\+[0-9a-f]{32}\.[0-9a-f]{16}@reply\.firm\.example$/);
    const quoted = (request.mail.text ?? '').split('\n').map((line) => `> ${line}`);
    const text = ['SIGN Name of director', '', 'On Monday Milestone Sign-Off wrote:', ...quoted].join('\r\n');
    const message = await answer('director@example.com', replyTo(request), text, 'end-to-end-sign');
    assert.equal(message.outcome, 'decided', message.reason);
    const result = await milestone.handle.result();
    assert.equal(result.phase, 'accepted');
    const archive = await findArchive(stage.database.db, milestone.milestoneId);
    const names = [
      ...unzip(await buffer(await stage.files.of(milestone.engagementId).open(archive?.sha256 ?? ''))).keys(),
    ];
    assert.ok(
      names.some((each) => each.endsWith(`/replies/${message.sha256}.eml`)),
      'the archive holds the raw message',
    );
    const signature = (await milestone.state()).signatures.at(-1);
    assert.equal(signature?.personId, 'director');
    assert.equal(signature?.typedName, 'Name of director');
    assert.deepEqual(signature?.actor.authentication, {
      method: 'emailReply',
      requestId: message.requestId,
      messageSha256: message.sha256,
      messageIdHeader: '<end-to-end-sign@example.com>',
      fromAddress: 'director@example.com',
      dkimDomain: 'example.com',
      dmarc: 'pass',
    });
  });

  it('goes on record as feedback of a stakeholder, and a repeat of it changes nothing', async () => {
    const milestone = await stage.start();
    await milestone.play(...toReview);
    const to = replyTo(await requestMail(milestone, 'user1@example.com'));
    assert.equal((await answer('user1@example.com', to, 'APPROVE', 'end-to-end-approve')).outcome, 'decided');
    const { sequence } = await milestone.state();
    const again = await answer('user1@example.com', to, 'APPROVE', 'end-to-end-approve-2');
    assert.match(again.reason ?? '', /^ALREADY_DECIDED/);
    assert.equal((await milestone.state()).sequence, sequence);
  });

  it('decides although somebody had ended the workflow of the milestone meanwhile', async () => {
    const milestone = await stage.start();
    await milestone.play(...toReview);
    const to = replyTo(await requestMail(milestone, 'user1@example.com'));
    await milestone.handle.terminate();
    assert.equal((await answer('user1@example.com', to, 'APPROVE', 'end-to-end-ended')).outcome, 'decided');
    assert.equal((await milestone.recorded()).feedback.at(-1)?.personId, 'user1');
  });

  it('brings the person a link when it was not clear, by a mail with the same reply address', async () => {
    const milestone = await stage.start();
    await milestone.play(...toReview);
    const request = await requestMail(milestone, 'user2@example.com');
    const to = replyTo(request);
    const message = await answer('user2@example.com', to, 'What is this about?', 'end-to-end-question');
    assert.equal(message.outcome, 'held');
    const help = await requestMail(milestone, 'user2@example.com');
    assert.match(help.mail.subject ?? '', /^Your reply decided nothing/);
    assert.match(help.mail.text ?? '', /http:\/\/localhost:3000\/r\/[\w-]{43}/);
    assert.match(help.mail.text ?? '', /REFUSE: and your reasons/);
    assert.equal(replyTo(help), to);
    assert.equal(help.mail.headers.get('auto-submitted'), 'auto-generated');
  });

  it('is held and explained while a file of what would be signed is gone, and counts once it is back', async () => {
    const milestone = await stage.start();
    await milestone.play(...toLastSignature);
    const to = replyTo(await requestMail(milestone, 'director@example.com'));
    const files = stage.files.of(milestone.engagementId);
    const design = () => files.put(Readable.from([`Design document ${milestone.milestoneId.slice(2)}`]));
    await files.remove((await design()).sha256);
    const held = await answer('director@example.com', to, 'SIGN Name of director', 'end-to-end-gone');
    assert.equal(held.outcome, 'held');
    assert.match(held.reason ?? '', /^DOCUMENT_MISSING: The file store lacks design\.txt/);
    const mail = await requestMail(milestone, 'director@example.com');
    assert.match(mail.mail.text ?? '', /The file store lacks design\.txt of deliverable/);
    await design();
    const taken = await answer('director@example.com', to, 'SIGN Name of director', 'end-to-end-back');
    assert.equal(taken.outcome, 'decided', taken.reason);
    assert.equal((await milestone.handle.result()).phase, 'accepted');
  });
});
