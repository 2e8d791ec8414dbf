// What a firm may invoice, what is withheld and why, what is blocked, and what comes in when: per currency, exact. Pure.
import { invoiceGate, type Gated } from '../acceptance/invoiceGate.ts';
import type { Phase } from '../milestone.ts';
import { isMore, sumOf } from '../terms/money.ts';

export interface ReleasedMoney {
  milestoneId: string;
  engagementId: string;
  title: string;
  certificateNumber: string;
  releasedAt: string;
  gated: Gated;
  openExceptions: { exceptionId: string; dueOn: string; amountWithheld: string }[];
}

export interface OpenMoney {
  milestoneId: string;
  engagementId: string;
  title: string;
  phase: Phase;
  waitingFor: string[];
  amount: string;
  currency: string;
  /** The contract's date. */
  dueOn?: string;
}

export interface MoneyRow {
  milestoneId: string;
  engagementId: string;
  title: string;
  certificateNumber: string;
  releasedAt: string;
  amount: string;
  currency: string;
  /** Of what is withheld: each open exception with its part; of a revocation what was revoked. */
  exceptions?: ReleasedMoney['openExceptions'];
  revoked?: string;
}

export interface Sum {
  currency: string;
  amount: string;
}

export interface Expected extends Sum {
  /** "2026-12"; absent for what has no date. */
  month?: string;
  /** The month is over. */
  isLate: boolean;
}

export interface Money {
  ready: MoneyRow[];
  withheld: MoneyRow[];
  /** In drafts, which reserve it until their date. */
  reserved: MoneyRow[];
  /** Invoiced beyond what is released: a credit note has to take it back. */
  toCredit: MoneyRow[];
  blocked: OpenMoney[];
  expected: Expected[];
  totals: Record<'ready' | 'reserved' | 'withheld' | 'toCredit' | 'blocked', Sum[]>;
}

export function moneyOf(released: readonly ReleasedMoney[], open: readonly OpenMoney[], today: string): Money {
  const judged = released.map((each) => ({ each, gate: invoiceGate(each.gated) }));
  const rows = (amountOf: (gate: ReturnType<typeof invoiceGate>) => string): MoneyRow[] =>
    judged.flatMap(({ each, gate }) => (isMore(amountOf(gate), '0') ? [rowOf(each, amountOf(gate), gate)] : []));
  const ready = rows((gate) => gate.amountAvailable);
  const reserved = rows((gate) => gate.amountReserved);
  const withheld = rows((gate) => gate.amountWithheld);
  const toCredit = rows((gate) => gate.amountOverInvoiced);
  return {
    ...{ ready, reserved, withheld, toCredit, blocked: [...open], expected: expectedOf(open, today) },
    totals: {
      ...{ ready: sums(ready), reserved: sums(reserved), withheld: sums(withheld) },
      ...{ toCredit: sums(toCredit), blocked: sums(open) },
    },
  };
}

function rowOf(
  { milestoneId, engagementId, title, certificateNumber, releasedAt, openExceptions }: ReleasedMoney,
  amount: string,
  { currency, revokedCertificateNumber: revoked }: ReturnType<typeof invoiceGate>,
): MoneyRow {
  return {
    ...{ milestoneId, engagementId, title, certificateNumber, releasedAt, amount, currency },
    ...(openExceptions.length > 0 ? { exceptions: openExceptions } : {}),
    ...(revoked === undefined ? {} : { revoked }),
  };
}

const currenciesOf = (rows: readonly Sum[]): string[] => [...new Set(rows.map((each) => each.currency))].sort();

export const sums = (rows: readonly Sum[]): Sum[] =>
  currenciesOf(rows).map((currency) => ({
    currency,
    amount: sumOf(
      rows.filter((each) => each.currency === currency).map((each) => each.amount),
      currency,
    ),
  }));

/** By the month of the contract's date, in which an acceptance releases it. */
function expectedOf(open: readonly OpenMoney[], today: string): Expected[] {
  const months = [...new Set(open.map((each) => each.dueOn?.slice(0, 7)))].sort((one, other) =>
    (one ?? '9').localeCompare(other ?? '9'),
  );
  return months.flatMap((month) =>
    sums(open.filter((each) => each.dueOn?.slice(0, 7) === month)).map((sum) => ({
      ...sum,
      ...(month === undefined ? {} : { month }),
      isLate: month !== undefined && month < today.slice(0, 7),
    })),
  );
}
