// The gate before invoicing: no invoice for a milestone without its certificate, and never more than it released.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import type { AgreedException } from '../milestone.ts';
import { amount, currency, differenceOf, inCurrency, isMore, sumOf, whyNotInCurrency } from '../terms/money.ts';
import { personId } from '../people/people.ts';
import { line } from '../terms/text.ts';

/** What registers an invoice that the firm's billing system made; the number is that system's own. */
export const registerInvoice = z.object({
  personId: personId.describe('who registers it'),
  invoiceNumber: line(100).describe('number of the invoice; BT-1 of EN 16931'),
  amount: amount.describe('net amount charged for this milestone'),
  currency,
  issuedOn: z.iso.date().describe('issue date of the invoice; BT-2 of EN 16931'),
});
export type RegisterInvoice = z.infer<typeof registerInvoice>;

/** Amounts are exact decimals as text, in `currency`; totals of the milestone, not of one certificate. */
export interface Release {
  certificateNumber: string;
  amountReleased: string;
  amountWithheld: string;
  /** The certificate this one revokes, where that is what it is for. */
  revokes?: string;
}

/** A failed exception: its part of what is withheld stays so until it is verified closed after all, or extended. */
export interface HeldException {
  exceptionId: string;
  amount: string;
  reason: string;
  since: string;
}

/** What is held for exceptions of a milestone accepted under them. */
export const heldExceptions = (phase: string, exceptions: readonly AgreedException[]): HeldException[] =>
  exceptions.flatMap(({ exceptionId, amountWithheld, failure, verifiedAt }) =>
    phase === 'acceptedWithExceptions' && failure && verifiedAt === undefined
      ? [{ exceptionId, amount: amountWithheld, reason: failure.reason, since: failure.at }]
      : [],
  );

export interface RegisteredInvoice {
  invoiceNumber: string;
  amount: string;
  currency: string;
  issuedOn: string;
}

/** What the gate looks at: the value agreed, the live release if there is one, what was invoiced, and what holds it. */
export interface GateSituation {
  milestoneId: string;
  phase: string;
  value: { amount: string; currency: string };
  release: Release | undefined;
  failedExceptions: readonly HeldException[];
  invoices: readonly RegisteredInvoice[];
}

export type GateStatus = 'blocked' | 'held' | 'released' | 'partlyReleased';

/**
 * `amountAvailable` is what may still be invoiced; `amountOverInvoiced` is what a credit note has to take back. Of the
 * amount withheld, `amountHeld` will not be released by time alone: by a revocation all of it, else by failed exceptions.
 */
export interface InvoiceGate {
  status: GateStatus;
  blockedBy?: string;
  revokedCertificateNumber?: string;
  currency: string;
  amountReleased: string;
  amountWithheld: string;
  amountHeld: string;
  heldExceptions: HeldException[];
  amountInvoiced: string;
  amountAvailable: string;
  amountOverInvoiced: string;
}

/** Rule 5: no release without a live certificate; what was invoiced before a hold is named, not hidden. */
export function invoiceGate(situation: GateSituation): InvoiceGate {
  const { release, value, invoices, failedExceptions } = situation;
  const { currency: unit } = value;
  const none = inCurrency('0', unit);
  const blockedBy = whyBlocked(situation);
  const revoked = revokedCertificate(situation);
  const released = release && !blockedBy ? release.amountReleased : none;
  const invoiced = sumOf(
    invoices.map((each) => each.amount),
    unit,
  );
  const isOver = isMore(invoiced, released);
  return {
    status: blockedBy ? (release ? 'held' : 'blocked') : isMore(value.amount, released) ? 'partlyReleased' : 'released',
    ...(blockedBy ? { blockedBy } : {}),
    ...(revoked ? { revokedCertificateNumber: revoked } : {}),
    currency: value.currency,
    amountReleased: released,
    amountWithheld: release && !blockedBy ? release.amountWithheld : value.amount,
    amountHeld: revoked
      ? value.amount
      : sumOf(
          failedExceptions.map((each) => each.amount),
          unit,
        ),
    heldExceptions: [...failedExceptions],
    amountInvoiced: invoiced,
    amountAvailable: isOver ? none : differenceOf(released, invoiced, unit),
    amountOverInvoiced: isOver ? differenceOf(invoiced, released, unit) : none,
  };
}

