// The mail with the code that confirms a decision where the contract asks for more than a typed name.
import type { Milestone } from '../domain/milestone.ts';
import { withHeader, type MailModel } from './mailModel.ts';

export interface CodeMail {
  codeId: string;
  recipientId: string;
  /** ISO 8601 UTC. */
  expiresAt: string;
}

export function codeMailModel(milestone: Milestone, { codeId, recipientId, expiresAt }: CodeMail): MailModel {
  const content = {
    subject: `Your confirmation code: ${milestone.plan.title}`,
    headline: 'Enter this code on the page to confirm your decision.',
    by: expiresAt,
    paragraphs: [
      'If you did not just decide on this milestone, do not use the code and tell the engagement manager: somebody has your link.',
    ],
    sections: [],
    next: 'The code works once, for this request only. Nobody from either party will ask you for it.',
  };
  return { ...withHeader('confirmationCode', milestone, recipientId, content), codeId };
}
