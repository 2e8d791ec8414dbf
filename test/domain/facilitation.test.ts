// Disagreement: refusals, what a facilitation may end in, escalation and the sponsor's own act.
import assert from 'node:assert/strict';
import * as act from './acts.ts';
import { given, givenTerms } from './scenario.ts';

describe('Milestone refused', () => {
  it('in review by a stakeholder, goes to facilitation', () => {
    const after = given(...act.toReview).when(act.refuse('user2'));
    after.then('refused', 'facilitationOpened').thenIn('facilitation');
    assert.equal(after.event('refused').refusal.refusedIn, 'inReview');
  });

  it('in formal sign-off by an approver, goes to facilitation', () => {
    given(...act.toSignOff)
      .when(act.refuse('approver1'))
      .then('refused', 'facilitationOpened');
  });

  it('is not by somebody who is not asked there, or not yet', () => {
    given(...act.toSignOff)
      .when(act.refuse('user1'))
      .then('NOT_ON_LIST');
    given(...act.toSignOff)
      .when(act.refuse('director'))
      .then('NOT_YET_ASKED');
  });

  it('is not on a package that is not the current one, and not without reasons', () => {
    given(...act.toSignOff)
      .when(act.refuse('approver1', { packageDigest: act.noDigest }))
      .then('STALE_PACKAGE');
    given(...act.toSignOff)
      .when(act.refuse('approver1', { reasons: [] }))
      .then('INVALID_MESSAGE', 'reasons');
  });

  it('takes no signature and no feedback meanwhile', () => {
    const disputed = given(...act.toSignOff, act.refuse('approver1'));
    disputed.when(act.sign('approver2')).then('NOT_AWAITING_SIGNATURES');
    disputed.when(act.approve('user1')).then('NOT_IN_REVIEW');
    disputed.when(act.refuse('approver2')).then('NOT_REFUSABLE');
  });

  it('by somebody who had signed, no longer counts their signature, which stays on record', () => {
    const refused = given(...act.toSignOff, act.sign('approver1')).when(act.refuse('approver1'));
    refused.then('refused', 'signaturesVoided', 'facilitationOpened');
    assert.deepEqual(
      refused.milestone.signatures.map((each) => each.isVoid),
      [true],
    );
    const asked = refused.when(act.conclude('askAgain'));
    assert.deepEqual(asked.event('formalSignOffOpened').askedIds, ['approver1', 'approver2']);
    asked.when(act.sign('approver2')).then('signed').thenIn('formalSignOff');
  });

  it('by somebody who had signed, leaves the signatures of others standing', () => {
    const after = given(...act.toLastSignature, act.refuse('approver1'));
    assert.deepEqual(
      after.milestone.signatures.filter((each) => !each.isVoid).map((each) => each.personId),
      ['approver2'],
    );
  });
});

describe('Milestone in facilitation', () => {
  const inReview = [...act.toReview, act.approve('user1'), act.refuse('user2')];
  const inSignOff = [...act.toLastSignature, act.refuse('director')];

  it('goes to rework with the reasons of the refusal', () => {
    const after = given(...inSignOff).when(act.conclude('rework'));
    after.then('facilitationOutcomeRecorded', 'reworkStarted');
    assert.deepEqual(after.event('reworkStarted').reasons, ['Not as agreed']);
    assert.equal(after.milestone.refusals[0]?.settledBy, 'rework');
  });

  it('is reviewed again by everybody, and nothing decided before counts', () => {
    const after = given(...inSignOff).when(act.conclude('reviewAgain'));
    after.then('facilitationOutcomeRecorded', 'reviewOpened').thenIn('inReview');
    const { feedback, signatures, reports } = after.milestone;
    for (const each of [...feedback, ...signatures]) assert.equal(each.isVoid, true);
    for (const each of reports) assert.equal(each.isVoid, false);
    after.when(act.approve('user1')).then('feedbackGiven').thenIn('inReview');
  });

  it('asks again only who has not signed', () => {
    const after = given(...inSignOff).when(act.conclude('askAgain'));
    after.then('facilitationOutcomeRecorded', 'formalSignOffOpened', 'approvalGroupAsked');
    assert.deepEqual(after.event('formalSignOffOpened').askedIds, []);
    assert.deepEqual(after.event('approvalGroupAsked').askedIds, ['director']);
    after.when(act.sign('director')).then('signed', 'accepted');
  });

  it('goes to the sponsor when the manager says so', () => {
    given(...inSignOff)
      .when(act.conclude('escalate'))
      .then('facilitationOutcomeRecorded', 'escalatedToSponsor')
      .thenIn('escalated');
  });

  it('asks nobody to sign what was refused in review', () => {
    given(...inReview)
      .when(act.conclude('askAgain'))
      .then('OUTCOME_NOT_AVAILABLE', 'outcome');
    given(...inReview)
      .when(act.conclude('reviewAgain'))
      .then('facilitationOutcomeRecorded', 'reviewOpened');
  });

  it('is concluded by the manager alone', () => {
    for (const other of ['sponsor', 'director', 'user1'])
      given(...inSignOff)
        .when(act.conclude('askAgain', other))
        .then('WRONG_ACTOR');
  });

  it('may be escalated by any party to the dispute and nobody else', () => {
    for (const party of ['manager', 'sponsor', 'director'])
      given(...inSignOff)
        .when(act.escalate(party))
        .then('escalatedToSponsor');
    for (const other of ['approver1', 'user1', 'outsider'])
      given(...inSignOff)
        .when(act.escalate(other))
        .then('WRONG_ACTOR');
  });

  it('goes to the sponsor by itself when its deadline passes, and not before', () => {
    const disputed = given(...inSignOff);
    disputed.when({ until: disputed.deadline().replace(':30:00', ':29:59') }).thenIn('facilitation');
    const after = disputed.when({ until: disputed.deadline() }).thenIn('escalated');
    assert.deepEqual(
      after.events.slice(-2).map((each) => each.type),
      ['deadlinePassed', 'escalatedToSponsor'],
    );
  });
});

