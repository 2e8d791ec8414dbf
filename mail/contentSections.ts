// The parts several mails share: sections of what was delivered, found and said, and turns of phrase.
import { nameOf, type AgreedException, type Milestone, type ValidationReport } from '../domain/milestone.ts';
import { languageOf } from '../domain/people/languages.ts';
import { statementFor } from '../domain/terms/signOffStatement.ts';
import { phaseNames } from '../domain/phases.ts';
import type { MailSection } from './mailContent.ts';
import { deadlineOf } from './nextStep.ts';
import { formatMoney } from '../domain/terms/money.ts';

export function reportSection(milestone: Milestone): MailSection[] {
  const reports = milestone.reports.filter((each) => !each.isVoid);
  return reports.length > 0
    ? [{ title: 'Technical validation', items: reports.map((each) => reportLine(milestone, each)) }]
    : [];
}

function reportLine(milestone: Milestone, report: ValidationReport): string {
  const met = report.results.filter((each) => each.outcome === 'met').length;
  const issues =
    report.issues.length === 0
      ? 'no issues'
      : `issues: ${report.issues.map((each) => `severity ${each.severity}, ${each.description}`).join('; ')}`;
  return `${nameOf(milestone, report.personId)}: ${met} of ${report.results.length} requirements met, ${issues}. ${report.summary}`;
}

/** All of them, or those that are named. */
export function exceptionSection(milestone: Milestone, title = 'Exceptions', ids?: readonly string[]): MailSection[] {
  const shown = milestone.exceptions.filter((each) => ids?.includes(each.exceptionId) ?? true);
  const items = shown.map(
    (each) =>
      `${each.exceptionId}: ${each.description} (${concessionWords(each, ', ')}severity ${each.severity}, owner ${nameOf(milestone, each.ownerId)}, due ${each.dueOn}, withheld ${formatMoney(each.amountWithheld, milestone.plan.value.currency)})${each.verifiedAt ? ', closed' : each.failure ? ', failed' : ''}`,
  );
  return items.length > 0 ? [{ title, items, rest: 'exceptions on record' }] : [];
}

/** Which mandatory requirements are not met and accepted under an exception; empty where it names none. */
export const concessionWords = ({ requirementIds = [] }: AgreedException, end = ''): string =>
  requirementIds.length === 0 ? '' : `accepts ${requirementIds.join(', ')}, mandatory and not met${end}`;

/** A reply agrees to the statement of the mail it answers, so the mail has to hold it in full. */
export function statementSection(milestone: Milestone, signerId: string): MailSection[] {
  const { signOffStatement } = milestone.engagement.contract;
  const { version, text } = statementFor(signOffStatement, languageOf(milestone, signerId));
  return [{ title: `The statement you would sign, version ${version}`, items: [text] }];
}

export function positionsSection(milestone: Milestone): MailSection[] {
  const open = milestone.refusals.filter((each) => !each.isVoid && !each.settledBy);
  const { stage } = milestone;
  const disputed =
    stage.phase === 'facilitation' && stage.dispute.kind === 'reworkExhausted' ? stage.dispute.reasons : [];
  const approved = milestone.feedback
    .filter((each) => !each.isVoid && each.verdict === 'approve')
    .map((each) => nameOf(milestone, each.personId));
  const signed = milestone.signatures.filter((each) => !each.isVoid).map((each) => nameOf(milestone, each.personId));
  return [
    ...(stage.phase === 'escalated' ? [{ title: 'Why it is before you', items: [stage.reason] }] : []),
    ...(disputed.length > 0 ? [{ title: 'Rework cycles are used up; still not conforming', items: disputed }] : []),
    ...(stage.phase === 'facilitation' && stage.dispute.kind === 'concession'
      ? [{ title: 'Mandatory, not met, and not yet under an exception', items: stage.dispute.requirementIds }]
      : []),
    ...(stage.phase === 'facilitation' && stage.dispute.kind === 'deemedRejection'
      ? [{ title: 'Rejected by silence', items: ['The contract provides for it; nobody gave reasons.'] }]
      : []),
    ...open.map((each) => ({ title: `Refused by ${nameOf(milestone, each.personId)}`, items: each.reasons })),
    ...(approved.length > 0 ? [{ title: 'Approved by', items: approved }] : []),
    ...(signed.length > 0 ? [{ title: 'Signed by', items: signed }] : []),
    ...(milestone.facilitations.length > 0
      ? [
          {
            title: 'Facilitation so far',
            items: milestone.facilitations.map((each) => `${outcomeWords[each.outcome]}: ${each.note}`),
          },
        ]
      : []),
  ];
}

/** What people wrote, in full or, where the contract keeps it out of mail, only how much of it there is. */
export function written(milestone: Milestone, title: string, items: string[]): MailSection[] {
  // Absent in engagements registered before the contract could say.
  if (items.length === 0) return [];
  if ((milestone.engagement.contract.mailReasons ?? 'inFull') === 'inFull')
    return [{ title, items, isOwedWhole: true }];
  return [{ title, items: [`${items.length} on record; the engagement manager can show you.`] }];
}

export const outcomeWords = {
  rework: 'rework',
  reviewAgain: 'review again',
  askAgain: 'ask again',
  underExceptions: 'review under exceptions',
  escalate: 'escalate to the sponsor',
};
export const determinationWords = {
  rework: 'rework',
  formalSignOff: 'back to formal sign-off',
  terminate: 'terminate',
};

export const phaseWords = (milestone: Milestone): string => phaseNames[milestone.stage.phase];
/** Of many the first few: a sentence that names hundreds fills a mail. */
const mostNames = 5;

export function names(milestone: Milestone, ids: readonly string[]): string {
  const named = ids.slice(0, mostNames).map((id) => nameOf(milestone, id));
  const more = ids.length - named.length;
  return `${named.join(', ') || 'nobody'}${more > 0 ? ` and ${more} more` : ''}`;
}

export function waitedFor(milestone: Milestone): { by?: string } {
  const wait = deadlineOf(milestone);
  return wait ? { by: wait.deadline } : {};
}
