// What a request says beside the question: titles, counts and dates. What was written stays behind the link (confidentiality).
import { openRefusalsSeenBy } from '../domain/dispute/refusalsSeen.ts';
import { openExceptions, currentPackage, nameOf, type Milestone, type ValidationReport } from '../domain/milestone.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import { exceptionFor, unmetRequirements } from '../domain/validation/unmetRequirements.ts';
import { concessionWords, outcomeWords } from './contentSections.ts';
import type { MailSection } from './mailContent.ts';
import { sponsorBrief } from './sponsorBrief.ts';

/** `rest` where the page behind the button has all of them. */
const section = (title: string, items: string[], rest?: string): MailSection[] =>
  items.length > 0 ? [{ title, items, ...(rest === undefined ? {} : { rest: `${rest} on the page` }) }] : [];

export function requestSections(milestone: Milestone, kind: RequestKind, recipientId: string): MailSection[] {
  switch (kind) {
    case 'validation':
      return [...deliverables(milestone), ...changes(milestone), ...requirements(milestone)];
    case 'review':
    case 'signature':
      return [
        ...deliverables(milestone),
        ...results(milestone),
        ...unmet(milestone),
        ...changes(milestone),
        ...exceptions(milestone),
        ...signers(milestone),
      ];
    case 'objection':
      return deliverables(milestone);
    case 'confirmation':
      return positions(milestone, recipientId);
    case 'closure':
    case 'verification':
    case 'extension':
      return exceptions(milestone);
    case 'revocation':
      return section(
        'Why',
        milestone.proposedRevocation ? ['The engagement manager gives the reason behind the link.'] : [],
      );
    case 'determination':
      return sponsorBrief(milestone);
    case 'facilitation':
      return [
        ...positions(milestone, recipientId),
        ...deliverables(milestone),
        ...results(milestone),
        ...unmet(milestone),
        ...exceptions(milestone),
      ];
    default:
      return kind satisfies never;
  }
}

function deliverables(milestone: Milestone): MailSection[] {
  const items = currentPackage(milestone)?.deliverables.map(
    (each) => `${each.title}, version ${each.version}, ${counted(each.files.length, 'file')}`,
  );
  return section('Deliverables', items ?? [], 'deliverables');
}

function changes(milestone: Milestone): MailSection[] {
  if (milestone.packages.length < 2) return [];
  const titles = currentPackage(milestone)?.deliverables.flatMap((each) => (each.change ? [each.title] : [])) ?? [];
  return section('Changed since the last round', titles, 'changed deliverables');
}

const requirements = ({ plan }: Milestone): MailSection[] =>
  section('To be checked', [
    `${counted(plan.requirements.length, 'requirement')}, ${plan.requirements.filter((each) => each.isMandatory).length} of them mandatory`,
  ]);

const results = (milestone: Milestone): MailSection[] =>
  section(
    'Technical validation',
    milestone.reports.filter((each) => !each.isVoid).map((each) => resultLine(milestone, each)),
    'reports',
  );

const recommendations = { accept: 'accept', acceptWithIssues: 'accept with the issues listed', rework: 'rework' };

function resultLine(milestone: Milestone, report: ValidationReport): string {
  const met = report.results.filter((each) => each.outcome === 'met').length;
  const severities = report.issues.map((each) => each.severity).sort();
  const issues =
    severities.length === 0
      ? 'no issues'
      : `${counted(severities.length, 'issue')} of severity ${[...new Set(severities)].join(', ')}`;
  return `${nameOf(milestone, report.personId)}: ${met} of ${report.results.length} requirements met, ${issues}; recommends to ${recommendations[report.recommendation]}`;
}

/** Whoever decides reads in the request itself that something mandatory is not met, and what that is to be accepted under. */
const unmet = (milestone: Milestone): MailSection[] =>
  section(
    'Mandatory, not met',
    unmetRequirements(milestone).map(({ requirementId }) => {
      const exception = exceptionFor(milestone, requirementId);
      return exception
        ? `${requirementId}, to be accepted under exception ${exception.exceptionId}`
        : `${requirementId}, under no exception`;
    }),
    'requirements',
  );

const exceptions = (milestone: Milestone): MailSection[] =>
  section(
    'Open exceptions',
    openExceptions(milestone).map(
      (each) =>
        `${each.exceptionId}, ${concessionWords(each, ', ')}severity ${each.severity}, due ${each.dueOn}, owner ${nameOf(milestone, each.ownerId)}`,
    ),
    'exceptions',
  );

const signers = (milestone: Milestone): MailSection[] =>
  section(
    'Signed so far',
    milestone.signatures
      .filter((each) => !each.isVoid)
      .map(
        (each) =>
          `${nameOf(milestone, each.personId)}${each.onBehalfOf ? ` on behalf of ${nameOf(milestone, each.onBehalfOf)}` : ''}, ${each.capacity}`,
      ),
    'signatures',
  );

function positions(milestone: Milestone, recipientId: string): MailSection[] {
  const refusals = openRefusalsSeenBy(milestone, recipientId).map(
    (each) => `${nameOf(milestone, each.personId)} refused, with ${counted(each.reasons.length, 'reason')}`,
  );
  const approved = milestone.feedback
    .filter((each) => !each.isVoid && each.verdict === 'approve')
    .map((each) => `${nameOf(milestone, each.personId)} approved`);
  const signed = milestone.signatures
    .filter((each) => !each.isVoid)
    .map((each) => `${nameOf(milestone, each.personId)} signed`);
  const { stage } = milestone;
  const exhausted = stage.phase === 'facilitation' && stage.dispute.kind === 'reworkExhausted';
  const conceding = stage.phase === 'facilitation' && stage.dispute.kind === 'concession';
  const silent = stage.phase === 'facilitation' && stage.dispute.kind === 'deemedRejection';
  return [
    ...section('Positions', [
      ...(exhausted ? ['The rework cycles of the contract are used up; the package still does not conform'] : []),
      ...(conceding
        ? ['Validation recommends to accept although something mandatory is not met; that needs a named exception']
        : []),
      ...(silent ? ['Rejected by silence, as the contract provides'] : []),
      ...refusals,
      ...approved,
      ...signed,
    ]),
    ...section(
      'Facilitation so far',
      milestone.facilitations.map((each) => `${outcomeWords[each.outcome]}, ${each.at.slice(0, 10)}`),
    ),
  ];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