describe('Milestone before the sponsor', () => {
  const escalated = [...act.toLastSignature, act.refuse('director'), act.escalate('director')];

  it('goes to rework on the sponsor’s reasons', () => {
    const after = given(...escalated).when(act.determine('rework'));
    after.then('sponsorDecided', 'reworkStarted').thenIn('rework');
    assert.deepEqual(after.event('reworkStarted').reasons, ['For the good of the project']);
  });

  it('is terminated', () => {
    given(...escalated)
      .when(act.determine('terminate'))
      .then('sponsorDecided', 'terminated')
      .thenIn('terminated');
  });

  it('goes back to signature, where the refuser still signs in person, and the certificate says on what basis', () => {
    const determined = given(...escalated).when(act.determine('formalSignOff'));
    determined.then('sponsorDecided', 'formalSignOffOpened', 'approvalGroupAsked').thenIn('formalSignOff');
    assert.equal(determined.milestone.refusals[0]?.settledBy, 'sponsor');
    determined.when(act.sign('sponsor')).then('NOT_ON_LIST');
    const accepted = determined.when(act.sign('director')).then('signed', 'accepted');
    assert.equal(accepted.event('accepted').acceptance.basis, 'sponsorDetermined');
  });

  it('leaves no trace of a determination on the certificate of a later package', () => {
    const again = given(...escalated, act.determine('formalSignOff'), act.refuse('director'), act.conclude('rework'));
    const accepted = act.toAccepted.reduce((scenario, each) => scenario.when(each), again);
    assert.equal(accepted.event('accepted').acceptance.basis, 'express');
  });

  it('hears the sponsor alone', () => {
    for (const other of ['manager', 'director', 'outsider'])
      given(...escalated)
        .when(act.determine('rework', other))
        .then('WRONG_ACTOR');
  });

  it('cannot go to signature before there is a validated package', () => {
    const overdue = given();
    overdue
      .when({ until: overdue.deadline() })
      .when(act.escalate('manager'))
      .when(act.determine('formalSignOff'))
      .then('OUTCOME_NOT_AVAILABLE', 'determination');
    const halfValidated = given(...act.toValidation, act.report('validator1'));
    halfValidated
      .when({ until: halfValidated.deadline() })
      .when(act.escalate('manager'))
      .when(act.determine('formalSignOff'))
      .then('OUTCOME_NOT_AVAILABLE', 'determination');
  });

  it('cannot be escalated once more', () => {
    given(...escalated)
      .when(act.escalate('manager'))
      .then('NOT_ESCALATABLE');
  });
});

describe('A deadline that is overdue', () => {
  for (const [phase, steps] of Object.entries({
    compiling: [],
    validating: act.toValidation,
    inReview: act.toReview,
    formalSignOff: act.toSignOff,
    rework: [...act.toValidation, act.fail('validator1')],
  }))
    it(`in phase ${phase} may be escalated by the manager, not before its deadline and not by others`, () => {
      const waiting = given(...steps);
      assert.equal(waiting.phase, phase);
      waiting.when(act.escalate('manager')).then('NOT_ESCALATABLE');
      const overdue = waiting.when({ until: waiting.deadline() });
      overdue.when(act.escalate('director')).then('WRONG_ACTOR');
      const after = overdue.when(act.escalate('manager')).then('escalatedToSponsor');
      assert.equal(after.event('escalatedToSponsor').from, phase);
    });

  it('in an unanswered review goes to signature when the sponsor decides so', () => {
    const waiting = givenTerms({}, ...act.toReview, act.approve('user1'));
    waiting
      .when({ until: waiting.deadline() })
      .when(act.escalate('manager'))
      .when(act.determine('formalSignOff'))
      .then('sponsorDecided', 'formalSignOffOpened');
  });
});
