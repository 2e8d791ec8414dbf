// Time while a milestone waits: stopped, run on, taken, asked for; and whose lateness it is in the end.
import assert from 'node:assert/strict';
import { latenessByStage, latenessOf } from '../../domain/time/lateness.ts';
import * as act from './acts.ts';
import { given, givenTerms, until, type Scenario } from './scenario.ts';

const wednesday = until('2026-03-04T12:00:00.000Z');
const hours = (count: number): number => count * 3_600_000;
const nobodys = { firm: 0, client: 0 };
const ledger = ({ history, now }: Scenario) => latenessOf(history, now);

describe('The clock', () => {
  it('stands still until it is resumed: nothing is due, and the deadline moves by exactly that time', () => {
    const before = given(...act.toReview);
    const stopped = before.when(act.stopClock()).then('clockStopped');
    const later = stopped.when(until('2026-04-01T10:00:00.000Z'));
    assert.deepEqual(later.events, []);
    const resumed = later.when(act.resumeClock('sponsor')).then('clockResumed');
    const moved = Date.parse(later.now) - Date.parse(before.now);
    assert.equal(Date.parse(resumed.deadline()) - Date.parse(before.deadline()), moved);
    const reminded = resumed.when(until('2026-04-20T00:00:00.000Z')).events.map((each) => each.type);
    assert.ok(reminded.includes('reminderDue'));
  });

  it('is stopped and resumed by manager or sponsor, once at a time, and not in a dispute', () => {
    given(...act.toReview)
      .when(act.stopClock('user1'))
      .then('WRONG_ACTOR', 'actor.personId');
    given(...act.toReview, act.stopClock())
      .when(act.stopClock('sponsor'))
      .then('CLOCK_NOT_STOPPABLE');
    given(...act.toReview, act.stopClock())
      .when(act.resumeClock('manager', { stopId: 'H9' }))
      .then('CLOCK_NOT_STOPPABLE', 'stopId');
    given(...act.toReview, act.refuse('user1'))
      .when(act.stopClock())
      .then('CLOCK_NOT_STOPPABLE');
    given(...act.toAccepted)
      .when(act.stopClock())
      .then('MILESTONE_CLOSED');
  });

  it('takes decisions while it stands still, and ends with its wait', () => {
    const after = given(...act.toValidation, act.stopClock(), act.report('validator1'), act.report('validator2'));
    after.thenIn('inReview').when(act.resumeClock()).then('CLOCK_NOT_STOPPABLE');
    after.when(act.stopClock()).then('clockStopped');
  });

  it('has everybody who is asked, manager and sponsor told', () => {
    const stopped = given(...act.toReview).when(act.stopClock());
    assert.deepEqual(
      stopped.notifications(),
      ['manager', 'sponsor', 'user1', 'user2'].map((each) => `clockNotice to ${each}`),
    );
  });
});

describe('Somebody who needs to know more before they decide', () => {
  const asked = given(...act.toReview, act.askForInformation('user1'));

  it('asks the manager, is not reminded meanwhile, and is asked again with the answer', () => {
    assert.deepEqual(asked.then('informationAsked').notifications(), ['informationRequest to manager']);
    const reminded = asked.when(until('2026-03-09T12:00:00.000Z')).event('reminderDue');
    assert.deepEqual(reminded.askedIds, ['user2']);
    const answered = asked.when(act.resumeClock()).then('clockResumed');
    assert.deepEqual(answered.notifications(), ['informationNotice to user1']);
  });

  it('has the deadline moved by exactly as long as the answer took, and by no time twice', () => {
    const before = given(...act.toReview, act.askForInformation('user1'), act.askForInformation('user2'));
    const later = before.when(wednesday);
    const first = later.when(act.resumeClock('manager', { stopId: 'H1' }));
    const second = first.when(act.resumeClock('manager', { stopId: 'H2' })).then('clockResumed');
    const waited = Date.parse(later.now) - Date.parse(before.now);
    assert.equal(Date.parse(first.deadline()) - Date.parse(before.deadline()), waited);
    assert.equal(second.deadline(), first.deadline());
  });

  it('asks once at a time, being asked, and by a channel of their own', () => {
    asked.when(act.askForInformation('user1')).then('CLOCK_NOT_STOPPABLE');
    asked.when(act.askForInformation('owner1')).then('NOT_ON_LIST', 'actor.personId');
    const byKey = act.but(act.askForInformation('user2'), { actor: act.actorOf('user2') });
    asked.when(byKey).then('CHANNEL_NOT_ALLOWED');
  });

  it('may decide all the same, and needs no answer then', () => {
    asked.when(act.approve('user1')).then('feedbackGiven').when(act.resumeClock()).then('CLOCK_NOT_STOPPABLE');
  });
});

