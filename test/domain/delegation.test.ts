// Duties passed on: nobody gains authority, nobody counts twice, and who had it can no longer decide.
import assert from 'node:assert/strict';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import * as act from './acts.ts';
import { given, givenTerms, type Step } from './scenario.ts';

const list = (...groups: object[]) => ({
  approvalAuthorityList: groups.map((each, index) => ({ name: `Group ${index + 1}`, ...each })),
});
const signing = (plan: object, ...more: Step[]) => givenTerms({ plan }, ...act.toSignOff, ...more);

describe('Approver who delegates', () => {
  it('is replaced at once: the delegate is asked, signs on behalf of them, and the milestone goes on', () => {
    const after = given(...act.toSignOff)
      .when(act.delegate('approver1', 'deputy'))
      .then('delegated');
    assert.deepEqual(pendingAssignees(after.milestone), ['deputy', 'approver2']);
    const signed = after.when(act.sign('deputy')).then('signed');
    const { signature } = signed.event('signed');
    assert.equal(signature.personId, 'deputy');
    assert.equal(signature.onBehalfOf, 'approver1');
    assert.equal(signature.capacity, 'Deputy of the board');
    signed.when(act.sign('approver2')).when(act.sign('director')).thenIn('accepted');
  });

  it('can no longer sign or refuse, and learns who can', () => {
    const after = given(...act.toSignOff, act.delegate('approver1', 'deputy'));
    assert.match(after.when(act.sign('approver1')).then('PASSED_ON').result?.outcome.message ?? '', /"deputy"/);
    after.when(act.refuse('approver1')).then('PASSED_ON');
    after.when(act.delegate('approver1', 'director')).then('PASSED_ON', 'actor.personId');
  });

  it('lends no more authority than both have: the smaller limit rules, and is on the signature', () => {
    const plan = (limit: string) =>
      list({ members: [{ personId: 'approver1', limit: '150000.00' }], delegates: [{ personId: 'deputy', limit }] });
    signing(plan('99999.99')).when(act.delegate('approver1', 'deputy')).then('AUTHORITY_EXCEEDED', 'toPersonId');
    const signed = signing(plan('120000.00'), act.delegate('approver1', 'deputy')).when(act.sign('deputy'));
    assert.equal(signed.event('signed').signature.authorityLimit, '120000.00');
    const reverse = list({
      members: [{ personId: 'approver1', limit: '120000.00' }],
      delegates: [{ personId: 'deputy', limit: '150000.00' }],
    });
    const capped = signing(reverse, act.delegate('approver1', 'deputy')).when(act.sign('deputy'));
    assert.equal(capped.event('signed').signature.authorityLimit, '120000.00');
  });

  it('cannot name somebody off the authority list, of the other party, or unknown', () => {
    for (const other of ['user1', 'outsider', 'manager', 'sponsor', 'nobody', 'approver1'])
      given(...act.toSignOff)
        .when(act.delegate('approver1', other))
        .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
  });

  it('cannot name somebody who has to sign for themselves: one person counts once', () => {
    for (const other of ['approver2', 'director'])
      given(...act.toSignOff)
        .when(act.delegate('approver1', other))
        .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
    given(...act.toSignOff, act.sign('approver2'))
      .when(act.delegate('approver1', 'approver2'))
      .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
  });

  it('may name a colleague the group can do without, who then counts once, for them', () => {
    const three = ['approver1', 'approver2', 'director'].map((personId) => ({ personId }));
    const plan = list({ quorum: { kind: 'atLeast', count: 2 }, members: three });
    const after = signing(plan, act.delegate('approver1', 'approver2'));
    assert.deepEqual(pendingAssignees(after.milestone), ['approver2', 'director']);
    const once = after.when(act.sign('approver2')).then('signed');
    assert.equal(once.event('signed').signature.onBehalfOf, 'approver1');
    once.when(act.sign('approver2')).then('ALREADY_DECIDED');
    once.when(act.sign('director')).then('signed', 'accepted');
  });

  it('is not replaced by who submitted the package, since duties are judged on the person who acts', () => {
    const plan = list({ members: [{ personId: 'sponsor' }], delegates: [{ personId: 'manager' }] });
    signing(plan).when(act.delegate('sponsor', 'manager')).then('SEPARATION_OF_DUTIES', 'toPersonId');
  });

  it('cannot delegate what was delegated to them, nor what they have decided, nor before they are asked', () => {
    given(...act.toSignOff, act.delegate('approver1', 'deputy'))
      .when(act.delegate('deputy', 'director'))
      .then('NOTHING_TO_PASS_ON', 'actor.personId');
    given(...act.toSignOff, act.sign('approver1'))
      .when(act.delegate('approver1', 'deputy'))
      .then('ALREADY_DECIDED', 'actor.personId');
    given(...act.toSignOff)
      .when(act.delegate('director', 'deputy'))
      .then('NOT_YET_ASKED', 'actor.personId');
    given(...act.toSignOff)
      .when(act.delegate('approver1', 'deputy', { packageDigest: act.noDigest }))
      .then('STALE_PACKAGE', 'packageDigest');
  });

  it('may not lend a name twice: whoever acts for one person acts for no other', () => {
    given(...act.toSignOff, act.delegate('approver1', 'deputy'))
      .when(act.delegate('approver2', 'deputy'))
      .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
  });

  it('is asked again for a new package: what was delegated was about the old one', () => {
    const again = given(
      ...act.toSignOff,
      act.delegate('approver1', 'deputy'),
      act.refuse('deputy'),
      act.conclude('rework'),
    )
      .when(act.submit())
      .when(act.report('validator1'))
      .when(act.report('validator2'))
      .when(act.approve('user1'))
      .when(act.approve('user2'))
      .when(act.approve('owner1'));
    assert.deepEqual(pendingAssignees(again.milestone), ['approver1', 'approver2']);
    again.when(act.sign('deputy')).then('NOT_ON_LIST');
  });

  it('keeps the delegate through an exception, which asks everybody again', () => {
    const again = given(...act.toSignOff, act.delegate('approver1', 'deputy'), act.sign('deputy')).when(
      act.propose('E1'),
    );
    assert.deepEqual(pendingAssignees(again.milestone), ['deputy', 'approver2']);
  });

  it('leaves the delegate to refuse on their behalf', () => {
    const { refusal } = given(...act.toSignOff, act.delegate('approver1', 'deputy'))
      .when(act.refuse('deputy'))
      .then('refused', 'facilitationOpened')
      .event('refused');
    assert.equal(refusal.onBehalfOf, 'approver1');
  });
});

