// Answers to replies that decided nothing: why, what the person has decided already, and what to do instead.
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { canStillDecide, delegationAway } from '../domain/requests/openRequests.ts';
import type { AnswerKind } from '../domain/requests/notificationKinds.ts';
import { ownDecision, type OwnDecision } from '../domain/requests/ownDecision.ts';
import type { AskedRequest } from '../domain/requests/requestKinds.ts';
import { subject, waitedFor } from './contentSections.ts';
import type { Words } from './messages/words.ts';
import { formatInstant, wordsFor } from './formatInstant.ts';
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
  const words = wordsFor(milestone, personId);
  const { say } = words;
  const isOpen = canStillDecide(milestone, request);
  const decided = decidedWords(milestone, request, words) ?? decidedWords(milestone, earlier, words);
  const taken = verbsTaken(milestone, request.kind, personId).map((each) => each.words);
  const verbs = kind === 'replyHelp' ? taken : [];
  const about = isOpen ? 'open' : decided ? 'decided' : 'nothing';
  return withHeader(kind, milestone, personId, {
    subject: subject(milestone, say(`answer.subject.${about}`), words),
    headline: say(isOpen ? 'answer.headline.open' : 'answer.headline.closed'),
    ...(isOpen ? waitedFor(milestone) : {}),
    paragraphs: [
      ...(decided ? [isOpen ? say('answer.askedAgain', { decided }) : decided] : []),
      why,
      ...(kind === 'replyConfirmation' && isOpen ? [say('answer.ifYou')] : []),
    ],
    sections: isOpen && verbs.length > 0 ? [{ title: say('answer.firstLines'), items: verbs }] : [],
    next: isOpen
      ? say(taken.length > 0 ? 'answer.next.pageOrReply' : 'answer.next.page')
      : whyNothing(milestone, request, words),
    button: say(isOpen ? 'answer.button.decide' : 'answer.button.see'),
  });
}

/** What they decided and when, in their own time; an answer to a request is theirs whatever became of it. */
function decidedWords(milestone: Milestone, request: AskedRequest, words: Words): string | undefined {
  const decided = ownDecision(milestone, request);
  if (!decided) return undefined;
  const at = formatInstant(milestone, request.personId, decided.at);
  return words.say('answer.youDid', { what: didWords(decided, words), at });
}

/** What somebody has decided: "signed" in English, a whole clause where a language needs one. */
export const didWords = (decided: OwnDecision, { say }: Words): string =>
  'exceptionId' in decided ? say(`did.${decided.what}`, { id: decided.exceptionId }) : say(`did.${decided.what}`);

function whyNothing(milestone: Milestone, request: AskedRequest, { say }: Words): string {
  const away = delegationAway(milestone, request);
  return away && !ownDecision(milestone, request)
    ? say('answer.instead', { name: nameOf(milestone, away.toPersonId) })
    : say('answer.nothingWaits');
}
