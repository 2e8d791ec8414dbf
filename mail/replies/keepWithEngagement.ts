// Where the raw bytes of a message are kept: with the installation until it is known whom it is about, then with that engagement.
import { Readable } from 'node:stream';
import { noteEngagement, type ClaimedMessage } from '../../db/inboundMessages.ts';
import { around, asJob } from '../../db/inScope.ts';
import { findMilestone } from '../../db/milestones.ts';
import type { Files, FileStore } from '../../storage/fileStore.ts';
import { RetryLater, type ReplyContext } from './replyContext.ts';

export const filesWith = (files: FileStore, { engagementId }: Pick<ClaimedMessage, 'engagementId'>): Files =>
  engagementId === undefined ? files.ofInstallation : files.of(engagementId);

/** Kept twice rather than not at all: the installation's file goes once the row says that the engagement has it. */
export async function keepWithEngagement(
  { db, files }: Pick<ReplyContext, 'db' | 'files'>,
  message: ClaimedMessage,
  raw: Buffer,
  milestoneId: string,
): Promise<void> {
  if (message.engagementId !== undefined) return;
  const milestone = await findMilestone(around(db, 'milestone', milestoneId), milestoneId);
  if (!milestone) throw new RetryLater(`milestone ${milestoneId} is not on record`);
  const own = files.of(milestone.engagementId);
  await own.put(Readable.from([raw]));
  const isThere = async () => (await own.has(message.sha256)) !== undefined;
  if (!(await noteEngagement(asJob(db, 'intake'), message, milestone.engagementId, isThere)))
    throw new RetryLater('the message was removed while it was kept');
}
