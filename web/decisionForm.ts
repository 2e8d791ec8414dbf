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

/** Throws INVALID_MESSAGE when no decision was chosen. */
export function commandFromForm(milestone: Milestone, request: DecisionRequest, form: DecisionForm): FormCommand {
  const { packageDigest } = request;
  switch (form.decision) {
    case 'report':
      return { name: 'recordValidationReport', fields: { packageDigest, ...reportFields(milestone, form) } };
    case 'approve':
    case 'comment':
      return {
        name: 'giveFeedback',
        fields: { packageDigest, verdict: form.decision, comments: paragraphs(form.comments) },
      };
    case 'requestRevision':
      return {
        name: 'giveFeedback',
        fields: { packageDigest, verdict: 'requestRevision', reasons: paragraphs(form.comments) },
      };
    case 'sign':
      return {
        name: 'sign',
        fields: {
          packageDigest,
          typedName: form.typedName,
          statementVersion: form.statementVersion,
          agreesToStatement: form.agreesToStatement === 'yes',
        },
      };
    case 'refuse':
      return { name: 'refuse', fields: { packageDigest, reasons: paragraphs(form.reasons ?? form.comments) } };
    case 'outcome':
      return { name: 'recordFacilitationOutcome', fields: { outcome: form.outcome, note: form.note } };
    case 'determination':
      return { name: 'decideAsSponsor', fields: { determination: form.determination, reasons: form.note } };
    default:
      return afterwards(form);
  }
}

/** What is decided beside the stages: an outcome confirmed, an exception closed, a revocation. */
function afterwards({ decision, exceptionId, note }: DecisionForm): FormCommand {
  switch (decision) {
    case 'confirmOutcome':
      return { name: 'confirmFacilitationOutcome', fields: {} };
    case 'opposeOutcome':
      return { name: 'opposeFacilitationOutcome', fields: { reasons: note } };
    case 'submitClosure':
      return { name: 'submitClosureEvidence', fields: { exceptionId, evidence: note } };
    case 'verifyClosure':
      return { name: 'verifyException', fields: { exceptionId, evidence: note } };
    case 'rejectClosure':
      return { name: 'rejectClosure', fields: { exceptionId, reasons: paragraphs(note) } };
    case 'confirmRevocation':
      return { name: 'confirmRevocation', fields: { reasons: note } };
    case 'declineRevocation':
      return { name: 'declineRevocation', fields: { reason: note } };
    default:
      throw new SignOffError('INVALID_MESSAGE', 'Choose what you decide.', { field: 'decision' });
  }
}

/** One issue per line block: "severity, material or not, description". */
function reportFields(milestone: Milestone, form: DecisionForm): object {
  return {
    summary: form.summary,
    recommendation: form.recommendation,
    results: milestone.plan.requirements.map(({ requirementId }) => ({
      requirementId,
      outcome: form[`outcome-${requirementId}`],
      evidence: form[`evidence-${requirementId}`],
    })),
    issues: [1, 2, 3, 4, 5].flatMap((row) => {
      const description = (form[`issue-${row}`] ?? '').trim();
      if (description === '') return [];
      return [
        { description, severity: Number(form[`severity-${row}`]), isMaterial: form[`material-${row}`] === 'yes' },
      ];
    }),
  };
}
