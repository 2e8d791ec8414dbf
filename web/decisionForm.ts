// From a posted form to a command of the domain; checks nothing the domain checks.
import { SignOffError } from '../domain/errors.ts';
import type { CommandName } from '../domain/commands.ts';
import type { DecisionRequest } from '../db/requests.ts';
import type { Milestone } from '../domain/milestone.ts';
import type { RequestKind } from '../domain/notices.ts';
import type { Role } from '../domain/people.ts';

/** Fields as the page posts them; all optional, because anything can be posted. */
export type DecisionForm = Partial<Record<string, string>>;

/** A body of another kind counts as an empty form, and of a field posted twice the last one counts. */
export const formOf = (body: unknown): DecisionForm =>
  Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) => {
      const last: unknown = Array.isArray(value) ? value.at(-1) : value;
      return typeof last === 'string' ? [[name, last]] : [];
    }),
  );

export const roleFor = (kind: RequestKind): Role =>
  ({
    validation: 'validator',
    review: 'stakeholder',
    signature: 'approver',
    facilitation: 'engagementManager',
    confirmation: 'stakeholder',
    determination: 'engagementSponsor',
    closure: 'stakeholder',
    verification: 'exceptionVerifier',
    revocation: 'engagementSponsor',
  })[kind] as Role;

const paragraphs = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/\r?\n\s*\r?\n/)
    .map((each) => each.trim())
    .filter(Boolean);

interface FormCommand {
  name: CommandName;
  fields: object;
}

/** Throws INVALID_MESSAGE, naming the field, when no decision of this page was chosen or what it needs is not there. */
export function commandFromForm(milestone: Milestone, request: DecisionRequest, form: DecisionForm): FormCommand {
  const { packageDigest } = request;
  if (form.decision === 'delegate' && ['validation', 'review', 'signature'].includes(request.kind))
    return {
      name: 'delegate',
      fields: {
        packageDigest,
        toPersonId: given(form, 'delegateTo', 'Choose who decides instead of you.'),
        reason: given(form, 'delegateReason', 'Say why you pass the decision on.'),
      },
    };
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
        },
      };
    case 'determination':
      return {
        name: 'decideAsSponsor',
        fields: {
          determination: given(form, 'determination', 'Choose what you decide.'),
          reasons: given(form, 'note', 'Give the reasons of your determination.'),
        },
      };
    case 'confirmation':
    case 'closure':
    case 'verification':
    case 'revocation':
      return laterCommand(request.kind, form);
    default:
      return request.kind satisfies never;
  }
}

function reviewCommand(packageDigest: string | undefined, form: DecisionForm): FormCommand {
  const written = paragraphs(form.comments);
  switch (form.decision) {
    case 'approve':
      return { name: 'giveFeedback', fields: { packageDigest, verdict: 'approve', comments: written } };
    case 'comment':
      given(form, 'comments', 'Write your comment.');
      return { name: 'giveFeedback', fields: { packageDigest, verdict: 'comment', comments: written } };
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
function laterCommand(
  kind: 'confirmation' | 'closure' | 'verification' | 'revocation',
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
        fields: { exceptionId: exceptionId(), evidence: note('Show how the criterion is met.') },
      };
    case 'verification':
      return chosen(form, 'verifyClosure', 'rejectClosure') === 'verifyClosure'
        ? { name: 'verifyException', fields: { exceptionId: exceptionId(), evidence: note('Say what you looked at.') } }
        : {
            name: 'rejectClosure',
            fields: { exceptionId: exceptionId(), reasons: paragraphs(note('Say why it is not closed.')) },
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
      const { typedName, statementVersion, exceptionIds } = form;
      return {
        name: 'sign',
        fields: {
          packageDigest,
          typedName,
          statementVersion,
          agreesToStatement: true,
          ...(exceptionIds === undefined ? {} : { exceptionIds: exceptionIds.split(' ').filter(Boolean) }),
        },
      };
    }
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

function given(form: DecisionForm, field: string, remedy: string): string {
  const value = (form[field] ?? '').trim();
  if (value === '') throw new SignOffError('INVALID_MESSAGE', remedy, { field });
  return value;
}

/** What the person has to correct is named by the form's own fields, which the schema does not know. */
function reportFields(milestone: Milestone, form: DecisionForm): object {
  const results = milestone.plan.requirements.map(({ requirementId }) => ({
    requirementId,
    outcome: given(form, `outcome-${requirementId}`, `Choose the result of requirement ${requirementId}.`),
    evidence: given(form, `evidence-${requirementId}`, `Give the evidence for requirement ${requirementId}.`),
  }));
  return {
    results,
    issues: [1, 2, 3, 4, 5].flatMap((row) => {
      const description = (form[`issue-${row}`] ?? '').trim();
      if (description === '') return [];
      return [
        { description, severity: Number(form[`severity-${row}`]), isMaterial: form[`material-${row}`] === 'yes' },
      ];
    }),
    summary: given(form, 'summary', 'Sum up what you found.'),
    recommendation: given(form, 'recommendation', 'Choose what you recommend.'),
  };
}
