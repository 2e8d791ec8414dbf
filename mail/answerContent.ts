// Answers to replies that decided nothing: why, and what to do instead. One per reply, to the address on the list.
import type { Milestone } from '../domain/milestone.ts';
import { requestOf } from '../domain/requests/openRequests.ts';
import type { AnswerKind } from '../domain/requests/notices.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';
import { waitedFor } from './contentSections.ts';
import { withHeader, type MailModel } from './mailModel.ts';
import { replyVerbs } from './replyInstructions.ts';

export interface Answered {
  kind: AnswerKind;
  milestone: Milestone;
  personId: string;
  asks: RequestKind;
  /** One sentence, for the person who replied. */
  why: string;
}

export function answerModel({ kind, milestone, personId, asks, why }: Answered): MailModel {
  const name = milestone.engagement.people.find((each) => each.personId === personId)?.name ?? '';
  const isOpen = requestOf(milestone) === asks && pendingAssignees(milestone).includes(personId);
  const verbs = kind === 'replyHelp' ? replyVerbs(asks, name) : [];
  return withHeader(kind, milestone, personId, {
    subject: isOpen
      ? `Nothing decided yet: ${milestone.plan.title}`
      : `Nothing more to decide: ${milestone.plan.title}`,
    headline: `A reply in your name has come in, ${isOpen ? 'but it has decided nothing' : 'and it has changed nothing'}.`,
    ...waitedFor(milestone),
    paragraphs: [
      why,
      ...(kind === 'replyConfirmation' && isOpen
        ? ['If it was you, please decide on the page behind the button. If it was not, you need not do anything.']
        : []),
    ],
    sections: verbs.length > 0 ? [{ title: 'First lines that decide', items: verbs }] : [],
    next: isOpen
      ? 'The request stays open until you decide, on the page or by reply.'
      : 'Nothing waits for a decision of yours here any more; the page shows how the milestone stands.',
    button: isOpen ? 'Decide on the page' : 'See how it stands',
  });
}
