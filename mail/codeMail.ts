// The mail with the code that confirms a decision where the contract asks for more than a typed name.
import type { Milestone } from '../domain/milestone.ts';
import { subject } from './contentSections.ts';
import { wordsFor } from './formatInstant.ts';
import { withHeader, type MailModel } from './mailModel.ts';

export interface CodeMail {
  codeId: string;
  recipientId: string;
  /** ISO 8601 UTC. */
  expiresAt: string;
}

export function codeMailModel(milestone: Milestone, { codeId, recipientId, expiresAt }: CodeMail): MailModel {
  const words = wordsFor(milestone, recipientId);
  const { say } = words;
  const content = {
    subject: subject(milestone, say('code.subject'), words),
    headline: say('code.headline'),
    by: expiresAt,
    paragraphs: [say('code.notYou')],
    sections: [],
    next: say('code.next'),
  };
  return { ...withHeader('confirmationCode', milestone, recipientId, content), codeId };
}
