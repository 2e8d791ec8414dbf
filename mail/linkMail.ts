// The mail with a new link for a request whose earlier links were withdrawn.
import type { Milestone } from '../domain/milestone.ts';
import { withHeader, type MailModel } from './mailModel.ts';

export function linkMailModel(milestone: Milestone, recipientId: string): MailModel {
  return withHeader('linkReplacement', milestone, recipientId, {
    subject: `Your new link: ${milestone.plan.title}`,
    headline: 'Here is a new link for what you were asked; the earlier ones were withdrawn.',
    button: 'Open the request',
    paragraphs: ['What you were asked, and by when, is as it was. What you decided stands.'],
    sections: [],
    next: 'Use this link only. If you did not expect it, tell the engagement manager.',
  });
}
