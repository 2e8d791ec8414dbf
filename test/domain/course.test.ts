// What is ahead of a milestone before it starts: who is asked when at the latest, group after group; and plans made like another from a row of a table.
import assert from 'node:assert/strict';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { courseAhead } from '../../domain/work/course.ts';
import { planOfRow } from '../../domain/work/importedPlan.ts';
import { engagementWith, planWith } from './cast.ts';

const engagement = engagementSchema.parse(engagementWith({ waits: { validating: { businessDays: 2 } } }));
const plan = milestonePlan.parse(planWith());
const { calendar } = engagement.contract;

describe('The course ahead of a milestone', () => {
  const steps = courseAhead(engagement, plan, '2026-03-02T09:00:00.000Z');

  it('asks the manager for the package first, then validators, each review group and each group of signers', () => {
    const { reviewGroups, approvalAuthorityList } = plan;
    assert.deepEqual(
      steps.map(({ phase, group }) => [phase, group?.name]),
      [
        ['compiling', undefined],
        ['validating', plan.validators.name],
        ...reviewGroups.map(({ name }) => ['inReview', name]),
        ...approvalAuthorityList.map(({ name }) => ['formalSignOff', name]),
      ],
    );
    assert.deepEqual(steps[0]?.personIds, [engagement.engagementManagerId]);
  });

  it('begins each step when the one before is over at the latest, and reminds within it', () => {
    for (const [index, step] of steps.entries()) {
      assert.equal(step.from, index === 0 ? '2026-03-02T09:00:00.000Z' : steps[index - 1]?.until);
      assert.ok(step.until > step.from);
      for (const at of step.reminders) assert.ok(at > step.from && at < step.until);
    }
  });

  it('counts the days of the contract: two business days for validation, over a weekend', () => {
    const validating = steps.find(({ phase }) => phase === 'validating');
    const days = (Date.parse(validating?.until ?? '') - Date.parse(validating?.from ?? '')) / 86_400_000;
    assert.ok(days >= 2 && days <= 4, String(days));
  });
});

describe('A plan like another', () => {
  it('has what the row says of its own, and all else as the other has it, but for its dates', () => {
    const like = milestonePlan.parse(planWith({ dueOn: '2026-05-01' }));
    const made = milestonePlan.parse(planOfRow(like, { title: 'Site 2', amount: '7000.00' }, calendar));
    assert.deepEqual([made.title, made.value], ['Site 2', { ...like.value, amount: '7000.00' }]);
    assert.equal(made.dueOn, undefined);
    for (const field of [
      'deliverables',
      'requirements',
      'validators',
      'reviewGroups',
      'approvalAuthorityList',
    ] as const)
      assert.deepEqual(made[field], like[field]);
  });

  it('has deliverables of its own made by the same authors, who still do not validate them', () => {
    const made = milestonePlan.parse(
      planOfRow(plan, { title: 'Site 2', deliverables: ['Manual', 'Report'] }, calendar),
    );
    const authors = [...new Set(plan.deliverables.flatMap((each) => each.authorIds))];
    assert.deepEqual(
      made.deliverables.map(({ deliverableId, title, authorIds }) => [deliverableId, title, authorIds]),
      [
        ['D1', 'Manual', authors],
        ['D2', 'Report', authors],
      ],
    );
  });

  it('has a priority of its own, or none where the row says so, and that of the other where it says nothing', () => {
    const like = milestonePlan.parse(planWith({ priority: 'high' }));
    const priorityOf = (priority: string | undefined) =>
      milestonePlan.safeParse(planOfRow(like, { title: 'Site 2', priority }, calendar)).data?.priority;
    assert.deepEqual(['low', 'normal', undefined].map(priorityOf), ['low', undefined, 'high']);
    assert.ok(!milestonePlan.safeParse(planOfRow(like, { title: 'Site 2', priority: '2' }, calendar)).success);
  });

  it('has parts of the value, one for each deliverable, its own or those of the other', () => {
    const valuesOf = (row: object) =>
      milestonePlan
        .parse(planOfRow(plan, { title: 'Site 2', ...row }, calendar))
        .deliverables.map(({ title, value }) => [title, value]);
    const deliverableValues = ['20000.00', '5000.00'];
    assert.deepEqual(valuesOf({ deliverables: ['Manual', 'Report'], deliverableValues }), [
      ['Manual', '20000.00'],
      ['Report', '5000.00'],
    ]);
    const theirs = plan.deliverables.map((_, index) => `${index + 1}.00`);
    assert.deepEqual(
      valuesOf({ deliverableValues: theirs }),
      plan.deliverables.map(({ title }, index) => [title, theirs[index]]),
    );
    assert.throws(
      () => planOfRow(plan, { title: 'x', deliverables: ['Manual'], deliverableValues }, calendar),
      /deliverableValues: 2 values are given for 1 deliverables/,
    );
  });

  it('has a meeting where the row gives its time, in the zone of the engagement, as long and where that of the other was', () => {
    const reviewMeeting = { startsAt: '2026-03-02T10:00:00Z', durationMinutes: 45, location: 'Room 4' };
    const like = milestonePlan.parse(planWith({ reviewMeeting }));
    const meetingOf = (row: object) =>
      milestonePlan.safeParse(planOfRow(like, { title: 'Site 2', ...row }, calendar)).data?.reviewMeeting;
    assert.equal(meetingOf({}), undefined);
    const startsAt = '2026-07-01T09:00:00.000Z';
    assert.deepEqual(meetingOf({ meetingStartsAt: '2026-07-01T10:00' }), { ...reviewMeeting, startsAt });
    const own = { meetingStartsAt: startsAt, meetingMinutes: 30, meetingLocation: 'Online' };
    assert.deepEqual(meetingOf(own), { startsAt, durationMinutes: 30, location: 'Online' });
    for (const refused of [{ meetingStartsAt: '2026-07-01' }, { meetingMinutes: 30 }])
      assert.ok(!milestonePlan.safeParse(planOfRow(like, { title: 'x', ...refused }, calendar)).success);
  });

  it('waits for what the row names, and has its reviews, standards and next phase from it', () => {
    const row = {
      ...{ qualityReviews: ['Peer review'], qualityStandards: ['ISO 9001'], dependsOn: ['M1'] },
      ...{ nextPhase: 'Site 3', nextPhaseScope: 'As site 2' },
    };
    const made = milestonePlan.parse(planOfRow(plan, { title: 'Site 2', ...row }, calendar));
    assert.deepEqual(
      [made.expectedQualityReviews, made.qualityStandards, made.nextPhase],
      [row.qualityReviews, row.qualityStandards, { name: 'Site 3', scope: 'As site 2' }],
    );
    assert.deepEqual(
      made.dependsOn.map(({ milestoneId }) => milestoneId),
      ['M1'],
    );
  });
});
