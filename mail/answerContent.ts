// Answers to replies that decided nothing: why, what the person has decided already, and what to do instead.
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { canStillDecide, delegationAway } from '../domain/requests/openRequests.ts';
import type { AnswerKind } from '../domain/requests/notificationKinds.ts';
import { ownDecision } from '../domain/requests/ownDecision.ts';
import type { AskedRequest } from '../domain/requests/requestKinds.ts';
import { waitedFor } from './contentSections.ts';
import { formatInstant } from './formatInstant.ts';
import { withHeader, type MailModel } from './mailModel.ts';
import { verbsTaken } from './replyInstructions.ts';

export interface Answered {
  kind: AnswerKind;
  milestone: Milestone;
  /** What the person was asked last. */
  request: AskedRequest;
  /** What they replied to, where that is an earlier one. */
  earlier?: AskedRequest;
  /** One sentence, for the person who replied. */
  why: string;
}

/** One per reply, to the address on the list. */
export function answerModel({ kind, milestone, request, earlier = request, why }: Answered): MailModel {
  const { personId } = request;
  const isOpen = canStillDecide(milestone, request);
  const decided = decidedWords(milestone, request) ?? decidedWords(milestone, earlier);
  const taken = verbsTaken(milestone, request.kind, personId).map(({ words }) => words);
  const verbs = kind === 'replyHelp' ? taken : [];
  return withHeader(kind, milestone, personId, {
    subject: `${subjectOf(isOpen, decided)}: ${milestone.plan.title}`,
    headline: `A reply in your name has come in, ${isOpen ? 'but it has decided nothing' : 'and it has changed nothing'}.`,
    ...(isOpen ? waitedFor(milestone) : {}),
    paragraphs: [
      ...(decided ? [isOpen ? `${decided} Since then you have been asked again.` : decided] : []),
      why,
      ...(kind === 'replyConfirmation' && isOpen
        ? ['If it was you, please decide on the page behind the button. If it was not, you need not do anything.']
        : []),
    ],
    sections: isOpen && verbs.length > 0 ? [{ title: 'First lines that decide', items: verbs }] : [],
    next: isOpen
      ? `The request stays open until you decide, on the page${taken.length > 0 ? ' or by reply' : ''}.`
      : whyNothing(milestone, request),
    button: isOpen ? 'Decide on the page' : 'See how it stands',
  });
}

function subjectOf(isOpen: boolean, decided: string | undefined): string {
  if (isOpen) return 'Your reply decided nothing';
  return decided ? 'You have decided already' : 'Nothing to decide now';
}

/** What they decided and when, in their own time; an answer to a request is theirs whatever became of it. */
function decidedWords(milestone: Milestone, request: AskedRequest): string | undefined {
  const decided = ownDecision(milestone, request);
  return decided && `You ${decided.what} on ${formatInstant(milestone, request.personId, decided.at)}.`;
}

function whyNothing(milestone: Milestone, request: AskedRequest): string {
  const away = delegationAway(milestone, request);
  const why =
    away && !ownDecision(milestone, request)
      ? `${nameOf(milestone, away.toPersonId)} was named to decide instead of you.`
      : 'Nothing waits for a decision of yours here.';
  return `${why} The page shows how the milestone stands.`;
}
