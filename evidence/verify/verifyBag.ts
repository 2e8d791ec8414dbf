// Checks a bag with nothing but the bag: that it is whole, then whatever the reader of its own record format checks.
import { BagError, type Bag, type Primitives } from './bag.ts';
import { checkPayload, checkTags } from './fixity.ts';
import { formatOf } from './formats.ts';
import type { Receipt } from './receipt.ts';
import type { Check } from './recordFormat.ts';

export interface Finding {
  check: string;
  holds: boolean;
  /** What was found, or the first thing that does not hold. */
  says: string;
}

/** Findings in order; the last one does not hold when the bag fails, and nothing after it was checked. */
export async function* verifyBag(bag: Bag, primitives: Primitives, receipt?: Receipt): AsyncGenerator<Finding> {
  const checks: Check[] = [
    ['Bag', () => checkTags(bag, primitives)],
    ['Files', () => checkPayload(bag, primitives)],
    [
      'Record format',
      async () => {
        const format = await formatOf(bag);
        checks.push(...format.checks(bag, primitives, receipt));
        return `format ${format.name}, read by the rules it was written under`;
      },
    ],
  ];
  for (const [check, work] of checks) {
    try {
      yield { check, holds: true, says: await work() };
    } catch (error) {
      const says = error instanceof BagError ? error.message : `cannot be checked: ${(error as Error).message}`;
      yield { check, holds: false, says };
      return;
    }
  }
}
