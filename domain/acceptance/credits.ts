// Taking invoices back: a credit note in part or in whole, a cancellation in all that is left; never more than the invoice.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import type { Milestone } from '../milestone.ts';
import { personId } from '../people/people.ts';
import { amount, currency, isMore } from '../terms/money.ts';
import { line, text } from '../terms/text.ts';
import { dateAfter, dateOf } from '../time/businessTime.ts';
import {
  assertInCurrency,
  assertOfFirm,
  leftOf,
  type CreditDue,
  type GateSituation,
  type RegisteredCredit,
  type RegisteredInvoice,
} from './invoiceGate.ts';

/** A credit note that the firm's billing system made; the number is that system's own. */
export const registerCreditNote = z.object({
  personId: personId.describe('who registers it, of the firm'),
  creditNoteNumber: line(100).describe('number of the credit note; BT-1 of EN 16931, type code 381'),
  invoiceNumber: line(100).describe('the invoice it takes back; BT-25 of EN 16931'),
  amount: amount.describe('net amount credited, at most what is left of the invoice'),
  currency,
  issuedOn: z.iso.date().describe('issue date of the credit note; BT-2 of EN 16931'),
});
export type RegisterCreditNote = z.infer<typeof registerCreditNote>;

/** An invoice that will not be paid as it stands, and has no credit note. */
export const cancelInvoice = z.object({
  personId: personId.describe('who says so, of the firm'),
  reason: text(2000),
});
export type CancelInvoice = z.infer<typeof cancelInvoice>;

type Decided = { isRepeat: true } | { isRepeat: false; credit: RegisteredCredit };

const isCancellation = (each: RegisteredCredit): boolean => each.kind === 'cancellation';

/**
 * Decides on one credit note; it needs no certificate in force, since what was invoiced before a revocation is taken back
 * after it. `isRepeat` when this very one is registered. Throws WRONG_ACTOR, INVOICE_UNKNOWN, INVOICE_MISMATCH or
 * CREDIT_EXCEEDS_INVOICE.
 */
export function decideOnCreditNote(situation: GateSituation, command: RegisterCreditNote, now: string): Decided {
  assertOfFirm(situation, 'registerCreditNote', command.personId);
  const { creditNoteNumber, personId: _by, ...rest } = command;
  const credit = { kind: 'creditNote' as const, creditNumber: creditNoteNumber, ...rest };
  const earlier = situation.credits.find((each) => !isCancellation(each) && each.creditNumber === creditNoteNumber);
  if (earlier) {
    assertSame(earlier, credit);
    return { isRepeat: true };
  }
  const invoice = invoiceNamed(situation, command.invoiceNumber);
  assertInCurrency(command, situation.value.currency, 'credit note');
  assertIssued(invoice, credit, situation, now);
  const left = leftOf(situation, invoice);
  if (isMore(command.amount, left))
    throw new SignOffError(
      'CREDIT_EXCEEDS_INVOICE',
      `${command.amount} ${command.currency} is more than the ${left} ${invoice.currency} left of invoice "${invoice.invoiceNumber}" (invoiced ${invoice.amount}); credit at most that.`,
      { field: 'amount' },
    );
  return { isRepeat: false, credit };
}

/** Cancels all that is left of an invoice. `isRepeat` when it is cancelled already. Throws like a credit note. */
export function decideOnCancellation(
  situation: GateSituation,
  invoiceNumber: string,
  command: CancelInvoice,
  now: string,
): Decided {
  assertOfFirm(situation, 'registerCreditNote', command.personId);
  const invoice = invoiceNamed(situation, invoiceNumber);
  if (situation.credits.some((each) => isCancellation(each) && each.invoiceNumber === invoiceNumber))
    return { isRepeat: true };
  const left = leftOf(situation, invoice);
  if (!isMore(left, '0'))
    throw new SignOffError(
      'CREDIT_EXCEEDS_INVOICE',
      `Nothing is left of invoice "${invoiceNumber}": credit notes took all of it back. There is nothing to cancel.`,
      { field: 'invoiceNumber' },
    );
  const issuedOn = dateOf(now, situation.engagement.contract.calendar);
  const { currency: unit } = invoice;
  return {
    isRepeat: false,
    credit: {
      kind: 'cancellation',
      creditNumber: invoiceNumber,
      invoiceNumber,
      amount: left,
      currency: unit,
      issuedOn,
    },
  };
}

/** The manager, and who of the firm registered the invoices, each once: the client is told by the credit notes themselves. */
export const toldToCredit = (
  { engagement }: Pick<Milestone, 'engagement'>,
  toCredit: readonly CreditDue[],
  registrars: readonly string[],
): string[] =>
  toCredit.length === 0
    ? []
    : [...new Set([engagement.engagementManagerId, ...registrars])].filter((personId) =>
        engagement.people.some((each) => each.personId === personId && each.party === 'firm'),
      );

function invoiceNamed({ invoices, milestoneId }: GateSituation, invoiceNumber: string): RegisteredInvoice {
  const found = invoices.find((each) => each.invoiceNumber === invoiceNumber);
  if (found) return found;
  throw new SignOffError(
    'INVOICE_UNKNOWN',
    `No invoice "${invoiceNumber}" is registered for milestone ${milestoneId}; list its invoices.`,
    { field: 'invoiceNumber' },
  );
}

/** Not before its invoice, nor after tomorrow in the contract's time zone. */
function assertIssued(
  invoice: RegisteredInvoice,
  { issuedOn }: RegisteredCredit,
  { engagement }: GateSituation,
  now: string,
): void {
  const latest = dateAfter(dateOf(now, engagement.contract.calendar), 1);
  if (issuedOn >= invoice.issuedOn && issuedOn <= latest) return;
  throw new SignOffError(
    'INVOICE_MISMATCH',
    `The credit note is dated ${issuedOn}; give a date from that of its invoice, ${invoice.issuedOn}, until tomorrow, ${latest}.`,
    { field: 'issuedOn' },
  );
}

function assertSame(earlier: RegisteredCredit, credit: RegisteredCredit): void {
  const isSame =
    !isMore(earlier.amount, credit.amount) &&
    !isMore(credit.amount, earlier.amount) &&
    (['invoiceNumber', 'currency', 'issuedOn'] as const).every((each) => earlier[each] === credit[each]);
  if (isSame) return;
  throw new SignOffError(
    'INVOICE_MISMATCH',
    `Credit note "${earlier.creditNumber}" is registered with ${earlier.amount} ${earlier.currency} of ${earlier.issuedOn} on invoice "${earlier.invoiceNumber}"; register another one under another number.`,
    { field: 'creditNoteNumber' },
  );
}
