// Every refusal there is, raised once each with the field it points at; the list of codes itself says when one is missing.
import assert from 'node:assert/strict';
import { SignOffError, signOffErrorCodes, type SignOffErrorCode } from '../../domain/errors.ts';
import { decideOnCreditNote } from '../../domain/acceptance/credits.ts';
import { decideOnInvoice } from '../../domain/acceptance/invoiceGate.ts';
import { assertAuthorised } from '../../domain/acceptance/nextPhase.ts';
import { assertMayGo } from '../../domain/compilation/documentRemoval.ts';
import { assertFilesThere } from '../../domain/records/filesNeeded.ts';
import { erasableOf } from '../../domain/records/redaction.ts';
import { unreadable } from '../../domain/records/unreadable.ts';
import { assertCanBeSigned } from '../../domain/signOff/signability.ts';
import { assertStillWhole, decideOnDisposal, decideOnRelease } from '../../domain/records/retentionActs.ts';
import { inNames } from '../../domain/people/inNames.ts';
import { defaultLanguage, languages, saidIn, wordsIn } from '../../mail/messages/words.ts';
import { withAmendedTerms } from '../../domain/terms/contractVersions.ts';
import * as act from './acts.ts';
import { standing } from './documentStanding.ts';
import { creditNote, gateWith, invoice, invoicedAt } from './invoices.ts';
import { disposal, hold, keptRecord, release } from './keptRecord.ts';
import { given, givenTerms, started, type Scenario } from './scenario.ts';

const refusalOfStart = (plan: object): SignOffError => refusalOf(() => started({ plan }));

function refusalOf(rule: () => unknown): SignOffError {
  try {
    rule();
  } catch (error) {
    assert.ok(error instanceof SignOffError);
    return error;
  }
  throw new Error('It was taken');
}

const today = '2034-01-01T12:00:00.000Z';

