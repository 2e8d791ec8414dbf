// A plan that is amended while its milestone waits: who agrees to it, what is asked again by it, and what stands.
import assert from 'node:assert/strict';
import { planVersion } from '../../domain/amendments/planSeen.ts';
import type { MilestonePlan } from '../../domain/terms/plan.ts';
import { workOf } from '../../domain/work/workOf.ts';
import * as act from './acts.ts';
import { given, givenTerms, type Scenario, type Step } from './scenario.ts';

const alone = { contract: { amendments: 'byOneParty' } };
const value = (amount: string) => ({ value: { amount, currency: 'EUR' } });
const wording = ({ requirements }: MilestonePlan) => ({
  requirements: requirements.map((each) => ({ ...each, text: `${each.text}, in both languages` })),
});
const thirdGroup = ({ reviewGroups }: MilestonePlan) => ({
  reviewGroups: [...reviewGroups, { name: 'Security', quorum: { kind: 'all' }, memberIds: ['outsider'] }],
});
const secondDelivered = ({ deliverables }: MilestonePlan) => ({
  deliverables: deliverables.map((each) => ({ ...each, isRequired: true })),
});
const standing = ({ milestone }: Scenario) =>
  [milestone.reports, milestone.feedback, milestone.signatures].map((all) => all.filter((each) => !each.isVoid).length);
const amended = (changes: Parameters<typeof act.amendPlan>[0], ...steps: Step[]) =>
  givenTerms(alone, ...steps).when(act.amendPlan(changes));

