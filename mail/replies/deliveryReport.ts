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
  const named = failedRecipients ?? (isQmail ? /^<([^<>\s]+@[^<>\s]+)>:/m.exec(text)?.[1] : undefined);
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
const whyLines =
  /(?:\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b|unknown|no such|not exist|rejected|refused|disabled|blocked|over quota|mailbox full)/i;

/**
 * What came to an address that only one mail was sent from, and is no report: the mail came back, for a reason that its text
 * gives or not. Undefined for a word that delivery is still being tried.
 */
export function readReturn(subject: string, text: string): DeliveryReport | undefined {
  const above = text.split(/\n(?:-{2,}.{0,80}|From: .{0,200}\nTo: .{0,200})\n/)[0] ?? '';
  const line = above.split('\n').find((each) => whyLines.test(each));
  const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(line ?? '')?.[0];
  const isPermanent = status?.startsWith('5') ?? false;
  if (!isPermanent && willBeTried.test(`${subject}\n${above}`)) return undefined;
  return {
    action: 'failed',
    ...(status ? { status } : {}),
    reason: line ? reasonOf(undefined, line) : 'reason unreadable',
  };
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
  /([^\s<>;,]+@[^\s<>;,]+)/.exec(value?.replace(/^[\w-]+;/, '') ?? '')?.[1]?.toLowerCase();

const reasonOf = (code: string | undefined, text: string | undefined): string =>
  [code, text?.replace(/\s+/g, ' ').trim()].filter(Boolean).join(' ').slice(0, 400) || 'reason unreadable';
