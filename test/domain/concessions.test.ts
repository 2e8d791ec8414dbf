// Concessions (ISO 9001 8.7): a mandatory requirement not met, accepted by the client under a named exception, or not at all.
import assert from 'node:assert/strict';
import { unmetRequirements } from '../../domain/validation/unmetRequirements.ts';
import * as act from './acts.ts';
import type { Act } from './acts.ts';
import { engagementWith } from './cast.ts';
import { engagement } from '../../domain/terms/engagement.ts';
import { given, givenTerms } from './scenario.ts';

const oneValidator = { validators: { name: 'Validators', memberIds: ['validator1'] } };
const notMet = (changes: object = {}) => [
  { requirementId: 'R1', outcome: 'notMet', evidence: '84 %', severity: 3, isMaterial: false, ...changes },
  { requirementId: 'R2', outcome: 'met', evidence: 'Page 3' },
];
const recommend = (changes: object = {}, result: object = {}): Act =>
  act.report('validator1', { results: notMet(result), recommendation: 'acceptWithIssues', ...changes });
const concession = (changes: object = {}) => act.exception('E1', { severity: 3, requirementIds: ['R1'], ...changes });
const under = (...exceptions: object[]): Act =>
  act.but(act.conclude('underExceptions'), { exceptions: exceptions.length > 0 ? exceptions : [concession()] });
const signUnder = (by: string, exceptionIds = ['E1']): Act => act.sign(by, { exceptionIds });
/** Where the client owns an exception that the firm proposed, nobody else could verify it closed. */
const clientVerifies = { ownVerification: { parties: ['client'], words: 'The client certifies its own work.' } };
const approvals = [act.approve('user1'), act.approve('user2'), act.approve('owner1')];
const found = (terms: object = {}) => givenTerms({ plan: oneValidator, ...terms }, act.submit(), recommend());
const toSignature = (terms: object = {}) =>
  givenTerms({ plan: oneValidator, ...terms }, act.submit(), recommend(), under(), ...approvals);

