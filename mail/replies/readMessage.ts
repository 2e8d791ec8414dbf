// Parses one raw message into what judging it needs, as plain data. Trusts nothing, decides nothing, does no I/O.
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { automationOf, type Automation, type HeaderValues } from './automaticMail.ts';
import {
  readComplaint,
  readDeliveryReport,
  readOlderReport,
  readReceipt,
  readReturn,
  saysUndelivered,
  type DeliveryReport,
  type ReportPart,
} from './deliveryReport.ts';
import { htmlLines } from './htmlLines.ts';
import type { MessagePart } from './words/hearReply.ts';

export interface MessageReading {
  /** Angle brackets included. */
  messageIdHeader?: string;
  /** Addresses in lower case. */
  from: string[];
  sender?: string;
  /** To and Cc, as the sender wrote them. */
  addressedTo: string[];
  /** What servers on the way say they delivered it to. */
  deliveredTo: string[];
  isNullReturnPath: boolean;
  /** ISO 8601 UTC, from the Date header. */
  date?: string;
  subject: string;
  automation: Automation;
  /** Carries the header that only our own mail has. */
  hasOurMark: boolean;
  report?: DeliveryReport;
  /** What it says where only one mail was sent from the address it came to; absent for a word that delivery is still being tried. */
  returned?: DeliveryReport;
  /** Says of itself, by its form or its words, that a mail came back. */
  looksReturned: boolean;
  /** A receipt: about a mail that arrived. */
  isReceipt: boolean;
  /** Text and HTML, whichever it has; each says the same unless somebody or something changed one of them. */
  parts: MessagePart[];
  /** Names of the files that came with it, pictures, cards and signatures left out. */
  files: string[];
}

const maxHtmlCharacters = 1024 * 1024;

/** Options the parser hands to the splitter below it, which its types leave out. */
const limits = {
  skipImageLinks: true,
  skipTextLinks: true,
  skipTextToHtml: true,
  keepDeliveryStatus: true,
  maxHtmlLengthToParse: maxHtmlCharacters,
  ignoreEmbedded: true,
  maxHeadSize: 256 * 1024,
  maxChildNodes: 250,
};

export async function readMessage(raw: Uint8Array): Promise<MessageReading> {
  const mail = await simpleParser(Buffer.from(raw), limits);
  const headers = headerValues(mail);
  const isNullReturnPath = (headers['return-path']?.[0] ?? '').trim() === '<>';
  const report = reportIn(mail, headers);
  const subject = (mail.subject ?? '').slice(0, 500);
  const parts = partsOf(mail, headers);
  const isReceipt = /report-type="?disposition-notification/i.test(headers['content-type']?.[0] ?? '');
  const returned = isReceipt ? readReceipt(reportPartsOf(mail)) : returnedIn(mail, subject, parts);
  const messageIdHeader = /<[^<>\s]+>/.exec(headers['message-id']?.[0] ?? '')?.[0];
  const [sender] = addressesIn(mail.headers.get('sender') as AddressObject | undefined);
  return {
    ...(messageIdHeader && messageIdHeader.length <= 400 ? { messageIdHeader } : {}),
    from: addressesIn(mail.from),
    ...(sender ? { sender } : {}),
    addressedTo: [...addressesIn(mail.to), ...addressesIn(mail.cc)],
    deliveredTo: ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) =>
      (headers[name] ?? []).map((value) => value.replace(/[<>]/g, '').trim().toLowerCase()),
    ),
    isNullReturnPath,
    ...(mail.date && !Number.isNaN(mail.date.getTime()) ? { date: mail.date.toISOString() } : {}),
    subject,
    automation: automationOf(headers, subject, isNullReturnPath),
    hasOurMark: 'x-milestone-sign-off' in headers,
    ...(report ? { report } : {}),
    ...(returned ? { returned } : {}),
    looksReturned: looksReturned(headers, subject, returned, mail.text ?? parts[0]?.lines.join('\n') ?? ''),
    isReceipt,
    parts,
    files: filesOf(mail),
  };
}

/** Far more than a reply with the longest of our mails quoted in it. */
const maxCharacters = 400_000;
const maxLines = 10_000;

function partsOf(mail: ParsedMail, headers: HeaderValues): MessagePart[] {
  const html = typeof mail.html === 'string' && mail.html.trim() !== '' ? mail.html : undefined;
  // Of a message that is HTML alone the parser makes a text itself, in which nothing is struck.
  const isHtmlAlone = html !== undefined && /^text\/html\b/i.test(headers['content-type']?.[0] ?? '');
  const text = isHtmlAlone || (mail.text ?? '').trim() === '' ? undefined : mail.text;
  return [...(text === undefined ? [] : [textPart(text)]), ...(html === undefined ? [] : [htmlPart(html)])];
}

