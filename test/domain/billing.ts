// A billing system beside a random run: it has drafts, invoices and schedules registered in and out of turn, and checks the gate against the auditor's sums.
import assert from 'node:assert/strict';
import { SignOffError } from '../../domain/errors.ts';
import { dateAfter, dateOf } from '../../domain/time/businessTime.ts';
import { failedExceptions } from '../../domain/exceptions/exceptions.ts';
import { decideOnCreditNote } from '../../domain/acceptance/credits.ts';
import { decideOnDraft, draftsOver } from '../../domain/acceptance/invoiceDrafts.ts';
import { decideOnSchedule } from '../../domain/acceptance/invoiceSchedules.ts';
import {
  decideOnInvoice,
  invoiceGate,
  type DraftEnd,
  type GateSituation,
  type RegisteredCredit,
  type RegisteredDraft,
  type RegisteredInvoice,
  type RegisterInvoice,
} from '../../domain/acceptance/invoiceGate.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { invoice } from './invoices.ts';
import { inTenThousandths } from './partBooks.ts';
import { holds } from './timesTested.ts';

const amounts = ['50000.00', '99999.9999', '0.0001', '33333.3333', '100000'];

export class Billing {
  #invoices: RegisteredInvoice[] = [];
  #credits: RegisteredCredit[] = [];
  #drafts: RegisteredDraft[] = [];
  /** What a second milestone of the engagement, all of it released, has invoiced. */
  #beside: RegisteredInvoice[] = [];

  /** `released` is what the auditor found released, in ten-thousandths. */
  register(milestone: Milestone, n: number, released: bigint): void {
    const situation = this.#situation(milestone);
    const { currency } = milestone.plan.value;
    const amount = amounts[n % amounts.length] as string;
    const now = situation.openedAt ?? milestone.startedAt;
    const issuedOn = dateOf(now, milestone.engagement.contract.calendar);
    const command = invoice({ invoiceNumber: `INV-${n % 4}`, amount, currency, issuedOn });
    const isKnown = this.#invoices.some((each) => each.invoiceNumber === command.invoiceNumber);
    if (n % 5 === 4) return this.#credit(situation, command, now);
    if (n % 7 === 1) return this.#draft(situation, { ...command, released }, now);
    if (n % 7 === 2) return this.#lapse(situation, now);
    if (n % 7 === 3) return this.#schedule(situation, { ...command, released }, now);
    const draft = n % 7 === 4 ? this.#open()[0] : undefined;
    const of = draft ? { ...command, draftNumber: draft.draftNumber } : command;
    const before = this.#standing() + this.#reserved() - (draft ? inTenThousandths(draft.amount) : 0n);
    try {
      const { isRepeat } = decideOnInvoice(situation, of, now);
      holds(5, isRepeat === isKnown, 'asking twice is asking anew');
      if (isRepeat) return;
      holds(5, before + inTenThousandths(command.amount) <= released, 'invoiced beyond what is released');
      this.#invoices = [...this.#invoices, command];
      if (draft) this.#end(draft, 'issued');
    } catch (error) {
      assert.ok(error instanceof SignOffError);
      const fits = before + inTenThousandths(command.amount) <= released;
      holds(5, isKnown || !fits, `refused what is released: ${error.message}`);
    }
  }

