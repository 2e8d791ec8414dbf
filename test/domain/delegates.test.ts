// Rules 1, 3 and 4 on people who act for others: duties passed on, back and over again, among people of every authority.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eligibleDelegates } from '../../domain/people/delegation.ts';
import { evolve } from '../../domain/evolve.ts';
import type { Delegation, Milestone } from '../../domain/milestone.ts';
import type { ApprovalGroup } from '../../domain/terms/plan.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import { dutyIn, onBehalf } from '../../domain/people/assignments.ts';
import * as act from './acts.ts';
import type { Act } from './acts.ts';
import { monday } from './cast.ts';
import { RandomRun } from './randomRun.ts';
import { calendarOf, startedOnce, termsOf } from './randomRunTerms.ts';
import { inTenThousandths } from './partBooks.ts';
import { anyone, menu, passingOn } from './randomActs.ts';
import { given, ruleOn } from './scenario.ts';
import { countAnew, timesTestedOnDelegates, type DelegateRule } from './timesTested.ts';
import { nextAct } from './wayOut.ts';
import { propertyRuns } from '../run/properties.ts';

const amounts = ['5.00', '99999.9999', '100000', '100000.0001', '250000.00'];
const limit = fc.option(fc.constantFrom(...amounts), { nil: undefined });
const quorum = fc.constantFrom<ApprovalGroup['quorum']>(
  { kind: 'all' },
  { kind: 'any' },
  { kind: 'atLeast', count: 2 },
);

const entry = (personId: string) =>
  limit.map((found) => ({ personId, ...(found === undefined ? {} : { limit: found }) }));
const entries = (...ids: string[]) => fc.tuple(...ids.map(entry));

/** Two groups that share people, with deputies of either side, and the manager, who submits and so cannot sign, among them. */
const authorityList: fc.Arbitrary<ApprovalGroup[]> = fc.tuple(
  fc.record(
    {
      name: fc.constant('First'),
      quorum,
      members: entries('approver1', 'approver2', 'sponsor'),
      delegates: entries('deputy', 'owner1', 'manager'),
    },
    { noNullPrototype: true },
  ),
  fc.record(
    {
      name: fc.constant('Second'),
      quorum: fc.constant<ApprovalGroup['quorum']>({ kind: 'any' }),
      members: entries('director', 'approver1'),
      delegates: entries('user2', 'deputy', 'validator1'),
    },
    { noNullPrototype: true },
  ),
);

const terms = { plan: 0, maxReworkCycles: 2, silence: 0, calendar: 0, amount: '100000.00' };
const start = startedOnce(termsOf(terms));

/** What leads up to each stage in which duties are passed on; the acts before it are the same for every authority list. */
const ways = [act.toValidation, act.toReview, act.toSignOff].map((acts) => {
  const sofar = acts.slice(0, -1).reduce(
    ({ milestone, events }, each) => {
      const result = ruleOn(milestone, each(milestone), monday);
      assert.equal(result.outcome.message, undefined);
      return { milestone: result.milestone, events: [...events, ...result.events] };
    },
    { milestone: start, events: [] as ReturnType<typeof ruleOn>['events'] },
  );
  return { ...sofar, last: acts.at(-1) as Act };
});

function begun(way: number, approvalAuthorityList: ApprovalGroup[]): RandomRun {
  const { milestone, events, last } = ways[way] as (typeof ways)[number];
  const withList = (before: Milestone) => ({ ...before, plan: { ...before.plan, approvalAuthorityList } });
  const run = new RandomRun(withList(start), calendarOf(terms), { milestone: withList(milestone), events });
  run.do(last);
  return run;
}

const deciding: Partial<Record<string, (personId: string) => Act>> = {
  validating: act.report,
  inReview: act.approve,
  formalSignOff: act.sign,
};

const reassigning = menu.find((each) => each(0)(start).name === 'reassign') as (n: number) => Act;

