// Exact decimal money in currencies that exist; never binary floating point.
import Big from 'big.js';
import { z } from 'zod';
import { decimalsOf } from './currencies.ts';

/** A decimal amount as text, not negative, e.g. "125000.00". How many decimals it may have is its currency's affair. */
export const amount = z
  .string()
  .regex(/^\d{1,13}(\.\d{1,4})?$/, 'write the amount as digits with at most four decimals, e.g. "125000.00"');

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'use an ISO 4217 code, e.g. "EUR"')
  .refine((code) => decimalsOf(code) !== undefined, 'name a currency that is in force by ISO 4217, e.g. "EUR"');

/** Why an amount cannot be in a currency, and what to do; undefined when it can. Trailing zeros are no digits lost. */
export function whyNotInCurrency(value: string, code: string): string | undefined {
  const places = decimalsOf(code);
  if (places === undefined || decimalsIn(value) <= places) return undefined;
  return places === 0
    ? `${code} has no decimals; write a whole amount, not ${value}`
    : `${code} has ${places} decimals; write the amount with no more, not ${value}`;
}

/** Read from the text, since this is asked of amounts whose own shape may have been found wrong just before. */
const decimalsIn = (value: string): number => value.split('.')[1]?.replace(/0+$/, '').length ?? 0;

export const money = z.object({ amount, currency }).superRefine((value, context) => {
  const why = whyNotInCurrency(value.amount, value.currency);
  if (why !== undefined) context.addIssue({ code: 'custom', path: ['amount'], message: why });
});
export type Money = z.infer<typeof money>;

export const isMore = (left: string, right: string): boolean => new Big(left).gt(new Big(right));

/** As many decimals as the currency has: "1000000" of JPY, "12.345" of KWD, "0.10" of EUR. */
export const inCurrency = (value: string, code: string): string => written(new Big(value), code);

const written = (value: Big, code: string): string => value.toFixed(decimalsOf(code) ?? 2);

export const sumOf = (amounts: readonly string[], code: string): string =>
  written(
    amounts.reduce((sum, each) => sum.plus(each), new Big(0)),
    code,
  );

export const differenceOf = (from: string, subtract: string, code: string): string =>
  written(new Big(from).minus(subtract), code);

/** The smaller of two limits; an absent one does not limit. */
export function smallerOf(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return isMore(left, right) ? right : left;
}

/** As people read it in English, e.g. "€85,000.00", "¥1,000,000", "KWD 12.345"; exact, whatever the size. */
export function formatMoney(value: string, code: string): string {
  const places = decimalsOf(code) ?? 2;
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: code,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  // Decimal text is formatted as such, where a number would be rounded to what binary floating point can hold.
  return format.format(value as `${number}`).replace(/\u00a0/gu, ' ');
}
