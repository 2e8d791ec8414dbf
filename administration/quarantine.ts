// Settling what the scanner kept aside: released as the document it was meant to be, or removed. One transaction.
import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database.ts';
import { insertDocument } from '../db/documents.ts';
import { lockFile } from '../db/filesToRemove.ts';
import { lockQuarantined, settleQuarantined, type QuarantinedFile } from '../db/quarantine.ts';
import { whySettled, type Settled, type Settlement } from '../domain/compilation/quarantine.ts';

/** Who, and why. */
export interface Settling {
  by: string;
  reason: string;
  /** ISO 8601 UTC. */
  now: string;
}

/** With what became of the file, or why nothing did. */
export type Outcome = { settled: Settled } | { why: string };

/** Undefined where there is no such file. */
export function settleFile(
  db: Database,
  quarantineId: string,
  outcome: Settlement,
  { by, reason, now }: Settling,
): Promise<Outcome | undefined> {
  return db.transaction(async (transaction) => {
    const file = await lockQuarantined(transaction, quarantineId);
    if (!file) return undefined;
    const why = whySettled(file);
    if (why !== undefined) return { why };
    const made = outcome === 'released' ? { documentId: `doc-${randomUUID()}` } : {};
    if (made.documentId !== undefined) {
      await lockFile(transaction, file);
      await insertDocument(transaction, { ...documentOf(file), documentId: made.documentId });
    }
    const settled = { outcome, at: now, by, reason, ...made };
    await settleQuarantined(transaction, file, settled);
    return { settled };
  });
}

const documentOf = (file: QuarantinedFile) => {
  const { engagementId, fileName, mediaType, sizeBytes, sha256, content, uploadedBy } = file;
  return { engagementId, fileName, mediaType, sizeBytes, sha256, uploadedBy, ...(content ? { content } : {}) };
};
