// By which channels people decide: for every kind of decision, and for each door that proves nobody.
import assert from 'node:assert/strict';
import { commandNames, type CommandName } from '../../domain/commands.ts';
import { kindOfCommand } from '../../domain/people/decisionKinds.ts';
import { assertSignInOffered } from '../../domain/people/signInOffered.ts';
import { decisionKinds } from '../../domain/terms/channels.ts';
import * as act from './acts.ts';
import { engagementWith, planWith } from './cast.ts';
import { given, givenTerms, started, type Scenario } from './scenario.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';

const onlyValidator1 = { validators: { name: 'Validators', memberIds: ['validator1'] } };
const shown = [...act.toConditional, act.showClosed('E1')];
const contested = [...act.toReview, act.refuse('user1'), act.conclude('reviewAgain')];
const proposed = [...act.toAccepted, act.proposeRevocation()];

const amending = [...act.toReview, act.amendPlan({ title: 'Other' })];

const letterCounts = { contract: { channels: { client: { signature: ['link', 'enteredByFirm'] } } } };

/** Each decision where it would be taken. */
const decisions: Partial<Record<CommandName, [Scenario, act.Act]>> = {
  recordValidationReport: [given(...act.toValidation), act.report('validator1')],
  giveFeedback: [given(...act.toReview), act.approve('user1')],
  sign: [given(...act.toSignOff), act.sign('approver1')],
  refuse: [given(...act.toSignOff), act.refuse('approver1')],
  delegate: [given(...act.toSignOff), act.delegate('approver1', 'deputy')],
  confirmFacilitationOutcome: [given(...contested), act.confirmOutcome('user1')],
  opposeFacilitationOutcome: [given(...contested), act.opposeOutcome('user1')],
  opposeEntry: [givenTerms(letterCounts, ...act.toSignOff, act.enter('approver1')), act.opposeEntry('approver1')],
  decideAsSponsor: [given(...act.toReview, act.refuse('user1'), act.escalate('user1')), act.determine('terminate')],
  submitClosureEvidence: [given(...act.toConditional), act.showClosed('E1')],
  verifyException: [given(...shown), act.verify('E1', 'approver1')],
  rejectClosure: [given(...shown), act.rejectClosure('E1', 'approver1')],
  extendException: [given(...act.toConditional), act.extendException('E1', '2026-04-15')],
  confirmRevocation: [given(...proposed), act.confirmRevocation()],
  declineRevocation: [given(...proposed), act.declineRevocation()],
  withdrawSignature: [given(...act.toSignOff, act.sign('approver1')), act.withdrawSignature('approver1')],
  consentToAmendment: [given(...amending), act.consent('director')],
  declineAmendment: [given(...amending), act.declineAmendment('director')],
  declineToDecide: [given(...act.toSignOff), act.declineToDecide('approver1')],
  askForInformation: [given(...act.toReview), act.askForInformation('user1')],
  nameDeputy: [given(...act.toReview), act.nameDeputy('approver1', 'deputy', '2026-03-09', '2026-03-13')],
  requestMoreTime: [given(...act.toReview), act.requestMoreTime('user1', '2026-03-20')],
};

const proveNobody = [{ method: 'apiKey', keyId: 'k1' }, { method: 'temporalMessage' }, { method: 'system' }] as const;

describe('A decision that comes by no channel of the contract', () => {
  it('is tried for every command that is one', () => {
    const all = commandNames.filter((name) => kindOfCommand(name) !== undefined).sort();
    assert.deepEqual(Object.keys(decisions).sort(), all);
    assert.deepEqual(act.everyDecision.map((each) => each(given().milestone).name).sort(), all);
  });

  for (const [name, [scenario, decision]] of Object.entries(decisions))
    it(`is refused: ${name} with an API key, with access to Temporal, as the system; and taken behind the link`, () => {
      for (const authentication of proveNobody) {
        const code = authentication.method === 'system' ? 'WRONG_ACTOR' : 'CHANNEL_NOT_ALLOWED';
        scenario.when(act.by(authentication, decision)).then(code, 'actor.authentication.method');
      }
      assert.equal(scenario.when(decision).result?.outcome.outcome, 'accepted');
    });

  it('is told what the contract takes, what it was, and where to decide', () => {
    const { result } = given(...act.toSignOff).when(act.by({ method: 'apiKey', keyId: 'k1' }, act.sign('approver1')));
    assert.equal(
      result?.outcome.message,
      'The contract takes a signature of the client by personal link, personal link confirmed with a code by e-mail or e-mail reply with proven sender, and not by an API key, which proves a system and no person; decide on the page behind the link in the mail that asks for it.',
    );
  });

  it('leaves to an API key, and to an administrator, what sets things going', () => {
    const key = { method: 'apiKey', keyId: 'k1' };
    for (const authentication of [key, { method: 'temporalMessage' }]) {
      given(...act.toSignOff)
        .when(act.by(authentication, act.extend('2026-04-10')))
        .then('deadlineExtended');
      given(...act.toSignOff)
        .when(act.by(authentication, act.reassign('approver1', 'deputy')))
        .then('reassigned');
      given(...act.toSignOff)
        .when(act.by(authentication, act.cancel('manager')))
        .then('cancelled');
    }
  });
});