describe('More time for somebody who is asked', () => {
  it('is taken once by themselves within the contract’s limit, and asked of the manager otherwise', () => {
    const before = given(...act.toReview);
    const taken = before.when(act.requestMoreTime('user1', '2026-03-20')).then('ownTimeTaken');
    assert.equal(taken.deadline(), '2026-03-20T17:30:00.000Z');
    const asked = taken.when(act.requestMoreTime('user1', '2026-03-23')).then('moreTimeAsked');
    assert.deepEqual(asked.notifications(), ['moreTimeRequest to manager']);
    assert.equal(asked.deadline(), taken.deadline());
    before.when(act.requestMoreTime('user1', '2026-06-01')).then('moreTimeAsked');
    givenTerms({ contract: { ownExtensionBusinessDays: 0 } }, ...act.toReview)
      .when(act.requestMoreTime('user1', '2026-03-20'))
      .then('moreTimeAsked');
  });

  it('is for who is asked, and until a later business day', () => {
    const before = given(...act.toReview);
    before.when(act.requestMoreTime('owner1', '2026-03-20')).then('NOT_ON_LIST', 'actor.personId');
    before.when(act.requestMoreTime('user1', '2026-03-21')).then('NOT_EXTENDABLE', 'newDeadlineOn');
    before.when(act.requestMoreTime('user1', '2026-03-03')).then('NOT_EXTENDABLE', 'newDeadlineOn');
  });
});

describe('A nudge', () => {
  it('reminds at once those who have not answered, a day after they heard last and three times at most', () => {
    let scenario = given(...act.toReview, act.approve('user1'));
    scenario.when(act.nudge()).then('NOT_NUDGEABLE');
    for (const day of ['04', '05', '06']) {
      scenario = scenario
        .when(until(`2026-03-${day}T12:00:00.000Z`))
        .when(act.nudge())
        .then('nudged');
      assert.deepEqual(scenario.notifications(), ['reminder to user2']);
    }
    scenario.when(until('2026-03-08T12:00:00.000Z')).when(act.nudge()).then('NOT_NUDGEABLE');
  });

  it('is the manager’s, and none while the clock stands still', () => {
    const before = given(...act.toReview, wednesday);
    before.when(act.nudge('sponsor')).then('WRONG_ACTOR', 'actor.personId');
    before.when(act.stopClock()).when(act.nudge()).then('NOT_NUDGEABLE');
  });
});

describe('Somebody who says that it is not theirs', () => {
  it('has the manager told whom they propose, and is reminded no more', () => {
    const after = given(...act.toReview, act.declineToDecide('user1', 'owner1')).then('decidingDeclined');
    assert.deepEqual(after.notifications(), ['notTheirsNotice to manager']);
    assert.deepEqual(after.when(until('2026-03-09T12:00:00.000Z')).event('reminderDue').askedIds, ['user2']);
    after.when(act.declineToDecide('user1')).then('ALREADY_DECIDED');
    after.when(act.reassign('user1', 'deputy')).then('reassigned');
    after.when(act.approve('user1')).then('feedbackGiven');
  });

  it('proposes somebody else of the engagement, being asked', () => {
    given(...act.toReview)
      .when(act.declineToDecide('user1', 'ghost'))
      .then('PERSON_UNKNOWN', 'proposedPersonId');
    given(...act.toReview)
      .when(act.declineToDecide('owner1'))
      .then('NOT_ON_LIST', 'actor.personId');
  });
});

