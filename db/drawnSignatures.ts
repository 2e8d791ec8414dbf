// Signatures drawn on pages: a row per image and request, written before anything can rest on the image.
import type { Database } from './database.ts';
import { lockFile } from './filesToRemove.ts';

export interface DrawnSignature {
  engagementId: string;
  milestoneId: string;
  requestId: string;
  sha256: string;
}

/** The same image again is the one on record. `isThere` is asked once nobody can be removing the file any more. */
export function keepDrawnSignature(
  db: Database,
  { engagementId, milestoneId, requestId, sha256 }: DrawnSignature,
  isThere: () => Promise<boolean>,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    await lockFile(transaction, { engagementId, sha256 });
    if (!(await isThere())) return false;
    await transaction('drawn_signatures')
      .insert({ milestone_id: milestoneId, request_id: requestId, sha256 })
      .onConflict(['request_id', 'sha256'])
      .ignore();
    return true;
  });
}
