// The corpus: messages as clients, servers and forgers send them, each read by the whole way in and held against its expectation.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import type { Milestone } from '../../../domain/milestone.ts';
import { answerKinds } from '../../../domain/requests/notificationKinds.ts';
import { MessageRefused } from '../../../mail/replies/screening.ts';
import { corpus, type Effect, type Expectation } from './corpusExpectations.ts';
import { ReplyStage, signed, type StagedRequest } from './replyStage.ts';

const folder = new URL('corpus/', import.meta.url);

describe('Message of the corpus', () => {
  let stage: ReplyStage;
  before(async () => {
    stage = await ReplyStage.open();
  });
  after(() => stage.close());

  it('has an expectation, and each expectation a message; there are 130 or more', async () => {
    const names = (await readdir(folder)).map((each) => each.replace(/\.eml$/, ''));
    assert.deepEqual(names.sort(), Object.keys(corpus).sort());
    assert.ok(names.length >= 130, `${names.length} messages`);
  });

  for (const [name, expected] of Object.entries(corpus))
    it(`${name}: ${expected.outcome}`, () => play(stage, name, expected));
});

async function play(stage: ReplyStage, name: string, expected: Expectation): Promise<void> {
  const { asked, personId, contract, people } = expected;
  const request = await stage.ask(asked, personId, {
    ...(contract ? { contract } : {}),
    ...(people ? { people } : {}),
  });
  const before = stage.milestone(request.milestoneId);
  const raw = await messageFor(name, expected, request);
  const to = { reply: request.replyTo, bounce: request.bounceTo, unknown: 'bounce@reply.firm.example' };
  const receiving = stage.receive(raw, {
    envelopeTo: [to[expected.envelopeTo ?? 'reply']],
    envelopeFrom: expected.envelopeFrom ?? 'user1@example.com',
    ...(expected.remoteAddress ? { remoteAddress: expected.remoteAddress, helo: 'mx.example.com' } : {}),
  });
  if (expected.outcome === 'refused') await assert.rejects(receiving, MessageRefused);
  else await receiving;
  await stage.readDue();
  const message = await stage.last();
  assert.equal(message?.outcome, expected.outcome, message?.reason ?? message?.lastError);
  if (expected.because) assert.match(message?.reason ?? '', expected.because);
  assert.deepEqual(await stage.rawOf(message), raw, 'the raw message is kept');
  const after = stage.milestone(request.milestoneId);
  if (expected.effect) assertEffect(after, personId, expected.effect, message?.sha256);
  else assertNothingDecided(before, after);
  await assertAnswers(stage, request, expected);
  await assertTold(stage, request, expected);
}

async function messageFor(name: string, expected: Expectation, request: StagedRequest): Promise<Buffer> {
  const values: Record<string, string> = {
    reply: request.replyTo,
    bounce: request.bounceTo,
    ourId: request.mail.messageIdHeader,
    recipient: request.mail.toAddress,
    id: name,
    date: new Date().toUTCString().replace('GMT', '+0000'),
  };
  const text = (await readFile(new URL(`${name}.eml`, folder)))
    .toString('latin1')
    .replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? '')
    .replace(/\n/g, '\r\n');
  const raw = Buffer.from(text, 'latin1');
  const sent = expected.signing === 'none' ? raw : await signed(raw, expected.signing);
  return expected.onTheWay ? Buffer.from(expected.onTheWay(sent.toString('latin1')), 'latin1') : sent;
}

function assertEffect(milestone: Milestone, personId: string, effect: Effect, sha256: string | undefined): void {
  if ('asksFirst' in effect) return assert.equal(milestone.clockStops.at(-1)?.reason, effect.asksFirst);
  if ('proposes' in effect) return assert.equal(milestone.declined.at(-1)?.proposedId, effect.proposes);
  const decisions = [
    ...milestone.feedback,
    ...milestone.signatures,
    ...milestone.refusals,
    ...milestone.delegations.map((each) => ({ ...each, personId: each.memberId })),
  ];
  const mine = decisions.filter(({ actor }) => actor.authentication.method === 'emailReply');
  assert.equal(mine.length, 1, 'one decision came by reply');
  const [decision] = mine;
  assert.equal(decision?.personId, personId);
  const how = decision?.actor.authentication;
  assert.ok(how?.method === 'emailReply' && how.messageSha256 === sha256 && how.dkimDomain.endsWith('example.com'));
  if ('delegatedTo' in effect) return assert.equal(milestone.delegations.at(-1)?.toPersonId, effect.delegatedTo);
  if ('typedName' in effect)
    return assert.deepEqual(
      milestone.signatures.map((each) => [each.typedName, each.statementVersion]),
      [[effect.typedName, '1']],
    );
  const reasons = decision && 'reasons' in decision ? decision.reasons : [];
  assert.deepEqual(reasons, effect.verdict === 'approve' ? [] : effect.reasons);
  assert.equal(decision && 'verdict' in decision ? decision.verdict : 'refusal', effect.verdict);
}

function assertNothingDecided(before: Milestone, after: Milestone): void {
  assert.equal(after.stage.phase, before.stage.phase);
  assert.deepEqual(after.signatures, before.signatures);
  assert.deepEqual(after.refusals, before.refusals);
  assert.deepEqual(after.delegations, before.delegations);
  const final = (milestone: Milestone) => milestone.feedback.filter((each) => each.verdict !== 'comment');
  assert.deepEqual(final(after), final(before));
}

/** At most one, to the address on the list, with the link of the request. */
async function assertAnswers(stage: ReplyStage, request: StagedRequest, { answer }: Expectation): Promise<void> {
  const answers = (await stage.mails(request.milestoneId)).filter((each) =>
    answerKinds.some((kind) => kind === each.kind),
  );
  assert.deepEqual(
    answers.map((each) => [each.kind, each.toAddress, each.requestId]),
    answer ? [[answer, request.mail.toAddress, request.request.requestId]] : [],
  );
}

async function assertTold(stage: ReplyStage, request: StagedRequest, { outcome }: Expectation): Promise<void> {
  const mails = await stage.mails(request.milestoneId);
  const told = mails
    .filter((each) => ['undeliverableNotice', 'absenceNotice', 'feedbackNotice'].includes(each.kind))
    .map((each) => `${each.kind} to ${each.recipientId}`);
  const wanted: Partial<Record<typeof outcome, string>> = {
    bounceNoted: 'undeliverableNotice to manager',
    absenceNoted: 'absenceNotice to manager',
    commented: 'feedbackNotice to manager',
  };
  if (outcome !== 'decided') assert.deepEqual(told, wanted[outcome] ? [wanted[outcome]] : []);
  const isMarked = mails.find((each) => each.mailId === request.mail.mailId)?.bouncedAt !== undefined;
  assert.equal(isMarked, outcome === 'bounceNoted');
}
