// How often each rule of the domain that holds always was put to the test by a suite, and how often on somebody who acts for another.
import assert from 'node:assert/strict';

/** By the domain's numbers. Rule 8, on retention, is not about the course of a milestone. */
export type RuleNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 9 | 12 | 13 | 15;
export const timesTested: Record<RuleNumber, number> = {
  1: 0,
  2: 0,
  3: 0,
  4: 0,
  5: 0,
  6: 0,
  7: 0,
  9: 0,
  12: 0,
  13: 0,
  15: 0,
};

/** Rules that are judged on the person who acts, delegates included. */
export type DelegateRule = 1 | 3 | 4;
export const timesTestedOnDelegates: Record<DelegateRule, number> = { 1: 0, 3: 0, 4: 0 };

/** At the beginning of a suite: what another one has tested says nothing about this one. */
export function countAnew(): void {
  for (const counts of [timesTested, timesTestedOnDelegates] as Record<number, number>[])
    for (const rule of Object.keys(counts)) counts[Number(rule)] = 0;
}

export function holds(rule: RuleNumber, condition: boolean, broken: string): void {
  timesTested[rule] += 1;
  assert.ok(condition, `rule ${rule}: ${broken}`);
}

export function holdsOnDelegate(rule: DelegateRule, condition: boolean, broken: string): void {
  timesTestedOnDelegates[rule] += 1;
  holds(rule, condition, `${broken}, for somebody else`);
}
