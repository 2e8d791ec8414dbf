// Invoices registered against what a milestone's certificates released, and all that the gate before them looks at. Decides nothing.
import type { Knex } from 'knex';
import {
  heldExceptions,
  type GateSituation,
  type RegisteredCredit,
  type RegisteredInvoice,
} from '../domain/acceptance/invoiceGate.ts';
import type { Actor } from '../domain/people/people.ts';
import type { Database } from './database.ts';
import { findEngagement } from './engagements.ts';
import { findMilestone } from './milestones.ts';
import { findInvoiceRelease, firstReleasedAt } from './outputs.ts';
import { readPage, type Page, type Paged } from './page.ts';
import { toMoney } from './rows.ts';

export interface InvoiceRecord extends RegisteredInvoice {
  milestoneId: string;
  /** The certificate in force when it was registered. */
  certificateNumber: string;
  registeredAt: string;
}

/** A credit note, or the cancellation of an invoice, as registered. */
export interface CreditRecord extends RegisteredCredit {
  milestoneId: string;
  /** Of a cancellation. */
  reason?: string;
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

const toCredit = (row: Record<string, unknown>): CreditRecord => ({
  milestoneId: row.milestone_id as string,
  kind: row.kind as CreditRecord['kind'],
  creditNumber: row.credit_number as string,
  invoiceNumber: row.invoice_number as string,
  amount: toMoney(row.amount, row.currency as string),
  currency: row.currency as string,
  issuedOn: row.issued_on_text as string,
  ...(row.reason === null ? {} : { reason: row.reason as string }),
  registeredAt: (row.registered_at as Date).toISOString(),
});

/** Everything the gate decides on, as of now; inside a transaction that has locked the milestone it cannot change meanwhile. */
export async function readGateSituation(db: Database, milestoneId: string): Promise<GateSituation | undefined> {
  const milestone = await findMilestone(db, milestoneId);
  if (!milestone) return undefined;
  const engagement = await findEngagement(db, milestone.engagementId);
  if (!engagement) return undefined;
  const release = await findInvoiceRelease(db, milestoneId);
  const openedAt = await firstReleasedAt(db, milestoneId);
  const rowsOf = (table: string, number: string): Promise<Record<string, unknown>[]> =>
    db(table)
      .where({ milestone_id: milestoneId })
      .orderBy(['registered_at', number])
      .select(db.raw(columns.join(', ')));
  const { phase, plan, snapshot } = milestone;
  return {
    milestoneId,
    phase,
    engagement,
    value: (snapshot?.plan ?? plan).value,
    release,
    ...(openedAt === undefined ? {} : { openedAt }),
    failedExceptions: heldExceptions(phase, snapshot?.exceptions ?? []),
    invoices: (await rowsOf('invoices', 'invoice_number')).map(toInvoice),
    credits: (await rowsOf('invoice_credits', 'credit_number')).map(toCredit),
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

export async function insertCredit(
  transaction: Knex.Transaction,
  credit: CreditRecord,
  registeredBy: Actor,
): Promise<void> {
  await transaction('invoice_credits').insert({
    milestone_id: credit.milestoneId,
    kind: credit.kind,
    credit_number: credit.creditNumber,
    invoice_number: credit.invoiceNumber,
    amount: credit.amount,
    currency: credit.currency,
    issued_on: credit.issuedOn,
    reason: credit.reason ?? null,
    registered_by: JSON.stringify(registeredBy),
    registered_at: credit.registeredAt,
  });
}

/** Throws when it is not registered. */
export async function getCredit(
  db: Database,
  milestoneId: string,
  { kind, creditNumber }: Pick<RegisteredCredit, 'kind' | 'creditNumber'>,
): Promise<CreditRecord> {
  const row = await db('invoice_credits')
    .where({ milestone_id: milestoneId, kind, credit_number: creditNumber })
    .first<Record<string, unknown>>(db.raw(columns.join(', ')));
  if (!row) throw new Error(`${kind} "${creditNumber}" of milestone ${milestoneId} is not registered.`);
  return toCredit(row);
}

export function listCredits(db: Database, milestoneId: string, page: Page): Promise<Paged<CreditRecord>> {
  const query = db('invoice_credits')
    .where({ milestone_id: milestoneId })
    .select(db.raw('issued_on::text as issued_on_text'));
  return readPage(query, ['registered_at', 'kind', 'credit_number'], page, toCredit);
}

export function listInvoices(db: Database, milestoneId: string, page: Page): Promise<Paged<InvoiceRecord>> {
  const query = db('invoices').where({ milestone_id: milestoneId }).select(db.raw('issued_on::text as issued_on_text'));
  return readPage(query, ['registered_at', 'invoice_number'], page, toInvoice);
}
