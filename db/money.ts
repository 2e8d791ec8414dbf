// What was released, withheld and invoiced over engagements, and what is to come: one row for each milestone. Decides nothing.
import { heldExceptions, type Gated } from '../domain/acceptance/invoiceGate.ts';
import type { EngagementScope } from '../domain/access/scope.ts';
import type { AgreedException, Phase } from '../domain/milestone.ts';
import type { OpenMoney, ReleasedMoney } from '../domain/work/money.ts';
import type { Database } from './database.ts';
import { instant, toMoney } from './rows.ts';
import { within } from './scope.ts';

type Row = Record<string, unknown>;

/** Kept beside the state by the database itself, so that what was settled long ago is not looked at. */
const openMoney = (db: Database) => db('milestones as m').whereRaw('m.has_open_money and m.disposed_at is null');

/** Sums stand for the invoices and credits they are of: what may be invoiced follows from nothing else. */
const newestAndSums = `
  cross join lateral (
    select * from invoice_releases where milestone_id = m.milestone_id order by released_at desc limit 1) r
  cross join lateral (select coalesce(sum(amount), 0) as amount from invoices where milestone_id = m.milestone_id) i
  cross join lateral (select coalesce(sum(amount), 0) as amount from invoice_credits where milestone_id = m.milestone_id) k
  cross join lateral (
    select coalesce(sum(amount), 0) as amount from invoice_drafts where milestone_id = m.milestone_id and ended_as is null) d`;

/** Those with something to invoice, to release or to take back; a milestone that is invoiced in full is done with. */
export async function listReleased(db: Database, scope: EngagementScope, limit: number): Promise<ReleasedMoney[]> {
  const rows: Row[] = await within(openMoney(db), scope, 'm.engagement_id')
    .joinRaw(newestAndSums)
    .join('certificates as c', 'c.certificate_number', 'r.certificate_number')
    .orderBy([{ column: 'r.released_at' }, { column: 'm.milestone_id' }])
    .limit(limit)
    .select(
      ...['m.milestone_id', 'm.engagement_id', 'm.title', 'm.phase', 'm.value_amount', 'c.kind', 'c.supersedes'],
      ...['r.certificate_number', 'r.amount_released', 'r.amount_withheld', 'r.currency', 'r.released_at'],
      ...['i.amount as invoiced', 'k.amount as credited', 'd.amount as reserved'],
      db.raw(`case when m.phase = 'acceptedWithExceptions' then m.snapshot -> 'exceptions' end as exceptions`),
    );
  return rows.map(toReleased);
}

function toReleased(row: Row): ReleasedMoney {
  const currency = row.currency as string;
  const phase = row.phase as Phase;
  const exceptions = (row.exceptions as AgreedException[] | null) ?? [];
  const sum = (value: unknown) => ({ amount: toMoney(value, currency), currency, issuedOn: '', invoiceNumber: '' });
  const gated: Gated = {
    phase,
    value: { amount: toMoney(row.value_amount, currency), currency },
    release: {
      certificateNumber: row.certificate_number as string,
      amountReleased: toMoney(row.amount_released, currency),
      amountWithheld: toMoney(row.amount_withheld, currency),
      ...(row.kind === 'revocation' ? { revokes: row.supersedes as string } : {}),
    },
    failedExceptions: heldExceptions(phase, exceptions),
    invoices: [sum(row.invoiced)],
    credits: [{ ...sum(row.credited), kind: 'creditNote', creditNumber: '' }],
    drafts: [{ ...sum(row.reserved), draftNumber: '', reservedUntil: '' }],
  };
  return {
    milestoneId: row.milestone_id as string,
    engagementId: row.engagement_id as string,
    title: row.title as string,
    certificateNumber: row.certificate_number as string,
    releasedAt: instant(row.released_at),
    gated,
    openExceptions: exceptions
      .filter((each) => each.verifiedAt === undefined)
      .map(({ exceptionId, dueOn, amountWithheld }) => ({ exceptionId, dueOn, amountWithheld })),
  };
}

/** Not accepted yet: nothing of them may be invoiced. By the contract's date, those without one last. */
export async function listUnreleased(db: Database, scope: EngagementScope, limit: number): Promise<OpenMoney[]> {
  const rows: Row[] = await within(db('milestones').where({ needs_workflow: true }), scope)
    .whereNotIn('phase', ['accepted', 'acceptedWithExceptions'])
    .whereNotNull('value_amount')
    .orderByRaw('due_on nulls last, milestone_id')
    .limit(limit)
    .select(
      ...['milestone_id', 'engagement_id', 'title', 'phase', 'waiting_for', 'value_amount', 'value_currency'],
      db.raw('due_on::text as due_on'),
    );
  return rows.map((row) => ({
    milestoneId: row.milestone_id as string,
    engagementId: row.engagement_id as string,
    title: row.title as string,
    phase: row.phase as Phase,
    waitingFor: row.waiting_for as string[],
    amount: toMoney(row.value_amount, row.value_currency as string),
    currency: row.value_currency as string,
    ...(row.due_on === null ? {} : { dueOn: row.due_on as string }),
  }));
}
