// From a posted form to a command of the domain; checks nothing the domain checks.
import type { MessageKey } from '../mail/messages/words.ts';
import type { CommandName } from '../domain/commands.ts';
import type { DecisionRequest } from '../db/requests.ts';
import { dutyOf } from '../domain/requests/requestKinds.ts';
import type { Milestone } from '../domain/milestone.ts';
import { exceptionsFrom, withExceptions } from './exceptionRows.ts';
import { documentIdsIn, given, type DecisionForm } from './postedForm.ts';
import { PageRefusal, type Said } from './problemWords.ts';

type Remedy = MessageKey extends infer Key ? (Key extends `remedy.${infer Name}` ? Name : never) : never;

/** What is to be done about a field, of those that take no value. */
const remedy =
  (name: Exclude<Remedy, 'result' | 'evidence' | 'row'>): Said =>
  ({ say }) =>
    say(`remedy.${name}`);

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
  'nameDeputy',
  'endDeputy',
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
  'consentToAmendment',
  'declineAmendment',
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
      return {
        name: 'recordValidationReport',
        fields: { packageDigest, ...planIn(form), ...reportFields(milestone, form) },
      };
    case 'review':
      return reviewCommand(packageDigest, form);
    case 'signature':
      return signatureCommand(packageDigest, form);
    case 'facilitation':
      return {
        name: 'recordFacilitationOutcome',
        fields: {
          outcome: given(form, 'outcome', remedy('outcome')),
          note: given(form, 'note', remedy('outcomeNote')),
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
          entryId: given(form, 'entryId', remedy('entry')),
          reasons: given(form, 'note', remedy('objection')),
        },
      };
    case 'amendment': {
      const amendmentId = given(form, 'amendmentId', remedy('amendment'));
      return chosen(form, 'consentToAmendment', 'declineAmendment') === 'consentToAmendment'
        ? { name: 'consentToAmendment', fields: { amendmentId } }
        : { name: 'declineAmendment', fields: { amendmentId, reason: given(form, 'note', remedy('decline')) } };
    }
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

/** The version of the plan that the page showed, where it is not the first. */
const planIn = ({ planVersion }: DecisionForm): { planVersion?: number } =>
  planVersion === undefined ? {} : { planVersion: Number(planVersion) };

/** What whoever is asked to validate, review or sign may do in place of it. */
function insteadOfDeciding(packageDigest: string | undefined, form: DecisionForm): FormCommand | undefined {
  const whyNot = (said: Said) => given(form, 'insteadReason', said);
  switch (form.decision) {
    case 'delegate':
      return {
        name: 'delegate',
        fields: {
          packageDigest,
          toPersonId: given(form, 'delegateTo', remedy('delegate')),
          reason: given(form, 'delegateReason', remedy('delegateReason')),
        },
      };
    case 'askForInformation':
      return { name: 'askForInformation', fields: { packageDigest, question: whyNot(remedy('question')) } };
    case 'requestMoreTime':
      return {
        name: 'requestMoreTime',
        fields: {
          newDeadlineOn: given(form, 'newDeadlineOn', remedy('moreTime')),
          reason: whyNot(remedy('moreTimeReason')),
        },
      };
    case 'declineToDecide':
      return {
        name: 'declineToDecide',
        fields: {
          packageDigest,
          reason: whyNot(remedy('notYours')),
          ...(form.proposedPersonId ? { proposedPersonId: form.proposedPersonId } : {}),
        },
      };
    case 'nameDeputy':
      return {
        name: 'nameDeputy',
        fields: {
          deputyId: given(form, 'deputyId', remedy('deputy')),
          ...(form.from ? { from: form.from } : {}),
          ...(form.until ? { until: form.until } : {}),
          reason: whyNot(remedy('deputyReason')),
        },
      };
    case 'endDeputy':
      return {
        name: 'endDeputy',
        fields: {
          deputyshipId: given(form, 'deputyshipId', remedy('deputyship')),
          reason: whyNot(remedy('deputyReason')),
        },
      };
    default:
      return undefined;
  }
}

function determinationFields(milestone: Milestone, form: DecisionForm): object {
  const chosenOne = given(form, 'determination', remedy('decision'));
  const exceptions = exceptionsFrom(milestone, form, 'determination');
  return {
    determination: chosenOne === withExceptions ? 'formalSignOff' : chosenOne,
    reasons: given(form, 'note', remedy('determination')),
    ...exceptions,
  };
}

