// Where an archive has the files that decisions were read from or rest on: each under its digest, which the decision names.
import type { Milestone } from '../domain/milestone.ts';
import { sourceDocuments } from '../domain/records/sourceDocuments.ts';

/** `stored` is the SHA-256 of the content, in hex. */
export function sourceDocumentsOf(milestone: Milestone): { path: string; stored: string }[] {
  const { drawnSignatures, messages, closureEvidence, enteredDecisions } = sourceDocuments(milestone);
  return [
    ...drawnSignatures.map((sha256) => ({ path: `drawn-signatures/${sha256}.png`, stored: sha256 })),
    ...messages.map((sha256) => ({ path: `replies/${sha256}.eml`, stored: sha256 })),
    ...closureEvidence.map((sha256) => ({ path: `closure-evidence/${sha256}`, stored: sha256 })),
    ...enteredDecisions.map((sha256) => ({ path: `entered-decisions/${sha256}`, stored: sha256 })),
  ];
}
