// The mail with a new link for a request whose earlier links were withdrawn.
import type { Milestone } from '../domain/milestone.ts';
import { subject } from './contentSections.ts';
import { wordsFor } from './formatInstant.ts';
import { withHeader, type MailModel } from './mailModel.ts';

export function linkMailModel(milestone: Milestone, recipientId: string): MailModel {
  const words = wordsFor(milestone, recipientId);
  const { say } = words;
  return withHeader('linkReplacement', milestone, recipientId, {
    subject: subject(milestone, say('link.subject'), words),
    headline: say('link.headline'),
    button: say('link.button'),
    paragraphs: [say('link.asItWas')],
    sections: [],
    next: say('link.next'),
  });
}
