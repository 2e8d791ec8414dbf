// Puts on record the files that a milestone names, as uploads, pages and replies do before anything rests on them.
import { keepDocument } from '../../db/documents.ts';
import { keepDrawnSignature } from '../../db/drawnSignatures.ts';
import type { Database } from '../../db/database.ts';
import { recordReceived } from '../../db/inboundMessages.ts';
import { listRequests } from '../../db/requests.ts';
import { currentPackage, type Milestone } from '../../domain/milestone.ts';
import { systemActor } from '../../domain/people/people.ts';
import { sourceDocuments } from '../../domain/records/sourceDocuments.ts';

export async function registerFiles(db: Database, milestone: Milestone): Promise<void> {
  const { milestoneId, engagement, exceptions, entered } = milestone;
  const files = [
    ...(currentPackage(milestone)?.deliverables ?? []).flatMap((each) => each.files),
    ...exceptions.flatMap(({ closures = [] }) => closures.flatMap((each) => each.files)),
    ...entered.flatMap((each) => each.files),
  ];
  for (const { documentId, fileName, mediaType, sizeBytes, sha256 } of files)
    await keepDocument(db, {
      ...{ documentId, fileName, mediaType, sizeBytes, sha256 },
      ...{ engagementId: engagement.engagementId, uploadedBy: systemActor },
    });
  const { drawnSignatures, messages } = sourceDocuments(milestone);
  const { requestId = '' } = (await listRequests(db, milestoneId))[0] ?? {};
  for (const sha256 of drawnSignatures)
    await keepDrawnSignature(db, { engagementId: engagement.engagementId, milestoneId, requestId, sha256 }, () =>
      Promise.resolve(true),
    );
  for (const sha256 of messages) {
    const envelope = { source: 'smtp' as const, envelopeFrom: 'user1@example.com', envelopeTo: [] };
    await recordReceived(db, { sha256, sizeBytes: 1, ...envelope });
    await db('inbound_messages')
      .where({ sha256 })
      .update({ engagement_id: engagement.engagementId, request_id: requestId });
  }
}
