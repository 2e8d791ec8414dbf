// A mail of plain paragraphs, for what is about the service or an engagement and no milestone, so that it has no frame of one.
import Handlebars from 'handlebars';
import type { Words } from './messages/words.ts';
import type { RenderedMail } from './renderMail.ts';

export const plainMail = (
  { language, direction }: Words,
  subject: string,
  paragraphs: readonly string[],
): RenderedMail => ({
  subject,
  text: `${paragraphs.join('\n\n')}\n`,
  html: `<html lang="${language}" dir="${direction}"><body>\n${paragraphs.map((each) => `<p>${Handlebars.escapeExpression(each)}</p>`).join('\n')}\n</body></html>`,
});