const raised: Record<SignOffErrorCode, () => Scenario | SignOffError> = {
  INVALID_MESSAGE: () => given().when(act.submit({ completedOn: 'yesterday' })),
  MESSAGE_UNREADABLE: () => given().when(() => ({ name: 'submitPackage', raw: { ...unreadable('it came in plain') } })),
  PLAN_INCONSISTENT: () => refusalOfStart({ validators: { name: 'V', memberIds: ['nobody'] } }),
  NOT_COMPILING: () => given(...act.toReview).when(act.submit()),
  NOT_SIGNABLE: () =>
    refusalOf(() => {
      const { milestone, now } = given();
      assertCanBeSigned(
        { ...milestone, plan: { ...milestone.plan, value: { amount: '100000.01', currency: 'EUR' } } },
        now,
      );
    }),
  PACKAGE_INCOMPLETE: () => given().when(act.submit({ deliverables: [] })),
  DOCUMENT_UNKNOWN: () =>
    given().when(act.submit({ deliverables: [{ deliverableId: 'D1', version: '1', documentIds: ['missing1'] }] })),
  DOCUMENT_IN_USE: () => refusalOf(() => assertMayGo(standing({ isNamed: true }), 'manager', 'replaces')),
  DOCUMENT_MISSING: () =>
    refusalOf(() => assertFilesThere([{ kind: 'document', name: 'a.pdf', sha256: 'e', field: 'deliverables' }])),
  NOT_VALIDATING: () => given().when(act.report('validator1')),
  REPORT_INCOMPLETE: () => given(...act.toValidation).when(act.report('validator1', { results: [] })),
  NOT_IN_REVIEW: () => given().when(act.approve('user1')),
  FEEDBACK_UNKNOWN: () => given(...act.toReview).when(act.address('F9')),
  NOT_AWAITING_SIGNATURES: () => given(...act.toReview).when(act.sign('approver1')),
  NOT_REFUSABLE: () => given(...act.toValidation).when(act.refuse('approver1')),
  NOT_ON_LIST: () => given(...act.toSignOff).when(act.sign('outsider')),
  NOT_YET_ASKED: () => given(...act.toSignOff).when(act.sign('director')),
  PASSED_ON: () => given(...act.toSignOff, act.delegate('approver1', 'deputy')).when(act.sign('approver1')),
  NOTHING_TO_PASS_ON: () => given().when(act.delegate('validator1', 'validator2')),
  DELEGATE_NOT_ELIGIBLE: () => given(...act.toSignOff).when(act.delegate('approver1', 'outsider')),
  PART_NOT_ALLOWED: () => given(...act.toSignOff).when(act.proposePart(['D1'])),
  PART_CHANGED: () => given(...act.toSignOff).when(act.sign('approver1', { deliverableIds: ['D1'] })),
  EXCEPTIONS_CHANGED: () =>
    given(...act.toSignOff, act.propose('E1')).when(act.sign('approver1', { exceptionIds: [] })),
  CODE_REQUIRED: () =>
    givenTerms({ contract: { channels: { client: { signature: ['linkAndCode'] } } } }, ...act.toSignOff).when(
      act.sign('approver1'),
    ),
  PASSKEY_REQUIRED: () =>
    givenTerms({ contract: { channels: { client: { signature: ['passkey'] } } } }, ...act.toSignOff).when(
      act.sign('approver1'),
    ),
  ALREADY_DECIDED: () => given(...act.toSignOff, act.sign('approver1')).when(act.sign('approver1')),
  WRONG_ACTOR: () => given().when(act.submit({}, 'author')),
  SEPARATION_OF_DUTIES: () => given(...act.toConditional).when(act.verify('E1', 'author')),
  AUTHORITY_EXCEEDED: () =>
    givenTerms(
      {
        plan: {
          approvalAuthorityList: [
            {
              name: 'Business',
              quorum: { kind: 'any' },
              members: [{ personId: 'approver1' }, { personId: 'approver2', limit: '99999.99' }],
            },
          ],
        },
      },
      ...act.toSignOff,
    ).when(act.sign('approver2')),
  NAME_MISMATCH: () => given(...act.toSignOff).when(act.sign('approver1', { typedName: 'Name of approver2' })),
  STATEMENT_MISMATCH: () => given(...act.toSignOff).when(act.sign('approver1', { statementVersion: '0' })),
  CHANNEL_NOT_ALLOWED: () =>
    given(...act.toReview).when(act.by({ method: 'apiKey', keyId: 'k1' }, act.approve('user1'))),
  STALE_PACKAGE: () => given(...act.toSignOff).when(act.sign('approver1', { packageDigest: act.noDigest })),
  NOT_IN_FACILITATION: () => given(...act.toReview).when(act.conclude('rework')),
  OUTCOME_NOT_AVAILABLE: () => given(...act.toReview, act.refuse('user1')).when(act.conclude('askAgain')),
  NOT_ESCALATABLE: () => given(...act.toReview).when(act.escalate('manager')),
  NOT_ESCALATED: () => given(...act.toReview).when(act.determine('rework')),
  EXCEPTION_NOT_ALLOWED: () => given(...act.toSignOff).when(act.propose('E1', { severity: 2 })),
  EXCEPTION_UNKNOWN: () => given(...act.toConditional).when(act.verify('E9', 'approver1')),
  INVOICE_BLOCKED: () => refusalOf(() => decideOnInvoice(gateWith({ release: undefined }), invoice(), invoicedAt)),
  INVOICE_EXCEEDS_RELEASE: () =>
    refusalOf(() => decideOnInvoice(gateWith(), invoice({ amount: '100000.01' }), invoicedAt)),
  INVOICE_MISMATCH: () => refusalOf(() => decideOnInvoice(gateWith(), invoice({ currency: 'USD' }), invoicedAt)),
  INVOICE_UNKNOWN: () => refusalOf(() => decideOnCreditNote(gateWith(), creditNote(), invoicedAt)),
  DRAFT_NOT_OPEN: () => refusalOf(() => decideOnInvoice(gateWith(), invoice({ draftNumber: 'D-1' }), invoicedAt)),
  CREDIT_EXCEEDS_INVOICE: () =>
    refusalOf(() =>
      decideOnCreditNote(gateWith({ invoices: [invoice()] }), creditNote({ amount: '60000.01' }), invoicedAt),
    ),
  NOT_AUTHORISED: () =>
    refusalOf(() => assertAuthorised(started({ plan: { dependsOn: [{ milestoneId: 'M0' }] } }).milestone.plan, [])),
  NOT_EXTENDABLE: () => given(...act.toReview).when(act.extend('2027-01-04')),
  CLOCK_NOT_STOPPABLE: () => given().when(act.resumeClock()),
  NOT_AMENDABLE: () => given(...act.toConditional).when(act.amendPlan({ title: 'Other' })),
  NOTHING_TO_CONSENT_TO: () => given(...act.toReview).when(act.consent('approver1')),
  CONSENT_MISSING: () =>
    refusalOf(() =>
      withAmendedTerms(
        given().milestone.engagement,
        { command: { personId: 'manager', reference: 'A2', reason: 'Agreed' }, patch: { maxReworkCycles: 5 } },
        { files: [], unknownDocumentIds: [] },
        today,
      ),
    ),
  PLAN_AMENDED: () =>
    given(
      ...act.toSignOff,
      act.amendPlan({ value: { amount: '90000.00', currency: 'EUR' } }),
      act.consent('director'),
    ).when(act.but(act.sign('approver1'), { planVersion: 1 })),
  NOT_NUDGEABLE: () => given(...act.toReview).when(act.nudge()),
  NOTHING_TO_WITHDRAW: () => given(...act.toSignOff).when(act.withdrawSignature('approver1')),
  NOTHING_TO_OBJECT_TO: () => given(...act.toSignOff).when(act.opposeEntry('approver1')),
  NOTHING_TO_CONFIRM: () => given(...act.toReview).when(act.confirmOutcome('user1')),
  NOT_REVOCABLE: () => given(...act.toReview).when(act.proposeRevocation()),
  MILESTONE_NOT_OVER: () =>
    refusalOf(() =>
      decideOnDisposal(keptRecord({ pending: ['certificate M1-C1 is not published yet'] }), disposal, today),
    ),
  RETENTION_NOT_OVER: () => refusalOf(() => decideOnDisposal(keptRecord(), disposal, '2033-03-05T12:00:00.000Z')),
  UNDER_LEGAL_HOLD: () => refusalOf(() => decideOnDisposal(keptRecord({ holds: [hold()] }), disposal, today)),
  HOLD_UNKNOWN: () => refusalOf(() => decideOnRelease([hold()], 'H9', release, today)),
  PERSON_UNKNOWN: () => refusalOf(() => erasableOf(given().milestone, [], 'nobody', [])),
  RECORD_REDACTED: () => refusalOf(() => assertStillWhole({ milestoneId: 'M1', erasedAt: today })),
  MILESTONE_DISPOSED: () => refusalOf(() => decideOnDisposal(keptRecord({ disposedAt: today }), disposal, today)),
  MILESTONE_CLOSED: () => given(...act.toAccepted).when(act.refuse('approver1')),
};

