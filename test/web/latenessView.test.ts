// What the page of a milestone shows of who was late: nothing where nobody was, each stage and wait with its party, in the reader's words.
import assert from 'node:assert/strict';
import { wordsIn } from '../../mail/messages/words.ts';
import { latenessView } from '../../web/desk/latenessView.ts';
import * as act from '../domain/acts.ts';
import { given, until, type Scenario } from '../domain/scenario.ts';

const shown = ({ history, now }: Scenario, language: string) =>
  latenessView(history, { words: wordsIn(language), timeZone: 'Europe/London', now });

describe('The ledger of lateness on the page of a milestone', () => {
  const before = given(...act.toReview);
  const late = before.when(until(new Date(Date.parse(before.deadline()) + 30 * 3_600_000).toISOString()));

  it('is not there where nobody was late and nothing stood still', () => {
    assert.equal(shown(before, 'en'), undefined);
  });

  it('says by stage and by wait whose lateness it was, in days and hours', () => {
    assert.deepEqual(shown(late, 'en')?.stages, [
      { phase: 'Review', firm: 'none', client: '1 day 6 hours', stopped: 'none' },
    ]);
    assert.equal(shown(late, 'de')?.stages[0]?.client, '1 Tag 6 Stunden');
    assert.deepEqual(
      shown(late, 'en')?.waits.map(({ client, to, was }) => [client, to, was]),
      [['1 day 6 hours', undefined, undefined]],
    );
  });

  it('shows time that stood still apart, with the deadline that it moved', () => {
    const stopped = given(...act.toReview, act.stopClock())
      .when(until('2026-03-04T10:00:00.000Z'))
      .when(act.resumeClock());
    const wait = shown(stopped, 'en')?.waits.find((each) => each.stopped !== 'none');
    assert.deepEqual([wait?.firm, wait?.client, wait?.stopped], ['none', 'none', '2 days']);
    assert.notEqual(wait?.was, undefined);
  });
});
