// How much of long lists stands in a mail: Gmail hides what is behind 102 KB, and with it the digest and how to reply.
import type { Words } from './messages/words.ts';
import type { MailSection } from './mailContent.ts';

/** Encoded bytes of the HTML part that a mail keeps to, and those of them that the frame takes without any words. */
const mostBytes = 86_000;
const frameBytes = 17_500;
const mostItems = 20;
const mostSections = 30;
/** Of one paragraph; what people write may be longer. */
const mostOfParagraph = 20_000;
/** Markup around each item and each title. */
const itemBytes = 32;
const sectionBytes = 150;
/** Soft line breaks of quoted-printable. */
const lineBreaks = 1.04;

/** In HTML as quoted-printable: three bytes for each that is not plain ASCII, up to eight for what HTML escapes. */
const bytesAsSent = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte > 126 || byte < 32 ? 3 : /[&<>"'`=]/.test(String.fromCharCode(byte)) ? 8 : 1,
);

function encodedBytes(text: string): number {
  let sum = 0;
  for (const byte of Buffer.from(text)) sum += bytesAsSent[byte] as number;
  return sum * lineBreaks;
}

interface Listing {
  headline: string;
  paragraphs: string[];
  sections: MailSection[];
  verification?: string[];
  attachments?: { fileName: string; text: string }[];
}

/** The mail with as much of each list as there is room for, and how many more there are and where. */
export function withShortLists<L extends Listing>(mail: L, words: Words): L {
  const paragraphs = mail.paragraphs.map((each) => cut(each, mostOfParagraph, words));
  const { sections, attachments = [], ...rest } = { ...mail, paragraphs, ...fewToVerify(mail, words) };
  const taken = bytesOf(rest) + encodedBytes(mail.headline);
  const shown = shortened(sections, mostBytes - frameBytes - taken, words);
  const whole = sections.filter((each, index) => each.isOwedWhole && isCut(each, shown[index]));
  const added = whole.map(({ title, items }, index) => ({
    fileName: `${words.say('list.inFull')}-${index + 1}.txt`,
    text: [title, '', ...items.map((each) => `- ${each}`), ''].join('\n'),
  }));
  const attached = [...attachments, ...added];
  return { ...mail, ...rest, sections: shown, ...(attached.length > 0 ? { attachments: attached } : {}) };
}

function fewToVerify({ verification }: Listing, { say }: Words): Pick<Listing, 'verification'> {
  if (!verification || verification.length <= mostItems) return {};
  const more = say('list.andMore', { count: verification.length - mostItems, where: say('list.onRecord') });
  return { verification: [...verification.slice(0, mostItems), more] };
}

const isCut = ({ items }: MailSection, shown: MailSection | undefined): boolean =>
  shown === undefined || items.some((each, index) => each !== shown.items[index]);

/** Of every text in it, however deep. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return encodedBytes(value) + itemBytes;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + bytesOf(each), 0);
}

const needOf = ({ title, items }: MailSection): number => sectionBytes + bytesOf(title) + bytesOf(items);

/** Small lists come in whole; what they leave is shared evenly by the long ones. */
function shortened(sections: readonly MailSection[], room: number, words: Words): MailSection[] {
  const some = sections.slice(0, mostSections);
  const ascending = [...some].sort((one, other) => needOf(one) - needOf(other));
  const shares = new Map<MailSection, number>();
  let left = room;
  ascending.forEach((each, index) => {
    const share = Math.min(needOf(each), left / (ascending.length - index));
    shares.set(each, share);
    left -= share;
  });
  const rest = sections.length - some.length;
  return [
    ...some.map((each) => shortList(each, shares.get(each) ?? 0, words)),
    ...(rest > 0
      ? [{ title: words.say('list.beside'), items: [words.say('list.moreOnRecord', { count: rest })] }]
      : []),
  ];
}

function shortList(section: MailSection, share: number, words: Words): MailSection {
  const { say } = words;
  const { title, items } = section;
  const most = section.isOwedWhole ? items.length : mostItems;
  if (items.length <= most && needOf(section) <= share) return { title, items };
  const where = section.isOwedWhole ? say('list.inText') : (section.rest ?? say('list.onRecord'));
  const room = share - sectionBytes - bytesOf(title) - bytesOf(say('list.andMore', { count: items.length, where }));
  let left = room;
  const shown: string[] = [];
  for (const item of items.slice(0, most)) {
    const need = bytesOf(item);
    if (need <= left) shown.push(item);
    // One item that no list has room for is begun rather than left out.
    else if (shown.length === 0 && left > 500) shown.push(cut(item, left - itemBytes, words));
    if (need > left) break;
    left -= need;
  }
  const more = items.length - shown.length;
  if (more > 0) shown.push(say(shown.length > 0 ? 'list.andMore' : 'list.more', { count: more, where }));
  return { title, items: shown };
}

/** The beginning of a text, in so many encoded bytes with the mark that says so. */
function cut(text: string, bytes: number, { say }: Words): string {
  if (encodedBytes(text) <= bytes) return text;
  const cutMark = say('list.cut');
  const letters = [...text];
  let left = bytes - encodedBytes(cutMark);
  const end = letters.findIndex((letter) => (left -= encodedBytes(letter)) < 0);
  return `${letters.slice(0, Math.max(0, end)).join('')}${cutMark}`;
}
