// How much of a long list stands in a mail: Gmail hides what is behind 102 KB, and with it the reply words and the digest.
import type { MailSection } from './mailContent.ts';

const mostItems = 20;
/** Bytes of one list as a mail program may encode it. */
const mostBytes = 5_000;

/** Quoted-printable spends three bytes on each that is not plain ASCII, HTML up to six on a quotation mark. */
const encodedBytes = (text: string): number =>
  [...Buffer.from(text)].reduce(
    (sum, byte) => sum + (byte > 126 ? 3 : /[&<>"'`=]/.test(String.fromCharCode(byte)) ? 8 : 1),
    0,
  );

/** The first items of each list, never none, and how many more the package holds. */
export const shortLists = (sections: readonly MailSection[]): MailSection[] =>
  sections.map(({ title, items }) => ({ title, items: shortList(items) }));

function shortList(items: readonly string[]): string[] {
  let bytes = 0;
  const tooFar = items.findIndex((item, index) => {
    bytes += encodedBytes(item);
    return index >= mostItems || (index > 0 && bytes > mostBytes);
  });
  return tooFar < 0 ? [...items] : [...items.slice(0, tooFar), `… and ${items.length - tooFar} more in the package`];
}
