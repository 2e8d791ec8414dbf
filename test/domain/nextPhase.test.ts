// Rule 6: a milestone that builds on others starts only once they authorised their next phase.
import assert from 'node:assert/strict';
import { SignOffError } from '../../domain/errors.ts';
import { assertAuthorised, type Authorisation } from '../../domain/acceptance/nextPhase.ts';
import { started } from './scenario.ts';

const planOn = (dependsOn: object[]) => started({ plan: { dependsOn } }).milestone.plan;

const full: Authorisation = { milestoneId: 'M0', authorisationNumber: 'M0-C1-N', extent: 'full', conditions: [] };
const restricted: Authorisation = { ...full, extent: 'restricted', conditions: ['E1: tested, by 2026-05-01'] };

const problemsOf = (rule: () => void): readonly string[] => {
  try {
    rule();
  } catch (error) {
    assert.ok(error instanceof SignOffError);
    assert.deepEqual([error.code, error.field], ['NOT_AUTHORISED', 'plan.dependsOn']);
    return error.details;
  }
  return [];
};

describe('Milestone that depends on others', () => {
  it('starts when it depends on nothing, and when all are authorised', () => {
    assert.deepEqual(
      problemsOf(() => assertAuthorised(planOn([]), [])),
      [],
    );
    assert.deepEqual(
      problemsOf(() => assertAuthorised(planOn([{ milestoneId: 'M0' }]), [full])),
      [],
    );
  });

  it('names every milestone that holds it back', () => {
    const plan = planOn([{ milestoneId: 'M0' }, { milestoneId: 'M00' }, { milestoneId: 'M000' }]);
    const problems = problemsOf(() => assertAuthorised(plan, [{ ...full, milestoneId: 'M00' }]));
    assert.equal(problems.length, 2);
    assert.match(problems.join(), /M0 has not authorised.*M000 has not authorised/);
  });

  it('starts under conditions unless its plan wants them lifted first', () => {
    assert.deepEqual(
      problemsOf(() => assertAuthorised(planOn([{ milestoneId: 'M0' }]), [restricted])),
      [],
    );
    const [problem] = problemsOf(() =>
      assertAuthorised(planOn([{ milestoneId: 'M0', acceptsRestricted: false }]), [restricted]),
    );
    assert.match(problem ?? '', /on conditions only: E1: tested, by 2026-05-01/);
  });
});
