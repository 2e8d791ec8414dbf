// What is stored is read by its version: today's as it is, an earlier one step by step, one that nobody knows not at all.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { z } from 'zod';
import type { Milestone } from '../../domain/milestone.ts';
import { milestoneState } from '../../domain/records/stateShape.ts';
import {
  fromStored,
  toStored,
  UnreadableShape,
  upcaster,
  upcastMilestone,
  type Steps,
} from '../../domain/records/upcast.ts';
import { currentRulesVersion, shapesOf } from '../../domain/rulesVersions.ts';
import { propertyRuns } from '../run/properties.ts';
import * as act from './acts.ts';
import { monday } from './cast.ts';
import { menu } from './randomActs.ts';
import { given, ruleOn } from './scenario.ts';

/** Type checks fail here for a state that a run could not hand to the next: a phase, or a field, that the shape leaves out. */
type Shaped = z.output<typeof milestoneState>;
const everyStateHasAShape: Milestone extends Shaped ? (keyof Milestone extends keyof Shaped ? true : never) : never =
  true;

const { milestone } = given(...act.toReview, act.refuse('user1'));

describe('What is stored', () => {
  it('is read as it was written, by the version it names', () => {
    assert.deepEqual(upcastMilestone(JSON.parse(JSON.stringify(milestone))), JSON.parse(JSON.stringify(milestone)));
    const { engagement, plan } = milestone;
    assert.deepEqual(fromStored('engagement', toStored(engagement)), engagement);
    assert.deepEqual(fromStored('plan', toStored(plan)), plan);
  });

  it('is led to a later version step by step, each kind by its own', () => {
    const steps: Steps = {
      1: { engagement: (was) => ({ ...was, currency: 'EUR' }) },
      2: {
        engagement: (was) => ({ ...was, currencies: [was.currency] }),
        plan: (was) => ({ ...was, isOptional: false }),
      },
    };
    const upcast = upcaster(steps, 3);
    assert.deepEqual(upcast('engagement', { name: 'N' }, 1), { name: 'N', currency: 'EUR', currencies: ['EUR'] });
    assert.deepEqual(upcast('engagement', { currency: 'GBP' }, 2), { currency: 'GBP', currencies: ['GBP'] });
    assert.deepEqual(upcast('plan', {}, 1), { isOptional: false });
    assert.deepEqual(upcast('plan', { isOptional: true }, 3), { isOptional: true });
  });

  it('is not read when it names no version, or one of a later release', () => {
    for (const stored of [
      undefined,
      null,
      'text',
      {},
      { shapesVersion: '1' },
      { shapesVersion: currentRulesVersion + 1 },
    ])
      assert.throws(() => upcastMilestone(stored), UnreadableShape);
    assert.throws(() => fromStored('plan', milestone.plan), UnreadableShape);
  });

  it('has the shape that a state handed to a workflow is checked by, whatever happened', () => {
    assert.ok(everyStateHasAShape);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(menu.length - 1), fc.nat(1000)), { maxLength: 25 }), (choices) => {
        const acts = choices.map(([which, n]) => (menu[which] as (n: number) => act.Act)(n));
        const played = acts.reduce((state, each) => ruleOn(state, each(state), monday).milestone, milestone);
        const state = JSON.parse(JSON.stringify(played)) as object;
        const { error, data } = milestoneState.safeParse(state);
        assert.equal(error, undefined);
        assert.deepEqual(data, state);
      }),
      { numRuns: propertyRuns(0.1) },
    );
  });
});

describe('Rules of a version that nobody knows', () => {
  it('have no shapes', () => {
    for (const rulesVersion of [0, currentRulesVersion + 1])
      assert.throws(() => shapesOf({ rulesVersion }), /the first is 1, this release knows up to/);
  });
});
