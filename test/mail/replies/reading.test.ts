// Replies over time: copies, replays, earlier rounds, outages and floods. Each is read by the whole way in.
import assert from 'node:assert/strict';
import type { DNSResolver } from 'mailauth';
import { recordDeparture, setBarrier, takeBackDeparture } from '../../../administration/restrictions.ts';
import { asJob } from '../../../db/inScope.ts';
import { claimMessages } from '../../../db/inboundMessages.ts';
import { answerKinds } from '../../../domain/requests/notificationKinds.ts';
import { readDueMessages } from '../../../mail/replies/openReplyProcessor.ts';
import { lastAttempt, MilestoneAway } from '../../../mail/replies/replyContext.ts';
import { verbsTaken } from '../../../mail/replyInstructions.ts';
import { processInbound } from '../../../mail/replies/processInbound.ts';
import * as act from '../../domain/acts.ts';
import { partTerms } from '../../domain/parting.ts';
import { ReplyStage, signed, testDns, type StagedRequest } from './replyStage.ts';

const mailFrom = (from: string, to: string, text: string, id: string, date = new Date()): Buffer =>
  Buffer.from(
    [
      `From: Bo Sample <${from}>`,
      `To: ${to}`,
      'Subject: Re: Please review: Design',
      `Date: ${date.toUTCString()}`,
      `Message-ID: <${id}@example.com>`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      '',
    ].join('\r\n'),
  );

const isAnswer = (kind: string): boolean => answerKinds.some((each) => each === kind);