describe('Engagement manager who reassigns', () => {
  it('names another validator, stakeholder or approver, who decides on behalf of the one listed', () => {
    const validated = given(...act.toValidation, act.reassign('validator1', 'manager'))
      .when(act.report('manager'))
      .then('validationReported');
    assert.equal(validated.event('validationReported').report.onBehalfOf, 'validator1');
    validated.when(act.report('validator1')).then('PASSED_ON');
    const reviewed = given(...act.toReview, act.reassign('user1', 'outsider'))
      .when(act.approve('outsider'))
      .then('feedbackGiven');
    assert.equal(reviewed.event('feedbackGiven').feedback.onBehalfOf, 'user1');
    reviewed.when(act.approve('user1')).then('PASSED_ON');
    reviewed.when(act.approve('user2')).then('feedbackGiven', 'reviewGroupAsked');
  });

  it('does not get an author to validate, nor anybody to count twice', () => {
    given(...act.toValidation)
      .when(act.reassign('validator1', 'author'))
      .then('SEPARATION_OF_DUTIES', 'toPersonId');
    given(...act.toValidation)
      .when(act.reassign('validator1', 'validator2'))
      .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
    given(...act.toReview)
      .when(act.reassign('user1', 'user2'))
      .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
  });

  it('takes a delegate back, or names another one', () => {
    const delegated = given(...act.toSignOff, act.delegate('approver1', 'deputy'));
    const back = delegated.when(act.reassign('deputy', 'approver1')).then('reassigned');
    assert.deepEqual(pendingAssignees(back.milestone), ['approver1', 'approver2']);
    back.when(act.sign('deputy')).then('NOT_ON_LIST');
    assert.equal(back.when(act.sign('approver1')).event('signed').signature.onBehalfOf, undefined);
  });

  it('reassigns ahead of time by naming the duty, which lasts over new packages', () => {
    given().when(act.reassign('approver1', 'deputy')).then('NOTHING_TO_PASS_ON', 'duty');
    const ahead = given(act.reassign('approver1', 'deputy', { duty: 'signature' }), ...act.toSignOff);
    assert.deepEqual(pendingAssignees(ahead.milestone), ['deputy', 'approver2']);
    assert.deepEqual(ahead.event('formalSignOffOpened').askedIds, ['deputy', 'approver2']);
  });

  it('is the only one who can', () => {
    for (const other of ['sponsor', 'approver1', 'deputy'])
      given(...act.toSignOff)
        .when(act.reassign('approver1', 'deputy', {}, other))
        .then('WRONG_ACTOR');
  });

  it('cannot take a decision away that was given', () => {
    given(...act.toSignOff, act.sign('approver1'))
      .when(act.reassign('approver1', 'deputy'))
      .then('ALREADY_DECIDED', 'fromPersonId');
    given(...act.toSignOff)
      .when(act.reassign('user1', 'deputy', { duty: 'signature' }))
      .then('NOT_ON_LIST', 'fromPersonId');
  });

  it('cannot name ahead of time who will submit the package, which would leave nobody to sign', () => {
    const plan = list({ members: [{ personId: 'sponsor' }], delegates: [{ personId: 'manager' }] });
    givenTerms({ plan })
      .when(act.reassign('sponsor', 'manager', { duty: 'signature' }))
      .then('SEPARATION_OF_DUTIES', 'toPersonId');
  });
});

describe('Person whose link was replaced', () => {
  const renewed = act.reassign('approver2', 'approver2');

  it('counts once all the same: nobody can hand them a second place the group could not do without', () => {
    given(...act.toSignOff, renewed)
      .when(act.delegate('approver1', 'approver2'))
      .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
  });

  it('leaves their own place empty where they take over another', () => {
    const three = ['approver1', 'approver2', 'director'].map((personId) => ({ personId }));
    const plan = list({ quorum: { kind: 'atLeast', count: 2 }, members: three });
    const after = signing(plan, renewed, act.delegate('approver1', 'approver2'), act.sign('approver2'));
    assert.equal(after.phase, 'formalSignOff');
    assert.equal(after.event('signed').signature.onBehalfOf, 'approver1');
    assert.deepEqual(pendingAssignees(after.milestone), ['director']);
  });
});

describe('Manager who reassigns a duty for good', () => {
  const delegated = [...act.toReview, act.delegate('user1', 'owner2')];
  const arranged = act.reassign('user2', 'user1');

  it('cannot give it to somebody who is free only while their own is delegated', () => {
    const refused = given(...delegated)
      .when(arranged)
      .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
    assert.match(refused.result?.outcome.message ?? '', /On a new package/);
  });
});