  /** A draft reserves what is released and neither invoiced nor reserved, and nothing else. */
  #draft(situation: GateSituation, { released, ...of }: RegisterInvoice & { released: bigint }, now: string): void {
    const { calendar } = situation.engagement.contract;
    const reservedUntil = dateAfter(dateOf(now, calendar), 10);
    const draftNumber = `D-${this.#drafts.length}`;
    const draft = { ...of, draftNumber, reservedUntil };
    const fits = this.#standing() + this.#reserved() + inTenThousandths(of.amount) <= released;
    try {
      holds(5, !decideOnDraft(situation, draft, now).isRepeat && fits, 'reserved beyond what is released');
      this.#drafts = [...this.#drafts, draft];
    } catch (error) {
      assert.ok(error instanceof SignOffError);
      holds(5, !fits || situation.phase === 'revoked', `refused to reserve what is released: ${error.message}`);
    }
  }

  /** The last day of every draft passes, and all that they reserved is free; on that day nothing is. */
  #lapse(situation: GateSituation, now: string): void {
    const days = (count: number) => new Date(Date.parse(now) + count * 86_400_000).toISOString();
    if (situation.phase !== 'revoked') holds(5, draftsOver(situation, days(10)).length === 0, 'a draft lapsed early');
    const over = draftsOver(situation, days(12));
    holds(5, over.length === this.#open().length, 'a draft outlived its date');
    for (const { draft, endedAs } of over) this.#end(draft, endedAs);
  }

  /** One invoice over this milestone and another: both lines or neither. */
  #schedule(
    situation: GateSituation,
    { released, amount, ...of }: RegisterInvoice & { released: bigint },
    now: string,
  ): void {
    const value = { amount: '100000.0000', currency: of.currency };
    const release = { certificateNumber: 'beside', amountReleased: value.amount, amountWithheld: '0' };
    const beside = { ...situation, milestoneId: 'beside', phase: 'accepted', value, release };
    const known = [this.#invoices, this.#beside].map((each) =>
      each.filter(({ invoiceNumber }) => invoiceNumber === of.invoiceNumber),
    );
    const situations = [situation, { ...beside, invoices: this.#beside, credits: [], drafts: [] }];
    const lines = [
      { milestoneId: situation.milestoneId, amount },
      { milestoneId: 'beside', amount: '25000.00' },
    ];
    const onRecord = known.flatMap((each, index) =>
      each.map((one) => ({ ...one, milestoneId: lines[index]?.milestoneId ?? '' })),
    );
    const fits = this.#standing() + this.#reserved() + inTenThousandths(amount) <= released;
    try {
      const { isRepeat } = decideOnSchedule(situations, onRecord, { ...of, lines }, now);
      holds(5, isRepeat ? onRecord.length === 2 : fits && onRecord.length === 0, 'a line went beyond its release');
      if (isRepeat) return;
      this.#invoices = [...this.#invoices, { ...of, amount }];
      this.#beside = [...this.#beside, { ...of, amount: '25000.00' }];
    } catch (error) {
      assert.ok(error instanceof SignOffError);
      const isFull = this.#beside.length === 4;
      holds(5, onRecord.length > 0 || !fits || isFull, `refused an invoice whose lines are released: ${error.message}`);
    }
  }

  /** A credit note for a part of an invoice, whether or not there is one, and as often as not for more than is left. */
  #credit(situation: GateSituation, { invoiceNumber, amount, ...rest }: RegisterInvoice, now: string): void {
    const creditNoteNumber = `CN-${this.#credits.length}`;
    const left = this.#invoices
      .filter((each) => each.invoiceNumber === invoiceNumber)
      .reduce((sum, each) => sum + inTenThousandths(each.amount), 0n);
    const taken = this.#credits
      .filter((each) => each.invoiceNumber === invoiceNumber)
      .reduce((sum, each) => sum + inTenThousandths(each.amount), 0n);
    const fits = inTenThousandths(amount) <= left - taken;
    try {
      const decided = decideOnCreditNote(situation, { ...rest, invoiceNumber, amount, creditNoteNumber }, now);
      holds(5, fits && !decided.isRepeat, 'credited more than was invoiced');
      if (!decided.isRepeat) this.#credits = [...this.#credits, decided.credit];
    } catch (error) {
      assert.ok(error instanceof SignOffError);
      holds(5, !fits, `refused to credit what is left: ${error.message}`);
    }
  }

  check(milestone: Milestone, released: bigint): void {
    const unpublished = invoiceGate({ ...this.#situation(milestone), release: milestone.acceptances.at(-2) });
    if (milestone.stage.phase === 'revoked')
      holds(5, Number(unpublished.amountReleased) === 0, 'released between a revocation and its certificate');
    const gate = invoiceGate(this.#situation(milestone));
    const value = inTenThousandths(milestone.plan.value.amount);
    const invoiced = this.#standing();
    holds(5, inTenThousandths(gate.amountReleased) === released, 'the gate releases more or less than the certificate');
    holds(5, inTenThousandths(gate.amountWithheld) === value - released, 'released and withheld make no value');
    const left = released - invoiced - this.#reserved();
    const available = left > 0n ? left : 0n;
    holds(5, inTenThousandths(gate.amountReserved) === this.#reserved(), 'drafts reserve more or less than they say');
    const over = invoiced > released ? invoiced - released : 0n;
    const due = gate.toCredit.reduce((sum, each) => sum + inTenThousandths(each.amount), 0n);
    holds(5, inTenThousandths(gate.amountOverInvoiced) === over && due === over, 'more or less is to be credited');
    holds(5, inTenThousandths(gate.amountAvailable) === available, 'more or less is left than was released');
    holds(5, inTenThousandths(gate.amountHeld) <= value - released, 'more is held than withheld');
    assert.equal(gate.heldExceptions.length, failed(milestone).length);
  }

  #open = (): RegisteredDraft[] => this.#drafts.filter((each) => each.endedAs === undefined);

  #reserved = (): bigint => this.#open().reduce((sum, each) => sum + inTenThousandths(each.amount), 0n);

  #end(ended: RegisteredDraft, endedAs: DraftEnd): void {
    this.#drafts = this.#drafts.map((each) => (each.draftNumber === ended.draftNumber ? { ...each, endedAs } : each));
  }

  #standing = (): bigint =>
    this.#invoices.reduce((sum, each) => sum + inTenThousandths(each.amount), 0n) -
    this.#credits.reduce((sum, each) => sum + inTenThousandths(each.amount), 0n);

  /** As the record has it once the certificate of the last acceptance is published. */
  #situation(milestone: Milestone): GateSituation {
    const [first] = milestone.acceptances;
    const last = milestone.acceptances.at(-1);
    const revokes = last?.kind === 'revocation' ? last.supersedes : undefined;
    return {
      milestoneId: milestone.milestoneId,
      phase: milestone.stage.phase,
      engagement: milestone.engagement,
      ...(first ? { openedAt: first.acceptedAt } : {}),
      value: milestone.plan.value,
      release: last && { ...last, ...(revokes === undefined ? {} : { revokes }) },
      failedExceptions: failed(milestone).map(({ exceptionId, amountWithheld, failure }) => ({
        exceptionId,
        amount: amountWithheld,
        reason: failure?.reason ?? '',
        since: failure?.at ?? '',
      })),
      invoices: this.#invoices,
      credits: this.#credits,
      drafts: this.#drafts,
    };
  }
}

const failed = (milestone: Milestone) =>
  milestone.stage.phase === 'acceptedWithExceptions' ? failedExceptions(milestone) : [];
