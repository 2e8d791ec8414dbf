// What a facilitation came to, and who had refused: confirms, objects, decides anew, or lets the period pass.
import assert from 'node:assert/strict';
import * as act from './acts.ts';
import { given, givenTerms } from './scenario.ts';

const concluded = [...act.toLastSignature, act.refuse('director'), act.conclude('askAgain')];
const anyQuorum = {
  plan: {
    approvalAuthorityList: [
      { name: 'Either', quorum: { kind: 'any' }, members: [{ personId: 'approver1' }, { personId: 'approver2' }] },
    ],
  },
};
const signedByTheOther = [...act.toSignOff, act.refuse('approver1'), act.conclude('askAgain'), act.sign('approver2')];

describe('The outcome of a facilitation', () => {
  it('takes effect at once, and its refuser is asked to confirm it', () => {
    const after = given(...act.toLastSignature, act.refuse('director')).when(act.conclude('rework'));
    after.thenIn('rework');
    assert.ok(after.notifications().includes('facilitationOutcomeNotice to director'));
    assert.equal(after.milestone.facilitations[0]?.confirmBy, '2026-03-05T17:30:00.000Z');
  });

  it('is confirmed by who refused, once, and by nobody else', () => {
    given(...concluded)
      .when(act.confirmOutcome('manager'))
      .then('WRONG_ACTOR');
    const confirmed = given(...concluded).when(act.confirmOutcome('director'));
    confirmed.then('facilitationOutcomeConfirmed').thenIn('formalSignOff');
    confirmed.when(act.confirmOutcome('director')).then('NOTHING_TO_CONFIRM');
    confirmed.when(act.opposeOutcome('director')).then('NOTHING_TO_CONFIRM');
  });

  it('goes to the sponsor when who refused objects, and the refusal stands again', () => {
    for (const outcome of ['rework', 'reviewAgain', 'askAgain']) {
      const opposed = given(...concluded.slice(0, -1), act.conclude(outcome)).when(act.opposeOutcome('director'));
      opposed.then('facilitationOutcomeOpposed', 'escalatedToSponsor').thenIn('escalated');
      assert.equal(opposed.milestone.refusals[0]?.settledBy, undefined);
    }
  });

  it('stands when nobody objected in time, which confirms nothing in anybody’s name', () => {
    const after = given(...concluded).when({ until: '2026-03-05T17:30:00.000Z' });
    after.event('facilitationOutcomeUnopposed');
    assert.equal(after.milestone.facilitations[0]?.confirmation?.by, undefined);
    after.when(act.opposeOutcome('director')).then('NOTHING_TO_CONFIRM');
  });

  it('is confirmed by deciding anew', () => {
    given(...concluded)
      .when(act.sign('director'))
      .then('signed', 'accepted');
  });

  it('keeps a milestone that others signed from being accepted while its refuser may still object', () => {
    const held = givenTerms(anyQuorum, ...signedByTheOther).thenIn('formalSignOff');
    held.when(act.confirmOutcome('approver1')).then('facilitationOutcomeConfirmed', 'accepted');
    held.when(act.opposeOutcome('approver1')).thenIn('escalated');
    const passed = held.when({ until: '2026-03-05T17:30:00.000Z' }).thenIn('accepted');
    assert.deepEqual(
      passed.events.map((each) => each.type),
      ['facilitationOutcomeUnopposed', 'accepted'],
    );
  });

  it('of a second refusal is not answered by the first, which came at the same instant', () => {
    const again = [act.refuse('approver1'), act.conclude('askAgain')];
    const after = givenTerms(anyQuorum, ...act.toSignOff, ...again, ...again, act.sign('approver2'));
    after.thenIn('formalSignOff').when(act.confirmOutcome('approver1')).thenIn('accepted');
  });

  it('of a dispute nobody refused in awaits nobody’s word', () => {
    const exhausted = givenTerms({ contract: { maxReworkCycles: 0 } }, ...act.toValidation, act.fail('validator1'));
    const after = exhausted.when(act.conclude('rework')).thenIn('rework');
    assert.equal(after.milestone.facilitations[0]?.confirmBy, undefined);
  });
});

describe('The sponsor’s determination', () => {
  const escalated = [...act.toLastSignature, act.refuse('director'), act.escalate('director')];

  it('goes back to formal sign-off with the exceptions it names, which every signer sees', () => {
    const decided = given(...escalated).when(
      act.determine('formalSignOff', 'sponsor', { exceptions: [act.exception('E1'), act.exception('E2')] }),
    );
    decided.then('sponsorDecided', 'exceptionProposed', 'exceptionProposed', 'signaturesVoided', 'formalSignOffOpened');
    assert.deepEqual(decided.event('sponsorDecided').determination.exceptionIds, ['E1', 'E2']);
    assert.equal(decided.milestone.exceptions[0]?.proposedBy, 'sponsor');
    const accepted = ['approver1', 'approver2', 'director'].reduce(
      (scenario, id) => scenario.when(act.sign(id)),
      decided,
    );
    assert.equal(accepted.event('acceptedWithExceptions').acceptance.basis, 'sponsorDetermined');
  });

  it('names exceptions within the contract’s limits only, all or none of them, and for nothing else', () => {
    const critical = { exceptions: [act.exception('E1'), act.exception('E2', { severity: 1 })] };
    const before = given(...escalated);
    before
      .when(act.determine('formalSignOff', 'sponsor', critical))
      .then('EXCEPTION_NOT_ALLOWED', 'exceptions.1.severity');
    before
      .when(act.determine('rework', 'sponsor', { exceptions: [act.exception('E1')] }))
      .then('OUTCOME_NOT_AVAILABLE', 'exceptions');
  });
});

describe('A finding of severity 1', () => {
  it('prompts the firm, and never the client', () => {
    const notifications = given(...act.toValidation)
      .when(act.fail('validator1'))
      .notifications();
    assert.deepEqual(
      notifications.filter((each) => each.startsWith('indemnityPrompt')),
      ['indemnityPrompt to manager', 'indemnityPrompt to sponsor'],
    );
  });
});
