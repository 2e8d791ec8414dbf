// The gate before invoicing: no invoice for a milestone without its certificate, and never more than it released; what was credited is free again.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import type { EventType } from '../events.ts';
import type { AgreedException } from '../milestone.ts';
import { amount, currency, differenceOf, inCurrency, isMore, sumOf, whyNotInCurrency } from '../terms/money.ts';
import { personId } from '../people/people.ts';
import { whyMayNot } from '../people/whoMay.ts';
import type { Engagement } from '../terms/engagement.ts';
import { dateAfter, dateOf } from '../time/businessTime.ts';
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

/** The events after which more is held for exceptions than a certificate says, or less. */
export const changesHeld: readonly EventType[] = ['exceptionFailed', 'exceptionExtended', 'exceptionVerified'];

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

/** What takes an invoice back, in part by a credit note or in all that is left of it by its cancellation. */
export interface RegisteredCredit {
  kind: 'creditNote' | 'cancellation';
  /** Of the credit note; a cancellation has the number of its invoice. */
  creditNumber: string;
  invoiceNumber: string;
  amount: string;
  currency: string;
  issuedOn: string;
}

/** What the gate looks at: the value agreed, the live release if there is one, what was invoiced, and what holds it. */
export interface GateSituation {
  milestoneId: string;
  phase: string;
  engagement: Pick<Engagement, 'people' | 'contract' | 'engagementManagerId' | 'engagementSponsorId'>;
  value: { amount: string; currency: string };
  release: Release | undefined;
  /** When the first certificate released anything; absent before. */
  openedAt?: string;
  failedExceptions: readonly HeldException[];
  invoices: readonly RegisteredInvoice[];
  credits: readonly RegisteredCredit[];
}

/** All that what may be invoiced follows from, whoever registers it. */
export type Gated = Omit<GateSituation, 'engagement' | 'milestoneId'>;

export type GateStatus = 'blocked' | 'held' | 'released' | 'partlyReleased';

/**
 * `amountInvoiced` less `amountCredited` is what stands. `amountAvailable` is what may still be invoiced; `amountOverInvoiced`
 * is what credit notes have still to take back. Of the
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
  amountCredited: string;
  amountAvailable: string;
  amountOverInvoiced: string;
}

/** Rule 5: no release without a live certificate; what was invoiced before a hold is named, not hidden. */
export function invoiceGate(situation: Gated): InvoiceGate {
  const { release, value, invoices, credits, failedExceptions } = situation;
  const { currency: unit } = value;
  const none = inCurrency('0', unit);
  const blockedBy = whyBlocked(situation);
  const revoked = revokedCertificate(situation);
  const released = release && !blockedBy ? release.amountReleased : none;
  const invoiced = sumOf(
    invoices.map((each) => each.amount),
    unit,
  );
  const credited = sumOf(
    credits.map((each) => each.amount),
    unit,
  );
  const standing = differenceOf(invoiced, credited, unit);
  const isOver = isMore(standing, released);
  return {
    status: blockedBy ? (release ? 'held' : 'blocked') : isMore(value.amount, released) ? 'partlyReleased' : 'released',
    ...(blockedBy ? { blockedBy } : {}),
    ...(revoked ? { revokedCertificateNumber: revoked } : {}),
    currency: value.currency,
    amountReleased: released,
    // Of the value as it is agreed now: the plan may be amended in what no part has been accepted of.
    amountWithheld: release && !blockedBy ? differenceOf(value.amount, released, unit) : value.amount,
    amountHeld: revoked
      ? value.amount
      : sumOf(
          failedExceptions.map((each) => each.amount),
          unit,
        ),
    heldExceptions: [...failedExceptions],
    amountInvoiced: invoiced,
    amountCredited: credited,
    amountAvailable: isOver ? none : differenceOf(released, standing, unit),
    amountOverInvoiced: isOver ? differenceOf(standing, released, unit) : none,
  };
}

