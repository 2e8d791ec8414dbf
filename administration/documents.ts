// Removes a document that nothing on record names, by itself or for another in its place. Its file goes some time later, with the row.
import type { Knex } from 'knex';
import type { Database } from '../db/database.ts';
import { lockStanding, markRemoved } from '../db/documentRemoval.ts';
import { assertMayGo, type RemoveDocument } from '../domain/compilation/documentRemoval.ts';

/** False where there is no such document, or none any more. Throws as `assertMayGo` does. */
export const letDocumentGo = (
  db: Database,
  documentId: string,
  command: RemoveDocument,
  now: string,
): Promise<boolean> => db.transaction((transaction) => letGoWithin(transaction, documentId, command, { now }));

/** Part of the transaction that makes the document which comes in its place. */
export async function letGoWithin(
  transaction: Knex.Transaction,
  documentId: string,
  { personId, reason }: RemoveDocument,
  { now, field, replacedBy }: { now: string; field?: string; replacedBy?: string },
): Promise<boolean> {
  const standing = await lockStanding(transaction, documentId);
  if (!standing) return false;
  assertMayGo(standing, personId, field);
  await markRemoved(transaction, documentId, {
    ...{ at: now, by: personId },
    ...(reason === undefined ? {} : { reason }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  });
  return true;
}