function whyBlocked(situation: GateSituation): string | undefined {
  const { release, phase } = situation;
  if (!release) return `the milestone is in phase ${phase} and has no certificate`;
  const revoked = revokedCertificate(situation);
  if (!revoked) return undefined;
  return `certificate ${revoked} was revoked${release.revokes ? ` by ${release.certificateNumber}` : ''}`;
}

/** Once revoked, the milestone's newest certificate is the one that says so, unless it is yet to be published. */
const revokedCertificate = ({ release, phase }: GateSituation): string | undefined =>
  phase === 'revoked' ? (release?.revokes ?? release?.certificateNumber) : undefined;

/**
 * Decides on one invoice: under which certificate it is registered, or `isRepeat` when this very one is already, which
 * changes nothing. Throws INVOICE_MISMATCH, INVOICE_BLOCKED or INVOICE_EXCEEDS_RELEASE.
 */
export function decideOnInvoice(
  situation: GateSituation,
  command: RegisterInvoice,
): { isRepeat: true } | { isRepeat: false; certificateNumber: string } {
  const earlier = situation.invoices.find((each) => each.invoiceNumber === command.invoiceNumber);
  if (earlier) {
    assertSame(earlier, command);
    return { isRepeat: true };
  }
  const gate = invoiceGate(situation);
  const { release } = situation;
  if (gate.blockedBy !== undefined || !release)
    throw new SignOffError(
      'INVOICE_BLOCKED',
      `Milestone ${situation.milestoneId} cannot be invoiced: ${gate.blockedBy}. Invoice it once a certificate releases it.`,
    );
  if (command.currency !== gate.currency)
    throw new SignOffError(
      'INVOICE_MISMATCH',
      `The milestone is worth ${gate.currency}, the invoice is in ${command.currency}; invoice it in ${gate.currency}.`,
      { field: 'currency' },
    );
  const why = whyNotInCurrency(command.amount, gate.currency);
  if (why !== undefined) throw new SignOffError('INVOICE_MISMATCH', `${why}.`, { field: 'amount' });
  if (!isMore(command.amount, '0'))
    throw new SignOffError('INVOICE_MISMATCH', 'An invoice of nothing releases nothing; give an amount above zero.', {
      field: 'amount',
    });
  if (isMore(command.amount, gate.amountAvailable))
    throw new SignOffError(
      'INVOICE_EXCEEDS_RELEASE',
      `${command.amount} ${gate.currency} is more than the ${gate.amountAvailable} ${gate.currency} still to be invoiced (released ${gate.amountReleased}, invoiced ${gate.amountInvoiced}, withheld ${gate.amountWithheld}${heldFor(gate)}).`,
      { field: 'amount' },
    );
  return { isRepeat: false, certificateNumber: release.certificateNumber };
}

const heldFor = ({ heldExceptions, currency: unit }: InvoiceGate): string =>
  heldExceptions.map((each) => `, of which ${each.amount} ${unit} for failed exception ${each.exceptionId}`).join('');

function assertSame(earlier: RegisteredInvoice, command: RegisterInvoice): void {
  const isSame =
    !isMore(earlier.amount, command.amount) &&
    !isMore(command.amount, earlier.amount) &&
    earlier.currency === command.currency &&
    earlier.issuedOn === command.issuedOn;
  if (isSame) return;
  throw new SignOffError(
    'INVOICE_MISMATCH',
    `Invoice "${earlier.invoiceNumber}" is registered with ${earlier.amount} ${earlier.currency} of ${earlier.issuedOn}; register another one under another number.`,
    { field: 'invoiceNumber' },
  );
}
