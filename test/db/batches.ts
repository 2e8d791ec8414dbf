// Batches as a milestone's workflow would hand them to the record, made by playing the usual cast's milestone.
import { recordBatch as recordBatchActivity } from '../../activities/recordBatch.ts';
import type { Pool } from '../../db/database.ts';
import type { BatchRecord } from '../../db/recordBatch.ts';
import type { Batch } from '../../domain/records/batch.ts';
import { headAfter, noHead } from '../../domain/records/eventChain.ts';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import { signedOnRecord, testEntrances } from '../support/testVouchers.ts';
import type { Scenario } from '../domain/scenario.ts';

export const linkSecret = 'a secret that only tests know, 32+';

/** What came after `since` as one batch, with everybody who is told of it. */
export function batchOf(scenario: Scenario, { since, batch = 1, of = {} }: BatchOptions = {}): Batch {
  const { milestone, now } = scenario;
  const signed = scenario.history.map(signedOnRecord);
  const events = signed.slice(since?.history.length ?? 0);
  const { refused } = scenario.result ?? {};
  return {
    milestoneId: milestone.milestoneId,
    engagementId: milestone.engagement.engagementId,
    workflowId: `milestone-${milestone.milestoneId}`,
    batch,
    follows: headAfter(noHead, signed.slice(0, since?.history.length ?? 0)),
    at: now,
    events,
    refused: refused ? [refused] : [],
    notifications: events.flatMap((event) =>
      notificationsFor(milestone, event).map((notification) => ({
        ...notification,
        sequence: event.sequence,
        round: milestone.round,
      })),
    ),
    snapshot: milestone,
    vouchers: [],
    ...of,
  };
}

interface BatchOptions {
  since?: Scenario;
  batch?: number;
  of?: Partial<Batch>;
}

/** The batch without mails and requests, for tests of the bare record. */
export const bare = (batch: Batch): BatchRecord => ({ ...batch, mails: [], requests: [], links: [] });

export const recorder = (db: Pool) =>
  recordBatchActivity({ db, linkSecret, mailDomain: 'example.com', entranceKeys: testEntrances });
