// What a stakeholder wrote, one thing at a time, and what was answered. A shape alone.

export interface FeedbackItem {
  feedbackId: string;
  personId: string;
  text: string;
  raisedAt: string;
  /** Of a comment whose writer waits for no answer. */
  isForInformation?: true;
  response?: string;
  respondedAt?: string;
}
