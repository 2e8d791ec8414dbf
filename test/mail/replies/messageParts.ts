// Parts of a message as they are heard, of a text and of HTML.
import { htmlLines } from '../../../mail/replies/htmlLines.ts';
import type { MessagePart } from '../../../mail/replies/words/hearReply.ts';

export const textPart = (text: string): MessagePart => ({
  lines: text.split('\n'),
  unsaid: [],
  hasStruckQuote: false,
  isCut: false,
});
export const htmlPart = (html: string): MessagePart => ({ ...htmlLines(html), isCut: false });