function textPart(text: string): MessagePart {
  const lines = text
    .slice(0, maxCharacters)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .split('\n');
  const isCut = text.length > maxCharacters || lines.length > maxLines;
  return { lines: lines.slice(0, maxLines).map((each) => each.trimEnd()), unsaid: [], hasStruckQuote: false, isCut };
}

function htmlPart(html: string): MessagePart {
  const { lines, unsaid, hasStruckQuote } = htmlLines(html.slice(0, maxHtmlCharacters));
  const isCut = html.length > maxHtmlCharacters || lines.length > maxLines;
  return { lines: lines.slice(0, maxLines), unsaid, hasStruckQuote, isCut };
}

/** Pictures of a signature, cards, keys and signatures say nothing by themselves. */
const silentFiles =
  /^(?:image\/|text\/(?:x-)?vcard|application\/(?:x-)?pkcs7-signature|application\/pgp-(?:signature|keys|encrypted))/i;

const filesOf = ({ attachments }: ParsedMail): string[] =>
  attachments
    .filter((each) => !silentFiles.test(each.contentType))
    .map((each) => (each.filename ?? each.contentType).replace(/[\p{Cc}]/gu, ' ').slice(0, 100))
    .slice(0, 20);

function headerValues({ headerLines }: ParsedMail): HeaderValues {
  const values: HeaderValues = Object.create(null) as HeaderValues;
  for (const { key, line } of headerLines)
    (values[key] ??= []).push(
      line
        .slice(line.indexOf(':') + 1)
        .replace(/\r?\n[ \t]*/g, ' ')
        .trim(),
    );
  return values;
}

function addressesIn(value: AddressObject | AddressObject[] | undefined): string[] {
  const objects = value === undefined ? [] : [value].flat();
  return objects.flatMap((object) =>
    object.value.flatMap((each) => [each, ...(each.group ?? [])]).flatMap((each) => each.address?.toLowerCase() ?? []),
  );
}

const reportPartsOf = ({ attachments }: ParsedMail): ReportPart[] =>
  attachments.map((each) => ({
    contentType: each.contentType,
    content: each.content.subarray(0, 256 * 1024).toString('utf8'),
  }));

/** At most as much of the text as a reason is looked for in. */
const maxReasonCharacters = 64 * 1024;

function reportIn(mail: ParsedMail, headers: HeaderValues): DeliveryReport | undefined {
  const contentType = headers['content-type']?.[0] ?? '';
  if (/^multipart\/report\b/i.test(contentType)) {
    const report = readDeliveryReport(reportPartsOf(mail));
    if (report || !headers['x-failed-recipients']) return report;
  }
  const isFromDaemon = /mailer-daemon|postmaster/i.test(headers.from?.[0] ?? '');
  return isFromDaemon
    ? readOlderReport(headers['x-failed-recipients']?.[0], (mail.text ?? '').slice(0, maxReasonCharacters))
    : undefined;
}

/** Reports inside anything, then words. */
function returnedIn(mail: ParsedMail, subject: string, parts: readonly MessagePart[]): DeliveryReport | undefined {
  const reports = reportPartsOf(mail);
  const text = mail.text ?? parts[0]?.lines.join('\n') ?? '';
  return (
    readDeliveryReport(reports) ?? readComplaint(reports) ?? readReturn(subject, text.slice(0, maxReasonCharacters))
  );
}

const returnedSubjects =
  /undeliver|not (?:be )?delivered|delivery (?:status|has failed|fail|error|notification)|fail(?:ed|ure)(?: notice| delivery)|returned (?:mail|to sender)|mail delivery|message blocked|unzustellbar|nicht zustellbar|non (?:remis|distribu)|no (?:se )?entrega|niet (?:bezorgd|afgeleverd)|mancato recapito/i;

/** An automatic reply has none of these, whatever Auto-Submitted says of a report. */
const looksReturned = (
  headers: HeaderValues,
  subject: string,
  returned: DeliveryReport | undefined,
  text: string,
): boolean =>
  /report-type="?(?:delivery-status|feedback-report)/i.test(headers['content-type']?.[0] ?? '') ||
  'x-failed-recipients' in headers ||
  returnedSubjects.test(subject) ||
  returned?.status?.startsWith('5') === true ||
  (returned !== undefined && 'auto-submitted' in headers && saysUndelivered(text.slice(0, maxReasonCharacters)));
