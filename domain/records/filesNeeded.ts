// Which files must be in the store before a decision counts: those it names, and under a signature or acceptance the whole record.
import { SignOffError } from '../errors.ts';
import type { EventType, RecordedEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';
import {
  drawnSignature,
  eachOnce,
  evidenceFiles,
  fileNamed,
  filesOfEntry,
  filesOfPackage,
  filesOfRecord,
  replyMessage,
  type NamedFile,
} from './sourceDocuments.ts';

/** A file that the store must have, and the field of the message it is named by. */
export interface NeededFile extends NamedFile {
  field: string;
  /** Named by an earlier message, not by this one. */
  isOnRecord?: boolean;
}

/** `foundBytes`: there is something under its digest, of another length. */
export interface MissingFile extends NeededFile {
  foundBytes?: number;
}

/** Nobody draws a larger one on a page. */
export const drawnSignatureLimits = { bytes: 256 * 1024, firstBytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] };

/**
 * What signs, or leads to a certificate, rests on everything the certificate's archive will hold. Not so a revocation: it must not
 * wait for what it takes back.
 */
const onWholeRecord: readonly EventType[] = ['signed', 'accepted', 'acceptedWithExceptions', 'closedOut'];

/** The files that what was decided rests on; `after` is the state it leads to. Each digest once, those newly named first. */
export function filesNeeded(after: Milestone, decided: readonly RecordedEvent[]): NeededFile[] {
  const recorded = decided.some(({ type }) => onWholeRecord.includes(type)) ? filesOfRecord(after) : [];
  const rests = recorded.map((each) => ({ ...each, field: 'packageDigest', isOnRecord: true }));
  return eachOnce([...decided.flatMap(namedBy), ...rests]);
}

function namedBy(event: RecordedEvent): NeededFile[] {
  const { authentication } = event.actor;
  if (authentication.method !== 'emailReply') return shownBy(event);
  const message: NeededFile = {
    ...replyMessage(authentication.messageSha256),
    field: 'actor.authentication.messageSha256',
  };
  return [message, ...shownBy(event)];
}

function shownBy(event: RecordedEvent): NeededFile[] {
  switch (event.type) {
    case 'packageFrozen':
      return filesOfPackage(event.package).map((each) => ({ ...each, field: 'deliverables' }));
    case 'closureEvidenceSubmitted':
      return evidenceFiles(event.exceptionId, event.closure.files).map((each) => ({ ...each, field: 'documentIds' }));
    case 'decisionEntered':
      return filesOfEntry(event.entry.entryId, event.entry.files).map((each) => ({ ...each, field: 'documentIds' }));
    case 'signed': {
      const { drawnSignatureSha256: drawn } = event.signature;
      if (drawn === undefined) return [];
      return [{ ...drawnSignature(drawn), field: 'drawnSignatureSha256' }];
    }
    default:
      return [];
  }
}

const namedInFull = 50;
const namedInSentence = 5;

/** Throws DOCUMENT_MISSING for what the store was found not to have. */
export function assertFilesThere(missing: readonly MissingFile[]): void {
  const [first] = missing;
  if (!first) return;
  throw new SignOffError(
    'DOCUMENT_MISSING',
    `${lackingSentence(missing)} ${remedyOf(first)}, and send this again; nothing has been decided.`,
    {
      field: first.field,
      details: missing.slice(0, namedInFull).map((each) => `${lacking(each)}: SHA-256 ${each.sha256}`),
    },
  );
}

/** One sentence for people, however many they are. */
export function lackingSentence(missing: readonly MissingFile[]): string {
  const more = missing.length - namedInSentence;
  const shown = missing.slice(0, namedInSentence).map(lacking);
  return `The file store lacks ${[...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')}.`;
}

const lacking = (file: MissingFile): string =>
  file.foundBytes === undefined
    ? fileNamed(file)
    : `${fileNamed(file)}, of which it has ${file.foundBytes} bytes of ${file.sizeBytes},`;

function remedyOf({ kind, isOnRecord }: MissingFile): string {
  const toRestore = isOnRecord ? 'document' : kind;
  switch (toRestore) {
    case 'drawnSignature':
      return 'Draw the signature again';
    case 'replyMessage':
      return 'Reply again, or decide on the page';
    case 'document':
      return 'Have the engagement manager upload the same file again';
    default:
      return toRestore satisfies never;
  }
}