describe('A mandatory requirement not met, which validation recommends to accept', () => {
  it('goes to the manager, who names an exception for it or has it reworked', () => {
    const after = found();
    after.then('validationReported', 'nonConformanceNoticed', 'facilitationOpened').thenIn('facilitation');
    assert.deepEqual(after.event('facilitationOpened').dispute, { kind: 'concession', requirementIds: ['R1'] });
    assert.ok(after.notifications().includes('facilitationRequest to manager'));
    after.when(act.conclude('rework')).then('facilitationOutcomeRecorded', 'reworkStarted');
    after.when(act.conclude('escalate')).thenIn('escalated');
    after.when(under()).then('facilitationOutcomeRecorded', 'exceptionProposed', 'reviewOpened').thenIn('inReview');
  });

  it('goes to review at once under an exception that the validator names', () => {
    const after = givenTerms({ plan: oneValidator }, act.submit()).when(recommend({ exceptions: [concession()] }));
    after.then('validationReported', 'nonConformanceNoticed', 'exceptionProposed', 'reviewOpened');
    assert.equal(after.event('exceptionProposed').exception.proposedBy, 'validator1');
  });

  it('waits for every validator needed, and counts who found it not met', () => {
    const half = given(act.submit(), recommend({ exceptions: [concession()] })).thenIn('validating');
    half.when(act.report('validator2')).then('validationReported', 'reviewOpened');
    assert.deepEqual(
      unmetRequirements(half.milestone).map((each) => each.requirementId),
      ['R1'],
    );
    half.when(act.fail('validator2')).thenIn('rework');
  });

  it('takes the gravest of what validators found', () => {
    const both = given(act.submit(), recommend());
    const graver = act.report('validator2', { results: notMet({ severity: 2 }), recommendation: 'acceptWithIssues' });
    both.when(graver).then('validationReported', 'nonConformanceNoticed', 'reworkStarted');
  });

  const reworked: [string, object, object][] = [
    ['is material', {}, { isMaterial: true }],
    ['is of severity 2', {}, { severity: 2 }],
    ['comes with a material issue', { issues: [{ description: 'X', severity: 5, isMaterial: true }] }, {}],
    ['is not recommended to be accepted', { recommendation: 'rework' }, {}],
  ];
  for (const [what, changes, result] of reworked)
    it(`goes to rework when it ${what}`, () => {
      givenTerms({ plan: oneValidator }, act.submit())
        .when(recommend(changes, result))
        .then('validationReported', 'nonConformanceNoticed', 'reworkStarted');
    });

  it('may be graver or material where the contract says so', () => {
    const contract = { concessions: { gravestSeverity: 1, allowsMaterial: true } };
    const before = givenTerms({ plan: oneValidator, contract }, act.submit());
    before
      .when(recommend({ exceptions: [concession({ severity: 1 })] }, { severity: 1, isMaterial: true }))
      .thenIn('inReview');
  });

  const refused: [string, object, string][] = [
    ['names a requirement that is met', { requirementIds: ['R2'] }, 'exceptions.0.requirementIds'],
    ['names a requirement nobody planned', { requirementIds: ['R9'] }, 'exceptions.0.requirementIds'],
    ['is lighter than it was found', { severity: 4 }, 'exceptions.0.severity'],
  ];
  for (const [what, changes, field] of refused)
    it(`is under no exception that ${what}`, () => {
      found()
        .when(under(concession(changes)))
        .then('EXCEPTION_NOT_ALLOWED', field);
    });

  it('is under one exception, not two, and not under one that says nothing of it', () => {
    found()
      .when(under(concession(), concession({ exceptionId: 'E2' })))
      .then('EXCEPTION_NOT_ALLOWED', 'exceptions.1.requirementIds');
    found()
      .when(under(act.exception('E1')))
      .then('OUTCOME_NOT_AVAILABLE', 'exceptions');
  });

  it('is refused exceptions that come with another recommendation, or with a report that fails all the same', () => {
    const before = givenTerms({ plan: oneValidator }, act.submit());
    before
      .when(recommend({ recommendation: 'accept', exceptions: [concession()] }))
      .then('REPORT_INCOMPLETE', 'results');
    before
      .when(recommend({ exceptions: [concession()] }, { isMaterial: true }))
      .then('EXCEPTION_NOT_ALLOWED', 'exceptions');
  });

  it('is not made met: a severity goes only with "not met"', () => {
    givenTerms({ plan: oneValidator }, act.submit())
      .when(recommend({}, { outcome: 'met' }))
      .then('REPORT_INCOMPLETE', 'results');
  });

  it('is not under exceptions that come with another outcome', () => {
    found()
      .when(act.but(act.conclude('rework'), { exceptions: [concession()] }))
      .then('OUTCOME_NOT_AVAILABLE', 'exceptions');
  });
});

describe('The sponsor before whom a requirement not met has come', () => {
  const before = () => found().when(act.conclude('escalate')).thenIn('escalated');

  it('puts the package to signature under exceptions that name every one', () => {
    const after = before().when(act.determine('formalSignOff', 'sponsor', { exceptions: [concession()] }));
    after.then('sponsorDecided', 'exceptionProposed', 'formalSignOffOpened').thenIn('formalSignOff');
  });

  it('does not without', () => {
    before().when(act.determine('formalSignOff')).then('OUTCOME_NOT_AVAILABLE', 'exceptions');
  });

  it('does so also where validators wanted rework until the cycles were used up', () => {
    const after = givenTerms(
      { plan: oneValidator, contract: { maxReworkCycles: 0 } },
      act.submit(),
      recommend({ recommendation: 'rework' }),
      act.conclude('escalate'),
    ).when(act.determine('formalSignOff', 'sponsor', { exceptions: [concession()] }));
    after.thenIn('formalSignOff');
  });

  it('cannot over what the contract concedes to nobody', () => {
    givenTerms(
      { plan: oneValidator, contract: { maxReworkCycles: 0 } },
      act.submit(),
      recommend({}, { isMaterial: true }),
      act.conclude('escalate'),
    )
      .when(act.determine('formalSignOff', 'sponsor', { exceptions: [concession()] }))
      .then('OUTCOME_NOT_AVAILABLE', 'determination');
  });
});

