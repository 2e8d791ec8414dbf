// One invoice, or one draft, over several milestones of an engagement: a line for each, each against the gate of its own milestone, all or none.
import { z } from 'zod';
import { SignOffError } from '../errors.ts';
import { personId } from '../people/people.ts';
import { amount, currency } from '../terms/money.ts';
import { key } from '../terms/text.ts';
import { decideOnDraft, draftNumber } from './invoiceDrafts.ts';
import { decideOnCancellation, type CancelInvoice } from './credits.ts';
import { decideOnInvoice, registerInvoice, type GateSituation, type RegisteredCredit } from './invoiceGate.ts';

const lines = z
  .array(
    z.object({
      milestoneId: key.describe('milestone of this engagement that the line is for'),
      amount: amount.describe('net amount charged for this milestone'),
    }),
  )
  .min(1)
  .max(100)
  .superRefine((given, context) => {
    given.forEach((each, index) => {
      if (given.findIndex((other) => other.milestoneId === each.milestoneId) < index)
        context.addIssue({
          code: 'custom',
          path: [index, 'milestoneId'],
          message: `milestone ${each.milestoneId} has a line already; give each milestone one line`,
        });
    });
  })
  .describe('one for each milestone');

export const registerSchedule = z.object({
  ...registerInvoice.omit({ amount: true }).shape,
  currency: currency.describe('of all lines; BT-5 of EN 16931'),
  lines,
});
export type RegisterSchedule = z.infer<typeof registerSchedule>;

export const registerDraftSchedule = z.object({
  personId: personId.describe('who registers it'),
  draftNumber,
  currency: currency.describe('of all lines'),
  reservedUntil: z.iso.date().describe('last day on which it reserves, in the contract’s time zone; then it lapses'),
  lines,
});
export type RegisterDraftSchedule = z.infer<typeof registerDraftSchedule>;

/** A line of an invoice on record, of whatever milestone of the engagement. */
export interface InvoiceLine {
  milestoneId: string;
  currency: string;
  issuedOn: string;
}

/** An invoice has one date and one currency, however many milestones it is for. Throws INVOICE_MISMATCH. */
export function assertOneInvoice(
  onRecord: readonly InvoiceLine[],
  { invoiceNumber, currency: unit, issuedOn }: { invoiceNumber: string; currency: string; issuedOn: string },
): void {
  const other = onRecord.find((each) => each.currency !== unit || each.issuedOn !== issuedOn);
  if (!other) return;
  throw new SignOffError(
    'INVOICE_MISMATCH',
    `Invoice "${invoiceNumber}" is registered for milestone ${other.milestoneId} in ${other.currency}, of ${other.issuedOn}; an invoice has one date and one currency, so register another one under another number.`,
    { field: 'invoiceNumber' },
  );
}

export interface DecidedLine {
  certificateNumber: string;
  /** The draft that it is issued from has a line here, which ends. */
  isFromDraft: boolean;
}

/**
 * Decides on each line of an invoice, `situations` being those of its lines in their order. `isRepeat` when this very invoice is registered.
 * Throws what an invoice throws, naming the line.
 */
export function decideOnSchedule(
  situations: readonly GateSituation[],
  onRecord: readonly InvoiceLine[],
  command: RegisterSchedule,
  now: string,
): { isRepeat: true } | { isRepeat: false; decided: DecidedLine[] } {
  assertOneInvoice(onRecord, command);
  const { draftNumber: draft, lines: wanted, ...of } = command;
  const holds = situations.map(({ drafts }) => drafts.some((each) => each.draftNumber === draft));
  if (draft !== undefined && !holds.includes(true))
    throw new SignOffError(
      'DRAFT_NOT_OPEN',
      `No line is of a milestone that draft "${draft}" is for; list the drafts.`,
      {
        field: 'draftNumber',
      },
    );
  const decided = situations.map((situation, index) =>
    ofLine(index, () => {
      const isFromDraft = holds[index] === true;
      const line = {
        ...of,
        amount: wanted[index]?.amount ?? '',
        ...(isFromDraft && draft ? { draftNumber: draft } : {}),
      };
      return { ...decideOnInvoice(situation, line, now), isFromDraft };
    }),
  );
  const fresh = decided.flatMap((each) => (each.isRepeat ? [] : [each]));
  if (fresh.length === 0 && onRecord.length === wanted.length) return { isRepeat: true };
  if (fresh.length === wanted.length && onRecord.length === 0) return { isRepeat: false, decided: fresh };
  throw new SignOffError(
    'INVOICE_MISMATCH',
    `Invoice "${command.invoiceNumber}" is registered with other lines; register another one under another number.`,
    { field: 'invoiceNumber' },
  );
}

/** Decides on each line of a draft; true when this very draft is registered. Throws what a draft throws, naming the line. */
export function decideOnDraftSchedule(
  situations: readonly GateSituation[],
  linesOnRecord: number,
  { lines: wanted, ...of }: RegisterDraftSchedule,
  now: string,
): { isRepeat: boolean } {
  const fresh = situations.filter((situation, index) =>
    ofLine(index, () => !decideOnDraft(situation, { ...of, amount: wanted[index]?.amount ?? '' }, now).isRepeat),
  );
  if (fresh.length === 0 && linesOnRecord === wanted.length) return { isRepeat: true };
  if (fresh.length === wanted.length && linesOnRecord === 0) return { isRepeat: false };
  throw new SignOffError(
    'INVOICE_MISMATCH',
    `Draft "${of.draftNumber}" is registered with other lines; register another one under another number.`,
    { field: 'draftNumber' },
  );
}

/** Cancels what is left of each line; lines of which nothing is left stay as they are. Throws what a cancellation throws where nothing is left of any. */
export function decideOnWholeCancellation(
  situations: readonly GateSituation[],
  invoiceNumber: string,
  command: CancelInvoice,
  now: string,
): { milestoneId: string; credit: RegisteredCredit }[] {
  const refused: SignOffError[] = [];
  const decided = situations.map((situation) => {
    try {
      const each = decideOnCancellation(situation, invoiceNumber, command, now);
      return each.isRepeat ? 'repeat' : { milestoneId: situation.milestoneId, credit: each.credit };
    } catch (error) {
      if (!(error instanceof SignOffError) || error.code !== 'CREDIT_EXCEEDS_INVOICE') throw error;
      refused.push(error);
      return 'repeat';
    }
  });
  const [first] = refused;
  if (first && refused.length === situations.length) throw first;
  return decided.filter((each) => each !== 'repeat');
}

/** What is refused of a line names it; what all lines have in common keeps its own name. */
function ofLine<T>(index: number, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    const field = error.code === 'INVOICE_BLOCKED' ? 'milestoneId' : error.field;
    if (field !== 'milestoneId' && field !== 'amount') throw error;
    throw new SignOffError(error.code, error.message, { field: `lines.${index}.${field}`, cause: error });
  }
}
