// The bench's arithmetic: rounds in, figures, ratios and a table out. Measures nothing.
import type { VariantName } from './variants.ts';

/** What one round of one variant gave. */
export interface Round {
  milestones: number;
  seconds: number;
  /** Milliseconds from sending to acknowledgement, one per message. */
  acknowledged: number[];
  /** Mean of the round's histories. */
  historyEvents: number;
  historyBytes: number;
}

export interface Acknowledge {
  p50: number;
  p95: number;
  p99: number;
}

export interface Figures {
  milestonesPerSecond: number;
  /** Milliseconds. */
  acknowledge: Acknowledge;
  /** Per milestone. */
  historyEvents: number;
  historyBytes: number;
}

/** Nearest rank: the smallest value that at least `percent` of all values do not exceed. NaN of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

/** All rounds of a variant taken as one long round. */
export function figuresOf(rounds: readonly Round[]): Figures {
  const milestones = sum(rounds.map((each) => each.milestones));
  const acknowledged = rounds.flatMap((each) => each.acknowledged);
  const mean = (of: (round: Round) => number): number =>
    sum(rounds.map((each) => of(each) * each.milestones)) / milestones;
  return {
    milestonesPerSecond: milestones / sum(rounds.map((each) => each.seconds)),
    acknowledge: {
      p50: percentile(acknowledged, 50),
      p95: percentile(acknowledged, 95),
      p99: percentile(acknowledged, 99),
    },
    historyEvents: mean((each) => each.historyEvents),
    historyBytes: mean((each) => each.historyBytes),
  };
}

export interface Ratio {
  milestonesPerSecond: number;
  acknowledgeP95: number;
  historyEvents: number;
}

/** Product ÷ another variant. */
export const ratioOf = (product: Figures, other: Figures): Ratio => ({
  milestonesPerSecond: product.milestonesPerSecond / other.milestonesPerSecond,
  acknowledgeP95: product.acknowledge.p95 / other.acknowledge.p95,
  historyEvents: product.historyEvents / other.historyEvents,
});

export type ByVariant<T> = Partial<Record<VariantName, T>>;

/** Lowest and highest ratio of the pairs of rounds that ran one after the other. */
export function spreadOf(product: readonly Round[], other: readonly Round[]): { lowest: Ratio; highest: Ratio } {
  const ratios = product.map((round, index) => {
    const beside = other[index];
    if (!beside) throw new RangeError('Every round of the product has its round of the other variant');
    return ratioOf(figuresOf([round]), figuresOf([beside]));
  });
  const extreme = (choose: (...values: number[]) => number): Ratio => ({
    milestonesPerSecond: choose(...ratios.map((each) => each.milestonesPerSecond)),
    acknowledgeP95: choose(...ratios.map((each) => each.acknowledgeP95)),
    historyEvents: choose(...ratios.map((each) => each.historyEvents)),
  });
  return { lowest: extreme(Math.min), highest: extreme(Math.max) };
}

/** Numbers of any depth, to so many significant digits that the last one still means something. */
export function rounded<T>(value: T): T {
  if (typeof value === 'number') return Number(value.toPrecision(4)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded<unknown>(each)])) as T;
}

/** Columns wide enough for their longest cell; the first one to the left, numbers to the right. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  const [head = [], ...body] = rows;
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}
