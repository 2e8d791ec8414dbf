// What a milestone remembers of messages: repeats are recognised, and nobody can make the state grow without bound.
import assert from 'node:assert/strict';
import { refusalsRemembered } from '../../domain/records/messageOutcomes.ts';
import type { Milestone } from '../../domain/milestone.ts';
import * as act from './acts.ts';
import { monday } from './cast.ts';
import { given, ruleOn } from './scenario.ts';

const bad = (index: number) => act.but(act.sign('outsider'), { messageId: `bad-${index}`, typedName: 7 });

const afterBad = (count: number): Milestone => {
  let { milestone } = given(act.submit());
  for (let index = 0; index < count; index += 1) milestone = ruleOn(milestone, bad(index)(milestone), monday).milestone;
  return milestone;
};

describe('Milestone that is sent bad messages by the thousand', () => {
  const flooded = afterBad(refusalsRemembered + 200);

  it('remembers the last of them and every accepted one', () => {
    const ids = Object.keys(flooded.messages);
    assert.equal(ids.length, refusalsRemembered + 1);
    assert.equal(flooded.messages[ids[0] ?? '']?.outcome, 'accepted');
    assert.ok(!ids.includes('bad-199') && ids.includes('bad-200') && ids.includes(`bad-${refusalsRemembered + 199}`));
  });

  it('stays far below what one Temporal payload takes', () => {
    assert.ok(JSON.stringify(flooded).length < 900_000);
  });
});

describe('Message with more wrong in it than anybody would read', () => {
  const results = Array.from({ length: 900 }, () => ({ requirementId: '!', outcome: 'perhaps', evidence: '' }));
  const { milestone } = given(act.submit());
  const result = ruleOn(milestone, act.report('validator1', { results })(milestone), monday);

  it('is refused with the first problems and the number of the others', () => {
    assert.equal(result.refused?.details.length, 51);
    assert.equal(result.refused?.details.at(-1), 'and 2650 more');
    assert.equal(result.refused?.field, 'results.0.requirementId');
  });

  it('is remembered in brief, for its repeat', () => {
    assert.ok(JSON.stringify(result.outcome).length < 2000);
    assert.match(result.outcome.details?.at(-1) ?? '', /^and 46 more/);
    const again = ruleOn(result.milestone, act.report('validator1', { results })(milestone), monday);
    assert.equal(again.isRepeat, true);
    assert.deepEqual(again.outcome, result.outcome);
  });
});
