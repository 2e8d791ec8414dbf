// Registers invoices against what a milestone's certificates released, and what takes them back; one at a time per milestone.
import type { Knex } from 'knex';
import {
  getCredit,
  getInvoice,
  insertCredit,
  insertInvoice,
  lockNumber,
  readInvoiceLines,
  type CreditRecord,
  type InvoiceRecord,
} from '../db/invoices.ts';
import type { Database } from '../db/database.ts';
import { queueWebhook } from '../db/webhooks.ts';
import {
  decideOnCancellation,
  decideOnCreditNote,
  type CancelInvoice,
  type RegisterCreditNote,
} from '../domain/acceptance/credits.ts';
import {
  decideOnInvoice,
  type GateSituation,
  type RegisteredCredit,
  type RegisterInvoice,
} from '../domain/acceptance/invoiceGate.ts';
import { assertOneInvoice } from '../domain/acceptance/invoiceSchedules.ts';
import { endOnRecord, openGate, type Registration } from './gates.ts';

/**
 * Registers an invoice, or finds it registered already (`isRepeat`). Undefined for an unknown milestone; throws what the
 * gate throws. The milestone's row is locked first: concurrent invoices are decided on one after the other.
 */
export async function registerInvoice(
  db: Database,
  milestoneId: string,
  command: RegisterInvoice,
  registration: Registration,
): Promise<{ invoice: InvoiceRecord; isRepeat: boolean } | undefined> {
  const { registeredBy, isAnnounced, now } = registration;
  return db.transaction(async (transaction) => {
    const locked = await openGate(transaction, milestoneId, registration);
    if (!locked) return undefined;
    const { engagementId, situation } = locked;
    const { invoiceNumber, draftNumber } = command;
    const decided = decideOnInvoice(situation, command, now);
    if (!decided.isRepeat) {
      await lockNumber(transaction, engagementId, invoiceNumber);
      assertOneInvoice(await readInvoiceLines(transaction, engagementId, invoiceNumber), command);
      if (draftNumber !== undefined)
        await endOnRecord(transaction, locked, draftNumber, 'issued', { ...registration, because: invoiceNumber });
      const { certificateNumber } = decided;
      await insertInvoice(transaction, { ...command, milestoneId, certificateNumber, registeredAt: now }, registeredBy);
    }
    const invoice = await getInvoice(transaction, milestoneId, command.invoiceNumber);
    if (!decided.isRepeat && isAnnounced)
      await queueWebhook(transaction, {
        type: 'invoice.registered',
        milestoneId,
        engagementId,
        subject: invoice.invoiceNumber,
        at: now,
        data: invoice,
      });
    return { invoice, isRepeat: decided.isRepeat };
  });
}

type Credited = { credit: CreditRecord; isRepeat: boolean } | undefined;

/** Registers a credit note, or finds it registered already. Undefined for an unknown milestone; throws what the domain throws. */
export const registerCreditNote = (
  db: Database,
  milestoneId: string,
  command: RegisterCreditNote,
  registration: Registration,
): Promise<Credited> =>
  takeBack(db, milestoneId, registration, { kind: 'creditNote', creditNumber: command.creditNoteNumber }, (situation) =>
    decideOnCreditNote(situation, command, registration.now),
  );

/** Cancels an invoice, or finds it cancelled already. Undefined for an unknown milestone; throws what the domain throws. */
export const cancelInvoice = (
  db: Database,
  milestoneId: string,
  invoiceNumber: string,
  command: CancelInvoice,
  registration: Registration,
): Promise<Credited> =>
  takeBack(
    db,
    milestoneId,
    registration,
    { kind: 'cancellation', creditNumber: invoiceNumber, reason: command.reason },
    (situation) => decideOnCancellation(situation, invoiceNumber, command, registration.now),
  );

function takeBack(
  db: Database,
  milestoneId: string,
  registration: Registration,
  { reason, ...key }: Pick<RegisteredCredit, 'kind' | 'creditNumber'> & { reason?: string },
  decide: (situation: GateSituation) => ReturnType<typeof decideOnCreditNote>,
): Promise<Credited> {
  const { registeredBy, isAnnounced, now } = registration;
  return db.transaction(async (transaction: Knex.Transaction) => {
    const locked = await openGate(transaction, milestoneId, registration);
    if (!locked) return undefined;
    const decided = decide(locked.situation);
    if (!decided.isRepeat) {
      const credit = { ...decided.credit, milestoneId, registeredAt: now, ...(reason === undefined ? {} : { reason }) };
      await insertCredit(transaction, credit, registeredBy);
    }
    const credit = await getCredit(transaction, milestoneId, key);
    if (!decided.isRepeat && isAnnounced)
      await queueWebhook(transaction, {
        type: 'invoice.credited',
        milestoneId,
        engagementId: locked.engagementId,
        subject: credit.creditNumber,
        at: now,
        data: credit,
      });
    return { credit, isRepeat: decided.isRepeat };
  });
}
