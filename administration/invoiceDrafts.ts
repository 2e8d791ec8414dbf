// Registers drafts of invoices, which reserve what is released until their date, and ends them when that is over.
import { insertDraft, lockNumber, milestonesWithDraftsOver, readDraftLines, type DraftRecord } from '../db/invoices.ts';
import type { Database, Pool } from '../db/database.ts';
import { around, asJob } from '../db/inScope.ts';
import { queueWebhook } from '../db/webhooks.ts';
import { decideOnWithdrawal, type WithdrawDraft } from '../domain/acceptance/invoiceDrafts.ts';
import { decideOnDraftSchedule, type RegisterDraftSchedule } from '../domain/acceptance/invoiceSchedules.ts';
import { SignOffError } from '../domain/errors.ts';
import { systemActor } from '../domain/people/people.ts';
import { endOnRecord, openGate, openGates, type Registration } from './gates.ts';
import { gatesOfEngagement } from './invoiceSchedules.ts';

export interface DraftOnRecord {
  lines: DraftRecord[];
  isRepeat: boolean;
}

/** Registers a draft in each of its milestones, or finds it registered. Throws what the domain throws, and INVALID_MESSAGE for a milestone that is not of the engagement. */
export async function registerDraft(
  db: Database,
  engagementId: string,
  command: RegisterDraftSchedule,
  registration: Registration,
): Promise<DraftOnRecord> {
  const { draftNumber, currency, reservedUntil } = command;
  return db.transaction(async (transaction) => {
    const ids = command.lines.map((each) => each.milestoneId);
    const gates = gatesOfEngagement(engagementId, ids, await openGates(transaction, ids, registration));
    await lockNumber(transaction, engagementId, draftNumber);
    const onRecord = await readDraftLines(transaction, engagementId, draftNumber);
    const situations = gates.map((each) => each.situation);
    const { isRepeat } = decideOnDraftSchedule(situations, onRecord.length, command, registration.now);
    if (isRepeat) return { lines: onRecord, isRepeat };
    for (const { milestoneId, amount } of command.lines) {
      const draft = { milestoneId, draftNumber, amount, currency, reservedUntil, registeredAt: registration.now };
      await insertDraft(transaction, draft, registration.registeredBy);
      if (registration.isAnnounced)
        await queueWebhook(transaction, {
          type: 'invoiceDraft.registered',
          ...{ milestoneId, engagementId, subject: draftNumber, at: registration.now, data: draft },
        });
    }
    return { lines: await readDraftLines(transaction, engagementId, draftNumber), isRepeat };
  });
}

/** Withdraws a draft in all of its milestones. Throws WRONG_ACTOR or DRAFT_NOT_OPEN. */
export async function withdrawDraft(
  db: Database,
  engagementId: string,
  draftNumber: string,
  command: WithdrawDraft,
  registration: Registration,
): Promise<DraftOnRecord> {
  return db.transaction(async (transaction) => {
    const ids = (await readDraftLines(transaction, engagementId, draftNumber)).map((each) => each.milestoneId);
    if (ids.length === 0)
      throw new SignOffError(
        'DRAFT_NOT_OPEN',
        `Engagement ${engagementId} has no draft "${draftNumber}"; list its drafts.`,
        { field: 'draftNumber' },
      );
    const gates = gatesOfEngagement(engagementId, ids, await openGates(transaction, ids, registration));
    let isRepeat = true;
    for (const gate of gates) {
      if (decideOnWithdrawal(gate.situation, draftNumber, command).isRepeat) continue;
      isRepeat = false;
      await endOnRecord(transaction, gate, draftNumber, 'withdrawn', { ...registration, because: command.reason });
    }
    return { lines: await readDraftLines(transaction, engagementId, draftNumber), isRepeat };
  });
}

const atOnce = 100;

/** Ends drafts whose date has passed, or whose certificate was revoked. Returns of how many milestones it looked at the drafts. */
export async function endDraftsOver(pool: Pool, isAnnounced: boolean, now: string): Promise<number> {
  const found = await milestonesWithDraftsOver(asJob(pool, 'keeper'), atOnce);
  for (const milestoneId of found)
    await around(pool, 'milestone', milestoneId).transaction((transaction) =>
      openGate(transaction, milestoneId, { registeredBy: systemActor, isAnnounced, now }),
    );
  return found.length;
}
