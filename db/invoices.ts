// Invoices registered against what a milestone's certificates released, and all that the gate before them looks at. Decides nothing.
import type { Knex } from 'knex';
import { heldExceptions, type GateSituation, type RegisteredInvoice } from '../domain/acceptance/invoiceGate.ts';
import type { Actor } from '../domain/people/people.ts';
import type { Database } from './database.ts';
import { findMilestone } from './milestones.ts';
import { findInvoiceRelease } from './outputs.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { toMoney } from './rows.ts';

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

/** Nothing that the gate decides on changes until the transaction ends. Undefined for an unknown milestone. */
export async function lockGate(
  transaction: Knex.Transaction,
  milestoneId: string,
): Promise<{ engagementId: string } | undefined> {
  const row = await transaction('milestones').where({ milestone_id: milestoneId }).forUpdate().first('engagement_id');
  return row && { engagementId: row.engagement_id as string };
}

export async function insertInvoice(
  transaction: Knex.Transaction,
  invoice: InvoiceRecord,
  registeredBy: Actor,
): Promise<void> {
  await transaction('invoices').insert({
    milestone_id: invoice.milestoneId,
    invoice_number: invoice.invoiceNumber,
    amount: invoice.amount,
    currency: invoice.currency,
    issued_on: invoice.issuedOn,
    certificate_number: invoice.certificateNumber,
    registered_by: JSON.stringify(registeredBy),
    registered_at: invoice.registeredAt,
  });
}

/** Throws when it is not registered. */
export async function getInvoice(db: Database, milestoneId: string, invoiceNumber: string): Promise<InvoiceRecord> {
  const row = await db('invoices')
    .where({ milestone_id: milestoneId, invoice_number: invoiceNumber })
    .first<Record<string, unknown>>(db.raw(columns.join(', ')));
  if (!row) throw new Error(`Invoice "${invoiceNumber}" of milestone ${milestoneId} is not registered.`);
  return toInvoice(row);
}

export function listInvoices(db: Database, milestoneId: string, page: Page): Promise<Paged<InvoiceRecord>> {
  const query = db('invoices').where({ milestone_id: milestoneId }).select(db.raw('issued_on::text as issued_on_text'));
  return readPage(query, ['registered_at', 'invoice_number'], page, toInvoice);
}
