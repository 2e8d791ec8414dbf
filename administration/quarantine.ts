// Settling what the scanner kept aside: released as the document it was meant to be, or removed. One transaction each.
import { randomUUID } from 'node:crypto';
import type { Database } from '../db/database.ts';
import { insertDocument } from '../db/documents.ts';
import { lockFile } from '../db/filesToRemove.ts';
import { lockQuarantined, settleQuarantined, type QuarantinedFile } from '../db/quarantine.ts';

/** Who, and why. */
export interface Settling {
  by: string;
  reason: string;
  /** ISO 8601 UTC. */
  now: string;
}

/** The ID of the document; undefined where there is no such file, or it is settled. */
export function releaseFile(
  db: Database,
  quarantineId: string,
  { by, reason, now }: Settling,
): Promise<string | undefined> {
  return db.transaction(async (transaction) => {
    const file = await lockQuarantined(transaction, quarantineId);
    if (!file || file.settled) return undefined;
    const documentId = `doc-${randomUUID()}`;
    await lockFile(transaction, file);
    await insertDocument(transaction, { documentId, ...documentOf(file) });
    await settleQuarantined(transaction, file, { outcome: 'released', by, reason, now, documentId });
    return documentId;
  });
}

const documentOf = (file: QuarantinedFile) => {
  const { engagementId, fileName, mediaType, sizeBytes, sha256, content, uploadedBy } = file;
  return { engagementId, fileName, mediaType, sizeBytes, sha256, uploadedBy, ...(content ? { content } : {}) };
};

/** False where there is no such file, or it is settled. */
export function removeFile(db: Database, quarantineId: string, { by, reason, now }: Settling): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const file = await lockQuarantined(transaction, quarantineId);
    if (!file || file.settled) return false;
    await settleQuarantined(transaction, file, { outcome: 'removed', by, reason, now });
    return true;
  });
}
