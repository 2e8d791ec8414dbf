// The gate before invoicing: no invoice for a milestone without its certificate, and never more than it released; what was credited is free
// again, and what drafts reserve is not.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import type { EventType } from '../events.ts';
import type { AgreedException } from '../milestone.ts';
import {
  amount,
  currency,
  differenceOf,
  inCurrency,
  isMore,
  smallerOf,
  sumOf,
  whyNotInCurrency,
} from '../terms/money.ts';
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
  draftNumber: line(100).optional().describe('the draft it is issued from: what that reserves is free for it'),
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

/** What becomes of a draft: it is issued as an invoice or withdrawn, its date passes, or the certificate that it is under is revoked. */
export const draftEnds = ['issued', 'withdrawn', 'lapsed', 'revoked'] as const;
export type DraftEnd = (typeof draftEnds)[number];

/** An invoice that is being made: until its date it reserves, then no longer. */
export interface RegisteredDraft {
  draftNumber: string;
  amount: string;
  currency: string;
  /** The last day on which it reserves, in the contract's time zone. */
  reservedUntil: string;
  /** Absent while it reserves. */
  endedAs?: DraftEnd;
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
  drafts: readonly RegisteredDraft[];
}

/** All that what may be invoiced follows from, whoever registers it. */
export type Gated = Omit<GateSituation, 'engagement' | 'milestoneId'>;

export type GateStatus = 'blocked' | 'held' | 'released' | 'partlyReleased';

/**
 * `amountInvoiced` less `amountCredited` is what stands; `amountReserved` is for drafts. `amountAvailable` is what may still be invoiced;
 * `amountOverInvoiced` is what credit notes have still to take back, `toCredit` of which invoices. Of the
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
  amountReserved: string;
  amountAvailable: string;
  amountOverInvoiced: string;
  toCredit: CreditDue[];
}

/** How much of an invoice is to be credited. */
export interface CreditDue {
  invoiceNumber: string;
  issuedOn: string;
  amount: string;
}

/** Rule 5: no release without a live certificate; what was invoiced before a hold is named, not hidden. */
export function invoiceGate(situation: Gated): InvoiceGate {
  const { release, value, invoices, credits, drafts, failedExceptions } = situation;
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
  const reserved = sumOf(
    drafts.filter((each) => each.endedAs === undefined).map((each) => each.amount),
    unit,
  );
  const isOver = isMore(standing, released);
  const over = isOver ? differenceOf(standing, released, unit) : none;
  const left = isOver ? none : differenceOf(released, standing, unit);
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
    amountReserved: reserved,
    amountAvailable: isMore(reserved, left) ? none : differenceOf(left, reserved, unit),
    amountOverInvoiced: over,
    toCredit: creditsDue(situation, over),
  };
}

/** The newest invoice first, until what was invoiced too much is covered; of each what nothing has taken back. */
function creditsDue(situation: Pick<Gated, 'invoices' | 'credits' | 'value'>, over: string): CreditDue[] {
  const { currency: unit } = situation.value;
  const due: CreditDue[] = [];
  let open = over;
  const newestFirst = [...situation.invoices]
    .reverse()
    .sort((one, other) => other.issuedOn.localeCompare(one.issuedOn));
  for (const invoice of newestFirst) {
    const amount = smallerOf(leftOf(situation, invoice), open) ?? open;
    if (!isMore(amount, '0')) continue;
    due.push({ invoiceNumber: invoice.invoiceNumber, issuedOn: invoice.issuedOn, amount });
    open = differenceOf(open, amount, unit);
  }
  return due;
}

/** What of an invoice nothing has taken back. */
export const leftOf = ({ credits }: Pick<GateSituation, 'credits'>, invoice: RegisteredInvoice): string =>
  differenceOf(
    invoice.amount,
    sumOf(
      credits.filter((each) => each.invoiceNumber === invoice.invoiceNumber).map((each) => each.amount),
      invoice.currency,
    ),
    invoice.currency,
  );

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
 * changes nothing. Throws INVOICE_MISMATCH, INVOICE_BLOCKED, INVOICE_EXCEEDS_RELEASE or DRAFT_NOT_OPEN.
 */
export function decideOnInvoice(
  found: GateSituation,
  command: RegisterInvoice,
  now: string,
): { isRepeat: true } | { isRepeat: false; certificateNumber: string } {
  assertOfFirm(found, 'registerInvoice', command.personId);
  const earlier = found.invoices.find((each) => each.invoiceNumber === command.invoiceNumber);
  if (earlier) {
    assertSame(earlier, command);
    return { isRepeat: true };
  }
  const { draftNumber } = command;
  const situation = draftNumber === undefined ? found : withEnded(found, openDraft(found, draftNumber), 'issued');
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
      `${command.amount} ${gate.currency} is more than the ${gate.amountAvailable} ${gate.currency} still to be invoiced (released ${gate.amountReleased}, invoiced ${gate.amountInvoiced}, credited ${gate.amountCredited}, reserved ${gate.amountReserved}, withheld ${gate.amountWithheld}${heldFor(gate)}).`,
      { field: 'amount' },
    );
  return { isRepeat: false, certificateNumber: release.certificateNumber };
}

export const withEnded = (situation: GateSituation, ended: RegisteredDraft, endedAs: DraftEnd): GateSituation => ({
  ...situation,
  drafts: situation.drafts.map((each) => (each === ended ? { ...each, endedAs } : each)),
});

/** A draft that reserves. Throws DRAFT_NOT_OPEN, with what became of it. */
export function openDraft({ drafts, milestoneId }: GateSituation, draftNumber: string): RegisteredDraft {
  const found = drafts.find((each) => each.draftNumber === draftNumber);
  if (found && found.endedAs === undefined) return found;
  const why = found
    ? `Draft "${draftNumber}" of milestone ${milestoneId} reserves nothing any more: ${endedWords[found.endedAs ?? 'lapsed']}. Leave it out, or reserve anew under another number.`
    : `Milestone ${milestoneId} has no draft "${draftNumber}"; list its drafts.`;
  throw new SignOffError('DRAFT_NOT_OPEN', why, { field: 'draftNumber' });
}

const endedWords: Record<DraftEnd, string> = {
  issued: 'it was issued as an invoice',
  withdrawn: 'it was withdrawn',
  lapsed: 'its date has passed',
  revoked: 'the certificate was revoked',
};

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
