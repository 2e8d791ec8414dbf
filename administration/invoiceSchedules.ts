// Registers one invoice over several milestones of an engagement, and cancels all of it: each line at its own gate, all or none.
import {
  insertCredit,
  insertInvoice,
  lockNumber,
  readCancellations,
  readInvoiceLines,
  type CreditRecord,
  type InvoiceRecord,
} from '../db/invoices.ts';
import type { Database } from '../db/database.ts';
import { queueWebhook } from '../db/webhooks.ts';
import type { CancelInvoice } from '../domain/acceptance/credits.ts';
import {
  decideOnSchedule,
  decideOnWholeCancellation,
  type RegisterSchedule,
} from '../domain/acceptance/invoiceSchedules.ts';
import { SignOffError } from '../domain/errors.ts';
import { endOnRecord, openGates, type LockedGate, type Registration } from './gates.ts';

/** Those that are of the engagement, all of them. Throws INVALID_MESSAGE naming the line that is not. */
export function gatesOfEngagement(
  engagementId: string,
  milestoneIds: readonly string[],
  gates: readonly (LockedGate | undefined)[],
): LockedGate[] {
  return gates.map((gate, index) => {
    if (gate?.engagementId === engagementId) return gate;
    throw new SignOffError(
      'INVALID_MESSAGE',
      `Milestone ${milestoneIds[index]} is not of engagement ${engagementId}; give one of its milestones.`,
      { field: `lines.${index}.milestoneId` },
    );
  });
}

/** Registers every line of an invoice, or finds it registered. Throws what the gate throws, naming the line. */
export async function registerSchedule(
  db: Database,
  engagementId: string,
  command: RegisterSchedule,
  registration: Registration,
): Promise<{ lines: InvoiceRecord[]; isRepeat: boolean }> {
  const { invoiceNumber, draftNumber, currency, issuedOn } = command;
  const { registeredBy, isAnnounced, now } = registration;
  return db.transaction(async (transaction) => {
    const ids = command.lines.map((each) => each.milestoneId);
    const gates = gatesOfEngagement(engagementId, ids, await openGates(transaction, ids, registration));
    await lockNumber(transaction, engagementId, invoiceNumber);
    const onRecord = await readInvoiceLines(transaction, engagementId, invoiceNumber);
    const situations = gates.map((each) => each.situation);
    const decision = decideOnSchedule(situations, onRecord, command, now);
    if (decision.isRepeat) return { lines: onRecord, isRepeat: true };
    for (const [index, { certificateNumber, isFromDraft }] of decision.decided.entries()) {
      const { milestoneId = '', amount = '' } = command.lines[index] ?? {};
      if (isFromDraft && draftNumber !== undefined)
        await endOnRecord(transaction, gates[index] as LockedGate, draftNumber, 'issued', {
          ...registration,
          because: invoiceNumber,
        });
      const line = { milestoneId, invoiceNumber, amount, currency, issuedOn, certificateNumber, registeredAt: now };
      await insertInvoice(transaction, line, registeredBy);
      if (isAnnounced)
        await queueWebhook(transaction, {
          type: 'invoice.registered',
          ...{ milestoneId, engagementId, subject: invoiceNumber, at: now, data: line },
        });
    }
    return { lines: await readInvoiceLines(transaction, engagementId, invoiceNumber), isRepeat: false };
  });
}

/** Cancels what is left of every line. Throws what a cancellation throws. */
export async function cancelWholeInvoice(
  db: Database,
  engagementId: string,
  invoiceNumber: string,
  command: CancelInvoice,
  registration: Registration,
): Promise<{ credits: CreditRecord[]; isRepeat: boolean }> {
  const { registeredBy, isAnnounced, now } = registration;
  return db.transaction(async (transaction) => {
    const ids = (await readInvoiceLines(transaction, engagementId, invoiceNumber)).map((each) => each.milestoneId);
    if (ids.length === 0)
      throw new SignOffError(
        'INVOICE_UNKNOWN',
        `No invoice "${invoiceNumber}" is registered for engagement ${engagementId}; list its invoices.`,
        { field: 'invoiceNumber' },
      );
    const gates = gatesOfEngagement(engagementId, ids, await openGates(transaction, ids, registration));
    const situations = gates.map((each) => each.situation);
    const decided = decideOnWholeCancellation(situations, invoiceNumber, command, now);
    for (const { milestoneId, credit } of decided) {
      const record = { ...credit, milestoneId, reason: command.reason, registeredAt: now };
      await insertCredit(transaction, record, registeredBy);
      if (isAnnounced)
        await queueWebhook(transaction, {
          type: 'invoice.credited',
          ...{ milestoneId, engagementId, subject: invoiceNumber, at: now, data: record },
        });
    }
    const credits = await readCancellations(transaction, engagementId, invoiceNumber);
    return { credits, isRepeat: decided.length === 0 };
  });
}
