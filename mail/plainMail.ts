// A mail of plain paragraphs, for what is about the service or an engagement and no milestone, so that it has no frame of one.
import Handlebars from 'handlebars';
import type { RenderedMail } from './renderMail.ts';

export const plainMail = (subject: string, paragraphs: readonly string[]): RenderedMail => ({
  subject,
  text: `${paragraphs.join('\n\n')}\n`,
  html: paragraphs.map((each) => `<p>${Handlebars.escapeExpression(each)}</p>`).join('\n'),
});