describe('Reply of a stakeholder', () => {
  let stage: ReplyStage;
  before(async () => {
    stage = await ReplyStage.open();
  });
  after(() => stage.close());

  const reply = async (request: StagedRequest, text: string, id: string): Promise<Buffer> =>
    signed(mailFrom('user1@example.com', request.replyTo, text, id));
  const arrive = async (raw: Buffer, request: StagedRequest) => {
    await stage.receive(raw, { envelopeTo: [request.replyTo], envelopeFrom: 'user1@example.com' });
    await stage.readDue();
    return stage.last();
  };
  const answers = async (request: StagedRequest) =>
    (await stage.mails(request.milestoneId)).filter((each) => isAnswer(each.kind));
  const verdicts = (request: StagedRequest) =>
    stage.milestone(request.milestoneId).feedback.map((each) => each.verdict);

  it('is one message when the same bytes come twice, as after an acknowledgement that was lost', async () => {
    const request = await stage.ask('review', 'user1');
    const raw = await reply(request, 'APPROVE', 'twice-the-same');
    const first = await arrive(raw, request);
    assert.equal(first?.outcome, 'decided');
    assert.equal((await arrive(raw, request))?.inboundId, first?.inboundId);
    assert.deepEqual(verdicts(request), ['approve']);
    const { sha256 = '', engagementId = '' } = first ?? {};
    assert.equal(engagementId, `E-${request.milestoneId}`);
    assert.ok(await stage.files.of(engagementId).has(sha256), 'kept under the key of the engagement from then on');
    const letGo = await stage.database.db('outbox').where({ kind: 'fileRemoval', reference: sha256 });
    assert.equal(letGo.length, 1, 'and let go of under that of the installation');
  });

  it('is a duplicate when the same words had their effect under its Message-ID, however they came the second time', async () => {
    const request = await stage.ask('review', 'user1');
    await arrive(await reply(request, 'APPROVE', 'replayed'), request);
    const again = Buffer.concat([
      Buffer.from('Received: by relay.example\r\n'),
      await reply(request, 'APPROVE', 'replayed'),
    ]);
    const second = await arrive(again, request);
    assert.equal(second?.outcome, 'duplicate');
    assert.deepEqual(verdicts(request), ['approve']);
    assert.deepEqual(await answers(request), []);
  });

  it('comments by its first word, and waits for an answer where that says so, or where what it says is not understood', async () => {
    for (const [words, isForInformation] of [
      ['COMMENT: Looks good.', true],
      ['Question: which chapter is it?', undefined],
      ['APPROVED, except chapter 2', undefined],
    ] as const) {
      const request = await stage.ask('review', 'user1');
      await arrive(await reply(request, words, `says-${words.length}`), request);
      assert.deepEqual(verdicts(request), ['comment'], words);
      const items = stage.milestone(request.milestoneId).feedbackItems;
      assert.deepEqual(
        items.map((each) => each.isForInformation),
        [isForInformation],
        words,
      );
    }
  });

  it('is another message when it has other words under a Message-ID that had its effect', async () => {
    const request = await stage.ask('review', 'user1');
    const first = await arrive(await reply(request, 'APPROVED, except chapter 2', 'used-again'), request);
    const second = await arrive(await reply(request, 'APPROVE', 'used-again'), request);
    assert.deepEqual([first?.outcome, second?.outcome], ['commented', 'decided']);
    assert.deepEqual(verdicts(request), ['comment', 'approve']);
  });

  it('has no effect once its sender has left, or a barrier keeps them from the engagement', async () => {
    const record = asJob(stage.database.db, 'signIn');
    const by = { keyId: 'test', now: new Date().toISOString() };
    const request = await stage.ask('review', 'user1');
    const departure = await recordDeparture(record, { address: 'user1@example.com', reason: 'Left' }, by);
    const left = await arrive(await reply(request, 'APPROVE', 'has-left'), request);
    await takeBackDeparture(record, departure?.departureId ?? '', { reason: 'x' }, by);
    const engagementId = `E-${request.milestoneId}`;
    await setBarrier(record, { engagementId, address: 'user1@example.com', reason: 'Conflict' }, by);
    const barred = await arrive(await reply(request, 'APPROVE', 'is-barred'), request);
    for (const each of [left, barred])
      assert.deepEqual([each?.outcome, each?.reason], ['ignored', 'its person has no access to this engagement']);
    assert.deepEqual(verdicts(request), []);
  });

  it('is read though the earlier message of its Message-ID is lost', async () => {
    const request = await stage.ask('review', 'user1');
    const first = await arrive(await reply(request, 'APPROVED, except chapter 2', 'lost'), request);
    await stage.files.of(first?.engagementId ?? '').remove(first?.sha256 ?? '');
    const second = await arrive(await reply(request, 'APPROVE', 'lost'), request);
    assert.equal(second?.outcome, 'decided', second?.reason);
  });

  it('decides after a forger has used its Message-ID', async () => {
    const request = await stage.ask('review', 'user1');
    const forged = await arrive(mailFrom('user1@example.com', request.replyTo, 'REFUSE: no', 'guessed'), request);
    assert.equal(forged?.outcome, 'held');
    assert.equal((await arrive(await reply(request, 'APPROVE', 'guessed'), request))?.outcome, 'decided');
  });

  it('does not decide on another request to which somebody sends it on, and is not taken back to its own', async () => {
    const [mine, other] = [await stage.ask('review', 'user1'), await stage.ask('review', 'user1')];
    const raw = await reply(mine, 'APPROVE', 'sent-on');
    const replayed = await arrive(raw, other);
    assert.equal(replayed?.outcome, 'held');
    assert.match(replayed?.reason ?? '', /not addressed to the reply address/);
    assert.equal((await arrive(raw, mine))?.outcome, 'decided');
    assert.deepEqual([verdicts(mine), verdicts(other)], [['approve'], []]);
  });

  it('gets the link of the newer request when it answers an earlier round', async () => {
    const first = await stage.ask('review', 'user1');
    await stage.play(first.milestoneId, act.requestRevision('user2'), act.submit());
    await stage.play(first.milestoneId, act.report('validator1'), act.report('validator2'));
    const second = await stage.requestOf(first.milestoneId, 'user1');
    const late = await arrive(await reply(first, 'APPROVE', 'late'), first);
    assert.equal(late?.outcome, 'held');
    assert.match(late?.reason ?? '', /earlier request/);
    assert.deepEqual(
      (await answers(first)).map((each) => each.requestId),
      [second.request.requestId],
    );
  });

  it('signs under the exceptions that its mail listed, and so grants a concession', async () => {
    const { milestoneId } = await stage.ask('validation', 'validator1');
    const results = [
      { requirementId: 'R1', outcome: 'notMet', evidence: '84 %', severity: 3, isMaterial: false },
      { requirementId: 'R2', outcome: 'met', evidence: 'Page 3' },
    ];
    const exceptions = [act.exception('E1', { severity: 3, requirementIds: ['R1'] })];
    const report = { results, recommendation: 'acceptWithIssues', exceptions };
    await stage.play(milestoneId, act.report('validator1', report), act.report('validator2'));
    await stage.play(milestoneId, act.approve('user1'), act.approve('user2'), act.approve('owner1'));
    const request = await stage.requestOf(milestoneId, 'approver1');
    assert.match(JSON.stringify(request.mail.model), /R1, to be accepted under exception E1/);
    const { toAddress } = request.mail;
    const raw = await signed(mailFrom(toAddress, request.replyTo, 'SIGN Zoë Sample', 'under-exceptions'));
    await stage.receive(raw, { envelopeTo: [request.replyTo], envelopeFrom: toAddress });
    await stage.readDue();
    assert.equal((await stage.last())?.outcome, 'decided', (await stage.last())?.reason);
    const [signature] = stage.milestone(milestoneId).signatures;
    assert.equal(signature?.actor.authentication.method, 'emailReply');
    assert.deepEqual(signature?.exceptions?.exceptionIds, ['E1']);
  });

  it('signs for no part, which its mail does not offer either', async () => {
    const whole = await stage.ask('signature', 'approver1', partTerms);
    const offered = () =>
      verbsTaken(stage.milestone(whole.milestoneId), 'signature', 'approver1').map(({ words }) => words.split(' ')[0]);
    assert.ok(offered().includes('SIGN'));
    await stage.play(whole.milestoneId, act.proposePart(['D1', 'D2']));
    const request = await stage.requestOf(whole.milestoneId, 'approver1');
    assert.ok(!offered().includes('SIGN') && offered().length > 0);
    for (const [id, to] of [
      ['part', request],
      ['part-by-the-mail-before', whole],
    ] as const) {
      const { toAddress } = request.mail;
      await stage.receive(await signed(mailFrom(toAddress, to.replyTo, 'SIGN Zoë Sample', id)), {
        ...{ envelopeTo: [to.replyTo], envelopeFrom: toAddress },
      });
      await stage.readDue();
      assert.equal((await stage.last())?.outcome, 'held', JSON.stringify(await stage.last()));
      assert.match((await stage.last())?.reason ?? '', /a reply does not accept a part|there is a newer one/);
    }
    assert.deepEqual(stage.milestone(whole.milestoneId).signatures, []);
  });

  it('is answered with the reason when the milestone refuses it', async () => {
    const request = await stage.ask('review', 'user1');
    await arrive(await reply(request, 'APPROVE', 'first-decision'), request);
    const again = await arrive(await reply(request, 'APPROVE', 'second-decision'), request);
    assert.equal(again?.outcome, 'held');
    assert.match(again?.reason ?? '', /^ALREADY_DECIDED/);
    const told = JSON.stringify((await answers(request))[0]?.model);
    assert.match(told, /You have decided already: Design/);
    assert.match(told, /You approved on \w+ \d+ \w+ \d{4}, \d\d:\d\d \([\w ]+ Time\), [-\d]+ [:\d]+ UTC\./);
    assert.match(told, /Bo Sample has already approved this package, on [-\d]+ [:\d]+ UTC/);
    assert.match(told, /Nothing waits for a decision of yours/);
    assert.doesNotMatch(told, /decided nothing/, 'they have decided');
    assert.deepEqual(
      (await answers(request)).map((each) => each.kind),
      ['replyConfirmation'],
    );
  });

  it('gets no more than five answers a day, so that two machines never talk for ever', async () => {
    const request = await stage.ask('review', 'user1');
    for (let count = 0; count < 8; count += 1) await arrive(await reply(request, 'Hm', `flood-${count}`), request);
    assert.equal((await answers(request)).length, 5);
  });

  it('counts once when its reader dies between the decision and the note of it', async () => {
    const request = await stage.ask('review', 'user1');
    const raw = await reply(request, 'APPROVE', 'crash');
    await stage.receive(raw, { envelopeTo: [request.replyTo], envelopeFrom: 'user1@example.com' });
    const [claimed] = await claimMessages(stage.database.db, { limit: 1, staleAfterSeconds: 300 });
    assert.ok(claimed);
    const { settlement } = await processInbound(stage.context, claimed);
    assert.equal(settlement.outcome, 'decided');
    assert.equal(await stage.readDue(), 0, 'the dead reader’s claim holds for a while');
    await stage.database
      .db('inbound_messages')
      .update({ claimed_at: new Date(0) })
      .where({ status: 'reading' });
    assert.equal(await stage.readDue(), 1);
    assert.equal((await stage.last())?.outcome, 'decided');
    assert.deepEqual(verdicts(request), ['approve']);
  });

  it('waits while DNS does not answer, and then decides', async () => {
    const request = await stage.ask('review', 'user1');
    await stage.receive(await reply(request, 'APPROVE', 'dns-down'), { envelopeTo: [request.replyTo] });
    const dead: DNSResolver = async () => {
      throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' });
    };
    assert.equal(await readDueMessages({ ...stage.context, resolveDns: dead }), 0);
    assert.deepEqual(verdicts(request), []);
    assert.deepEqual(await answers(request), []);
    await makeAllDue(stage);
    assert.equal(await readDueMessages({ ...stage.context, resolveDns: testDns }), 1);
    assert.deepEqual(verdicts(request), ['approve']);
  });

  it('waits while Temporal has it but nobody has ruled on it', async () => {
    const request = await stage.ask('review', 'user1');
    await stage.receive(await reply(request, 'APPROVE', 'no-worker'), { envelopeTo: [request.replyTo] });
    assert.equal(await readDueMessages({ ...stage.context, deliver: async () => ({ status: 'accepted' }) }), 0);
    assert.equal((await stage.last())?.status, 'received');
    await makeAllDue(stage);
    assert.equal(await stage.readDue(), 1);
    assert.equal((await stage.last())?.outcome, 'decided');
  });

  it('waits without an end for a milestone whose workflow is to be started again', async () => {
    const request = await stage.ask('review', 'user1');
    await stage.receive(await reply(request, 'APPROVE', 'no-workflow'), { envelopeTo: [request.replyTo] });
    const away = { ...stage.context, deliver: () => Promise.reject(new MilestoneAway('its workflow was ended')) };
    for (const attempts of [0, lastAttempt + 1]) {
      await stage.database.db('inbound_messages').where({ status: 'received' }).update({ attempts });
      await makeAllDue(stage);
      assert.equal(await readDueMessages(away), 0);
      assert.equal((await stage.last())?.status, 'received');
    }
    await makeAllDue(stage);
    assert.equal(await stage.readDue(), 1);
    assert.equal((await stage.last())?.outcome, 'decided');
  });

  it('is unmatched, and unanswered, where nobody was asked under its address', async () => {
    const request = await stage.ask('review', 'user1');
    const nobody = request.replyTo.replace(/\+[0-9a-f]{8}/, '+00000000');
    const raw = await signed(mailFrom('user1@example.com', nobody, 'APPROVE', 'nobody'));
    await stage.receive(raw, { envelopeTo: [nobody] });
    await stage.readDue();
    assert.equal((await stage.last())?.outcome, 'unmatched');
  });

  it('keeps with the record what its signature was checked against', async () => {
    const request = await stage.ask('review', 'user1');
    await arrive(await reply(request, 'APPROVE', 'evidence'), request);
    const [message] = await stage.messages(request.milestoneId);
    const proof = message?.proof as { dkimDomain: string; publicKeyRecord: string; signedHeaders: string[] };
    assert.equal(proof.dkimDomain, 'example.com');
    assert.match(proof.publicKeyRecord, /^v=DKIM1/);
    assert.ok(proof.signedHeaders.includes('to'));
  });

  it('takes an automatic reply to a reminder for the same absence', async () => {
    const request = await stage.ask('review', 'user1');
    for (const id of ['away-1', 'away-2']) {
      const raw = mailFrom('user1@example.com', request.bounceTo, 'Back on Monday', id);
      const marked = Buffer.concat([Buffer.from('Auto-Submitted: auto-replied\r\n'), raw]);
      await stage.receive(marked, { envelopeTo: [request.bounceTo], envelopeFrom: '' });
      await stage.readDue();
      assert.equal((await stage.last())?.outcome, 'absenceNoted');
    }
    const told = (await stage.mails(request.milestoneId)).filter((each) => each.kind === 'absenceNotice');
    assert.equal(told.length, 1);
    assert.match(JSON.stringify(told[0]?.model), /Back on Monday/);
  });
});

const makeAllDue = (stage: ReplyStage) =>
  stage.database
    .db('inbound_messages')
    .update({ next_attempt_at: new Date(0) })
    .where({ status: 'received' });
