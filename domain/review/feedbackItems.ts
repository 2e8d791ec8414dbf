// Which of what a stakeholder wrote is owed an answer before formal sign-off, and which is for information.
import type { Feedback } from '../milestone.ts';
import type { FeedbackItem } from './feedbackItem.ts';

/** Comments come first, then the reasons of a revision, each of which is owed one; a comment is, where its writer says so. Praise is not. */
export function asItems({ needsAnswer, reasons }: Feedback, items: readonly FeedbackItem[]): FeedbackItem[] {
  const comments = items.length - reasons.length;
  return items.map((each, index) =>
    index < comments && needsAnswer !== true ? { ...each, isForInformation: true } : each,
  );
}

export const isOwedAnswer = ({ isForInformation, response }: FeedbackItem): boolean =>
  isForInformation !== true && response === undefined;
