// A billing system beside a random run: it has invoices registered in and out of turn, and checks the gate against the auditor's sums.
import assert from 'node:assert/strict';
import { SignOffError } from '../../domain/errors.ts';
import { dateOf } from '../../domain/time/businessTime.ts';
import { failedExceptions } from '../../domain/exceptions/exceptions.ts';
import { decideOnCreditNote } from '../../domain/acceptance/credits.ts';
import {
  decideOnInvoice,
  invoiceGate,
  type GateSituation,
  type RegisteredCredit,
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
    const before = this.#standing();
    try {
      const { isRepeat } = decideOnInvoice(situation, command, now);
      holds(5, isRepeat === isKnown, 'asking twice is asking anew');
      if (isRepeat) return;
      holds(5, before + inTenThousandths(command.amount) <= released, 'invoiced beyond what is released');
      this.#invoices = [...this.#invoices, command];
    } catch (error) {
      assert.ok(error instanceof SignOffError);
      const fits = before + inTenThousandths(command.amount) <= released;
      holds(5, isKnown || !fits, `refused what is released: ${error.message}`);
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
    const available = invoiced > released ? 0n : released - invoiced;
    holds(5, inTenThousandths(gate.amountAvailable) === available, 'more or less is left than was released');
    holds(5, inTenThousandths(gate.amountHeld) <= value - released, 'more is held than withheld');
    assert.equal(gate.heldExceptions.length, failed(milestone).length);
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
      drafts: [],
    };
  }
}

const failed = (milestone: Milestone) =>
  milestone.stage.phase === 'acceptedWithExceptions' ? failedExceptions(milestone) : [];
