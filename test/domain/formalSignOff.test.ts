// Stage 4: who signs in what order, what a signature must attest, and when the milestone is accepted.
import assert from 'node:assert/strict';
import * as act from './acts.ts';
import { given, givenTerms, withPlan } from './scenario.ts';

const list = (...groups: { quorum?: object; members: { personId: string; limit?: string }[] }[]) => ({
  approvalAuthorityList: groups.map((each, index) => ({ name: `Group ${index + 1}`, ...each })),
});
const any = { kind: 'any' };

describe('Milestone awaiting signatures', () => {
  it('is accepted when the last group of the approval authority list is at quorum', () => {
    const after = given(...act.toSignOff)
      .when(act.sign('approver2'))
      .then('signed')
      .when(act.sign('approver1'))
      .then('signed', 'approvalGroupAsked')
      .when(act.sign('director'))
      .then('signed', 'accepted')
      .thenIn('accepted');
    assert.deepEqual(after.event('accepted').acceptance, {
      certificateNumber: 'M1-C1',
      kind: 'acceptance',
      acceptedAt: after.now,
      basis: 'express',
      amountReleased: '100000.00',
      amountWithheld: '0.00',
    });
  });

  it('records name, capacity, limit and statement of a signature with the package it binds to', () => {
    const after = given(...act.toSignOff).when(act.sign('approver2', { typedName: '  NAME of   approver2 ' }));
    const { signature } = after.event('signed');
    assert.equal(signature.typedName, 'NAME of   approver2');
    assert.equal(signature.capacity, 'Capacity of approver2');
    assert.equal(signature.authorityLimit, '100000.00');
    assert.equal(signature.packageDigest, after.milestone.packages[0]?.digest);
  });

  it('refuses a signature from someone off the approval authority list, whatever office they hold', () => {
    for (const other of ['manager', 'sponsor', 'validator1', 'user1', 'outsider'])
      given(...act.toSignOff)
        .when(act.sign(other))
        .then('NOT_ON_LIST');
  });

  it('refuses a signature out of turn', () => {
    given(...act.toSignOff, act.sign('approver1'))
      .when(act.sign('director'))
      .then('NOT_YET_ASKED');
  });

  it('refuses a second signature of the same person', () => {
    given(...act.toSignOff, act.sign('approver1'))
      .when(act.sign('approver1'))
      .then('ALREADY_DECIDED')
      .thenIn('formalSignOff');
  });

  it('refuses a name, a statement or a package other than the ones asked for', () => {
    const before = given(...act.toSignOff);
    before.when(act.sign('approver1', { typedName: 'Name of approver' })).then('NAME_MISMATCH', 'typedName');
    before.when(act.sign('approver1', { statementVersion: '2' })).then('STATEMENT_MISMATCH', 'statementVersion');
    before.when(act.sign('approver1', { packageDigest: act.noDigest })).then('STALE_PACKAGE', 'packageDigest');
    before.when(act.sign('approver1', { agreesToStatement: false })).then('INVALID_MESSAGE', 'agreesToStatement');
  });

  it('refuses a signature on the package before, whoever holds it', () => {
    const before = given(...act.toSignOff);
    const old = act.sign('approver1')(before.milestone).raw;
    const again = given(...act.toSignOff, act.refuse('approver1'), act.conclude('rework'), ...act.toSignOff);
    again.when(() => ({ name: 'sign', raw: { ...old, messageId: 'late' } })).then('STALE_PACKAGE');
  });

  it('counts somebody in two groups once in each, and does not ask them twice', () => {
    const plan = list(
      { members: [{ personId: 'approver1' }] },
      { members: [{ personId: 'approver1' }, { personId: 'director' }] },
    );
    const after = givenTerms({ plan }, ...act.toSignOff).when(act.sign('approver1'));
    assert.deepEqual(after.then('signed', 'approvalGroupAsked').event('approvalGroupAsked').askedIds, ['director']);
    after.when(act.sign('director')).thenIn('accepted');
  });

  it('counts somebody in two groups only where their limit there covers the value', () => {
    const plan = list(
      { members: [{ personId: 'approver1' }] },
      { quorum: any, members: [{ personId: 'approver1', limit: '10.00' }, { personId: 'director' }] },
    );
    const after = givenTerms({ plan }, ...act.toSignOff).when(act.sign('approver1'));
    after.then('signed', 'approvalGroupAsked').when(act.sign('director')).then('signed', 'accepted');
  });

  it('takes a signature at the limit, and asks nobody whose limit is below the value', () => {
    const members = [
      { personId: 'approver1', limit: '100000.00' },
      { personId: 'approver2', limit: '99999.99' },
    ];
    const before = givenTerms({ plan: list({ quorum: any, members }) }, ...act.toSignOff);
    assert.deepEqual(before.event('formalSignOffOpened').askedIds, ['approver1']);
    before.when(act.sign('approver2')).then('AUTHORITY_EXCEEDED');
    before.when(act.sign('approver1')).thenIn('accepted');
    const reminded = before.when({ until: before.deadline() }).event('deadlinePassed');
    assert.deepEqual(reminded.askedIds, ['approver1']);
  });

  it('does not let who submitted the package sign for the firm', () => {
    const plan = list({ quorum: any, members: [{ personId: 'manager' }, { personId: 'approver1' }] });
    const before = givenTerms({ plan }, ...act.toSignOff);
    assert.deepEqual(before.event('formalSignOffOpened').askedIds, ['approver1']);
    before.when(act.sign('manager')).then('SEPARATION_OF_DUTIES', 'actor.personId');
  });

  it('goes to the sponsor at once when too few are left who may sign', () => {
    const plan = list({ members: [{ personId: 'manager' }, { personId: 'approver1' }] });
    const before = given(...act.toSignOff.slice(0, -1));
    const after = withPlan(before, plan).when(act.approve('owner1')).then('feedbackGiven', 'escalatedToSponsor');
    assert.match(
      after.event('escalatedToSponsor').reason,
      /"Group 1" .* cannot reach its quorum: Name of manager submitted/,
    );
    after.when(act.determine('formalSignOff')).then('OUTCOME_NOT_AVAILABLE', 'determination').thenIn('escalated');
  });

  it('takes a late signature of an earlier group that is at quorum, and is not moved by it', () => {
    const plan = list(
      { quorum: any, members: [{ personId: 'approver1' }, { personId: 'approver2' }] },
      { members: [{ personId: 'director' }] },
    );
    givenTerms({ plan }, ...act.toSignOff, act.sign('approver1'))
      .when(act.sign('approver2'))
      .then('signed')
      .when(act.sign('director'))
      .then('signed', 'accepted');
  });
});

describe('Milestone accepted', () => {
  const anything = [
    act.submit(),
    act.report('validator1'),
    act.approve('user1'),
    act.schedule(),
    act.takeNotes(),
    act.sign('approver1'),
    act.refuse('approver1'),
    act.conclude('rework'),
    act.escalate('manager'),
    act.determine('terminate'),
    act.cancel('manager'),
    act.address('F1'),
    act.propose('E1'),
    act.verify('E1', 'approver1'),
  ];

  it('takes no further decision of any kind', () => {
    const accepted = given(...act.toAccepted);
    for (const each of anything) accepted.when(each).then('MILESTONE_CLOSED');
  });

  it('is not moved by time', () => {
    const after = given(...act.toAccepted).when({ until: '2030-01-01T00:00:00.000Z' });
    assert.deepEqual(after.events, []);
  });
});
