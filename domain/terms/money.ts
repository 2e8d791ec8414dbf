// Exact decimal money; never binary floating point.
import Big from 'big.js';
import { z } from 'zod';

/** A decimal amount as text, at most four places, not negative, e.g. "125000.00". */
export const amount = z
  .string()
  .regex(/^\d{1,13}(\.\d{1,4})?$/, 'write the amount as digits with at most four decimals, e.g. "125000.00"');

export const currency = z.string().regex(/^[A-Z]{3}$/, 'use an ISO 4217 code, e.g. "EUR"');

export const money = z.object({ amount, currency });
export type Money = z.infer<typeof money>;

export const isMore = (left: string, right: string): boolean => new Big(left).gt(new Big(right));

/** At least two decimals, and every one there is: rounding could release more than the value. */
const written = (value: Big): string => value.toFixed(Math.max(2, value.toFixed().split('.')[1]?.length ?? 0));

export const sumOf = (amounts: readonly string[]): string =>
  written(amounts.reduce((sum, each) => sum.plus(each), new Big(0)));

export const differenceOf = (from: string, subtract: string): string => written(new Big(from).minus(subtract));

/** The smaller of two limits; an absent one does not limit. */
export function smallerOf(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return isMore(left, right) ? right : left;
}
