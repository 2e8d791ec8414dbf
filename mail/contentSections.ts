// The parts several mails share: sections of what was delivered, found and said, and turns of phrase.
import { nameOf, type AgreedException, type Milestone, type ValidationReport } from '../domain/milestone.ts';
import { standingSignatures } from '../domain/signOff/standingSignatures.ts';
import { languageOf } from '../domain/people/languages.ts';
import { statementFor } from '../domain/terms/signOffStatement.ts';
import { deciderName } from './actingNames.ts';
import type { Words } from './messages/words.ts';
import type { MailSection } from './mailContent.ts';
import { deadlineOf } from '../domain/time/readersHours.ts';

export function reportSection(milestone: Milestone, words: Words): MailSection[] {
  const reports = milestone.reports.filter((each) => !each.isVoid);
  return reports.length > 0
    ? [
        {
          title: words.say('mail.section.validation'),
          items: reports.map((each) => reportLine(milestone, each, words)),
        },
      ]
    : [];
}

function reportLine(milestone: Milestone, report: ValidationReport, words: Words): string {
  const { say } = words;
  const issues = report.issues.map(({ severity, description }) => say('mail.issue', { severity, description }));
  return say('mail.report', {
    name: deciderName(milestone, report, words),
    met: report.results.filter((each) => each.outcome === 'met').length,
    all: report.results.length,
    issues: issues.length === 0 ? say('mail.noIssues') : say('mail.issues', { issues: issues.join('; ') }),
    summary: report.summary,
  });
}

/** All of them, or those that are named. */
export function exceptionSection(
  milestone: Milestone,
  words: Words,
  title: 'mail.section.exceptions' | 'mail.section.withExceptions' = 'mail.section.exceptions',
  ids?: readonly string[],
): MailSection[] {
  const shown = milestone.exceptions.filter((each) => ids?.includes(each.exceptionId) ?? true);
  const items = shown.map((each) =>
    words.say('mail.exception', {
      id: each.exceptionId,
      description: each.description,
      accepts: concessionWords(each, words, 'mail.acceptsAnd'),
      severity: each.severity,
      owner: nameOf(milestone, each.ownerId),
      due: words.date(each.dueOn),
      withheld: words.money(each.amountWithheld, milestone.plan.value.currency),
      state: each.verifiedAt ? 'closed' : each.failure ? 'failed' : 'open',
    }),
  );
  return items.length > 0 ? [{ title: words.say(title), items, rest: words.say('mail.exceptionsOnRecord') }] : [];
}

/** Which mandatory requirements are not met and accepted under an exception; empty where it names none. */
export const concessionWords = (
  { requirementIds = [] }: AgreedException,
  { say }: Words,
  as: 'mail.accepts' | 'mail.acceptsAnd' = 'mail.accepts',
): string => (requirementIds.length === 0 ? '' : say(as, { ids: requirementIds.join(', ') }));

/** A reply agrees to the statement of the mail it answers, so the mail has to hold it in full. */
export function statementSection(milestone: Milestone, signerId: string, { say }: Words): MailSection[] {
  const { signOffStatement } = milestone.engagement.contract;
  const { version, text } = statementFor(signOffStatement, languageOf(milestone, signerId));
  return [{ title: say('mail.section.statement', { version }), items: [text] }];
}

export function positionsSection(milestone: Milestone, words: Words): MailSection[] {
  const { say } = words;
  const open = milestone.refusals.filter((each) => !each.isVoid && !each.settledBy);
  const { stage } = milestone;
  const disputed =
    stage.phase === 'facilitation' && stage.dispute.kind === 'reworkExhausted' ? stage.dispute.reasons : [];
  const approved = milestone.feedback
    .filter((each) => !each.isVoid && each.verdict === 'approve')
    .map((each) => deciderName(milestone, each, words));
  const signed = standingSignatures(milestone).map((each) => deciderName(milestone, each, words));
  return [
    ...(disputed.length > 0 ? [{ title: say('mail.section.exhausted'), items: disputed }] : []),
    ...(stage.phase === 'facilitation' && stage.dispute.kind === 'concession'
      ? [{ title: say('mail.section.unmet'), items: stage.dispute.requirementIds }]
      : []),
    ...(stage.phase === 'facilitation' && stage.dispute.kind === 'deemedRejection'
      ? [{ title: say('mail.section.silence'), items: [say('mail.silenceProvided')] }]
      : []),
    ...open.map((each) => ({
      title: say('mail.section.refusedBy', { name: deciderName(milestone, each, words) }),
      items: each.reasons,
    })),
    ...(approved.length > 0 ? [{ title: say('mail.section.approvedBy'), items: approved }] : []),
    ...(signed.length > 0 ? [{ title: say('mail.section.signedBy'), items: signed }] : []),
    ...(milestone.facilitations.length > 0
      ? [
          {
            title: say('mail.section.facilitation'),
            items: milestone.facilitations.map(({ outcome, note }) =>
              say('mail.outcome', { outcome: say(`outcome.${outcome}`), note }),
            ),
          },
        ]
      : []),
  ];
}

/** What people wrote, in full or, where the contract keeps it out of mail, only how much of it there is. */
export function written(milestone: Milestone, title: string, items: string[], { say }: Words): MailSection[] {
  // Absent in engagements registered before the contract could say.
  if (items.length === 0) return [];
  if ((milestone.engagement.contract.mailReasons ?? 'inFull') === 'inFull')
    return [{ title, items, isOwedWhole: true }];
  return [{ title, items: [say('mail.onRecord', { count: items.length })] }];
}

/** Files are named where they are told of; their digests are for who verifies. */
export const filesNamed = (files: readonly { fileName: string }[]): string[] => files.map(({ fileName }) => fileName);
export const digestsOf = (files: readonly { fileName: string; sha256: string }[], { say }: Words): string[] =>
  files.map(({ fileName, sha256 }) => say('mail.digestOf', { fileName, digest: sha256 }));

export const phaseWords = (milestone: Milestone, { say }: Words): string => say(`phase.${milestone.stage.phase}`);

export const subject = ({ plan }: Milestone, what: string, { say }: Words): string =>
  say('mail.subject', { what, title: plan.title });

export function waitedFor(milestone: Milestone): { by?: string } {
  const wait = deadlineOf(milestone);
  return wait ? { by: wait.deadline } : {};
}
