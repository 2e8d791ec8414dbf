// What counts as a decision, what it answers, and who gets a receipt: one table, whatever asks.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import { answeredAt, decisionIn, voidedBy, whoGetsReceipt } from '../../domain/records/decisions.ts';
import type { RequestKind } from '../../domain/requests/requestKinds.ts';
import * as act from './acts.ts';
import { given, until, type Scenario } from './scenario.ts';

/** As the database keeps the decisions of a milestone. */
const rowsOf = ({ history }: Scenario) =>
  history.flatMap((event) => {
    const kept = decisionIn(event);
    return kept ? [{ type: event.type, personId: event.actor.personId, at: event.at, ...kept }] : [];
  });

const requestTo = (scenario: Scenario, personId: string, kind: RequestKind) => ({
  kind,
  personId,
  createdAt: scenario.now,
  packageDigest: scenario.milestone.packages.at(-1)?.digest ?? '',
});

const last = ({ events }: Scenario): RecordedEvent => events[0] as RecordedEvent;

describe('An answer to a request', () => {
  const inReview = given(...act.toReview);
  const asked = requestTo(inReview, 'user1', 'review');

  it('is an approval, a refusal, or passing it on, and each gets a receipt', () => {
    for (const answer of [act.approve('user1'), act.refuse('user1'), act.delegate('user1', 'deputy')]) {
      const after = inReview.when(answer);
      assert.equal(after.result?.outcome.outcome, 'accepted', after.result?.outcome.message);
      assert.equal(answeredAt(asked, rowsOf(after)), after.now);
      assert.deepEqual(whoGetsReceipt(last(after)), ['user1']);
    }
  });

  it('is no comment: it gets a receipt, and the request stays open', () => {
    const after = inReview.when(act.comment('user1', 'A question'));
    assert.equal(answeredAt(asked, rowsOf(after)), undefined);
    assert.deepEqual(whoGetsReceipt(last(after)), ['user1']);
  });

  it('is nobody else’s decision, none of another kind, and none from before it was asked', () => {
    const after = inReview.when(act.approve('user2'));
    assert.equal(answeredAt(asked, rowsOf(after)), undefined);
    const approved = inReview.when(act.approve('user1'));
    assert.equal(answeredAt({ ...asked, kind: 'signature' }, rowsOf(approved)), undefined);
    assert.equal(answeredAt({ ...asked, createdAt: '2027-01-01T00:00:00.000Z' }, rowsOf(approved)), undefined);
    assert.equal(answeredAt({ ...asked, packageDigest: act.noDigest }, rowsOf(approved)), undefined);
  });
});

describe('An act of office that nobody was asked for', () => {
  it('is a decision on record and gets no receipt', () => {
    const inReview = given(...act.toReview);
    const acts = [
      inReview.when(act.reassign('user1', 'deputy')).then('reassigned'),
      inReview.when(act.extend('2026-03-20')).then('deadlineExtended'),
      given(...act.toAccepted)
        .when(act.proposeRevocation())
        .then('revocationProposed'),
    ];
    for (const each of acts) {
      assert.ok(decisionIn(last(each)));
      assert.deepEqual(whoGetsReceipt(last(each)), []);
    }
  });
});

describe('What the clock does', () => {
  it('is nobody’s decision, also where a person could do the same', () => {
    const failed = given(...act.toConditional).when(until('2026-06-30T00:00:00.000Z'));
    const { exceptionFailed } = Object.fromEntries(failed.events.map((each) => [each.type, each]));
    assert.ok(exceptionFailed);
    assert.equal(decisionIn(exceptionFailed), undefined);
    for (const each of failed.events) assert.deepEqual(whoGetsReceipt(each), []);
  });
});

describe('What a decision loses its effect by', () => {
  it('is a new package for all that was decided on the last one, but for what the manager reassigned', () => {
    const resubmitted = given(...act.toValidation, act.fail('validator1')).when(act.submit());
    const types = voidedBy(resubmitted.event('packageFrozen'))?.types;
    assert.equal(
      types?.join(' '),
      'validationReported feedbackGiven signed decisionEntered refused delegated silenceDeemed',
    );
    assert.deepEqual(
      resubmitted.milestone.reports.map((each) => each.isVoid),
      [true],
    );
  });

  it('is a review held again, for approvals and signatures; reports stand', () => {
    const again = given(...act.toSignOff, act.sign('approver1'), act.refuse('approver2')).when(
      act.conclude('reviewAgain'),
    );
    const types = voidedBy(again.event('facilitationOutcomeRecorded'))?.types;
    assert.equal(types?.join(' '), 'feedbackGiven signed decisionEntered silenceDeemed');
    assert.ok(again.milestone.signatures.every((each) => each.isVoid));
    assert.ok(again.milestone.reports.every((each) => !each.isVoid));
  });

  it('is an exception named after it, for the signatures it names alone', () => {
    const proposed = given(...act.toSignOff, act.sign('approver1')).when(act.propose('E1'));
    assert.deepEqual(voidedBy(proposed.event('signaturesVoided')), { types: ['signed'], personIds: ['approver1'] });
  });
});
