// Invoices registered against what a milestone's certificates released; one at a time per milestone, so none slips past the sum.
import {
  decideOnInvoice,
  heldExceptions,
  type GateSituation,
  type RegisterInvoice,
  type RegisteredInvoice,
} from '../domain/acceptance/invoiceGate.ts';
import type { Actor } from '../domain/people/people.ts';
import type { Database } from './database.ts';
import { findMilestone } from './milestones.ts';
import { findInvoiceRelease } from './outputs.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { toMoney } from './rows.ts';
import { queueWebhook } from './webhooks.ts';

export interface InvoiceRecord extends RegisteredInvoice {
  milestoneId: string;
  /** The certificate in force when it was registered. */
  certificateNumber: string;
  registeredAt: string;
}

const columns = ['*', 'issued_on::text as issued_on_text'];

const toInvoice = (row: Record<string, unknown>): InvoiceRecord => ({
  milestoneId: row.milestone_id as string,
  invoiceNumber: row.invoice_number as string,
  amount: toMoney(row.amount, row.currency as string),
  currency: row.currency as string,
  issuedOn: row.issued_on_text as string,
  certificateNumber: row.certificate_number as string,
  registeredAt: (row.registered_at as Date).toISOString(),
});

/** Everything the gate decides on, as of now; inside a transaction that has locked the milestone it cannot change meanwhile. */
export async function readGateSituation(db: Database, milestoneId: string): Promise<GateSituation | undefined> {
  const milestone = await findMilestone(db, milestoneId);
  if (!milestone) return undefined;
  const release = await findInvoiceRelease(db, milestoneId);
  const rows = await db('invoices')
    .where({ milestone_id: milestoneId })
    .orderBy(['registered_at', 'invoice_number'])
    .select(db.raw(columns.join(', ')));
  const { phase, plan, snapshot } = milestone;
  return {
    milestoneId,
    phase,
    value: plan.value,
    release,
    failedExceptions: heldExceptions(phase, snapshot?.exceptions ?? []),
    invoices: (rows as Record<string, unknown>[]).map(toInvoice),
  };
}

/**
 * Registers an invoice, or finds it registered already (`isRepeat`). Undefined for an unknown milestone; throws what the
 * gate throws. The milestone's row is locked first: concurrent invoices are decided on one after the other.
 */
export async function registerInvoice(
  db: Database,
  milestoneId: string,
  command: RegisterInvoice,
  registeredBy: Actor,
  { isAnnounced }: { isAnnounced: boolean },
): Promise<{ invoice: InvoiceRecord; isRepeat: boolean } | undefined> {
  return db.transaction(async (transaction) => {
    const locked = await transaction('milestones')
      .where({ milestone_id: milestoneId })
      .forUpdate()
      .first('engagement_id');
    if (!locked) return undefined;
    const situation = await readGateSituation(transaction, milestoneId);
    if (!situation) return undefined;
    const { isRepeat } = decideOnInvoice(situation, command);
    if (!isRepeat) {
      await transaction('invoices').insert({
        milestone_id: milestoneId,
        invoice_number: command.invoiceNumber,
        amount: command.amount,
        currency: command.currency,
        issued_on: command.issuedOn,
        certificate_number: situation.release?.certificateNumber,
        registered_by: JSON.stringify(registeredBy),
      });
    }
    const row = await transaction('invoices')
      .where({ milestone_id: milestoneId, invoice_number: command.invoiceNumber })
      .first(transaction.raw(columns.join(', ')));
    const invoice = toInvoice(row as Record<string, unknown>);
    if (!isRepeat && isAnnounced)
      await queueWebhook(transaction, {
        type: 'invoice.registered',
        milestoneId,
        engagementId: locked.engagement_id as string,
        subject: invoice.invoiceNumber,
        at: invoice.registeredAt,
        data: invoice,
      });
    return { invoice, isRepeat };
  });
}

export function listInvoices(db: Database, milestoneId: string, page: Page): Promise<Paged<InvoiceRecord>> {
  const query = db('invoices').where({ milestone_id: milestoneId }).select(db.raw('issued_on::text as issued_on_text'));
  return readPage(query, ['registered_at', 'invoice_number'], page, toInvoice);
}
