// The state machine as declared: no rule leads anywhere else, and nothing is declared that no rule leads to.
import assert from 'node:assert/strict';
import type { MilestoneEvent } from '../../domain/events.ts';
import { begin, evolve } from '../../domain/evolve.ts';
import type { MilestonePlan } from '../../domain/terms/plan.ts';
import { assertDeclared, phaseChanges } from '../../domain/phases.ts';
import * as act from './acts.ts';
import { partTerms, toFirstPart } from './parting.ts';
import { given, givenTerms, until, withPlan, type Scenario, type Step } from './scenario.ts';

const overdue = until('2026-05-04T00:00:00.000Z');
const disputed = [...act.toLastSignature, act.refuse('director')];
const escalated = [...disputed, act.escalate('director')];
const before: Record<string, Step[]> = {
  compiling: [],
  validating: act.toValidation,
  rework: [...act.toValidation, act.fail('validator1')],
  inReview: act.toReview,
  formalSignOff: act.toSignOff,
  facilitation: disputed,
  escalated,
};
const nobodyMaySign = { approvalAuthorityList: [{ name: 'Firm', members: [{ personId: 'manager' }] }] };

/** Amendments of the plan, by what they ask again. */
const wording = ({ requirements }: MilestonePlan) => ({
  requirements: requirements.map((each) => ({ ...each, text: `${each.text}, twice` })),
});
const reviewers = ({ reviewGroups }: MilestonePlan) => ({
  reviewGroups: [...reviewGroups, { name: 'Others', memberIds: ['outsider'] }],
});
const delivered = ({ deliverables }: MilestonePlan) => ({
  deliverables: deliverables.map((each) => ({ ...each, isRequired: true })),
});

/** Scenarios that between them change phase in every way there is. */
const scenarios = (): Scenario[] => [
  ...Object.values(before).flatMap((steps) => [given(...steps, act.cancel('manager'))]),
  ...Object.entries(before).flatMap(([phase, steps]) =>
    phase === 'facilitation' || phase === 'escalated' ? [] : [given(...steps, overdue, act.escalate('manager'))],
  ),
  withPlan(given(...act.toSignOff.slice(0, -1)), nobodyMaySign).when(act.approve('owner1')),
  given(...act.toReview, act.requestRevision('user1')),
  givenTerms({ contract: { maxReworkCycles: 0 } }, ...act.toValidation, act.fail('validator1')),
  given(...act.toReview, act.refuse('user1')),
  given(...(before.rework as Step[]), act.submit()),
  ...['rework', 'reviewAgain', 'askAgain'].map((each) => given(...disputed, act.conclude(each))),
  ...['rework', 'formalSignOff', 'terminate'].map((each) => given(...escalated, act.determine(each))),
  given(...act.toAccepted, act.proposeRevocation(), act.confirmRevocation()),
  given(...act.toConditional, act.proposeRevocation(), act.confirmRevocation()),
  given(...act.toConditional, act.verify('E1', 'approver1')),
  givenTerms(partTerms, ...toFirstPart),
  ...(['validating', 'inReview', 'formalSignOff'] as const).flatMap((phase) =>
    [wording, reviewers, delivered].map((changes) =>
      givenTerms({ contract: { amendments: 'byOneParty' } }, ...(before[phase] as Step[]), act.amendPlan(changes)),
    ),
  ),
];

/** As "event from phase", each change of phase or group in the history. */
function changesIn({ history: [first, ...rest] }: Scenario): string[] {
  assert.equal(first?.type, 'milestoneStarted');
  let milestone = begin(first);
  return rest.flatMap((event) => {
    const { phase } = milestone.stage;
    milestone = evolve(milestone, event);
    return event.type in phaseChanges ? [`${event.type} from ${phase}`] : [];
  });
}

describe('A change of phase', () => {
  it('that is not declared does not pass the door', () => {
    const accepted = given(...act.toAccepted).milestone;
    const event: MilestoneEvent = { type: 'cancelled', reason: 'Too late' };
    assert.throws(
      () => assertDeclared(accepted, event, evolve(accepted, event)),
      /cancelled does not lead from accepted/,
    );
  });

  it('hidden in an event that changes none does not pass either', () => {
    const before = given(...act.toReview).milestone;
    const event: MilestoneEvent = {
      type: 'absenceReported',
      absenteeId: 'user1',
      note: 'Away',
      reportedAt: before.startedAt,
    };
    const after = { ...before, stage: { phase: 'terminated' as const, reasons: 'By a slip' } };
    assert.throws(() => assertDeclared(before, event, after), RangeError);
    assertDeclared(before, event, evolve(before, event));
  });

  it('counts a round up when people are asked anew, and only then', () => {
    for (const [type, { from, to, asks }] of Object.entries(phaseChanges))
      assert.equal(asks, from.length > 0 && !['accepted', 'revoked', 'terminated', 'cancelled'].includes(to), type);
  });

  it('is declared only where something leads to it', () => {
    const declared = Object.entries(phaseChanges).flatMap(([type, { from }]) =>
      from.map((each) => `${type} from ${each}`),
    );
    assert.deepEqual([...new Set(scenarios().flatMap(changesIn))].sort(), declared.sort());
  });
});
