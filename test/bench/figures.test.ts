// The bench's own arithmetic, on rounds made up so that every figure can be checked in the head.
import assert from 'node:assert/strict';
import type { Way } from '../../scripts/bench/driveRound.ts';
import {
  figuresOf,
  percentile,
  ratioOf,
  rounded,
  spreadOf,
  tableOf,
  type ByVariant,
  type Round,
} from '../../scripts/bench/figures.ts';
import { report } from '../../scripts/bench/report.ts';
import { readOptions } from '../../scripts/bench/options.ts';

const round = (changes: Partial<Round> = {}): Round => ({
  milestones: 10,
  seconds: 5,
  acknowledged: [10, 20, 30, 40],
  historyEvents: 20,
  historyBytes: 1000,
  ...changes,
});

describe('A percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('is the smallest value that so many per cent do not exceed, in whatever order they come', () => {
    assert.deepEqual(
      [50, 95, 99, 100].map((percent) => percentile(hundred, percent)),
      [50, 95, 99, 100],
    );
  });

  it('of one value is that value', () => {
    assert.equal(percentile([7], 1), 7);
    assert.equal(percentile([7], 99), 7);
  });

  it('of nothing is no number', () => {
    assert.ok(Number.isNaN(percentile([], 95)));
  });
});

describe('Several rounds of a variant', () => {
  it('count as one long round, so that a slow one weighs what it took', () => {
    assert.equal(figuresOf([round(), round({ seconds: 15 })]).milestonesPerSecond, 1);
  });

  it('pool their messages before percentiles are taken', () => {
    assert.equal(figuresOf([round(), round({ acknowledged: [1000, 1000, 1000, 1000] })]).acknowledge.p50, 40);
  });

  it('weigh histories by the milestones they were taken from', () => {
    const figures = figuresOf([round(), round({ milestones: 30, historyEvents: 40, historyBytes: 3000 })]);
    assert.deepEqual([figures.historyEvents, figures.historyBytes], [35, 2500]);
  });
});

describe('The ratio of the product to the bare variant', () => {
  const faster = round({ seconds: 2, acknowledged: [5], historyEvents: 10 });

  it('is product ÷ bare for each goal', () => {
    assert.deepEqual(ratioOf(figuresOf([faster]), figuresOf([round()])), {
      milestonesPerSecond: 2.5,
      acknowledgeP95: 0.125,
      historyEvents: 0.5,
    });
  });

  it('spreads over the pairs that ran one after the other', () => {
    const { lowest, highest } = spreadOf([faster, round()], [round(), round()]);
    assert.deepEqual([lowest.milestonesPerSecond, highest.milestonesPerSecond], [1, 2.5]);
    assert.deepEqual([lowest.acknowledgeP95, highest.acknowledgeP95], [0.125, 1]);
  });
});

describe('What the bench prints', () => {
  it('keeps four digits at any depth, and words as they are', () => {
    assert.deepEqual(rounded({ a: 1.23456, b: { c: 98765.4 }, d: 'x' }), { a: 1.235, b: { c: 98770 }, d: 'x' });
  });

  it('ends with the ratios to bare by signals and by updates, and to the same outputs done by hand', () => {
    const rounds = new Map<Way, ByVariant<Round[]>>([
      ['signals', { product: [round()], doItYourself: [round({ seconds: 20 })], bare: [round({ seconds: 2.5 })] }],
      ['updates', { product: [round()], doItYourself: [round()], bare: [round({ historyEvents: 40 })] }],
    ]);
    const { ratio } = JSON.parse(report(rounds, {}, { open: 0 }).at(-1) ?? '') as { ratio: object };
    assert.deepEqual(ratio, {
      ...{ milestonesPerSecond: 0.5, acknowledgeP95: 1, historyEvents: 1 },
      updates: { milestonesPerSecond: 1, acknowledgeP95: 1, historyEvents: 0.5 },
      doItYourself: { milestonesPerSecond: 4, acknowledgeP95: 1, historyEvents: 1 },
    });
  });

  it('lines numbers up to the right under their heads', () => {
    assert.equal(
      tableOf([
        ['', 'ms'],
        ['product', '7'],
      ]),
      '         ms\n-------  --\nproduct   7',
    );
  });
});

describe('A bench run', () => {
  it('asks for what the goals are stated for, unless told otherwise', () => {
    const { warmUp: _warmUp, rounds: _rounds, ...asked } = readOptions([]);
    assert.deepEqual(asked, {
      ...{ milestones: 200, atOnce: 20, open: 1000, updates: true },
      ...{ unprotected: true, doItYourself: true },
    });
    assert.equal(readOptions(['--milestones', '40', '--no-updates']).milestones, 40);
    assert.equal(readOptions(['--no-updates']).updates, false);
    assert.equal(readOptions(['--no-unprotected']).unprotected, false);
    assert.equal(readOptions(['--no-do-it-yourself']).doItYourself, false);
  });

  for (const args of [['--milestones', 'many'], ['--at-once', '0'], ['--rounds', '1.5'], ['--sideways']])
    it(`refuses ${args.join(' ')} with the usage`, () => {
      assert.throws(() => readOptions(args), /npm run bench -- \[options\]/);
    });
});