describe('A signature that is withdrawn', () => {
  it('counts no more, and the others are told', () => {
    const signed = given(...act.toSignOff, act.sign('approver1'));
    const after = signed.when(act.withdrawSignature('approver1')).then('signatureWithdrawn', 'signaturesVoided');
    assert.ok(after.notifications().includes('signatureWithdrawnNotice to approver2'));
    after.when(act.withdrawSignature('approver1')).then('NOTHING_TO_WITHDRAW', 'actor.personId');
    after.when(act.sign('approver2')).then('signed').when(act.sign('approver1')).then('signed', 'approvalGroupAsked');
  });

  it('has its group asked again where the next one is being asked already', () => {
    const before = given(...act.toSignOff, act.sign('approver1'), act.sign('approver2'));
    const after = before
      .when(act.withdrawSignature('approver1'))
      .then('signatureWithdrawn', 'signaturesVoided', 'formalSignOffOpened');
    assert.deepEqual(after.event('formalSignOffOpened').askedIds, ['approver1']);
    after.when(act.sign('director')).then('NOT_YET_ASKED');
    after
      .when(act.sign('approver1'))
      .then('signed', 'approvalGroupAsked')
      .when(act.sign('director'))
      .thenIn('accepted');
  });

  it('is withdrawn by who gave it, until the milestone is accepted', () => {
    const signed = given(...act.toSignOff, act.sign('approver1'));
    signed.when(act.withdrawSignature('approver2')).then('NOTHING_TO_WITHDRAW', 'actor.personId');
    given(...act.toAccepted)
      .when(act.withdrawSignature('director'))
      .then('MILESTONE_CLOSED');
  });
});

describe('The ledger of lateness', () => {
  it('tells each wait with whose party owed a decision past the deadline, for how long', () => {
    const before = given(...act.toReview);
    const [deadline, late] = [before.deadline(), hours(30)];
    const after = before.when(until(new Date(Date.parse(deadline) + late).toISOString()));
    const decided = [act.approve('user1'), act.approve('user2'), act.approve('owner1')].reduce(
      (scenario, each) => scenario.when(each),
      after,
    );
    const review = ledger(decided).filter((each) => each.phase === 'inReview');
    assert.deepEqual(
      review.map(({ group, lateSeconds }) => [group, lateSeconds.client, lateSeconds.firm]),
      [
        [1, late / 1000, 0],
        [2, 0, 0],
      ],
    );
    assert.deepEqual(
      latenessByStage(ledger(decided)).find((each) => each.phase === 'inReview'),
      { phase: 'inReview', stoppedSeconds: 0, lateSeconds: { firm: 0, client: late / 1000 } },
    );
  });

  it('never counts stopped time as anybody’s', () => {
    const before = given(...act.toReview, act.stopClock());
    const after = before.when(until('2026-06-01T10:00:00.000Z')).when(act.resumeClock());
    const [review] = ledger(after).filter((each) => each.phase === 'inReview');
    assert.deepEqual(review?.lateSeconds, { firm: 0, client: 0 });
    assert.equal(review?.stoppedSeconds, (Date.parse(after.now) - Date.parse(before.now)) / 1000);
    assert.equal(review?.stops[0]?.awaits, 'client');
    assert.ok((review?.deadline ?? '') > (review?.firstDeadline ?? ''));
  });

  it('leaves who waits for an answer out of what their party owes', () => {
    const before = given(...act.toReview, act.approve('user2'), act.askForInformation('user1'));
    const after = before.when(until('2026-06-01T10:00:00.000Z'));
    const [review] = ledger(after).filter((each) => each.phase === 'inReview');
    assert.deepEqual(review?.lateSeconds, { firm: 0, client: 0 });
  });

  it('has the sponsor late on a proposed revocation by its own deadline, and nobody on exceptions meanwhile', () => {
    const proposed = given(...act.toConditional, act.proposeRevocation());
    const declined = proposed.when(until('2026-06-01T10:00:00.000Z')).when(act.declineRevocation());
    const [closing, revoking, after] = ledger(declined).slice(-3);
    assert.deepEqual([closing?.phase, revoking?.of, after?.phase], [closing?.phase, 'revocation', closing?.phase]);
    const late = (Date.parse(declined.now) - Date.parse(revoking?.deadline ?? '')) / 1000;
    assert.deepEqual(revoking?.lateSeconds, { firm: late, client: 0 });
    assert.deepEqual([closing?.lateSeconds, after?.lateSeconds], [nobodys, nobodys]);
  });
});
