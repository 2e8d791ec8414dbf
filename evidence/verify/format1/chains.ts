// That events and audit log of a record of format 1 are whole chains, that one accounts for the other, and how they end. Frozen.
import canonicalize from 'canonicalize';
import { BagError, type Primitives } from '../bag.ts';
import { hexDigestOf } from '../hashing.ts';
import type { ArchivedEvent, AuditLine, Certificate } from './shapes.ts';

/** Lines parsed, each in canonical JSON and naming the hash of the one before. */
function linked<T extends { previousHash: string }>(
  primitives: Primitives,
  file: string,
  lines: readonly string[],
): { parsed: T[]; hashes: string[] } {
  const parsed: T[] = [];
  const hashes: string[] = [];
  lines.forEach((line, index) => {
    const where = `line ${index + 1} of ${file}`;
    const value = parse<T>(line, where);
    const expected = hashes.at(-1) ?? '';
    if (value.previousHash !== expected)
      throw new BagError(
        `${where} does not follow the line before it: a line was changed, removed, added or moved there or just before`,
      );
    parsed.push(value);
    hashes.push(hexDigestOf(primitives, line));
  });
  return { parsed, hashes };
}

function parse<T>(line: string, where: string): T {
  try {
    const value = JSON.parse(line) as T;
    if (canonicalize(value) === line) return value;
  } catch {
    // Told below.
  }
  throw new BagError(`${where} is no canonical JSON`);
}

export interface Events {
  events: ArchivedEvent[];
  hashes: string[];
}

export function checkEvents(primitives: Primitives, lines: readonly string[], certificate: Certificate): Events {
  const file = 'data/events.jsonl';
  const { parsed, hashes } = linked<{ event: ArchivedEvent; previousHash: string }>(primitives, file, lines);
  const { sequence, hash } = certificate.auditLog;
  parsed.forEach(({ event }, index) => {
    if (event.sequence !== index + 1) throw new BagError(`line ${index + 1} of ${file} is event ${event.sequence}`);
  });
  if (parsed.length !== sequence)
    throw new BagError(`${file} has ${parsed.length} events, the certificate was issued on event ${sequence}`);
  if (hashes.at(-1) !== hash) throw new BagError(`${file} ends with another event than the certificate names`);
  return { events: parsed.map(({ event }) => event), hashes };
}

export interface AuditLog {
  lines: AuditLine[];
  hashes: string[];
}

/** The audit log accounts for every event, in order, and ends with the seal of this very certificate. */
export function checkAuditLog(
  primitives: Primitives,
  lines: readonly string[],
  { certificate, hashes: eventHashes }: { certificate: Certificate; hashes: readonly string[] },
  sealed: { pdfSha256: string; documentSha256: string },
): AuditLog {
  const file = 'data/audit-log.jsonl';
  const { parsed, hashes } = linked<AuditLine>(primitives, file, lines);
  const chain = `milestone:${certificate.milestone.milestoneId}`;
  let next = 1;
  for (const [index, { chain: named, sequence, entry }] of parsed.entries()) {
    const where = `line ${index + 1} of ${file}`;
    if (named !== chain || sequence !== index + 1) throw new BagError(`${where} is line ${sequence} of ${named}`);
    if (entry.type === 'decisionRecorded' && (eventHashes[entry.event - 1] ?? entry.hash) !== entry.hash)
      throw new BagError(`${where} names another event ${entry.event} than events.jsonl`);
    if (entry.type !== 'batchRecorded' || !entry.events) continue;
    const { first, last, head } = entry.events;
    if (first !== next) throw new BagError(`${where} records events from ${first}, the next one would be ${next}`);
    next = last + 1;
    const found = eventHashes[last - 1];
    if (found !== undefined && found !== head)
      throw new BagError(`${where} names another event ${last} than events.jsonl`);
  }
  if (next <= certificate.auditLog.sequence)
    throw new BagError(`${file} accounts for ${next - 1} of ${certificate.auditLog.sequence} events`);
  const end = parsed.at(-1)?.entry;
  const isEnd =
    end?.type === 'certificateSealed' &&
    end.certificateNumber === certificate.certificateNumber &&
    end.pdfSha256 === sealed.pdfSha256 &&
    end.documentSha256 === sealed.documentSha256;
  if (!isEnd)
    throw new BagError(`${file} does not end with the sealing of this certificate: lines were cut off or added`);
  return { lines: parsed, hashes };
}
