// From a posted form to a command of the domain; checks nothing the domain checks.
import { SignOffError } from '../domain/errors.ts';
import type { CommandName } from '../domain/commands.ts';
import type { DecisionRequest } from '../db/requests.ts';
import { dutyOf } from '../domain/requests/requestKinds.ts';
import type { Milestone } from '../domain/milestone.ts';
import { exceptionsFrom, withExceptions } from './exceptionRows.ts';
import { documentIdsIn, given, type DecisionForm } from './postedForm.ts';

const paragraphs = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/\r?\n\s*\r?\n/)
    .map((each) => each.trim())
    .filter(Boolean);

/** Every command that a form can send. */
export const formCommands = [
  'recordValidationReport',
  'giveFeedback',
  'sign',
  'refuse',
  'delegate',
  'askForInformation',
  'requestMoreTime',
  'declineToDecide',
  'withdrawSignature',
  'recordFacilitationOutcome',
  'decideAsSponsor',
  'confirmFacilitationOutcome',
  'opposeFacilitationOutcome',
  'opposeEntry',
  'submitClosureEvidence',
  'verifyException',
  'rejectClosure',
  'extendException',
  'confirmRevocation',
  'declineRevocation',
] as const satisfies readonly CommandName[];
export type FormCommandName = (typeof formCommands)[number];

export const isFormCommand = (name: string): name is FormCommandName => formCommands.some((each) => each === name);

interface FormCommand {
  name: FormCommandName;
  fields: object;
}

/** Throws INVALID_MESSAGE, naming the field, when no decision of this page was chosen or what it needs is not there. */
export function commandFromForm(milestone: Milestone, request: DecisionRequest, form: DecisionForm): FormCommand {
  const { packageDigest } = request;
  const instead = dutyOf(request.kind) === undefined ? undefined : insteadOfDeciding(packageDigest, form);
  if (instead) return instead;
  switch (request.kind) {
    case 'validation':
      return { name: 'recordValidationReport', fields: { packageDigest, ...reportFields(milestone, form) } };
    case 'review':
      return reviewCommand(packageDigest, form);
    case 'signature':
      return signatureCommand(packageDigest, form);
    case 'facilitation':
      return {
        name: 'recordFacilitationOutcome',
        fields: {
          outcome: given(form, 'outcome', 'Choose what was agreed.'),
          note: given(form, 'note', 'Write what was discussed, and why this outcome.'),
          ...exceptionsFrom(milestone, form, 'outcome'),
        },
      };
    case 'determination':
      return {
        name: 'decideAsSponsor',
        fields: determinationFields(milestone, form),
      };
    case 'objection':
      return {
        name: 'opposeEntry',
        fields: {
          entryId: given(form, 'entryId', 'Choose what you object to.'),
          reasons: given(form, 'note', 'Say why you object.'),
        },
      };
    case 'confirmation':
    case 'closure':
    case 'verification':
    case 'extension':
    case 'revocation':
      return closeOutCommand(request.kind, form);
    default:
      return request.kind satisfies never;
  }
}

/** What whoever is asked to validate, review or sign may do in place of it. */
function insteadOfDeciding(packageDigest: string | undefined, form: DecisionForm): FormCommand | undefined {
  const whyNot = (remedy: string) => given(form, 'insteadReason', remedy);
  switch (form.decision) {
    case 'delegate':
      return {
        name: 'delegate',
        fields: {
          packageDigest,
          toPersonId: given(form, 'delegateTo', 'Choose who decides instead of you.'),
          reason: given(form, 'delegateReason', 'Say why you pass the decision on.'),
        },
      };
    case 'askForInformation':
      return { name: 'askForInformation', fields: { packageDigest, question: whyNot('Write what you need to know.') } };
    case 'requestMoreTime':
      return {
        name: 'requestMoreTime',
        fields: {
          newDeadlineOn: given(form, 'newDeadlineOn', 'Give the day until which you need, as in 2026-03-31.'),
          reason: whyNot('Say why you need more time.'),
        },
      };
    case 'declineToDecide':
      return {
        name: 'declineToDecide',
        fields: {
          packageDigest,
          reason: whyNot('Say why it is not yours to decide.'),
          ...(form.proposedPersonId ? { proposedPersonId: form.proposedPersonId } : {}),
        },
      };
    default:
      return undefined;
  }
}

function determinationFields(milestone: Milestone, form: DecisionForm): object {
  const chosenOne = given(form, 'determination', 'Choose what you decide.');
  const exceptions = exceptionsFrom(milestone, form, 'determination');
  return {
    determination: chosenOne === withExceptions ? 'formalSignOff' : chosenOne,
    reasons: given(form, 'note', 'Give the reasons of your determination.'),
    ...exceptions,
  };
}

function reviewCommand(packageDigest: string | undefined, form: DecisionForm): FormCommand {
  const written = paragraphs(form.comments);
  const asked = form.needsAnswer === 'yes' ? { needsAnswer: true } : {};
  switch (form.decision) {
    case 'approve':
      return { name: 'giveFeedback', fields: { packageDigest, verdict: 'approve', comments: written, ...asked } };
    case 'comment':
      given(form, 'comments', 'Write your comment.');
      return { name: 'giveFeedback', fields: { packageDigest, verdict: 'comment', comments: written, ...asked } };
    case 'requestRevision':
      given(form, 'comments', 'Give the reasons, detailed enough to correct.');
      return { name: 'giveFeedback', fields: { packageDigest, verdict: 'requestRevision', reasons: written } };
    case 'refuse':
      given(form, 'comments', 'Give the reasons, detailed enough to correct.');
      return { name: 'refuse', fields: { packageDigest, reasons: written } };
    default:
      throw new SignOffError('INVALID_MESSAGE', 'Choose what you decide.', { field: 'decision' });
  }
}