describe('A milestone put to signature under a concession', () => {
  it('is accepted with the exception when the client has signed, each signature bound to it', () => {
    const after = [signUnder('approver1'), signUnder('approver2'), signUnder('director')].reduce(
      (scenario, step) => scenario.when(step),
      toSignature(),
    );
    after.then('signed', 'acceptedWithExceptions').thenIn('acceptedWithExceptions');
    const signed = after.milestone.signatures.map((each) => each.exceptions);
    assert.deepEqual(
      signed.map((each) => each?.exceptionIds),
      [['E1'], ['E1'], ['E1']],
    );
    assert.equal(new Set(signed.map((each) => each?.sha256)).size, 1);
  });

  it('is not signed by who does not say which exceptions they saw', () => {
    toSignature()
      .when(act.sign('approver1', { exceptionIds: undefined }))
      .then('EXCEPTIONS_CHANGED', 'exceptionIds');
    toSignature().when(signUnder('approver1', [])).then('EXCEPTIONS_CHANGED', 'exceptionIds');
  });

  it('sets aside what was signed before, and binds the next signature to other exceptions', () => {
    const first = toSignature().when(signUnder('approver1'));
    const second = first.when(act.propose('E2')).when(signUnder('approver1', ['E1', 'E2']));
    const [one, other] = second.milestone.signatures;
    assert.equal(one?.isVoid, true);
    assert.notEqual(one?.exceptions?.sha256, other?.exceptions?.sha256);
  });

  const anySigner = (...ids: string[]) => ({
    ...oneValidator,
    approvalAuthorityList: [{ name: 'B', quorum: { kind: 'any' }, members: ids.map((personId) => ({ personId })) }],
  });

  it('is not accepted by the firm alone: it waits for somebody of the client', () => {
    const before = toSignature({ plan: anySigner('sponsor', 'director') });
    const after = before.when(signUnder('sponsor')).then('signed').thenIn('formalSignOff');
    after.when(signUnder('director')).thenIn('acceptedWithExceptions');
  });

  it('is not granted by who owns the exception', () => {
    const plan = anySigner('approver1', 'director');
    const before = givenTerms(
      { plan, contract: clientVerifies },
      act.submit(),
      recommend(),
      under(concession({ ownerId: 'approver1' })),
      ...approvals,
    );
    const after = before.when(signUnder('approver1')).then('signed').thenIn('formalSignOff');
    after.when(signUnder('director')).thenIn('acceptedWithExceptions');
  });

  it('is granted by whom the contract names', () => {
    const contract = { concessions: { grantedBy: ['director'] } };
    const before = toSignature({ contract, plan: anySigner('approver1', 'director') });
    before
      .when(signUnder('approver1'))
      .then('signed')
      .thenIn('formalSignOff')
      .when(signUnder('director'))
      .thenIn('acceptedWithExceptions');
  });

  it('is not even proposed where nobody of the client could grant it', () => {
    found({ plan: anySigner('sponsor') })
      .when(under())
      .then('EXCEPTION_NOT_ALLOWED', 'exceptions.0.ownerId');
    found({ plan: anySigner('director') })
      .when(under(concession({ ownerId: 'director' })))
      .then('EXCEPTION_NOT_ALLOWED', 'exceptions.0.ownerId');
  });

  it('comes before the sponsor when who could have granted it hands the signature to who owns the exception', () => {
    const members = [{ personId: 'sponsor' }, { personId: 'director' }];
    const plan = {
      ...oneValidator,
      approvalAuthorityList: [{ name: 'B', members, delegates: [{ personId: 'deputy' }] }],
    };
    const owned = under(concession({ ownerId: 'deputy' }));
    const after = givenTerms({ plan, contract: clientVerifies }, act.submit(), recommend(), owned, ...approvals)
      .when(act.delegate('director', 'deputy'))
      .then('delegated')
      .when(signUnder('deputy'))
      .then('signed')
      .when(signUnder('sponsor'))
      .then('signed', 'escalatedToSponsor');
    assert.match(after.event('escalatedToSponsor').reason, /concession of E1/);
  });

  it('is not accepted by silence, though the contract gives it that meaning', () => {
    const before = toSignature({ contract: { silence: { signOff: 'deemedAccepted' } } });
    const after = before.when({ until: '2026-05-01T00:00:00.000Z' });
    assert.deepEqual(
      after.events.map((each) => each.type).filter((each) => each.startsWith('silence') || each === 'finalNoticeGiven'),
      [],
    );
    after.thenIn('formalSignOff');
  });
});

describe('A contract that names who grants concessions', () => {
  it('names people of the client', () => {
    for (const id of ['sponsor', 'stranger'])
      assert.equal(engagement.safeParse(engagementWith({ concessions: { grantedBy: [id] } })).success, false);
    assert.ok(engagement.safeParse(engagementWith({ concessions: { grantedBy: ['director'] } })).success);
  });
});
