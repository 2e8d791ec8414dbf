// Registers invoices against what a milestone's certificates released; one at a time per milestone, so none slips past the sum.
import { getInvoice, insertInvoice, lockGate, readGateSituation, type InvoiceRecord } from '../db/invoices.ts';
import type { Database } from '../db/database.ts';
import { queueWebhook } from '../db/webhooks.ts';
import { decideOnInvoice, type RegisterInvoice } from '../domain/acceptance/invoiceGate.ts';
import type { Actor } from '../domain/people/people.ts';

export interface Registration {
  registeredBy: Actor;
  /** Whether a billing system is there to be told. */
  isAnnounced: boolean;
  /** When it is decided on and registered; ISO 8601 UTC. */
  now: string;
}

/**
 * Registers an invoice, or finds it registered already (`isRepeat`). Undefined for an unknown milestone; throws what the
 * gate throws. The milestone's row is locked first: concurrent invoices are decided on one after the other.
 */
export async function registerInvoice(
  db: Database,
  milestoneId: string,
  command: RegisterInvoice,
  { registeredBy, isAnnounced, now }: Registration,
): Promise<{ invoice: InvoiceRecord; isRepeat: boolean } | undefined> {
  return db.transaction(async (transaction) => {
    const locked = await lockGate(transaction, milestoneId);
    const situation = locked && (await readGateSituation(transaction, milestoneId));
    if (!situation) return undefined;
    const decided = decideOnInvoice(situation, command);
    if (!decided.isRepeat) {
      const { certificateNumber } = decided;
      await insertInvoice(transaction, { ...command, milestoneId, certificateNumber, registeredAt: now }, registeredBy);
    }
    const invoice = await getInvoice(transaction, milestoneId, command.invoiceNumber);
    if (!decided.isRepeat && isAnnounced)
      await queueWebhook(transaction, {
        type: 'invoice.registered',
        milestoneId,
        engagementId: locked.engagementId,
        subject: invoice.invoiceNumber,
        at: now,
        data: invoice,
      });
    return { invoice, isRepeat: decided.isRepeat };
  });
}