describe('An amendment of the plan', () => {
  it('is made from the plan as it is, where it says from which', () => {
    const first = amended({ title: 'Other' });
    const on = (planVersion: number) => first.when(act.amendPlan({ title: 'Third' }, 'manager', { planVersion }));
    on(1).then('NOT_AMENDABLE', 'planVersion');
    on(2).then('amendmentProposed', 'planAmended');
  });

  it('takes effect once somebody of the other party who signs consents, and until then changes nothing', () => {
    const proposed = given(...act.toSignOff)
      .when(act.amendPlan(value('90000.00')))
      .then('amendmentProposed');
    assert.deepEqual(
      proposed.notifications(),
      ['approver1', 'approver2', 'director'].map((each) => `amendmentRequest to ${each}`),
    );
    assert.equal(proposed.milestone.plan.value.amount, '100000.00');
    assert.deepEqual(
      workOf(proposed.milestone).flatMap(({ act: what, personId }) =>
        what === 'consentToAmendment' ? [personId] : [],
      ),
      ['approver1', 'approver2', 'director'],
    );
    proposed.when(act.consent('sponsor')).then('SEPARATION_OF_DUTIES');
    proposed.when(act.consent('user1')).then('NOT_ON_LIST', 'actor.personId');
    proposed.when(act.consent('director', { amendmentId: 'A7' })).then('NOTHING_TO_CONSENT_TO', 'amendmentId');
    proposed.when(act.amendPlan({ title: 'Other' })).then('NOT_AMENDABLE');
    const made = proposed
      .when(act.consent('director'))
      .then('amendmentConsented', 'planAmended', 'formalSignOffOpened');
    assert.equal(made.milestone.plan.value.amount, '90000.00');
    assert.equal(planVersion(made.milestone), 2);
    assert.ok(made.notifications().includes('amendmentNotice to user1'), 'who was asked before hears of it');
    assert.ok(!made.notifications().includes('amendmentNotice to outsider'));
    made.when(act.consent('approver1')).then('NOTHING_TO_CONSENT_TO');
  });

  it('comes to nothing when it is declined, or withdrawn before it was answered', () => {
    const proposed = given(...act.toReview, act.amendPlan({ title: 'Other' }));
    const declined = proposed.when(act.declineAmendment('approver2')).then('amendmentDeclined');
    assert.deepEqual(declined.notifications().sort(), [
      'amendmentEndedNotice to manager',
      'amendmentEndedNotice to sponsor',
      'decisionReceipt to approver2',
    ]);
    assert.equal(declined.milestone.plan.title, 'Design');
    declined.when(act.consent('approver1')).then('NOTHING_TO_CONSENT_TO');
    proposed.when(act.withdrawAmendment('user1')).then('WRONG_ACTOR');
    const withdrawn = proposed.when(act.withdrawAmendment('sponsor')).then('amendmentWithdrawn');
    assert.ok(withdrawn.notifications().includes('amendmentEndedNotice to director'));
    withdrawn.when(act.amendPlan({ title: 'Third' })).then('amendmentProposed');
  });

  it('to a higher value is for those to consent to whose limit reaches it', () => {
    const higher = (plan: MilestonePlan) => ({
      ...value('120000.00'),
      approvalAuthorityList: plan.approvalAuthorityList.map((each) => ({
        ...each,
        members: each.members.map(({ personId }) => ({ personId })),
      })),
    });
    const proposed = given(...act.toReview)
      .when(act.amendPlan(higher))
      .then('amendmentProposed');
    assert.deepEqual(proposed.event('amendmentProposed').askedIds, ['approver1', 'director']);
    proposed.when(act.consent('approver2')).then('NOT_ON_LIST');
    proposed.when(act.consent('approver1')).then('amendmentConsented', 'planAmended');
  });

  it('that gives somebody more authority is not for them to consent to', () => {
    const list =
      (change: (entry: { personId: string; limit?: string }) => object) =>
      ({ approvalAuthorityList }: MilestonePlan) => ({
        approvalAuthorityList: approvalAuthorityList.map((each) => ({ ...each, members: each.members.map(change) })),
      });
    const limitTo = (limit: string | undefined) =>
      list((each) => (each.personId === 'approver2' ? { personId: 'approver2', ...(limit ? { limit } : {}) } : each));
    const asked = (plan: (plan: MilestonePlan) => object) =>
      given(...act.toReview)
        .when(act.amendPlan(plan))
        .then('amendmentProposed')
        .event('amendmentProposed').askedIds;
    const others = ['approver1', 'director'];
    assert.deepEqual(asked(limitTo('250000.00')), others, 'a higher limit');
    assert.deepEqual(asked(limitTo(undefined)), others, 'none any more');
    const lowered = list((each) =>
      each.personId === 'approver1' ? { personId: 'approver1', limit: '500000.00' } : each,
    );
    assert.deepEqual(asked(lowered), ['approver1', 'approver2', 'director'], 'less, and another’s');
    given(...act.toReview)
      .when(act.amendPlan(limitTo('250000.00')))
      .then('amendmentProposed')
      .when(act.consent('approver2'))
      .then('NOT_ON_LIST')
      .when(act.consent('director'))
      .then('amendmentConsented', 'planAmended');
  });

  it('needs no consent where the contract says so, and is for manager and sponsor alone', () => {
    amended({ title: 'Other' }, ...act.toReview).then('amendmentProposed', 'planAmended');
    givenTerms(alone)
      .when(act.amendPlan({ title: 'Other' }, 'author'))
      .then('WRONG_ACTOR');
    givenTerms(alone)
      .when(act.amendPlan({ title: 'Design' }))
      .then('INVALID_MESSAGE', 'changes');
    given(...act.toAccepted)
      .when(act.amendPlan({ title: 'Other' }))
      .then('MILESTONE_CLOSED');
    given(...act.toConditional)
      .when(act.amendPlan({ title: 'Other' }))
      .then('NOT_AMENDABLE');
  });

  it('is refused naming each field that would not hold together, or leave nobody who could sign', () => {
    const refused = amended(value('100000.01'), ...act.toReview).then(
      'PLAN_INCONSISTENT',
      'changes.approvalAuthorityList.0',
    );
    assert.match(refused.result?.outcome.message ?? '', /may accept up to 100000\.00/u);
    amended({ validators: { name: 'V', memberIds: ['nobody'] } }).then(
      'PLAN_INCONSISTENT',
      'changes.validators.memberIds',
    );
    amended({ value: { amount: '1.00', currency: 'USD' } }).then('PLAN_INCONSISTENT', 'changes.value.currency');
    amended(value('999.99'), ...act.toReview, act.propose('E1')).then('PLAN_INCONSISTENT', 'changes.value.amount');
    amended({ dependsOn: [] }).then('INVALID_MESSAGE', 'changes.dependsOn');
  });
});

