// Which files the decisions on record were read from or rest on: evidence that is kept as long as the decisions are.
import { currentPackage, type Milestone } from '../milestone.ts';

/** SHA-256 in hex, each once, in the order of the record. */
export interface SourceDocuments {
  drawnSignatures: string[];
  /** Raw messages of decisions by e-mail, whose DKIM signatures can be checked again. */
  messages: string[];
  /** Files that exceptions were shown to be closed with. */
  closureEvidence: string[];
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
  };
}

/** A file of the store as people know it. */
export interface NamedFile {
  name: string;
  sha256: string;
  /** Where the record has it. */
  sizeBytes?: number;
}

/** Enough of the digest to tell files of one name apart. */
export const fileNamed = ({ name, sha256 }: NamedFile): string => `${name} (SHA-256 ${sha256.slice(0, 12)}…)`;

/** Every file that the archive of this milestone would take from the store, each digest once. */
export function filesOfRecord(milestone: Milestone): NamedFile[] {
  const { drawnSignatures, messages } = sourceDocuments(milestone);
  const packaged = (currentPackage(milestone)?.deliverables ?? []).flatMap((each) => each.files);
  const shown = milestone.exceptions.flatMap((each) => each.closures ?? []).flatMap(({ files }) => files);
  const named = [
    ...[...packaged, ...shown].map(({ fileName, sha256, sizeBytes }) => ({ name: fileName, sha256, sizeBytes })),
    ...drawnSignatures.map((sha256) => ({ name: 'a drawn signature', sha256 })),
    ...messages.map((sha256) => ({ name: 'a reply by e-mail', sha256 })),
  ];
  return [...new Map(named.toReversed().map((each) => [each.sha256, each])).values()].toReversed();
}

const unique = (digests: string[]): string[] => [...new Set(digests)];
