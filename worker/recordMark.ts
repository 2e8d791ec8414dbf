// Whether this record is the one that Temporal was told of, and no older copy of it; asked before anything is begun.
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { appendAudit } from '../db/auditLog.ts';
import type { Pool } from '../db/database.ts';
import { asJob } from '../db/inScope.ts';
import { findMark, type RecordMark } from '../db/recordMark.ts';
import { serviceChain } from '../evidence/ledger/auditEntry.ts';
import { dispatcherWorkflowId, markMemo } from '../workflows/temporalNames.ts';
import { ensureDispatcher } from './ensureDispatcher.ts';

export interface Marked {
  client: Client;
  db: Pool;
}

/** `foreign`: sealed by keys that this record does not have. */
async function markInTemporal(client: Client): Promise<RecordMark | 'foreign' | undefined> {
  try {
    const { memo } = await client.workflow.getHandle(dispatcherWorkflowId).describe();
    return memo?.[markMemo] as RecordMark | undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    if (error instanceof Error && /^A payload cannot be read/.test(error.message)) return 'foreign';
    throw error;
  }
}

const remedy =
  'if there is no other copy, say that this one is right: npm run recover -- --accept-record; after the next start npm run recover names what workflows know beyond it.';

/** Throws where the record is another installation's, empty, or an older copy: what was decided since would be asked and mailed again. */
export async function assertRecordIsCurrent({ client, db }: Marked, namespace: string): Promise<void> {
  const [told, own] = await Promise.all([markInTemporal(client), findMark(asJob(db, 'keeper'))]);
  if (told === undefined) return;
  if (told === 'foreign' || told.installationId !== own?.installationId)
    throw new Error(
      `Temporal (namespace ${namespace}) belongs to another record than this one, which ${own ? 'is another installation’s' : 'is empty'}. Put back the database that belongs to it (DATABASE_URL, STATE_FOLDER), or name another namespace (TEMPORAL_NAMESPACE); ${remedy}`,
    );
  if (told.mark > own.mark)
    throw new Error(
      `The record is an older copy: it was marked last on ${own.markedAt}, and Temporal (namespace ${namespace}) was told of a mark of ${told.markedAt}. What was decided in between is not in it. Put back the newer copy; ${remedy}`,
    );
}

/** From now on this record is the one that Temporal knows; on the service's own chain of the audit log. */
export async function acceptRecord({ client, db }: Marked, now: Date): Promise<void> {
  const told = await markInTemporal(client);
  await appendAudit(asJob(db, 'door'), serviceChain, {
    ...{ at: now.toISOString(), type: 'recordAccepted', keyId: 'npm run recover' },
    what: {
      told: told === undefined || told === 'foreign' ? (told ?? 'nothing') : `mark ${told.mark} of ${told.markedAt}`,
    },
  });
  await client.workflow
    .getHandle(dispatcherWorkflowId)
    .terminate('npm run recover: this record is right')
    .catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
  await ensureDispatcher(client);
}
