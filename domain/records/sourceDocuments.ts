// Which files the decisions on record were read from or rest on: evidence that is kept as long as the decisions are.
import type { Milestone } from '../milestone.ts';

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

const unique = (digests: string[]): string[] => [...new Set(digests)];
