// Which files the decisions on record were read from or rest on: evidence that is kept as long as the decisions are.
import { currentPackage, type FrozenPackage, type Milestone, type PackageFile } from '../milestone.ts';

/** SHA-256 in hex, each once, in the order of the record. */
export interface SourceDocuments {
  drawnSignatures: string[];
  /** Raw messages of decisions by e-mail, whose DKIM signatures can be checked again. */
  messages: string[];
  /** Files that exceptions were shown to be closed with. */
  closureEvidence: string[];
  /** Documents on which the firm entered somebody's decision. */
  enteredDecisions: string[];
}

export function sourceDocuments(milestone: Milestone): SourceDocuments {
  const { feedback, signatures, refusals, delegations = [], exceptions } = milestone;
  const messages = [...feedback, ...signatures, ...refusals, ...delegations].flatMap(({ actor: { authentication } }) =>
    authentication.method === 'emailReply' ? authentication.messageSha256 : [],
  );
  const shown = exceptions.flatMap((each) => each.closures ?? []).flatMap(({ files }) => files);
  return {
    drawnSignatures: unique(signatures.flatMap((each) => each.drawnSignatureSha256 ?? [])),
    messages: unique(messages),
    closureEvidence: unique(shown.map((each) => each.sha256)),
    enteredDecisions: unique(milestone.entered.flatMap(({ files }) => files).map((each) => each.sha256)),
  };
}

/** A file of the store as people know it. */
export interface NamedFile {
  /** A document belongs to its engagement, the others to their milestone: where it is looked up, and what it must be. */
  kind: 'document' | 'drawnSignature' | 'replyMessage';
  name: string;
  /** What it is part of, in words; undefined where the name says it. */
  partOf?: string;
  sha256: string;
  /** Where the record has it. */
  sizeBytes?: number;
}

/** Enough of the digest to tell files of one name apart. */
export const fileNamed = ({ name, partOf, sha256 }: NamedFile): string =>
  `${name}${partOf === undefined ? '' : ` of ${partOf}`} (SHA-256 ${sha256.slice(0, 12)}…)`;

/** Every file that the archive of this milestone would take from the store, each digest once. */
export function filesOfRecord(milestone: Milestone): NamedFile[] {
  const { drawnSignatures, messages } = sourceDocuments(milestone);
  const shown = milestone.exceptions.flatMap(({ exceptionId, closures = [] }) =>
    closures.flatMap(({ files }) => evidenceFiles(exceptionId, files)),
  );
  return eachOnce([
    ...filesOfPackage(currentPackage(milestone)),
    ...shown,
    ...milestone.entered.flatMap(({ entryId, files }) => filesOfEntry(entryId, files)),
    ...drawnSignatures.map(drawnSignature),
    ...messages.map(replyMessage),
  ]);
}

export const filesOfPackage = (frozen: FrozenPackage | undefined): NamedFile[] =>
  (frozen?.deliverables ?? []).flatMap(({ deliverableId, files }) =>
    files.map((each) => named(each, `deliverable "${deliverableId}"`)),
  );

export const evidenceFiles = (exceptionId: string, files: readonly PackageFile[]): NamedFile[] =>
  files.map((each) => named(each, `the evidence on exception ${exceptionId}`));

export const filesOfEntry = (entryId: string, files: readonly PackageFile[]): NamedFile[] =>
  files.map((each) => named(each, `the evidence of entered decision ${entryId}`));

export const drawnSignature = (sha256: string): NamedFile => ({
  kind: 'drawnSignature',
  name: 'a drawn signature',
  sha256,
});
export const replyMessage = (sha256: string): NamedFile => ({
  kind: 'replyMessage',
  name: 'a reply by e-mail',
  sha256,
});

const named = ({ fileName, sha256, sizeBytes }: PackageFile, partOf: string): NamedFile => ({
  kind: 'document',
  name: fileName,
  partOf,
  sha256,
  sizeBytes,
});

/** The first of each digest counts, in its place. */
export function eachOnce<T extends { sha256: string }>(files: readonly T[]): T[] {
  const first = new Map<string, T>();
  for (const each of files) if (!first.has(each.sha256)) first.set(each.sha256, each);
  return [...first.values()];
}

const unique = (digests: string[]): string[] => [...new Set(digests)];