describe('The channels of a contract', () => {
  it('hold for the party and kind of decision that they are given for', () => {
    const channels = { client: { signature: ['linkAndCode'] }, firm: { everyKind: ['link'], review: ['reply'] } };
    const signing = givenTerms({ contract: { channels } }, ...act.toSignOff);
    signing.when(act.sign('approver1')).then('CODE_REQUIRED', 'code');
    signing.when(act.byReply(act.sign('approver1'))).then('CHANNEL_NOT_ALLOWED');
    signing.when(act.withCode(act.sign('approver1'))).then('signed');
    signing.when(act.refuse('approver1')).then('refused', 'facilitationOpened');
    const validating = givenTerms({ contract: { channels } }, ...act.toValidation);
    validating.when(act.byReply(act.report('validator1'))).then('CHANNEL_NOT_ALLOWED');
    validating.when(act.withCode(act.report('validator1'))).then('validationReported');
  });

  it('take what the firm’s people decide while signed in, unless the contract says otherwise, and never what the client’s do', () => {
    given(...act.toValidation)
      .when(act.inSession(act.report('validator1')))
      .then('validationReported');
    const notHere = 'actor.authentication.method';
    given(...act.toSignOff)
      .when(act.inSession(act.sign('approver1')))
      .then('CHANNEL_NOT_ALLOWED', notHere);
    const byLink = { contract: { channels: { firm: { everyKind: ['link'] } } } };
    givenTerms(byLink, ...act.toValidation)
      .when(act.inSession(act.report('validator1')))
      .then('CHANNEL_NOT_ALLOWED', notHere);
    const byPasskey = { contract: { channels: { firm: { everyKind: ['passkey'] } } } };
    givenTerms(byPasskey, ...act.toValidation.slice(0, 1))
      .when(act.inSession(act.report('validator1')))
      .then('PASSKEY_REQUIRED', 'passkey');
    for (const client of [{ everyKind: ['link', 'session'] }, { signature: ['session'] }]) {
      const { error } = engagementSchema.safeParse(engagementWith({ channels: { client } }));
      assert.deepEqual(error?.issues[0]?.path, ['contract', 'channels', 'client', Object.keys(client)[0]]);
    }
  });

  it('allow a form wherever a line of a reply is not enough', () => {
    for (const kind of decisionKinds) {
      const { success, error } = engagementSchema.safeParse(
        engagementWith({ channels: { client: { [kind]: ['reply'] } } }),
      );
      const isRepliable = ['review', 'signature', 'refusal', 'delegation'].includes(kind);
      assert.equal(success, isRepliable, kind);
      if (!isRepliable) assert.deepEqual(error?.issues[0]?.path, ['contract', 'channels', 'client', kind]);
    }
    assert.equal(
      engagementSchema.safeParse(engagementWith({ channels: { firm: { everyKind: ['reply'] } } })).success,
      false,
    );
    assert.equal(
      engagementSchema.safeParse(engagementWith({ channels: { firm: { everyKind: ['apiKey'] } } })).success,
      false,
    );
  });
});

describe('A validator that is a system', () => {
  const plan = {
    validators: {
      name: 'Test bench',
      memberIds: ['validator1'],
      systems: [{ personId: 'validator1', apiKeyId: 'bench' }],
    },
  };
  const validating = givenTerms({ plan }, ...act.toValidation);
  const key = (keyId: string) => ({ method: 'apiKey', keyId });

  it('reports with the key that the plan names, and no other way', () => {
    for (const other of [key('k1'), { method: 'temporalMessage' }, { method: 'requestLink', requestId: 'r' }])
      validating
        .when(act.by(other, act.report('validator1')))
        .then('CHANNEL_NOT_ALLOWED', 'actor.authentication.method');
    const reported = validating.when(act.by(key('bench'), act.report('validator1')));
    assert.equal(reported.phase, 'inReview');
  });

  it('gives its key nothing else to decide, and nobody else’s report', () => {
    const two = { validators: { ...plan.validators, memberIds: ['validator1', 'validator2'] } };
    const both = givenTerms({ plan: two }, ...act.toValidation);
    both.when(act.by(key('bench'), act.report('validator2'))).then('CHANNEL_NOT_ALLOWED');
    both.when(act.by(key('bench'), act.delegate('validator1', 'manager'))).then('CHANNEL_NOT_ALLOWED');
    both.when(act.delegate('validator1', 'manager')).then('CHANNEL_NOT_ALLOWED');
    both.when(act.reassign('validator1', 'manager')).then('reassigned');
  });

  it('is refused in a plan that has it review, sign, manage, or not validate', () => {
    const refused = (validators: object, changes: object = {}) =>
      assert.throws(() => started({ plan: { validators, ...changes } }), { code: 'PLAN_INCONSISTENT' });
    const systemIs = (personId: string, memberIds: string[]) => ({
      name: 'V',
      memberIds,
      systems: [{ personId, apiKeyId: 'bench' }],
    });
    refused(systemIs('validator2', ['validator1']));
    refused(systemIs('user1', ['validator1', 'user1']));
    refused(systemIs('deputy', ['validator1', 'deputy']));
    refused(systemIs('manager', ['validator1', 'manager']));
    assert.equal(planWith(onlyValidator1).validators.memberIds.length, 1);
  });
});

describe('A contract that has the firm’s people sign in', () => {
  it('and gives them no other way is refused where nobody signs in, by the field that says so', () => {
    const under = (firm: object) => engagementSchema.parse(engagementWith({ channels: { firm } })).contract;
    assertSignInOffered(under({ everyKind: ['link', 'session'] }), false);
    assertSignInOffered(under({ everyKind: ['session'] }), true);
    for (const [firm, field] of [
      [{ everyKind: ['session'] }, 'contract.channels.firm.everyKind'],
      [{ determination: ['session'] }, 'contract.channels.firm.determination'],
    ] as const)
      assert.throws(() => assertSignInOffered(under(firm), false), { code: 'INVALID_MESSAGE', field });
  });
});
