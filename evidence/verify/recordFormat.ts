// What a record format gives the verifier: checks in their order. Each format has a frozen reader that makes them.
import type { Bag, Primitives } from './bag.ts';
import type { Receipt } from './receipt.ts';

/** Says what holds; throws BagError for the first thing that does not. */
export type Check = [name: string, check: () => Promise<string>];

export interface RecordFormat {
  /** As `Record-Format` in bag-info.txt has it. */
  name: string;
  /** Each check rests on those before it, so the first that fails is the last. */
  checks(bag: Bag, primitives: Primitives, receipt?: Receipt): Check[];
}
