// When a reminder reaches its reader, who may work elsewhere than the contract is counted.
import assert from 'node:assert/strict';
import { secondsUntilRead } from '../../domain/time/readersHours.ts';
import * as act from './acts.ts';
import { given, givenTerms } from './scenario.ts';

describe('A reminder', () => {
  const { milestone } = given(...act.toReview);
  const hours = (timeZone: string | undefined, at: string, of = milestone) =>
    secondsUntilRead(of, timeZone === undefined ? {} : { timeZone }, at) / 3600;

  it('goes out at once to who works then', () => {
    assert.equal(hours(undefined, '2026-03-05T09:00:00Z'), 0);
    assert.equal(hours('Europe/Berlin', '2026-03-05T09:00:00Z'), 0);
  });

  it('waits for the morning, or the next working day, of who is elsewhere', () => {
    assert.equal(hours('America/New_York', '2026-03-05T09:00:00Z'), 5, 'nine in London is four at night in New York');
    assert.equal(hours('Asia/Tokyo', '2026-03-05T09:00:00Z'), 15, 'and six in the evening in Tokyo');
    assert.equal(hours('Asia/Tokyo', '2026-03-06T09:00:00Z'), 63, 'where a Friday is over, until Monday');
  });

  it('does not wait for what would be too late', () => {
    const short = givenTerms({ contract: { waits: { inReview: { businessDays: 1 } } } }, ...act.toReview).milestone;
    const { stage } = short;
    assert.ok('wait' in stage);
    assert.equal(hours('Pacific/Honolulu', '2026-03-03T09:00:00Z', short), 0);
  });
});
