// Finds out which files the store lacks that a decision would rest on; decides nothing.
import { isForeignDocument } from '../db/documents.ts';
import { isInboundMessage } from '../db/inboundMessages.ts';
import type { Database } from '../db/database.ts';
import { raiseObstacle } from '../db/obstacles.ts';
import {
  drawnSignatureLimits,
  lackingSentence,
  type MissingFile,
  type NeededFile,
} from '../domain/records/filesNeeded.ts';
import type { FileStore } from '../storage/fileStore.ts';
import { missingFiles } from './missingFiles.ts';
import { notingObstacle } from './notingObstacle.ts';

export interface FindMissingFilesInput {
  milestoneId: string;
  engagementId: string;
  needed: NeededFile[];
}

/**
 * A store that cannot be asked lacks nothing: this fails and is tried again, so that the message waits in its place, and after a
 * few tries somebody is told.
 */
export function findMissingFiles({ db, files }: { db: Database; files: FileStore }) {
  return ({ milestoneId, engagementId, needed }: FindMissingFilesInput): Promise<MissingFile[]> =>
    notingObstacle(db, { milestoneId, kind: 'store', subject: '' }, async () => {
      const missing = await missingFiles(files, needed);
      const there = needed.filter(({ sha256 }) => !missing.some((each) => each.sha256 === sha256));
      const looked = await Promise.all(
        there.map(async (each) => ((await isWhatItMustBe({ db, files }, engagementId, each)) ? [] : [each])),
      );
      return [...missing, ...looked.flat()];
    }).then((missing) => tellingOfRecorded(db, milestoneId, missing));
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

/** A digest alone could name any file of the store, one of another engagement's among them, and the archive would hand it out. */
async function isWhatItMustBe(
  { db, files }: { db: Database; files: FileStore },
  engagementId: string,
  { mustBe, sha256 }: NeededFile,
): Promise<boolean> {
  switch (mustBe) {
    case 'drawnSignature':
      return (await isSmallPng(files, sha256)) && !(await isForeignDocument(db, engagementId, sha256));
    case 'replyMessage':
      return isInboundMessage(db, sha256);
    case undefined:
      return true;
    default:
      return mustBe satisfies never;
  }
}

async function isSmallPng(files: FileStore, sha256: string): Promise<boolean> {
  const { bytes, firstBytes } = drawnSignatureLimits;
  if (((await files.has(sha256))?.sizeBytes ?? 0) > bytes) return false;
  for await (const chunk of await files.open(sha256))
    return (chunk as Buffer).subarray(0, firstBytes.length).equals(Buffer.from(firstBytes));
  return false;
}
