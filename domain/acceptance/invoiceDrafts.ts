// Draft invoices: each reserves a part of what is released until a date, and frees it by itself when that has passed or the certificate is revoked.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import { personId } from '../people/people.ts';
import { isMore } from '../terms/money.ts';
import { line, text } from '../terms/text.ts';
import { dateAfter, dateOf } from '../time/businessTime.ts';
import {
  assertInCurrency,
  assertOfFirm,
  invoiceGate,
  openDraft,
  withEnded,
  type DraftEnd,
  type GateSituation,
  type RegisteredDraft,
} from './invoiceGate.ts';

/** A draft of one milestone; one over several is a draft of the same number in each. */
export interface RegisterDraft {
  personId: string;
  draftNumber: string;
  amount: string;
  currency: string;
  reservedUntil: string;
}

/** A draft is to become an invoice; what is reserved for ever, nobody else can invoice. */
export const longestReservationDays = 92;

export const withdrawDraft = z.object({
  personId: personId.describe('who withdraws it, of the firm'),
  reason: text(2000),
});
export type WithdrawDraft = z.infer<typeof withdrawDraft>;

export const draftNumber = line(100).describe('number that the billing system gives the draft');

/** Those that reserve no longer, with what ends them: their date has passed, or the certificate was revoked. */
export const draftsOver = (situation: GateSituation, now: string): { draft: RegisteredDraft; endedAs: DraftEnd }[] => {
  const today = dateOf(now, situation.engagement.contract.calendar);
  const isRevoked = situation.phase === 'revoked';
  return situation.drafts
    .filter((each) => each.endedAs === undefined && (isRevoked || each.reservedUntil < today))
    .map((draft) => ({ draft, endedAs: isRevoked ? 'revoked' : 'lapsed' }));
};

/** As it is at an instant, whether or not the end of a draft is on record by then. */
export const gateAt = (situation: GateSituation, now: string): GateSituation =>
  draftsOver(situation, now).reduce((at, { draft, endedAs }) => withEnded(at, draft, endedAs), situation);

/**
 * Decides on one draft, `isRepeat` when this very one is registered and reserves. Throws WRONG_ACTOR, INVOICE_MISMATCH, INVOICE_BLOCKED,
 * INVOICE_EXCEEDS_RELEASE, or DRAFT_NOT_OPEN for one that has ended.
 */
export function decideOnDraft(situation: GateSituation, command: RegisterDraft, now: string): { isRepeat: boolean } {
  assertOfFirm(situation, 'registerInvoice', command.personId);
  const earlier = situation.drafts.find((each) => each.draftNumber === command.draftNumber);
  if (earlier) {
    assertSame(openDraft(situation, earlier.draftNumber), command);
    return { isRepeat: true };
  }
  const gate = invoiceGate(situation);
  if (gate.blockedBy !== undefined)
    throw new SignOffError(
      'INVOICE_BLOCKED',
      `Milestone ${situation.milestoneId} cannot be invoiced: ${gate.blockedBy}. Invoice it once a certificate releases it.`,
    );
  assertInCurrency(command, gate.currency, 'invoice');
  assertReservedWithin(command, situation, now);
  if (isMore(command.amount, gate.amountAvailable))
    throw new SignOffError(
      'INVOICE_EXCEEDS_RELEASE',
      `${command.amount} ${gate.currency} is more than the ${gate.amountAvailable} ${gate.currency} that can be reserved (released ${gate.amountReleased}, invoiced ${gate.amountInvoiced}, credited ${gate.amountCredited}, reserved ${gate.amountReserved}).`,
      { field: 'amount' },
    );
  return { isRepeat: false };
}

/** Withdraws a draft. `isRepeat` when it is withdrawn already. Throws WRONG_ACTOR or DRAFT_NOT_OPEN. */
export function decideOnWithdrawal(
  situation: GateSituation,
  number: string,
  command: WithdrawDraft,
): { isRepeat: boolean } {
  assertOfFirm(situation, 'registerInvoice', command.personId);
  if (situation.drafts.some((each) => each.draftNumber === number && each.endedAs === 'withdrawn'))
    return { isRepeat: true };
  openDraft(situation, number);
  return { isRepeat: false };
}

/** From today on, and not for ever. */
function assertReservedWithin({ reservedUntil }: RegisterDraft, { engagement }: GateSituation, now: string): void {
  const today = dateOf(now, engagement.contract.calendar);
  const latest = dateAfter(today, longestReservationDays);
  if (reservedUntil >= today && reservedUntil <= latest) return;
  throw new SignOffError(
    'INVOICE_MISMATCH',
    `The draft reserves until ${reservedUntil}; give a date from today, ${today}, until ${latest}.`,
    { field: 'reservedUntil' },
  );
}

function assertSame(earlier: RegisteredDraft, command: RegisterDraft): void {
  const isSame =
    !isMore(earlier.amount, command.amount) &&
    !isMore(command.amount, earlier.amount) &&
    earlier.currency === command.currency &&
    earlier.reservedUntil === command.reservedUntil;
  if (isSame) return;
  throw new SignOffError(
    'INVOICE_MISMATCH',
    `Draft "${earlier.draftNumber}" is registered with ${earlier.amount} ${earlier.currency} until ${earlier.reservedUntil}; register another one under another number.`,
    { field: 'draftNumber' },
  );
}
