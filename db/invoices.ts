// Invoices registered against what a milestone's certificates released, and all that the gate before them looks at. Decides nothing.
import type { Knex } from 'knex';
import {
  heldExceptions,
  type DraftEnd,
  type GateSituation,
  type RegisteredCredit,
  type RegisteredDraft,
  type RegisteredInvoice,
} from '../domain/acceptance/invoiceGate.ts';
import type { Authenticated } from '../domain/people/people.ts';
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

/** A draft as registered, and what became of it. */
export interface DraftRecord extends RegisteredDraft {
  milestoneId: string;
  registeredAt: string;
  endedAt?: string;
  /** The reason of a withdrawal, the number of the invoice. */
  endedBecause?: string;
}

/** An invoice with its lines, each with what nothing has taken back. */
export interface InvoiceWithLines {
  invoiceNumber: string;
  currency: string;
  issuedOn: string;
  amount: string;
  amountLeft: string;
  lines: { milestoneId: string; amount: string; amountLeft: string; certificateNumber: string }[];
}

/** A credit note, or the cancellation of an invoice, as registered. */
export interface CreditRecord extends RegisteredCredit {
  milestoneId: string;
  /** Of a cancellation. */
  reason?: string;
  registeredAt: string;
}

const columns = ['*', 'issued_on::text as issued_on_text'];
const draftColumns = '*, reserved_until::text as reserved_until_text';

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

const toDraft = (row: Record<string, unknown>): DraftRecord => ({
  milestoneId: row.milestone_id as string,
  draftNumber: row.draft_number as string,
  amount: toMoney(row.amount, row.currency as string),
  currency: row.currency as string,
  reservedUntil: row.reserved_until_text as string,
  registeredAt: (row.registered_at as Date).toISOString(),
  ...(row.ended_as === null
    ? {}
    : { endedAs: row.ended_as as DraftEnd, endedAt: (row.ended_at as Date).toISOString() }),
  ...(row.ended_because === null ? {} : { endedBecause: row.ended_because as string }),
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
      .select(db.raw(table === 'invoice_drafts' ? draftColumns : columns.join(', ')));
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
    drafts: (await rowsOf('invoice_drafts', 'draft_number')).map(toDraft),
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
  registeredBy: Authenticated,
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

export async function insertDraft(
  transaction: Knex.Transaction,
  draft: DraftRecord,
  registeredBy: Authenticated,
): Promise<void> {
  await transaction('invoice_drafts').insert({
    milestone_id: draft.milestoneId,
    draft_number: draft.draftNumber,
    amount: draft.amount,
    currency: draft.currency,
    reserved_until: draft.reservedUntil,
    registered_by: JSON.stringify(registeredBy),
    registered_at: draft.registeredAt,
  });
}

export interface EndOfDraft {
  milestoneId: string;
  draftNumber: string;
  endedAs: DraftEnd;
  at: string;
  because?: string;
}

export async function endDraft(
  transaction: Knex.Transaction,
  { milestoneId, draftNumber, endedAs, at, because }: EndOfDraft,
  endedBy: Authenticated,
): Promise<void> {
  await transaction('invoice_drafts')
    .where({ milestone_id: milestoneId, draft_number: draftNumber, ended_as: null })
    .update({ ended_as: endedAs, ended_at: at, ended_by: JSON.stringify(endedBy), ended_because: because ?? null });
}

/** One draft in each of its milestones, in the order of these. */
export async function readDraftLines(db: Database, engagementId: string, draftNumber: string): Promise<DraftRecord[]> {
  const rows: Record<string, unknown>[] = await db('invoice_drafts')
    .where({ engagement_id: engagementId, draft_number: draftNumber })
    .orderBy('milestone_id')
    .select(db.raw(draftColumns));
  return rows.map(toDraft);
}

/** Who registered these invoices of a milestone. */
export async function readRegistrars(
  db: Database,
  milestoneId: string,
  invoiceNumbers: readonly string[],
): Promise<string[]> {
  const rows: { by: string }[] = await db('invoices')
    .where({ milestone_id: milestoneId })
    .whereIn('invoice_number', [...invoiceNumbers])
    .orderBy('registered_at')
    .select(db.raw(`registered_by ->> 'personId' as by`));
  return rows.map((each) => each.by);
}

/** The lines of one invoice, over the milestones of an engagement. */
export async function readInvoiceLines(
  db: Database,
  engagementId: string,
  invoiceNumber: string,
): Promise<InvoiceRecord[]> {
  const rows: Record<string, unknown>[] = await db('invoices')
    .where({ engagement_id: engagementId, invoice_number: invoiceNumber })
    .orderBy('milestone_id')
    .select(db.raw(columns.join(', ')));
  return rows.map(toInvoice);
}

/** What was cancelled of one invoice, over the milestones of an engagement. */
export async function readCancellations(
  db: Database,
  engagementId: string,
  invoiceNumber: string,
): Promise<CreditRecord[]> {
  const rows: Record<string, unknown>[] = await db('invoice_credits')
    .where({ engagement_id: engagementId, kind: 'cancellation', credit_number: invoiceNumber })
    .orderBy('milestone_id')
    .select(db.raw(columns.join(', ')));
  return rows.map(toCredit);
}

/** After the gates are open; nobody registers under the same number meanwhile, for whatever milestone. */
export const lockNumber = (transaction: Knex.Transaction, engagementId: string, number: string): Promise<unknown> =>
  transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 9))', [`${engagementId} ${number}`]);