describe('What is asked again when the plan is amended', () => {
  const signedOnce = [...act.toSignOff, act.sign('approver1')];

  it('is nothing where words, dates and copies change: who was asked is told, and what was decided stands', () => {
    for (const changes of [{ title: 'Other' }, { dueOn: '2026-05-29' }, { observerIds: ['outsider'] }]) {
      const after = amended(changes, ...signedOnce)
        .then('amendmentProposed', 'planAmended')
        .thenIn('formalSignOff');
      assert.deepEqual(standing(after), [2, 3, 1]);
      assert.equal(after.event('planAmended').asksAgain, 'nothing');
      after.when(act.but(act.sign('approver2'), { planVersion: 1 })).then('signed', 'approvalGroupAsked');
    }
  });

  it('is every signature where value, next phase or the list of those who sign changes', () => {
    for (const changes of [
      value('90000.00'),
      { nextPhase: { name: 'Build', scope: 'Twice as much' } },
      (plan: MilestonePlan) => ({ approvalAuthorityList: plan.approvalAuthorityList.slice(0, 1) }),
    ]) {
      const after = amended(changes, ...signedOnce);
      after.then('amendmentProposed', 'planAmended', 'formalSignOffOpened').thenIn('formalSignOff');
      assert.deepEqual(standing(after), [2, 3, 0]);
      after.when(act.but(act.sign('approver1'), { planVersion: 1 })).then('PLAN_AMENDED', 'planVersion');
      after.when(act.but(act.sign('approver1'), { planVersion: undefined })).then('PLAN_AMENDED', 'planVersion');
      after.when(act.sign('approver1')).then('signed');
    }
  });

  it('is the review of those who have not approved yet as the new groups want it, and every signature', () => {
    const after = amended(thirdGroup, ...signedOnce);
    after.then('amendmentProposed', 'planAmended', 'reviewOpened').thenIn('inReview');
    assert.deepEqual(after.event('reviewOpened').askedIds, ['outsider']);
    assert.deepEqual(standing(after), [2, 3, 0]);
    after.when(act.approve('outsider')).then('feedbackGiven', 'formalSignOffOpened');
  });

  it('is validation and all that follows where a requirement, a standard or those who validate or authored change', () => {
    for (const changes of [
      wording,
      { qualityStandards: ['ISO 27001'] },
      { validators: { name: 'V', memberIds: ['validator1'] } },
      (plan: MilestonePlan) => ({
        deliverables: plan.deliverables.map((each) => ({ ...each, authorIds: ['sponsor'] })),
      }),
    ]) {
      const after = amended(changes, ...signedOnce, act.propose('E1'));
      after.then('amendmentProposed', 'planAmended', 'validationOpened').thenIn('validating');
      assert.deepEqual(standing(after), [0, 0, 0]);
      assert.deepEqual(after.milestone.exceptions, [], 'what is accepted as it is was agreed on what was found before');
    }
  });

  it('is the package itself where it no longer has what the plan asks', () => {
    const after = amended(secondDelivered, ...signedOnce);
    after.then('amendmentProposed', 'planAmended', 'reworkStarted').thenIn('rework');
    assert.equal(after.milestone.reworkCycles, 0, 'it counts for no failed attempt of the firm');
    const again = [act.submit(), act.report('validator1'), act.report('validator2')];
    again.reduce<Scenario>((scenario, each) => scenario.when(each), after).thenIn('inReview');
  });

  it('waits in a dispute and before the sponsor until that is settled, and what was not decided on the new plan cannot be signed', () => {
    const disputed = amended(wording, ...act.toSignOff, act.refuse('approver1'));
    disputed.then('amendmentProposed', 'planAmended').thenIn('facilitation');
    disputed.when(act.conclude('askAgain')).then('OUTCOME_NOT_AVAILABLE', 'outcome');
    disputed.when(act.conclude('reviewAgain')).then('OUTCOME_NOT_AVAILABLE', 'outcome');
    disputed.when(act.conclude('rework')).thenIn('rework');
    const grouped = amended(thirdGroup, ...act.toSignOff, act.refuse('approver1'));
    grouped.when(act.conclude('askAgain')).then('OUTCOME_NOT_AVAILABLE', 'outcome');
    grouped.when(act.conclude('reviewAgain')).thenIn('inReview');
    const escalated = amended(wording, ...act.toSignOff, act.refuse('approver1'), act.escalate('manager'));
    escalated.thenIn('escalated').when(act.determine('formalSignOff')).then('OUTCOME_NOT_AVAILABLE');
  });

  it('leads to an acceptance of the new value, under the change order', () => {
    const after = amended(value('90000.00'), ...signedOnce);
    const accepted = [act.sign('approver1'), act.sign('approver2'), act.sign('director')]
      .reduce<Scenario>((scenario, each) => scenario.when(each), after)
      .thenIn('accepted');
    assert.equal(accepted.milestone.acceptances[0]?.amountReleased, '90000.00');
    const [amendment] = accepted.milestone.amendments;
    assert.deepEqual(amendment?.changed, [{ field: 'value', was: '100000.00 EUR', is: '90000.00 EUR' }]);
    assert.equal(amendment?.changes, undefined, 'what it did is in the plan');
  });
});
