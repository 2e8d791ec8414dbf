// What a request says beside the question: titles, counts and dates. What was written stays behind the link (confidentiality).
import { openPart, openValue, valueOf } from '../domain/acceptance/parts.ts';
import { standingSignatures } from '../domain/signOff/standingSignatures.ts';
import { openRefusalsSeenBy } from '../domain/dispute/refusalsSeen.ts';
import { openExceptions, currentPackage, nameOf, type Milestone, type ValidationReport } from '../domain/milestone.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';
import { differenceOf, sumOf } from '../domain/terms/money.ts';
import { exceptionFor, unmetRequirements } from '../domain/validation/unmetRequirements.ts';
import type { Words } from './messages/words.ts';
import { askedName, deciderName } from './actingNames.ts';
import { amendmentSections } from './amendmentSections.ts';
import { concessionWords } from './contentSections.ts';
import { zoneOf } from './formatInstant.ts';
import type { MailSection } from './mailContent.ts';
import { sponsorBrief } from './sponsorBrief.ts';

/** `rest` where the page behind the button has all of them. */
const section = (title: string, items: string[], rest?: string): MailSection[] =>
  items.length > 0 ? [{ title, items, ...(rest === undefined ? {} : { rest }) }] : [];

/** What follows once everybody needed has signed: money, next phase, and who else is asked. */
function setOff(milestone: Milestone, recipientId: string, words: Words): MailSection[] {
  const { say, money, list } = words;
  const { plan } = milestone;
  const { currency } = plan.value;
  const part = openPart(milestone);
  const amount = part ? valueOf(milestone, part.deliverableIds) : openValue(milestone);
  const withheld = sumOf(
    openExceptions(milestone).map((each) => each.amountWithheld),
    currency,
  );
  const others = pendingAssignees(milestone).filter((id) => id !== recipientId);
  return section(say('request.setsOff'), [
    Number(withheld) === 0
      ? say('request.releases', { amount: money(amount, currency) })
      : say('request.releasesWithheld', {
          amount: money(differenceOf(amount, withheld, currency), currency),
          withheld: money(withheld, currency),
        }),
    ...(part
      ? [say('request.partOnly', { amount: money(differenceOf(openValue(milestone), amount, currency), currency) })]
      : [say('request.nextPhase', { name: plan.nextPhase.name })]),
    ...(others.length > 0
      ? [say('request.alsoAsked', { names: list(others.map((id) => askedName(milestone, id, words))) })]
      : [say('request.nobodyElse')]),
  ]);
}

export function requestSections(
  milestone: Milestone,
  kind: RequestKind,
  recipientId: string,
  words: Words,
): MailSection[] {
  const { say } = words;
  switch (kind) {
    case 'validation':
      return [...deliverables(milestone, words), ...changes(milestone, words), ...requirements(milestone, words)];
    case 'review':
    case 'signature':
      return [
        ...(kind === 'signature' ? setOff(milestone, recipientId, words) : []),
        ...partSection(milestone, words),
        ...deliverables(milestone, words),
        ...results(milestone, words),
        ...unmet(milestone, words),
        ...changes(milestone, words),
        ...exceptions(milestone, words),
        ...signers(milestone, words),
      ];
    case 'objection':
      return deliverables(milestone, words);
    case 'confirmation':
      return positions(milestone, recipientId, words);
    case 'closure':
    case 'verification':
    case 'extension':
      return exceptions(milestone, words);
    case 'revocation':
      return section(say('mail.section.why'), milestone.proposedRevocation ? [say('request.whyBehindLink')] : []);
    case 'amendment':
      return amendmentSections(milestone, words);
    case 'determination':
      return sponsorBrief(milestone, words);
    case 'facilitation':
      return [
        ...positions(milestone, recipientId, words),
        ...deliverables(milestone, words),
        ...results(milestone, words),
        ...unmet(milestone, words),
        ...exceptions(milestone, words),
      ];
    default:
      return kind satisfies never;
  }
}

/** What is put to signature by itself, each with its part of the value. */
function partSection(milestone: Milestone, { say, money }: Words): MailSection[] {
  const part = openPart(milestone);
  const { deliverables: planned, value } = milestone.plan;
  return section(
    say('request.part'),
    planned
      .filter((each) => part?.deliverableIds.includes(each.deliverableId))
      .map((each) => say('request.ofPart', { title: each.title, amount: money(each.value ?? '0', value.currency) })),
  );
}

