// What is ahead of a milestone before it starts: who is asked when at the latest, group after group; and plans made like another from a row of a table.
import assert from 'node:assert/strict';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { courseAhead } from '../../domain/work/course.ts';
import { planOfRow } from '../../domain/work/importedPlan.ts';
import { engagementWith, planWith } from './cast.ts';

const engagement = engagementSchema.parse(engagementWith({ waits: { validating: { businessDays: 2 } } }));
const plan = milestonePlan.parse(planWith());

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
    const made = milestonePlan.parse(planOfRow(like, { title: 'Site 2', amount: '7000.00' }));
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
    const made = milestonePlan.parse(planOfRow(plan, { title: 'Site 2', deliverables: ['Manual', 'Report'] }));
    const authors = [...new Set(plan.deliverables.flatMap((each) => each.authorIds))];
    assert.deepEqual(
      made.deliverables.map(({ deliverableId, title, authorIds }) => [deliverableId, title, authorIds]),
      [
        ['D1', 'Manual', authors],
        ['D2', 'Report', authors],
      ],
    );
  });
});
