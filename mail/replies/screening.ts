// Looks at the outer shape of a raw message before anything parses it, and refuses what no mail client sends. Reads line by line.
import type { Readable } from 'node:stream';

/** Why a message is not taken; the text goes into the SMTP answer and the log. */
export class MessageRefused extends Error {
  readonly smtpCode: number;

  constructor(message: string, smtpCode = 554) {
    super(message);
    this.name = 'MessageRefused';
    this.smtpCode = smtpCode;
  }
}

export const messageLimits = {
  bytes: 25 * 1024 * 1024,
  headerBytes: 256 * 1024,
  headerFields: 1000,
  headerLineBytes: 64 * 1024,
  parts: 200,
  depth: 20,
  /** Each can make the verifier hash the whole body once more. */
  dkimSignatures: 20,
} as const;

/** RFC 5322 3.6 allows these once; a second one lets two readers see two messages. */
const atMostOnce = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'date',
  'message-id',
  'subject',
  'in-reply-to',
  'references',
  'content-type',
  'content-transfer-encoding',
  'mime-version',
  'auto-submitted',
];

/** Throws MessageRefused. Memory stays bounded by one line. */
export async function screenMessage(source: Readable): Promise<void> {
  const screening = new Screening();
  let pending = Buffer.alloc(0);
  for await (const chunk of source as AsyncIterable<Buffer>) {
    let rest = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      screening.take(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
    screening.expectLineEnd(rest.length);
    // A body line without an end is no header and no boundary: what it holds need not be kept.
    pending = rest.length > messageLimits.headerLineBytes ? Buffer.alloc(0) : Buffer.from(rest);
  }
  if (pending.length > 0) screening.take(pending);
  screening.end();
}

interface Section {
  isTop: boolean;
  names: Map<string, number>;
  field: string;
}

class Screening {
  #header: Section | undefined = { isTop: true, names: new Map(), field: '' };
  readonly #boundaries: string[] = [];
  #headerBytes = 0;
  #headerFields = 0;
  #parts = 0;
  #embedded = 0;

  take(raw: Buffer): void {
    const line = raw.length > 0 && raw[raw.length - 1] === 0x0d ? raw.subarray(0, -1) : raw;
    if (this.#header) this.#takeHeader(line, this.#header);
    else if (line[0] === 0x2d && line[1] === 0x2d) this.#takeBoundary(line.toString('latin1'));
  }

  expectLineEnd(length: number): void {
    if (this.#header && length > messageLimits.headerLineBytes) refuse('a header line is too long');
  }

  end(): void {
    if (!this.#header?.isTop) return;
    this.#endHeader(this.#header);
  }

  #takeHeader(line: Buffer, section: Section): void {
    this.#headerBytes += line.length + 2;
    if (line.length > messageLimits.headerLineBytes) refuse('a header line is too long');
    if (this.#headerBytes > messageLimits.headerBytes) refuse('its headers are too large');
    if (line.length === 0) return this.#endHeader(section);
    if (line.includes(0x00)) refuse('a header holds a NUL character');
    if (line.includes(0x0d)) refuse('a header holds a bare carriage return');
    const text = line.toString('latin1');
    if (/^[ \t]/.test(text)) {
      section.field += text;
      return;
    }
    this.#endField(section);
    const name = /^([!-9;-~]{1,200})[ \t]*:/.exec(text)?.[1]?.toLowerCase();
    if (name === undefined) {
      if (section.isTop) refuse('a header line has no field name');
      return;
    }
    this.#headerFields += 1;
    if (this.#headerFields > messageLimits.headerFields) refuse('it has too many header fields');
    section.names.set(name, (section.names.get(name) ?? 0) + 1);
    if (name === 'content-type') section.field = text;
  }

  #endField(section: Section): void {
    const { field } = section;
    section.field = '';
    if (field === '') return;
    const boundary = /boundary[ \t]*=[ \t]*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(field);
    const value = boundary?.[1] ?? boundary?.[2];
    if (/:[ \t]*multipart\//i.test(field) && value !== undefined) {
      this.#boundaries.push(value.trimEnd());
      if (this.#boundaries.length > messageLimits.depth) refuse('its parts are nested too deeply');
    }
    if (/:[ \t]*message\/rfc822/i.test(field)) {
      this.#embedded += 1;
      if (this.#embedded > messageLimits.depth) refuse('it holds too many messages');
    }
  }

  #endHeader(section: Section): void {
    this.#endField(section);
    this.#header = undefined;
    if (!section.isTop) return;
    const repeated = atMostOnce.find((name) => (section.names.get(name) ?? 0) > 1);
    if (repeated) refuse(`header ${repeated} appears more than once`);
    if (!section.names.has('from')) refuse('it has no From header');
    if ((section.names.get('dkim-signature') ?? 0) > messageLimits.dkimSignatures)
      refuse('it has too many DKIM signatures');
  }

  #takeBoundary(line: string): void {
    const text = line.slice(2).trimEnd();
    const index = this.#boundaries.findLastIndex((each) => text === each || text === `${each}--`);
    if (index < 0) return;
    const isClosing = text === `${this.#boundaries[index]}--`;
    this.#boundaries.length = isClosing ? index : index + 1;
    if (isClosing) return;
    this.#parts += 1;
    if (this.#parts > messageLimits.parts) refuse('it has too many parts');
    this.#header = { isTop: false, names: new Map(), field: '' };
  }
}

function refuse(why: string): never {
  throw new MessageRefused(`The message is not taken: ${why}.`);
}
