// Waits by what a milestone is worth and how much it matters, and days that count by the calendars of both parties.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { businessCalendar } from '../../domain/time/businessCalendar.ts';
import { endOfBusinessDay, isBusinessDate } from '../../domain/time/businessTime.ts';
import { contractTerms } from '../../domain/terms/engagement.ts';
import { courseAhead } from '../../domain/work/course.ts';
import { whyInsufficient } from '../../domain/sufficiency/sufficiency.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import { whyInsufficient as toTheReader } from '../../evidence/verify/format1/sufficiency.ts';
import { propertyRuns } from '../run/properties.ts';
import * as act from './acts.ts';
import { monday } from './cast.ts';
import { givenTerms } from './scenario.ts';

const large = { fromValue: { amount: '100000', currency: 'EUR' }, waits: { inReview: { businessDays: 20 } } };
const urgent = {
  priority: 'high',
  waits: { inReview: { businessDays: 2 }, formalSignOff: { businessDays: 1, escalateAfterBusinessDays: 1 } },
};
const review = (contract: object, plan: object = {}) => givenTerms({ contract, plan }, ...act.toReview).deadline();
const reference = { reference: 'C-1', statementOfWork: 'S-1', signOffStatement: { version: '1', text: 'I accept.' } };

describe('Waits for a milestone of some value or priority', () => {
  it('are those of the contract where none is for it, by value in its own currency', () => {
    const usual = review({});
    assert.equal(review({ waitsFor: [large, urgent] }, { value: { amount: '99999.99', currency: 'EUR' } }), usual);
    assert.equal(review({ waitsFor: [large] }, { value: { amount: '100000.00', currency: 'USD' } }), usual);
    assert.equal(review({ waitsFor: [large] }), '2026-03-30T16:30:00.000Z');
  });

  it('count stage by stage, of several the last, in the course that is foretold as well', () => {
    const started = givenTerms(
      { contract: { waitsFor: [large, urgent] }, plan: { priority: 'high' } },
      ...act.toReview,
    );
    assert.equal(started.deadline(), '2026-03-04T17:30:00.000Z');
    const { engagement, plan } = started.milestone;
    const steps = courseAhead(engagement, plan, monday);
    const days = (phase: string) => steps.filter((each) => each.phase === phase).map((each) => each.until);
    const [first] = days('inReview');
    const validated = days('validating')[0] ?? '';
    assert.equal(first, endOfBusinessDay(validated, 2, engagement.contract.calendar));
    assert.equal(review({ waitsFor: [urgent, large] }, { priority: 'high' }), '2026-03-30T16:30:00.000Z');
  });

  it('hold for what comes after an amendment of the value, and leave the deadline that runs', () => {
    const contract = {
      waitsFor: [{ ...large, fromValue: { amount: '50000', currency: 'EUR' } }],
      amendments: 'byOneParty',
    };
    const before = givenTerms({ contract }, ...act.toReview);
    assert.equal(before.deadline(), '2026-03-30T16:30:00.000Z');
    const after = before
      .when(act.amendPlan({ value: { amount: '40000', currency: 'EUR' } }))
      .then('amendmentProposed', 'planAmended');
    assert.equal(after.deadline(), before.deadline());
    const next = [act.approve('user1'), act.approve('user2')].reduce((scenario, each) => scenario.when(each), after);
    assert.equal(next.event('reviewGroupAsked').wait.deadline, '2026-03-16T17:30:00.000Z');
  });

  it('are enough for an acceptance, and less than they give is not, to the service and to the reader of a bag', () => {
    const contract = { waitsFor: [urgent] };
    const { history } = givenTerms({ contract, plan: { priority: 'high' } }, ...act.toAccepted);
    const both = (events: typeof history) => [
      ...whyInsufficient(events, () => new Map()),
      ...toTheReader(nodePrimitives, events, new Map()),
    ];
    assert.deepEqual(both(history), []);
    const usual = history.map((each) =>
      each.type === 'milestoneStarted' ? { ...each, plan: { ...each.plan, priority: 'low' as const } } : each,
    );
    assert.match(both(usual).join(), /less than the 10 business days[\s\S]*less than the 10 business days/u);
  });

  it('say for which milestones they are', () => {
    const { error } = contractTerms.safeParse({ ...reference, waitsFor: [{ waits: {} }] });
    assert.deepEqual(error?.issues[0]?.path, ['waitsFor', 0, 'fromValue']);
  });
});

describe('A calendar of both parties', () => {
  const of = (counts: string) =>
    businessCalendar.parse({
      holidays: ['2026-03-04'],
      otherParty: { counts, weekend: [5, 6], holidays: ['2026-03-09'], workingDays: ['2026-03-13'] },
    });
  const counted = (counts: string): string[] =>
    Array.from({ length: 14 }, (_, index) => `2026-03-${String(index + 2).padStart(2, '0')}`).filter((date) =>
      isBusinessDate(date, of(counts)),
    );

  it('counts the days on which both do business, or one of them, as the contract says', () => {
    const both = ['02', '03', '05', '10', '11', '12', '13'];
    assert.deepEqual(
      counted('forBoth'),
      both.map((day) => `2026-03-${day}`),
    );
    const neither = ['07', '14'];
    assert.deepEqual(
      counted('forEither'),
      Array.from({ length: 14 }, (_, index) => String(index + 2).padStart(2, '0'))
        .filter((day) => !neither.includes(day))
        .map((day) => `2026-03-${day}`),
    );
    assert.equal(endOfBusinessDay(monday, 3, of('forBoth')), '2026-03-10T17:30:00.000Z');
    assert.equal(endOfBusinessDay(monday, 3, of('forEither')), '2026-03-05T17:30:00.000Z');
  });

  it('gives no less time for both than for one, and for either no more, whatever the calendars', () => {
    const dates = fc.uniqueArray(
      fc.integer({ min: 1, max: 28 }).map((day) => `2026-03-${String(day).padStart(2, '0')}`),
      { maxLength: 6 },
    );
    const weekend = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3 });
    fc.assert(
      fc.property(
        weekend,
        dates,
        weekend,
        dates,
        fc.integer({ min: 1, max: 12 }),
        (own, free, theirs, theirFree, days) => {
          const alone = businessCalendar.parse({ weekend: own, holidays: free });
          const end = (counts: 'forBoth' | 'forEither') =>
            endOfBusinessDay(
              monday,
              days,
              businessCalendar.parse({ ...alone, otherParty: { counts, weekend: theirs, holidays: theirFree } }),
            );
          const usual = endOfBusinessDay(monday, days, alone);
          assert.ok(end('forBoth') >= usual && end('forEither') <= usual);
        },
      ),
      { numRuns: propertyRuns(0.2) },
    );
  });
});
