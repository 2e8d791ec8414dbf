// Finds out which files a decision would rest on are missing, or are not this milestone's to rest on; decides nothing.
import type { Database, Pool } from '../db/database.ts';
import { around, inEngagement } from '../db/inScope.ts';
import { raiseObstacle } from '../db/obstacles.ts';
import { findForeign } from '../db/ownFiles.ts';
import {
  drawnSignatureLimits,
  lackingSentence,
  type MissingFile,
  type NeededFile,
} from '../domain/records/filesNeeded.ts';
import type { Files, FileStore } from '../storage/fileStore.ts';
import { missingFiles } from './missingFiles.ts';
import { notingObstacle } from './notingObstacle.ts';

export interface FindMissingFilesInput {
  milestoneId: string;
  engagementId: string;
  needed: NeededFile[];
}

/**
 * A digest could name any file of the store, and the archive would hand it out: what is not on record in this engagement is
 * missing like what nobody has, before the store is asked. A store that cannot be asked lacks nothing: this fails and is tried
 * again, so that the message waits in its place, and after a few tries somebody is told.
 */
export function findMissingFiles({ db: pool, files }: { db: Pool; files: FileStore }) {
  return ({ milestoneId, engagementId, needed }: FindMissingFilesInput): Promise<MissingFile[]> => {
    const db = around(pool, 'milestone', milestoneId);
    return notingObstacle(db, { milestoneId, kind: 'store', subject: '' }, async () => {
      // The first package of a milestone is looked up before the milestone is on record.
      const foreign = await findForeign(inEngagement(pool, engagementId), { milestoneId, engagementId }, needed);
      const own = needed.filter((each) => !foreign.includes(each));
      const ownFiles = files.of(engagementId);
      const missing = await missingFiles(ownFiles, own);
      const drawn = own.filter(({ kind, isOnRecord, sha256 }) => {
        const isThere = !missing.some((each) => each.sha256 === sha256);
        return isThere && kind === 'drawnSignature' && !isOnRecord;
      });
      const looked = await Promise.all(
        drawn.map(async (each) => ((await isSmallPng(ownFiles, each.sha256)) ? [] : [each])),
      );
      return [...foreign, ...missing, ...looked.flat()];
    }).then((missing) => tellingOfRecorded(db, milestoneId, missing));
  };
}

/** Who named a file hears of it in the answer; who was to sign cannot bring it back, so that somebody who can is told. */
async function tellingOfRecorded(db: Database, milestoneId: string, missing: MissingFile[]): Promise<MissingFile[]> {
  const recorded = missing.filter(({ isOnRecord }) => isOnRecord);
  if (recorded.length > 0) {
    const reason = lackingSentence(recorded);
    await raiseObstacle(db, { milestoneId, kind: 'files', subject: '', attempts: 1, reason });
  }
  return missing;
}

async function isSmallPng(files: Files, sha256: string): Promise<boolean> {
  const { bytes, firstBytes } = drawnSignatureLimits;
  if (((await files.has(sha256))?.sizeBytes ?? 0) > bytes) return false;
  for await (const chunk of await files.open(sha256))
    return (chunk as Buffer).subarray(0, firstBytes.length).equals(Buffer.from(firstBytes));
  return false;
}