function chosen({ milestone }: RandomRun, pick: number): Act {
  const n = Math.floor(pick / 10);
  const decide = deciding[milestone.stage.phase];
  if (!decide) return nextAct(milestone, n) ?? act.submit();
  const asked = pendingAssignees(milestone);
  switch (pick % 10) {
    case 0:
      return decide(anyone(n));
    case 1:
      return n % 4 === 0 ? act.refuse(asked[0] ?? 'nobody') : reassigning(n);
    case 2:
      return passingOn(n);
    case 3:
    case 4:
    case 5:
      return passingOnWithin(milestone, n);
    case 6:
    case 7:
    case 8:
      return decide(actingForOthers(milestone)[0] ?? oneOf(asked, n));
    default:
      return decide(oneOf(asked, n));
  }
}

const oneOf = (ids: readonly string[], n: number): string => ids[n % Math.max(1, ids.length)] ?? 'nobody';

function actingForOthers(milestone: Milestone): string[] {
  const duty = dutyIn(milestone.stage.phase);
  return duty
    ? pendingAssignees(milestone).filter((each) => onBehalf(milestone, duty, each).onBehalfOf !== undefined)
    : [];
}

/** To somebody who may; most of those named at random may not. */
function passingOnWithin(milestone: Milestone, n: number): Act {
  const from = oneOf(pendingAssignees(milestone), n);
  const to = oneOf(eligibleDelegates(milestone, from), n >> 2);
  return n % 3 === 0 ? act.reassign(from, to) : act.delegate(from, to);
}

const runs = propertyRuns(0.4);

const randomRuns = fc.record({
  way: fc.constantFrom(0, 0, 1, 2, 2, 2),
  list: authorityList,
  picks: fc.array(fc.nat(0xffff), { minLength: 4, maxLength: 12, size: 'max' }),
});

describe('Duties passed on in whatever order', function () {
  this.timeout(900_000);
  before(countAnew);

  it('never let an author validate, a submitter sign, a person count twice, or authority grow', () => {
    fc.assert(
      fc.property(randomRuns, ({ way, list, picks }) => {
        const run = begun(way, list);
        for (const pick of picks) run.do(chosen(run, pick));
        run.check();
      }),
      { numRuns: runs },
    );
  });

  for (const rule of Object.keys(timesTestedOnDelegates).map((each) => Number(each) as DelegateRule))
    it(`put rule ${rule} to the test on people who act for others again and again`, () => {
      assert.ok(timesTestedOnDelegates[rule] >= runs * 0.3, `${timesTestedOnDelegates[rule]} times only`);
    });
});

describe('Signature of a delegate', () => {
  const { milestone } = given(...act.toSignOff);
  const delegation: Delegation = {
    delegationId: 'P1',
    kind: 'delegated',
    duty: 'signature',
    memberId: 'approver1',
    fromPersonId: 'approver1',
    toPersonId: 'deputy',
    reason: 'Away until Monday',
    at: monday,
    actor: { personId: 'approver1', role: 'approver', authentication: { method: 'temporalMessage' } },
    messageId: 'passed-on',
    isVoid: false,
  };

  it('counts up to the smaller of both limits, whatever was let through when the duty was passed on', () => {
    fc.assert(
      fc.property(limit, limit, fc.constantFrom(...amounts), (listed, own, amount) => {
        const members = [{ personId: 'approver1', ...(listed === undefined ? {} : { limit: listed }) }];
        const delegates = [{ personId: 'deputy', ...(own === undefined ? {} : { limit: own }) }];
        const approvalAuthorityList = [{ name: 'Only', quorum: { kind: 'all' as const }, members, delegates }];
        const plan = { ...milestone.plan, approvalAuthorityList, value: { amount, currency: 'CLF' } };
        const passed = evolve({ ...milestone, plan }, { type: 'delegated', delegation });
        const { events, outcome } = ruleOn(passed, act.sign('deputy')(passed), monday);
        const limits = [listed, own].flatMap((each) => (each === undefined ? [] : [inTenThousandths(each)]));
        const isWithin = limits.every((each) => each >= inTenThousandths(amount));
        assert.equal(outcome.code, isWithin ? undefined : 'AUTHORITY_EXCEEDED');
        assert.equal(events.length > 0, isWithin);
      }),
    );
  });
});