function whyBlocked(situation: Gated): string | undefined {
  const { release, phase } = situation;
  if (!release) return `the milestone is in phase ${phase} and has no certificate`;
  const revoked = revokedCertificate(situation);
  if (!revoked) return undefined;
  return `certificate ${revoked} was revoked${release.revokes ? ` by ${release.certificateNumber}` : ''}`;
}

/** Once revoked, the milestone's newest certificate is the one that says so, unless it is yet to be published. */
const revokedCertificate = ({ release, phase }: Gated): string | undefined =>
  phase === 'revoked' ? (release?.revokes ?? release?.certificateNumber) : undefined;

/**
 * Decides on one invoice: under which certificate it is registered, or `isRepeat` when this very one is already, which
 * changes nothing. Throws INVOICE_MISMATCH, INVOICE_BLOCKED or INVOICE_EXCEEDS_RELEASE.
 */
export function decideOnInvoice(
  situation: GateSituation,
  command: RegisterInvoice,
  now: string,
): { isRepeat: true } | { isRepeat: false; certificateNumber: string } {
  assertOfFirm(situation, 'registerInvoice', command.personId);
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
  assertInCurrency(command, gate.currency, 'invoice');
  assertIssuedBetween(command, release, situation, now);
  if (isMore(command.amount, gate.amountAvailable))
    throw new SignOffError(
      'INVOICE_EXCEEDS_RELEASE',
      `${command.amount} ${gate.currency} is more than the ${gate.amountAvailable} ${gate.currency} still to be invoiced (released ${gate.amountReleased}, invoiced ${gate.amountInvoiced}, credited ${gate.amountCredited}, withheld ${gate.amountWithheld}${heldFor(gate)}).`,
      { field: 'amount' },
    );
  return { isRepeat: false, certificateNumber: release.certificateNumber };
}

/** An invoice is the firm's, and so is what takes it back. Throws WRONG_ACTOR. */
export function assertOfFirm(
  { engagement }: Pick<GateSituation, 'engagement'>,
  act: 'registerInvoice' | 'registerCreditNote',
  personId: string,
): void {
  const why = whyMayNot({ engagement }, act, personId);
  if (why) throw new SignOffError(why.code, why.message, { field: 'personId' });
}

/** In the currency of the milestone, with no more decimals than it has, and of something. Throws INVOICE_MISMATCH. */
export function assertInCurrency(given: { amount: string; currency: string }, unit: string, what: string): void {
  const mismatch = (message: string, field: string) => new SignOffError('INVOICE_MISMATCH', message, { field });
  if (given.currency !== unit)
    throw mismatch(
      `The milestone is worth ${unit}, the ${what} is in ${given.currency}; make it in ${unit}.`,
      'currency',
    );
  const why = whyNotInCurrency(given.amount, unit);
  if (why !== undefined) throw mismatch(`${why}.`, 'amount');
  if (!isMore(given.amount, '0'))
    throw mismatch(`An ${what} of nothing changes nothing; give an amount above zero.`, 'amount');
}

/** Not before the first certificate released anything, nor after tomorrow, both in the contract's time zone. */
function assertIssuedBetween(
  { issuedOn }: RegisterInvoice,
  release: Release,
  { engagement, openedAt }: GateSituation,
  now: string,
): void {
  const { calendar } = engagement.contract;
  const from = openedAt === undefined ? undefined : dateOf(openedAt, calendar);
  const latest = dateAfter(dateOf(now, calendar), 1);
  const mismatch = (message: string) => new SignOffError('INVOICE_MISMATCH', message, { field: 'issuedOn' });
  if (from !== undefined && issuedOn < from)
    throw mismatch(
      `The invoice is dated ${issuedOn}, before anything was released: that was on ${from} (${calendar.timeZone}). Register one issued since then, under certificate ${release.certificateNumber}.`,
    );
  if (issuedOn > latest)
    throw mismatch(
      `The invoice is dated ${issuedOn}; it can be registered once that day is tomorrow at the latest, which is ${latest} now (${calendar.timeZone}).`,
    );
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
