// Acts of office by raw messages to the workflow, role by role: who has access to Temporal does in somebody's name what that person's role may do, and no more.
import assert from 'node:assert/strict';
import { commandNames, type CommandName } from '../../domain/commands.ts';
import { decisionKindOf } from '../../domain/people/decisionKinds.ts';
import type { EngagementRole } from '../../domain/access/rights.ts';
import * as act from './acts.ts';
import { partTerms } from './parting.ts';
import { given, givenTerms, until, type Scenario } from './scenario.ts';

/** One of the cast for each role of an engagement. */
const whoIs: Record<EngagementRole, string> = {
  engagementManager: 'manager',
  sponsor: 'sponsor',
  author: 'author',
  validator: 'validator1',
  stakeholder: 'user1',
  approver: 'approver1',
};

const manager: EngagementRole[] = ['engagementManager'];
const overseers: EngagementRole[] = ['engagementManager', 'sponsor'];
const inFacilitation = [...act.toReview, act.refuse('user1')];

/** Each where it would be taken, and whose it is; whoever refused may escalate. */
const offices: Partial<Record<CommandName, [Scenario, act.Act, EngagementRole[]]>> = {
  submitPackage: [given(), act.submit(), manager],
  appointDeputy: [given(...act.toReview), act.appointDeputy('approver1', 'deputy'), manager],
  endDeputy: [
    given(...act.toReview, act.appointDeputy('approver1', 'deputy')),
    act.endDeputy('D1'),
    [...manager, 'approver'],
  ],
  takeBackPackage: [given(...act.toValidation), act.takeBack(), manager],
  addressFeedback: [given(...act.toReview, act.comment('user1', 'Why?')), act.address('F1'), manager],
  scheduleReviewMeeting: [given(...act.toReview), act.schedule(), manager],
  recordMeetingNotes: [given(...act.toReview, act.schedule()), act.takeNotes(), manager],
  proposeException: [given(...act.toSignOff), act.propose('E1'), manager],
  recordFacilitationOutcome: [given(...inFacilitation), act.conclude('rework'), manager],
  reassign: [given(...act.toValidation), act.reassign('validator2', 'sponsor'), manager],
  extendDeadline: [given(...act.toReview), act.extend('2026-04-01'), overseers],
  escalate: [given(...inFacilitation), act.escalate('manager'), [...overseers, 'stakeholder']],
  stopClock: [given(...act.toReview), act.stopClock(), overseers],
  resumeClock: [given(...act.toReview, act.stopClock()), act.resumeClock(), overseers],
  nudge: [given(...act.toReview, until('2026-03-04T12:00:00.000Z')), act.nudge(), manager],
  correctPerson: [given(...act.toReview), act.correctPerson('user1', { capacity: 'User' }), overseers],
  addPerson: [given(...act.toReview), act.addPerson('joiner'), overseers],
  amendPlan: [given(...act.toReview), act.amendPlan({ title: 'Other' }), overseers],
  withdrawAmendment: [given(...act.toReview, act.amendPlan({ title: 'Other' })), act.withdrawAmendment(), overseers],
  proposePart: [givenTerms(partTerms, ...act.toSignOff), act.proposePart(['D1']), manager],
  withdrawPart: [givenTerms(partTerms, ...act.toSignOff, act.proposePart(['D1'])), act.withdrawPart(), manager],
  cancel: [given(...act.toReview), act.cancel('manager'), overseers],
  correctCalendar: [given(...act.toReview), act.correctDays(['2026-12-24']), manager],
  failException: [given(...act.toConditional, until('2026-04-02T00:00:00.000Z')), act.failException('E1'), ['sponsor']],
  proposeRevocation: [given(...act.toAccepted), act.proposeRevocation(), manager],
};

const sentFor =
  (personId: string, original: act.Act): act.Act =>
  (milestone) => {
    const { name, raw } = original(milestone);
    const actor = { personId, role: 'administrator', authentication: { method: 'temporalMessage' } };
    return { name, raw: { ...raw, actor } };
  };

describe('An act of office that somebody with access to Temporal sends', () => {
  it('is tried for every command that is one', () => {
    const all = commandNames.filter((name) => decisionKindOf[name] === 'triggers').sort();
    assert.deepEqual(Object.keys(offices).sort(), all);
  });

  for (const [name, [scenario, original, whose]] of Object.entries(offices))
    it(`is taken in the name of who may do it alone: ${name}`, () => {
      const taken = (Object.keys(whoIs) as EngagementRole[]).filter((role) => {
        const { result } = scenario.when(sentFor(whoIs[role], original));
        return result?.outcome.outcome === 'accepted';
      });
      assert.deepEqual(taken, whose);
    });
});
