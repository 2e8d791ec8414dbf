// Reads reports of non-delivery: RFC 3464, and the two older forms that servers still send. Decides nothing about them.

export interface DeliveryReport {
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** As `5.1.1`, RFC 3463. */
  status?: string;
  recipient?: string;
  reason: string;
  /** Message-ID of the mail the report is about, angle brackets included. */
  originalMessageId?: string;
}

export interface ReportPart {
  contentType: string;
  content: string;
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/** From the parts of a multipart/report; undefined where no recipient's action can be read. */
export function readDeliveryReport(parts: readonly ReportPart[]): DeliveryReport | undefined {
  const status = parts.find((each) => /^message\/(global-)?delivery-status$/i.test(each.contentType));
  const groups = (status?.content ?? '').split(/\r?\n[ \t]*\r?\n/).map(fieldsOf);
  const recipients = groups.filter((each) => each.action !== undefined);
  const worst = recipients.find((each) => each.action?.toLowerCase().startsWith('failed')) ?? recipients[0];
  const action = actions.find((each) => worst?.action?.toLowerCase().startsWith(each));
  if (!worst || !action) return undefined;
  const code = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(worst.status ?? '')?.[0];
  const recipient = addressOf(worst['final-recipient']) ?? addressOf(worst['original-recipient']);
  const original = originalMessageId(parts);
  return {
    action,
    ...(code ? { status: code } : {}),
    ...(recipient ? { recipient } : {}),
    reason: reasonOf(code, worst['diagnostic-code']?.replace(/^[\w-]+;\s*/, '')),
    ...(original ? { originalMessageId: original } : {}),
  };
}

/** Gmail and Exim name the failed recipient in a header, qmail in a text it begins the same way everywhere. */
export function readOlderReport(failedRecipients: string | undefined, text: string): DeliveryReport | undefined {
  const isQmail =
    /^Hi\. This is the .{1,80}\n/.test(text) || /\n--- Below this line is a copy of the message/.test(text);
  const named = failedRecipients ?? (isQmail ? /^<([^<>\s@]{1,64}@[^<>\s@]{1,255})>:/m.exec(text)?.[1] : undefined);
  const recipient = addressOf(named);
  if (!recipient) return undefined;
  const line = text.split('\n').find((each) => /\b[45]\d\d\b|no mailbox|unknown|rejected/i.test(each));
  const original = /^Message-ID:\s*(<[^<>\s]{1,300}>)/im.exec(text)?.[1];
  return {
    action: 'failed',
    recipient,
    reason: reasonOf(undefined, line),
    ...(original ? { originalMessageId: original } : {}),
  };
}

const willBeTried =
  /\b(?:delayed|delivery delay|will (?:be )?(?:retr(?:y|ied)|keep trying|continue)|still being retried|not yet been delivered|temporarily deferred|no action is required|verzögert|noch nicht zugestellt|retardé|retrasad|ritardat)/i;
const isGivenUp =
  /\b(?:gave up|g[ai]ven? up|giving up|permanent(?:ly)?|fatal|will not be (?:retried|tried)|no (?:further|more) attempts|endgültig)\b/i;
const neverArrived =
  /\b(?:over (?:its )?quota|quota (?:is )?exceeded|mailbox (?:is |has been )?(?:full|disabled)|(?:was|were|is|has been) (?:rejected|blocked|bounced|returned to sender)|(?:could not|cannot|can't|couldn't|was not|wasn't|not) be delivered|(?:was|is|has) not (?:been )?delivered|undeliverable|delivery (?:has )?failed|recipient (?:is )?unknown|user unknown|no such user|postfach (?:ist )?voll|nicht zugestellt werden|boîte .{0,20}pleine|n'a pas pu être (?:remis|distribué))/i;

/** Whether words say that a mail did not arrive, which nobody says who is out of office. */
export const saysUndelivered = (text: string): boolean => neverArrived.test(text.split(originalBelow)[0] ?? '');

/** RFC 3463; digits and dots around it would make it an address or a version. */
const statusCode = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/;
/** From what says most about the reason to what says least. */
const whyLines = [
  statusCode,
  /\b[45]\d\d[ -]/,
  /unknown|no such|not exist|not found|rejected|refused|disabled|blocked|over quota|quota exceeded|mailbox (?:is )?full/i,
];
/** Below one of these stands the mail that is sent back. */
const originalBelow =
  /\n(?:[ \t]*[-=_]{2,}.{0,60}(?:original|copy|header|returned|unsent|below|begin|forwarded|message text).{0,60}|(?:Return-Path|Received|From): .{0,300}\n(?:[\w-]{1,40}: |[ \t]).{0,300})\n/i;

/**
 * What came to an address that only one mail was sent from, and is no report: the mail came back, for a reason that its text
 * gives or not. Undefined for a word that delivery is still being tried.
 */
export function readReturn(subject: string, text: string): DeliveryReport | undefined {
  const above = text.split(originalBelow)[0] ?? '';
  const lines = above.split('\n');
  const line = whyLines.map((why) => lines.find((each) => why.test(each))).find((each) => each !== undefined);
  const codes = [...above.matchAll(new RegExp(statusCode, 'g'))].map(([code]) => code);
  const status = codes.find((each) => each.startsWith('5')) ?? codes[0];
  const isPermanent = status?.startsWith('5') === true || isGivenUp.test(above);
  if (!isPermanent && willBeTried.test(`${subject}\n${above}`)) return undefined;
  const withStatus = lines.find((each) => status !== undefined && each.includes(status)) ?? line;
  return {
    action: 'failed',
    ...(status ? { status } : {}),
    reason: withStatus ? reasonOf(undefined, withStatus) : 'reason unreadable',
  };
}

/** Somebody at the other end had the mail sent back as unwanted (RFC 5965); it may have been read or not. */
export function readComplaint(parts: readonly ReportPart[]): DeliveryReport | undefined {
  const part = parts.find((each) => /^message\/feedback-report$/i.test(each.contentType));
  if (!part) return undefined;
  const kind = fieldsOf(part.content)['feedback-type'];
  return {
    action: 'failed',
    reason: `reported as unwanted by the recipient or their provider${kind ? ` (feedback type ${kind.slice(0, 40)})` : ''}`,
  };
}

/** What a receipt says (RFC 8098): undefined where the mail was shown or passed on, which means that it arrived. */
export function readReceipt(parts: readonly ReportPart[]): DeliveryReport | undefined {
  const part = parts.find((each) => /^message\/disposition-notification$/i.test(each.contentType));
  const disposition = fieldsOf(part?.content ?? '').disposition ?? '';
  return /;\s*(?:deleted|denied|failed)/i.test(disposition)
    ? { action: 'failed', reason: 'deleted, and not known to have been read' }
    : undefined;
}

function originalMessageId(parts: readonly ReportPart[]): string | undefined {
  const original = parts.find((each) =>
    /^(message\/(rfc822|global)|text\/rfc822-headers|message\/global-headers)/i.test(each.contentType),
  );
  const head = (original?.content ?? '').split(/\r?\n\r?\n/)[0] ?? '';
  return /^<[^<>\s]{1,300}>$/.exec(fieldsOf(head)['message-id'] ?? '')?.[0];
}

/** Header-like lines, folded ones joined; the first of a name counts. */
function fieldsOf(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([\w-]{1,60})[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
    if (name) fields[name.toLowerCase()] ??= (value ?? '').trim();
  }
  return fields;
}

const addressOf = (value: string | undefined): string | undefined =>
  /([^\s<>;,@]{1,64}@[^\s<>;,@]{1,255})/.exec(value?.replace(/^[\w-]+;/, '') ?? '')?.[1]?.toLowerCase();

const reasonOf = (code: string | undefined, text: string | undefined): string =>
  [code, text?.replace(/\s+/g, ' ').trim()].filter(Boolean).join(' ').slice(0, 400) || 'reason unreadable';
