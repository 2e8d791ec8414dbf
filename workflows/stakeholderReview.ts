// Stage 3, stakeholder review: waits until every group approves, and feedback and meeting notes are dealt with.
import type { Desk } from './desk.ts';

/** Ends in formal sign-off, in rework after a revision request, or in facilitation after a refusal. */
export async function stakeholderReview(desk: Desk): Promise<void> {
  await desk.serveWhile('inReview');
}