function deliverables(milestone: Milestone, { say }: Words): MailSection[] {
  const items = currentPackage(milestone)?.deliverables.map(({ title, version, files }) =>
    say('request.deliverable', { title, version, files: files.length }),
  );
  return section(say('request.deliverables'), items ?? [], say('request.rest.deliverables'));
}

function changes(milestone: Milestone, { say }: Words): MailSection[] {
  if (milestone.packages.length < 2) return [];
  const titles = currentPackage(milestone)?.deliverables.flatMap((each) => (each.change ? [each.title] : [])) ?? [];
  return section(say('request.changed'), titles, say('request.rest.changed'));
}

function requirements({ plan }: Milestone, { say }: Words): MailSection[] {
  const mandatory = plan.requirements.filter((each) => each.isMandatory).length;
  return section(say('request.toCheck'), [say('request.requirements', { all: plan.requirements.length, mandatory })]);
}

const results = (milestone: Milestone, words: Words): MailSection[] =>
  section(
    words.say('mail.section.validation'),
    milestone.reports.filter((each) => !each.isVoid).map((each) => resultLine(milestone, each, words)),
    words.say('request.rest.reports'),
  );

function resultLine(milestone: Milestone, report: ValidationReport, words: Words): string {
  const { say } = words;
  const severities = report.issues.map((each) => each.severity).sort();
  return say('request.result', {
    name: deciderName(milestone, report, words),
    met: report.results.filter((each) => each.outcome === 'met').length,
    all: report.results.length,
    issues:
      severities.length === 0
        ? say('mail.noIssues')
        : say('request.issues', { count: severities.length, severities: [...new Set(severities)].join(', ') }),
    recommendation: say(`request.recommend.${report.recommendation}`),
  });
}

/** Whoever decides reads in the request itself that something mandatory is not met, and what that is to be accepted under. */
const unmet = (milestone: Milestone, { say }: Words): MailSection[] =>
  section(
    say('request.unmet'),
    unmetRequirements(milestone).map(({ requirementId: id }) => {
      const exception = exceptionFor(milestone, id);
      return exception
        ? say('request.underException', { id, exceptionId: exception.exceptionId })
        : say('request.underNone', { id });
    }),
    say('request.rest.unmet'),
  );

const exceptions = (milestone: Milestone, words: Words): MailSection[] =>
  section(
    words.say('request.exceptions'),
    openExceptions(milestone).map((each) =>
      words.say('request.exception', {
        id: each.exceptionId,
        accepts: concessionWords(each, words, 'mail.acceptsAnd'),
        severity: each.severity,
        due: words.date(each.dueOn),
        owner: nameOf(milestone, each.ownerId),
      }),
    ),
    words.say('request.rest.exceptions'),
  );

const signers = (milestone: Milestone, words: Words): MailSection[] =>
  section(
    words.say('request.signed'),
    standingSignatures(milestone).map((each) =>
      words.say('request.signer', { name: deciderName(milestone, each, words), capacity: each.capacity }),
    ),
    words.say('request.rest.signed'),
  );

function positions(milestone: Milestone, recipientId: string, words: Words): MailSection[] {
  const { say } = words;
  const refusals = openRefusalsSeenBy(milestone, recipientId).map((each) =>
    say('request.refused', { name: deciderName(milestone, each, words), reasons: each.reasons.length }),
  );
  const approved = milestone.feedback
    .filter((each) => !each.isVoid && each.verdict === 'approve')
    .map((each) => say('request.approved', { name: deciderName(milestone, each, words) }));
  const signed = standingSignatures(milestone).map((each) =>
    say('request.hasSigned', { name: deciderName(milestone, each, words) }),
  );
  const { stage } = milestone;
  const exhausted = stage.phase === 'facilitation' && stage.dispute.kind === 'reworkExhausted';
  const conceding = stage.phase === 'facilitation' && stage.dispute.kind === 'concession';
  const silent = stage.phase === 'facilitation' && stage.dispute.kind === 'deemedRejection';
  const zone = zoneOf(milestone, recipientId);
  return [
    ...section(say('request.positions'), [
      ...(exhausted ? [say('request.exhausted')] : []),
      ...(conceding ? [say('request.conceding')] : []),
      ...(silent ? [say('request.silent')] : []),
      ...refusals,
      ...approved,
      ...signed,
    ]),
    ...section(
      say('mail.section.facilitation'),
      milestone.facilitations.map(({ outcome, at }) =>
        say('request.facilitated', { outcome: say(`outcome.${outcome}`), date: words.dateIn(at, zone) }),
      ),
    ),
  ];
}