const codes = Object.keys(signOffErrorCodes) as SignOffErrorCode[];

describe('A refusal', () => {
  for (const code of codes) {
    it(`is ${code} when: ${signOffErrorCodes[code]}`, () => {
      const refused = raised[code]();
      if (refused instanceof SignOffError) assert.equal(refused.code, code);
      else refused.then(code);
    });
  }

  for (const language of languages.filter((each) => each !== defaultLanguage))
    it(`is said in ${language}, whatever it is`, () => {
      const words = wordsIn(language);
      for (const code of codes.filter((each) => each !== 'MESSAGE_UNREADABLE')) {
        const refused = raised[code]();
        const { message = '', details = [] } =
          refused instanceof SignOffError ? refused : (refused.result?.refused ?? { message: '' });
        for (const each of [message, ...details].filter((text) => text.includes(' '))) {
          const said = words.sentence(each);
          assert.ok(said, `${code}: ${each}`);
          assert.doesNotMatch(
            said.replace(/Name of \w+/g, ''),
            /\b(?:the|is|of|and|for|must|not)\b/,
            `${code}: ${said}`,
          );
        }
      }
    });

  it('names people by name to people, in their language', () => {
    const refused = raised.AUTHORITY_EXCEEDED() as Scenario;
    const { message = '' } = refused.result?.refused ?? {};
    assert.equal(
      inNames(refused.milestone, saidIn(wordsIn('de'), message)),
      'Name of approver2 darf bis zu 99.999,99 € abnehmen; der Meilenstein hat einen Wert von 100.000,00 €.',
    );
  });

  it('is put on record with who acted, and leaves the milestone as it was', () => {
    const before = given(...act.toSignOff);
    const after = before.when(act.sign('outsider')).then('NOT_ON_LIST', 'actor.personId');
    assert.equal(after.result?.refused?.actor?.personId, 'outsider');
    assert.equal(after.result?.refused?.name, 'sign');
    assert.deepEqual({ ...after.milestone, messages: {} }, { ...before.milestone, messages: {} });
  });
});
