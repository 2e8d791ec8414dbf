// Cases of replies: each is sent, DKIM-signed, to a request of review or (with SIGN) of signature, and decides or does not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { InboundMessage } from '../../db/inboundMessages.ts';
import type { MailRecord } from '../../db/mails.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { answerKinds } from '../../domain/requests/notificationKinds.ts';
import { signed, type StagedRequest } from '../../test/mail/replies/replyStage.ts';
import { jsonKind } from './caseKind.ts';
import type { ReplyEnvironment } from './replyEnvironment.ts';

const shape = z
  .strictObject({
    case: z.string().min(1),
    text: z.string().min(1).optional(),
    html: z.string().min(1).optional(),
    listedName: z.string().min(1).optional().describe('of the person who is asked'),
    expect: z.enum(['decided', 'notDecided']),
    note: z.string().optional(),
  })
  .refine(({ text, html }) => text !== undefined || html !== undefined, 'give a text, an html or both');
type ReplyCase = z.infer<typeof shape>;

export const replies = jsonKind({
  name: 'replies',
  shape,
  titleOf: (each) => each.case,
  async run(given, environment) {
    const mail = await environment.replies();
    const asksToSign = /\bSIGN\b/.test(`${given.text ?? ''} ${given.html ?? ''}`);
    const personId = asksToSign ? 'approver1' : 'user1';
    const people = given.listedName === undefined ? {} : { [personId]: { name: given.listedName } };
    const request = await mail.stage.ask(asksToSign ? 'signature' : 'review', personId, { people });
    const before = mail.stage.milestone(request.milestoneId);
    const name = before.engagement.people.find((each) => each.personId === personId)?.name ?? '';
    const raw = await signed(messageOf(given, name, request));
    const envelope = { from: request.mail.toAddress, to: request.replyTo };
    const message = await mail.send(raw, envelope, request.milestoneId);
    if (given.expect === 'decided') return assertDecided(message, mail.stage.milestone(request.milestoneId));
    await assertHeld(mail, request, message, given);
  },
});

function messageOf({ text, html }: ReplyCase, name: string, { replyTo, mail }: StagedRequest): Buffer {
  const parts = [
    ...(text === undefined ? [] : [part('text/plain', text.replaceAll('{name}', name))]),
    ...(html === undefined ? [] : [part('text/html', html.replaceAll('{name}', escaped(name)))]),
  ];
  const head = [
    `From: <${mail.toAddress}>`,
    `To: <${replyTo}>`,
    'Subject: Re: your request',
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${randomUUID()}@example.com>`,
    'MIME-Version: 1.0',
  ];
  const [only, second] = parts;
  if (!second) return Buffer.from([...head, only].join('\r\n'));
  const body = [...parts.map((each) => `--part\r\n${each}`), '--part--', ''];
  return Buffer.from([...head, 'Content-Type: multipart/alternative; boundary="part"', '', ...body].join('\r\n'));
}

const part = (type: string, content: string): string => {
  const body = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n');
  return [`Content-Type: ${type}; charset=utf-8`, 'Content-Transfer-Encoding: base64', '', body, ''].join('\r\n');
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Feedback that is a comment decides nothing. */
const decisionsIn = (milestone: Milestone): object[] =>
  [
    ...milestone.feedback.filter((each) => each.verdict !== 'comment'),
    ...milestone.signatures,
    ...milestone.refusals,
    ...milestone.delegations,
  ].filter((each) => each.actor.authentication.method === 'emailReply');

function assertDecided(message: InboundMessage, milestone: Milestone): void {
  assert.equal(message.outcome, 'decided', `it was ${message.outcome}: ${message.reason}; it should decide`);
  assert.equal(decisionsIn(milestone).length, 1, 'the milestone should have one decision by reply');
}

/** The manager is shown every word, as a held reply or as a comment to be addressed. */
function assertShown(mails: readonly MailRecord[], said: string[]): void {
  const toManager = mails.filter(({ recipientId }) => recipientId === 'manager');
  const shown = toManager
    .filter(({ kind }) => kind === 'replyHeldNotice' || kind === 'feedbackNotice')
    .flatMap(({ model }) => (model as { sections: { items: string[] }[] }).sections.flatMap((each) => each.items))
    .join(' ');
  const missing = said.filter((each) => !shown.includes(each));
  assert.deepEqual(missing, [], 'the manager should be shown all that was held');
}

/** Words that tell: those of the quote's head are our own. */
const wordsOf = ({ text = '', html = '' }: ReplyCase, name: string): string[] =>
  `${text} ${html.replace(/<(style|head)[\s\S]*?<\/\1>|<[^>]*>/g, ' ').replace(/&\w+;/g, ' ')}`
    .replaceAll('{name}', name)
    .replace(/^(?:>|From:|Sent:|To:|Subject:|On .* wrote:).*$/gm, ' ')
    .split(/\s+/)
    .filter((each) => /\p{L}{3}/u.test(each));

async function assertHeld(
  { stage }: ReplyEnvironment,
  request: StagedRequest,
  message: InboundMessage,
  given: ReplyCase,
): Promise<void> {
  const { milestoneId, mail } = request;
  const name = stage.milestone(milestoneId).engagement.people.find((each) => each.email === mail.toAddress)?.name ?? '';
  assert.ok(
    message.outcome === 'held' || message.outcome === 'commented',
    `it was ${message.outcome}: ${message.reason}; it should be held, and asked back`,
  );
  assert.equal(decisionsIn(stage.milestone(milestoneId)).length, 0, 'the milestone should have no decision by reply');
  const mails = await stage.mails(milestoneId);
  const answers = mails.filter((each) => answerKinds.some((kind) => kind === each.kind));
  assert.deepEqual(
    answers.map((each) => each.toAddress),
    [mail.toAddress],
    'whoever wrote should be asked back, once',
  );
  assertShown(mails, wordsOf(given, name));
}
