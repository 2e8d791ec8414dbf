// The words of receipts, and of duties passed on.
import type { RecordedEvent } from '../domain/events.ts';
import { currentPackage, nameOf, type Milestone, type ValidationReport } from '../domain/milestone.ts';
import { isAnswer, type AnswerType } from '../domain/records/decisions.ts';
import type { Words } from './messages/words.ts';
import { deputised } from './deputyContent.ts';
import { phaseWords, subject } from './contentSections.ts';
import { inUtc } from './formatInstant.ts';
import type { MailContent, NotificationContext } from './mailContent.ts';

/** A receipt repeats what was decided, not the words of it: those are in the record. */
export function decisionReceipt({ milestone, event, words }: NotificationContext): MailContent {
  if (!isAnswer(event)) throw new RangeError(`${event.type} answers no request`);
  const on = currentPackage(milestone);
  const { say } = words;
  const entry = { sequence: String(event.sequence), at: inUtc(event.at) };
  return {
    subject: subject(milestone, say('receipt.subject'), words),
    headline: say('receipt.headline', { what: decisionWords(milestone, event, words) }),
    paragraphs: [
      on ? say('receipt.entryOn', { ...entry, version: on.packageVersion }) : say('receipt.entry', entry),
      say('receipt.proof'),
      say('receipt.notYou'),
    ],
    sections: [],
    next: say('receipt.standsAt', { phase: phaseWords(milestone, words) }),
  };
}

function decisionWords(
  milestone: Milestone,
  event: Extract<RecordedEvent, { type: AnswerType }>,
  { say, date }: Words,
): string {
  const behalf = (what: string, onBehalfOf?: string) =>
    onBehalfOf ? say('receipt.behalf', { what, name: nameOf(milestone, onBehalfOf) }) : what;
  switch (event.type) {
    case 'validationReported': {
      const report = behalf(say('receipt.report'), event.report.onBehalfOf);
      return say('receipt.reportVerdict', { report, verdict: say(`receipt.verdict.${verdictOf(event.report)}`) });
    }
    case 'feedbackGiven':
      return behalf(say(`receipt.review.${event.feedback.verdict}`), event.feedback.onBehalfOf);
    case 'signed':
      return behalf(say('receipt.signed'), event.signature.onBehalfOf);
    case 'refused':
      return behalf(say('receipt.refused'), event.refusal.onBehalfOf);
    case 'delegated':
      return say('receipt.delegated', { name: nameOf(milestone, event.delegation.toPersonId) });
    case 'facilitationOutcomeRecorded':
      return say('receipt.facilitated', { outcome: say(`outcome.${event.facilitation.outcome}`) });
    case 'sponsorDecided':
      return say('receipt.determined', { determination: say(`determination.${event.determination.determination}`) });
    case 'facilitationOutcomeConfirmed':
      return say('receipt.outcomeConfirmed');
    case 'facilitationOutcomeOpposed':
      return say('receipt.outcomeOpposed');
    case 'entryOpposed':
      return say('receipt.entryOpposed', { id: event.entryId });
    case 'closureEvidenceSubmitted':
      return say('receipt.closureEvidence', { id: event.exceptionId });
    case 'closureRejected':
      return say('receipt.closureRejected', { id: event.exceptionId });
    case 'exceptionVerified':
      return say('receipt.verified', { id: event.exceptionId });
    case 'exceptionExtended':
      return say('receipt.extended', { id: event.exceptionId, date: date(event.to) });
    case 'amendmentConsented':
      return say('receipt.amendmentConsented', { id: event.amendmentId });
    case 'amendmentDeclined':
      return say('receipt.amendmentDeclined', { id: event.amendmentId });
    case 'revocationDeclined':
      return say('receipt.revocationDeclined');
    case 'revoked':
      return say('receipt.revoked');
    default:
      return event satisfies never;
  }
}

export function passedOnContent({ milestone, event, words }: NotificationContext): MailContent {
  if (event.type === 'deputised') return deputised({ milestone, event, words });
  if (event.type !== 'delegated' && event.type !== 'reassigned')
    throw new RangeError(`${event.type} passes nothing on`);
  const { say } = words;
  const { fromPersonId, toPersonId } = event.delegation;
  const duty = say(`passedOn.duty.${event.delegation.duty}`);
  const [from, to] = [nameOf(milestone, fromPersonId), nameOf(milestone, toPersonId)];
  const isOwn = event.type === 'delegated';
  return {
    subject: subject(milestone, say(`passedOn.${event.type}`), words),
    headline: isOwn
      ? say('passedOn.delegatedHeadline', { from, duty, to })
      : say('passedOn.reassignedHeadline', { to, duty }),
    paragraphs: [isOwn ? say('passedOn.deadlineStays') : say('passedOn.nothingToDo')],
    sections: [],
    next: isOwn ? say('passedOn.delegatedNext', { to }) : say('passedOn.reassignedNext'),
  };
}

function verdictOf({ isPassed, results }: ValidationReport): 'notConforming' | 'passedUnmet' | 'met' {
  if (!isPassed) return 'notConforming';
  return results.some((each) => each.outcome === 'notMet') ? 'passedUnmet' : 'met';
}