function reviewCommand(packageDigest: string | undefined, form: DecisionForm): FormCommand {
  const written = paragraphs(form.comments);
  const asked = { ...planIn(form), ...(form.needsAnswer === 'yes' ? { needsAnswer: true } : {}) };
  switch (form.decision) {
    case 'approve':
      return { name: 'giveFeedback', fields: { packageDigest, verdict: 'approve', comments: written, ...asked } };
    case 'comment':
      given(form, 'comments', remedy('comment'));
      return { name: 'giveFeedback', fields: { packageDigest, verdict: 'comment', comments: written, ...asked } };
    case 'requestRevision':
      given(form, 'comments', remedy('reasons'));
      return {
        name: 'giveFeedback',
        fields: { packageDigest, ...planIn(form), verdict: 'requestRevision', reasons: written },
      };
    case 'refuse':
      given(form, 'comments', remedy('reasons'));
      return { name: 'refuse', fields: { packageDigest, reasons: written } };
    default:
      throw new PageRefusal('INVALID_MESSAGE', remedy('decision'), { field: 'decision' });
  }
}

function chosen<C extends string>(form: DecisionForm, ...choices: C[]): C {
  const found = choices.find((each) => each === form.decision);
  if (found === undefined) throw new PageRefusal('INVALID_MESSAGE', remedy('decision'), { field: 'decision' });
  return found;
}

/** What is decided beside the stages: an outcome confirmed, an exception closed, a revocation. */
function closeOutCommand(
  kind: 'confirmation' | 'closure' | 'verification' | 'extension' | 'revocation',
  form: DecisionForm,
): FormCommand {
  const exceptionId = () => given(form, 'exceptionId', remedy('exception'));
  const note = (said: Said) => given(form, 'note', said);
  switch (kind) {
    case 'confirmation':
      return chosen(form, 'confirmOutcome', 'opposeOutcome') === 'confirmOutcome'
        ? { name: 'confirmFacilitationOutcome', fields: {} }
        : { name: 'opposeFacilitationOutcome', fields: { reasons: note(remedy('objection')) } };
    case 'closure':
      return {
        name: 'submitClosureEvidence',
        fields: {
          exceptionId: exceptionId(),
          evidence: note(remedy('closure')),
          documentIds: documentIdsIn(form),
        },
      };
    case 'verification':
      return chosen(form, 'verifyClosure', 'rejectClosure') === 'verifyClosure'
        ? { name: 'verifyException', fields: { exceptionId: exceptionId(), evidence: note(remedy('verification')) } }
        : {
            name: 'rejectClosure',
            fields: { exceptionId: exceptionId(), reasons: paragraphs(note(remedy('notClosed'))) },
          };
    case 'extension':
      return {
        name: 'extendException',
        fields: {
          exceptionId: exceptionId(),
          dueOn: given(form, 'dueOn', remedy('newDate')),
          reason: note(remedy('extension')),
        },
      };
    case 'revocation':
      return chosen(form, 'confirmRevocation', 'declineRevocation') === 'confirmRevocation'
        ? { name: 'confirmRevocation', fields: { reasons: note(remedy('ownReasons')) } }
        : { name: 'declineRevocation', fields: { reason: note(remedy('ownReasons')) } };
    default:
      return kind satisfies never;
  }
}

function signatureCommand(packageDigest: string | undefined, form: DecisionForm): FormCommand {
  switch (form.decision) {
    case 'sign': {
      if (form.agreesToStatement !== 'yes')
        throw new PageRefusal('INVALID_MESSAGE', remedy('agree'), {
          field: 'agreesToStatement',
        });
      const { typedName, statementVersion, statementLanguage, exceptionIds, deliverableIds } = form;
      return {
        name: 'sign',
        fields: {
          packageDigest,
          ...planIn(form),
          typedName,
          statementVersion,
          ...(statementLanguage === undefined ? {} : { statementLanguage }),
          agreesToStatement: true,
          ...(exceptionIds === undefined ? {} : { exceptionIds: exceptionIds.split(' ').filter(Boolean) }),
          // The page of a part names what it showed.
          ...(deliverableIds ? { deliverableIds: deliverableIds.split(' ') } : {}),
        },
      };
    }
    case 'withdrawSignature':
      return {
        name: 'withdrawSignature',
        fields: { packageDigest, reason: given(form, 'reasons', remedy('withdraw')) },
      };
    case 'requestRevision':
    case 'refuse': {
      const reasons = paragraphs(form.reasons ?? form.comments);
      if (reasons.length === 0) given(form, 'reasons', remedy('reasons'));
      const isRevision = form.decision === 'requestRevision';
      return { name: 'refuse', fields: { packageDigest, reasons, ...(isRevision ? { asksForRevision: true } : {}) } };
    }
    default:
      throw new PageRefusal('INVALID_MESSAGE', remedy('decision'), { field: 'decision' });
  }
}

/** What the person has to correct is named by the form's own fields, which the schema does not know. */
function reportFields(milestone: Milestone, form: DecisionForm): object {
  const results = milestone.plan.requirements.map(({ requirementId }) => ({
    requirementId,
    outcome: given(form, `outcome-${requirementId}`, (words) => words.say('remedy.result', { id: requirementId })),
    evidence: given(form, `evidence-${requirementId}`, (words) => words.say('remedy.evidence', { id: requirementId })),
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
    summary: given(form, 'summary', remedy('summary')),
    recommendation: given(form, 'recommendation', remedy('recommendation')),
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
