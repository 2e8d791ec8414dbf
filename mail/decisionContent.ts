// The words of receipts, and of duties passed on.
import type { RecordedEvent } from '../domain/events.ts';
import { currentPackage, nameOf, type Milestone, type ValidationReport } from '../domain/milestone.ts';
import { isAnswer, type AnswerType } from '../domain/records/decisions.ts';
import { determinationWords, outcomeWords, phaseWords } from './contentSections.ts';
import type { MailContent, NotificationContext } from './mailContent.ts';

/** A receipt repeats what was decided, not the words of it: those are in the record. */
export function decisionReceipt({ milestone, event }: NotificationContext): MailContent {
  if (!isAnswer(event)) throw new RangeError(`${event.type} answers no request`);
  const on = currentPackage(milestone);
  return {
    subject: `Receipt: ${milestone.plan.title}`,
    headline: `Your decision is on record: ${decisionWords(milestone, event)}.`,
    paragraphs: [
      `Entry ${event.sequence} of the record, ${event.at.slice(0, 16).replace('T', ' ')} UTC${on ? `, on package version ${on.packageVersion}` : ''}.`,
      'Attached is the proof of it: one small file that can be checked years from now without this service. Keep it with your papers.',
      'If this was not you, tell the engagement manager at once.',
    ],
    sections: [],
    next: `The milestone now stands at ${phaseWords(milestone)}.`,
  };
}

function decisionWords(milestone: Milestone, event: Extract<RecordedEvent, { type: AnswerType }>): string {
  const behalf = (onBehalfOf?: string) => (onBehalfOf ? ` on behalf of ${nameOf(milestone, onBehalfOf)}` : '');
  switch (event.type) {
    case 'validationReported':
      return `your validation report${behalf(event.report.onBehalfOf)}, ${verdictOf(event.report)}`;
    case 'feedbackGiven': {
      const words = { approve: 'you approved', comment: 'you commented', requestRevision: 'you requested a revision' };
      return `${words[event.feedback.verdict]}${behalf(event.feedback.onBehalfOf)}`;
    }
    case 'signed':
      return `you signed${behalf(event.signature.onBehalfOf)}`;
    case 'refused':
      return `you refused${behalf(event.refusal.onBehalfOf)}`;
    case 'delegated':
      return `you passed on the decision to ${nameOf(milestone, event.delegation.toPersonId)}`;
    case 'facilitationOutcomeRecorded':
      return `the outcome of the facilitation, ${outcomeWords[event.facilitation.outcome]}`;
    case 'sponsorDecided':
      return `your determination, ${determinationWords[event.determination.determination]}`;
    case 'facilitationOutcomeConfirmed':
      return 'you confirmed the outcome of the facilitation';
    case 'facilitationOutcomeOpposed':
      return 'you objected to the outcome of the facilitation';
    case 'entryOpposed':
      return `you objected to ${event.entryId}, which the firm had entered as your decision`;
    case 'closureEvidenceSubmitted':
      return `your evidence that exception ${event.exceptionId} is closed`;
    case 'closureRejected':
      return `you did not find exception ${event.exceptionId} closed`;
    case 'exceptionVerified':
      return `you verified exception ${event.exceptionId} closed`;
    case 'exceptionExtended':
      return `you extended exception ${event.exceptionId} until ${event.to}`;
    case 'revocationDeclined':
      return 'you declined the revocation';
    case 'revoked':
      return 'you confirmed the revocation';
    default:
      return event satisfies never;
  }
}

export function passedOnContent({ milestone, event }: NotificationContext): MailContent {
  if (event.type !== 'delegated' && event.type !== 'reassigned')
    throw new RangeError(`${event.type} passes nothing on`);
  const { duty, fromPersonId, toPersonId } = event.delegation;
  const [from, to] = [nameOf(milestone, fromPersonId), nameOf(milestone, toPersonId)];
  const isOwn = event.type === 'delegated';
  return {
    subject: `${isOwn ? 'Delegated' : 'No longer asked of you'}: ${milestone.plan.title}`,
    headline: isOwn ? `${from} delegated the ${duty} to ${to}.` : `${to} was named to decide instead of you (${duty}).`,
    paragraphs: [
      isOwn ? 'The deadline stays as it is.' : 'You need not do anything, and your link shows the package no more.',
    ],
    sections: [],
    next: isOwn
      ? `${to} has a request of their own. You can reassign it if that does not suit.`
      : 'If this is not right, tell the engagement manager.',
  };
}

const verdictOf = ({ isPassed, results }: ValidationReport): string => {
  if (!isPassed) return 'not conforming';
  return results.some((each) => each.outcome === 'notMet') ? 'passed, with requirements not met' : 'requirements met';
};