/** Milestones with drafts whose date may have passed somewhere, or whose certificate was revoked. */
export async function milestonesWithDraftsOver(db: Database, atMost: number): Promise<string[]> {
  const rows: { milestone_id: string }[] = await db('invoice_drafts as d')
    .join('milestones as m', 'm.milestone_id', 'd.milestone_id')
    .whereNull('d.ended_as')
    .whereRaw(`(d.reserved_until < (now() at time zone 'UTC' + interval '14 hours')::date or m.phase = 'revoked')`)
    .distinct('d.milestone_id')
    .limit(atMost);
  return rows.map((each) => each.milestone_id);
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
  registeredBy: Authenticated,
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

export function listDrafts(db: Database, milestoneId: string, page: Page): Promise<Paged<DraftRecord>> {
  const query = db('invoice_drafts')
    .where({ milestone_id: milestoneId })
    .select(db.raw('reserved_until::text as reserved_until_text'));
  return readPage(query, ['registered_at', 'draft_number'], page, toDraft);
}

/** Drafts of an engagement, one for each of their milestones. */
export function listDraftsOfEngagement(db: Database, engagementId: string, page: Page): Promise<Paged<DraftRecord>> {
  const query = db('invoice_drafts')
    .where({ engagement_id: engagementId })
    .select(db.raw('reserved_until::text as reserved_until_text'));
  return readPage(query, ['registered_at', 'draft_number', 'milestone_id'], page, toDraft);
}

const withLines = `(
  select i.engagement_id, i.invoice_number, min(i.currency) as currency, min(i.issued_on)::text as issued_on_text,
    min(i.registered_at) as registered_at, sum(i.amount) as amount, sum(i.amount - k.credited) as amount_left,
    jsonb_agg(jsonb_build_object('milestoneId', i.milestone_id, 'amount', i.amount::text,
      'amountLeft', (i.amount - k.credited)::text, 'certificateNumber', i.certificate_number) order by i.milestone_id) as lines
  from invoices i cross join lateral (
    select coalesce(sum(amount), 0) as credited from invoice_credits c
    where c.milestone_id = i.milestone_id and c.invoice_number = i.invoice_number) k
  where i.engagement_id = ? group by i.engagement_id, i.invoice_number) invoices`;

/** Invoices of an engagement, each once with a line for each of its milestones. */
export function listInvoicesOfEngagement(
  db: Database,
  engagementId: string,
  page: Page,
): Promise<Paged<InvoiceWithLines>> {
  return readPage(
    db.from(db.raw(withLines, [engagementId])),
    ['registered_at', 'invoice_number'],
    page,
    toInvoiceWithLines,
  );
}

function toInvoiceWithLines(row: Record<string, unknown>): InvoiceWithLines {
  const currency = row.currency as string;
  return {
    invoiceNumber: row.invoice_number as string,
    currency,
    issuedOn: row.issued_on_text as string,
    amount: toMoney(row.amount, currency),
    amountLeft: toMoney(row.amount_left, currency),
    lines: (row.lines as InvoiceWithLines['lines']).map((each) => ({
      ...each,
      amount: toMoney(each.amount, currency),
      amountLeft: toMoney(each.amountLeft, currency),
    })),
  };
}