function chosen<C extends string>(form: DecisionForm, ...choices: C[]): C {
  const found = choices.find((each) => each === form.decision);
  if (found === undefined) throw new SignOffError('INVALID_MESSAGE', 'Choose what you decide.', { field: 'decision' });
  return found;
}

/** What is decided beside the stages: an outcome confirmed, an exception closed, a revocation. */
function closeOutCommand(
  kind: 'confirmation' | 'closure' | 'verification' | 'extension' | 'revocation',
  form: DecisionForm,
): FormCommand {
  const exceptionId = () => given(form, 'exceptionId', 'Choose the exception.');
  const note = (remedy: string) => given(form, 'note', remedy);
  switch (kind) {
    case 'confirmation':
      return chosen(form, 'confirmOutcome', 'opposeOutcome') === 'confirmOutcome'
        ? { name: 'confirmFacilitationOutcome', fields: {} }
        : { name: 'opposeFacilitationOutcome', fields: { reasons: note('Say why you object.') } };
    case 'closure':
      return {
        name: 'submitClosureEvidence',
        fields: {
          exceptionId: exceptionId(),
          evidence: note('Show how the criterion is met.'),
          documentIds: documentIdsIn(form),
        },
      };
    case 'verification':
      return chosen(form, 'verifyClosure', 'rejectClosure') === 'verifyClosure'
        ? { name: 'verifyException', fields: { exceptionId: exceptionId(), evidence: note('Say what you looked at.') } }
        : {
            name: 'rejectClosure',
            fields: { exceptionId: exceptionId(), reasons: paragraphs(note('Say why it is not closed.')) },
          };
    case 'extension':
      return {
        name: 'extendException',
        fields: {
          exceptionId: exceptionId(),
          dueOn: given(form, 'dueOn', 'Give the new date, as in 2026-03-31.'),
          reason: note('Say why it gets more time.'),
        },
      };
    case 'revocation':
      return chosen(form, 'confirmRevocation', 'declineRevocation') === 'confirmRevocation'
        ? { name: 'confirmRevocation', fields: { reasons: note('Give your reasons.') } }
        : { name: 'declineRevocation', fields: { reason: note('Give your reasons.') } };
    default:
      return kind satisfies never;
  }
}

function signatureCommand(packageDigest: string | undefined, form: DecisionForm): FormCommand {
  switch (form.decision) {
    case 'sign': {
      if (form.agreesToStatement !== 'yes')
        throw new SignOffError('INVALID_MESSAGE', 'Tick the box to agree to the statement; a signature needs it.', {
          field: 'agreesToStatement',
        });
      const { typedName, statementVersion, statementLanguage, exceptionIds } = form;
      return {
        name: 'sign',
        fields: {
          packageDigest,
          typedName,
          statementVersion,
          ...(statementLanguage === undefined ? {} : { statementLanguage }),
          agreesToStatement: true,
          ...(exceptionIds === undefined ? {} : { exceptionIds: exceptionIds.split(' ').filter(Boolean) }),
        },
      };
    }
    case 'withdrawSignature':
      return {
        name: 'withdrawSignature',
        fields: { packageDigest, reason: given(form, 'reasons', 'Say why you withdraw your signature.') },
      };
    case 'requestRevision':
    case 'refuse': {
      const reasons = paragraphs(form.reasons ?? form.comments);
      if (reasons.length === 0) given(form, 'reasons', 'Give the reasons, detailed enough to correct.');
      const isRevision = form.decision === 'requestRevision';
      return { name: 'refuse', fields: { packageDigest, reasons, ...(isRevision ? { asksForRevision: true } : {}) } };
    }
    default:
      throw new SignOffError('INVALID_MESSAGE', 'Choose what you decide.', { field: 'decision' });
  }
}

/** What the person has to correct is named by the form's own fields, which the schema does not know. */
function reportFields(milestone: Milestone, form: DecisionForm): object {
  const results = milestone.plan.requirements.map(({ requirementId }) => ({
    requirementId,
    outcome: given(form, `outcome-${requirementId}`, `Choose the result of requirement ${requirementId}.`),
    evidence: given(form, `evidence-${requirementId}`, `Give the evidence for requirement ${requirementId}.`),
    ...gravityOf(form, requirementId),
  }));
  return {
    results,
    issues: [1, 2, 3, 4, 5].flatMap((row) => {
      const description = (form[`issue-${row}`] ?? '').trim();
      if (description === '') return [];
      return [
        {
          description,
          severity: Number(form[`issue-${row}-severity`]),
          isMaterial: form[`issue-${row}-material`] === 'yes',
        },
      ];
    }),
    summary: given(form, 'summary', 'Sum up what you found.'),
    recommendation: given(form, 'recommendation', 'Choose what you recommend.'),
    ...exceptionsFrom(milestone, form, 'recommendation'),
  };
}

/** How grave it is, of a requirement said to be not met; asked of no other. */
function gravityOf(form: DecisionForm, requirementId: string): object {
  if (form[`outcome-${requirementId}`] !== 'notMet') return {};
  const severity = form[`severity-${requirementId}`] ?? '';
  return {
    ...(severity === '' ? {} : { severity: Number(severity) }),
    isMaterial: form[`material-${requirementId}`] === 'yes',
  };
}
