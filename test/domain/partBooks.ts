// The auditor's own books on parts: who put them to signature, that everybody signed for what they were shown, what each released, and that
// nothing accepted is ever another. Kept from the events alone, by other means than the domain's.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import type { MilestonePlan } from '../../domain/terms/plan.ts';
import { holds } from './timesTested.ts';

const sorted = (ids: readonly string[]): string => [...ids].sort().join(' ');

/** Exact, and by other means than the domain's. */
export function inTenThousandths(amount: string): bigint {
  const [whole = '', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(4, '0'));
}

export class PartBooks {
  #open: string[] | undefined;
  #handed: string[] = [];
  readonly #accepted = new Map<string, bigint>();
  /** By the certificates of parts, in ten-thousandths. */
  released = 0n;
  /** How many parts were accepted. */
  count = 0;

  /** What is put to signature by itself. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  enter(event: RecordedEvent, plan: MilestonePlan): void {
    switch (event.type) {
      case 'packageFrozen':
        this.#open = undefined;
        this.#handed = event.package.deliverables.map((each) => each.deliverableId);
        for (const id of this.#handed) holds(5, !this.#accepted.has(id), `${id} was handed in again`);
        return;
      case 'partProposed':
        assert.equal(event.actor.personId, 'manager');
        holds(5, this.#open === undefined, 'two parts at once');
        for (const id of event.part.deliverableIds)
          holds(5, this.#handed.includes(id) && !this.#accepted.has(id), `${id} is not open`);
        this.#open = event.part.deliverableIds;
        return;
      case 'partWithdrawn':
        this.#open = undefined;
        return;
      case 'signed':
        holds(
          13,
          sorted(this.#open ?? []) === sorted(event.signature.deliverableIds ?? []),
          'signed for something else than was shown',
        );
        return;
      case 'exceptionProposed':
        assert.equal(this.#open, undefined, 'an exception to a part');
        return;
      case 'planAmended':
        for (const [id, amount] of this.#accepted)
          holds(5, this.#worth(event.plan, id) === amount, `${id} was accepted, and is worth something else`);
        return;
      case 'partAccepted':
        this.#enterAccepted(event, plan);
        return;
      default:
    }
  }

  #enterAccepted({ acceptance }: Extract<RecordedEvent, { type: 'partAccepted' }>, plan: MilestonePlan): void {
    const ids = this.#open ?? [];
    const worth = ids.map((id) => this.#worth(plan, id));
    ids.forEach((id, index) => this.#accepted.set(id, worth[index] ?? 0n));
    this.#open = undefined;
    this.released += worth.reduce((sum, each) => sum + each, 0n);
    this.count += 1;
    assert.deepEqual(
      [acceptance.kind, acceptance.part?.number, acceptance.part?.isLast],
      ['partial', this.count, false],
    );
    holds(5, inTenThousandths(acceptance.amountReleased) === this.released, 'a part released something else');
  }

  /** Whether an acceptance says rightly that it is the last of several, or of none. */
  assertLast(part: { number: number; isLast: boolean } | undefined): void {
    assert.deepEqual(
      part && [part.number, part.isLast],
      this.count === 0 ? undefined : [this.count + 1, true],
      'the last act says otherwise',
    );
  }

  #worth = ({ deliverables }: MilestonePlan, id: string): bigint =>
    inTenThousandths(deliverables.find((each) => each.deliverableId === id)?.value ?? '0');
}
