// When somebody acted, where that is not when it was ruled on: the decision is dated by the act, and an instant that cannot be is refused.
import assert from 'node:assert/strict';
import { handleMessage } from '../../domain/decide.ts';
import { unsignedVoucher } from '../support/testVouchers.ts';
import * as act from './acts.ts';
import { monday } from './cast.ts';
import { given, type Scenario } from './scenario.ts';

/** The act, taken at one instant and ruled on at another. */
function taken({ milestone }: Scenario, step: act.Act, takenAt: string, now: string) {
  const { name, raw } = step(milestone);
  const voucher = unsignedVoucher('M1', name, raw, takenAt);
  assert.ok(voucher);
  return handleMessage(milestone, name, raw, { now, voucher });
}

const [before, at, hoursLater] = ['2026-03-02T09:58:59.000Z', '2026-03-02T11:00:00.000Z', '2026-03-02T17:30:00.000Z'];

describe('An act that is ruled on hours after an entrance took it', () => {
  const signing = given(...act.toSignOff);

  it('is dated by the act; the event by the ruling', () => {
    const { events, milestone } = taken(signing, act.sign('approver1'), at, hoursLater);
    assert.deepEqual([events[0]?.at, events[0]?.voucher?.takenAt], [hoursLater, at]);
    assert.equal(milestone.signatures[0]?.at, at);
  });

  it('is dated so whatever it is, while what is due next counts from the ruling', () => {
    const reviewing = given(...act.toReview);
    const refused = taken(reviewing, act.refuse('user1'), at, hoursLater).milestone;
    assert.equal(refused.refusals[0]?.at, at);
    assert.ok('wait' in refused.stage);
    assert.equal(refused.stage.wait.openedAt, hoursLater);
    const passedOn = taken(reviewing, act.delegate('user1', 'owner2'), at, hoursLater).milestone;
    assert.equal(passedOn.delegations[0]?.at, at);
    const commented = taken(reviewing, act.comment('user1', 'Why?'), at, hoursLater).milestone;
    assert.equal(commented.feedbackItems[0]?.raisedAt, at);
    const proposed = taken(given(...act.toAccepted), act.proposeRevocation(), at, hoursLater).milestone;
    assert.equal(proposed.proposedRevocation?.proposedAt, at);
  });

  it('is refused where the entrance says that it is still to come, but for what clocks differ by', () => {
    const refused = taken(signing, act.sign('approver1'), '2026-03-02T11:01:00.001Z', at).refused;
    assert.deepEqual([refused?.code, refused?.field], ['INVALID_MESSAGE', 'voucher.takenAt']);
    assert.match(refused?.message ?? '', /still to come at .*set the clock/);
    assert.equal(taken(signing, act.sign('approver1'), '2026-03-02T11:01:00.000Z', at).refused, undefined);
  });

  it('is refused on a package that was not handed in yet', () => {
    assert.equal(signing.milestone.packages[0]?.submittedAt, monday);
    const refused = taken(signing, act.sign('approver1'), before, at).refused;
    assert.deepEqual([refused?.code, refused?.field], ['INVALID_MESSAGE', 'voucher.takenAt']);
    assert.match(refused?.message ?? '', /before the package was handed in/);
  });

  it('counts though the deadline has passed meanwhile, since what was taken comes before what time makes due', () => {
    const late = '2026-04-30T00:00:00.000Z';
    const { milestone, outcome } = taken(signing, act.sign('approver1'), at, late);
    assert.equal(outcome.outcome, 'accepted');
    assert.equal(milestone.signatures[0]?.at, at);
  });
});
