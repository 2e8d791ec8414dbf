// Courses in which every message there is comes in a good and in a bad form.
import type { CommandName } from '../../domain/commands.ts';
import type { SignOffErrorCode } from '../../domain/errors.ts';
import * as act from '../domain/acts.ts';
import type { Act } from '../domain/acts.ts';

export type Step = [Act, refusal?: [SignOffErrorCode, field?: string]];

/** A long dispute that still ends well, with each message in a good and a bad form. */
export const longWay: Step[] = [
  [act.sign('approver1'), ['NOT_AWAITING_SIGNATURES']],
  [act.submit({ deliverables: [] }), ['PACKAGE_INCOMPLETE', 'deliverables']],
  [act.submit({}, 'outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [
    act.submit({ deliverables: [{ deliverableId: 'D1', version: '1', documentIds: ['missing'] }] }),
    ['DOCUMENT_UNKNOWN', 'deliverables'],
  ],
  [act.submit()],
  [act.report('validator1', { results: [] }), ['REPORT_INCOMPLETE', 'results']],
  [act.report('user1'), ['NOT_ON_LIST', 'actor.personId']],
  [act.takeBack('user1'), ['WRONG_ACTOR', 'actor.personId']],
  [act.takeBack()],
  [act.submit()],
  [act.fail('validator1')],
  [act.submit()],
  [act.report('validator1', { packageDigest: act.noDigest }), ['STALE_PACKAGE', 'packageDigest']],
  ...['validator1', 'validator2'].map((id): Step => [act.report(id)]),
  [act.schedule('outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.schedule()],
  [act.correctPerson('user2', { capacity: 'User' }, 'outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.correctPerson('user2', { email: 'user.two@example.com' })],
  [act.addPerson('user2'), ['INVALID_MESSAGE', 'person.personId']],
  [act.addPerson('joiner')],
  [act.extend(inDays(-1)), ['NOT_EXTENDABLE', 'newDeadlineOn']],
  [act.extend(businessDayIn(20))],
  [act.correctDays([]), ['INVALID_MESSAGE', 'holidays']],
  [act.correctDays(['2031-12-24'], ['2031-12-20'])],
  [act.resumeClock(), ['CLOCK_NOT_STOPPABLE', 'stopId']],
  [act.stopClock('user1'), ['WRONG_ACTOR', 'actor.personId']],
  ...([[act.stopClock()], [act.resumeClock()]] satisfies Step[]),
  [act.askForInformation('owner1'), ['NOT_ON_LIST', 'actor.personId']],
  ...([[act.askForInformation('user2')], [act.resumeClock()]] satisfies Step[]),
  [act.declineToDecide('owner1'), ['NOT_ON_LIST', 'actor.personId']],
  [act.declineToDecide('user2')],
  [act.requestMoreTime('owner1', businessDayIn(40)), ['NOT_ON_LIST', 'actor.personId']],
  [act.requestMoreTime('user2', businessDayIn(40))],
  [act.nameDeputy('outsider', 'deputy'), ['NOT_ON_LIST', 'actor.personId']],
  [act.nameDeputy('approver1', 'deputy')],
  [act.appointDeputy('owner2', 'outsider', undefined, undefined, 'user1'), ['WRONG_ACTOR', 'actor.personId']],
  [act.appointDeputy('owner2', 'outsider')],
  [act.endDeputy('D1', 'user1'), ['WRONG_ACTOR', 'actor.personId']],
  [act.endDeputy('D1')],
  [act.nudge('user1'), ['WRONG_ACTOR', 'actor.personId']],
  [act.amendPlan({ title: 'Other' }, 'outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.amendPlan({ title: 'Other' })],
  [act.declineAmendment('user1'), ['NOT_ON_LIST', 'actor.personId']],
  [act.declineAmendment('director')],
  [act.amendPlan({ title: 'Other' })],
  [act.withdrawAmendment('outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.withdrawAmendment()],
  [act.amendPlan({ title: 'Other' })],
  [act.consent('user1'), ['NOT_ON_LIST', 'actor.personId']],
  [act.consent('director')],
  [act.approve('owner1'), ['NOT_YET_ASKED', 'actor.personId']],
  [act.approve('user1', { verdict: 'requestRevision' }), ['INVALID_MESSAGE', 'reasons']],
  [act.comment('user1', 'Why?')],
  [act.address('F9'), ['FEEDBACK_UNKNOWN', 'feedbackId']],
  [act.address('F1')],
  [act.takeNotes('outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.takeNotes()],
  [act.refuse('outsider'), ['NOT_ON_LIST', 'actor.personId']],
  [act.refuse('user1')],
  [act.conclude('askAgain'), ['OUTCOME_NOT_AVAILABLE', 'outcome']],
  [act.conclude('reviewAgain')],
  [act.confirmOutcome('user2'), ['WRONG_ACTOR', 'actor.personId']],
  [act.confirmOutcome('user1')],
  [act.propose('E1', { severity: 1 }), ['EXCEPTION_NOT_ALLOWED', 'severity']],
  [act.propose('E1', { dueOn: inDays(20) })],
  [act.refuse('user2')],
  [act.conclude('reviewAgain')],
  [act.opposeOutcome('user1'), ['WRONG_ACTOR', 'actor.personId']],
  [act.opposeOutcome('user2')],
  [act.determine('formalSignOff')],
  [act.refuse('approver2')],
  [act.escalate('outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.escalate('manager')],
  [act.determine('formalSignOff', 'manager'), ['WRONG_ACTOR', 'actor.personId']],
  [act.determine('formalSignOff')],
  [act.sign('approver1', { typedName: 'Somebody else' }), ['NAME_MISMATCH', 'typedName']],
  [act.delegate('approver1', 'outsider'), ['DELEGATE_NOT_ELIGIBLE', 'toPersonId']],
  [act.delegate('approver1', 'deputy')],
  [act.reassign('deputy', 'approver1', {}, 'outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.reassign('deputy', 'approver1')],
  [act.withdrawSignature('approver1'), ['NOTHING_TO_WITHDRAW', 'actor.personId']],
  [act.sign('approver1')],
  [act.withdrawSignature('approver1')],
  [act.sign('approver1')],
  [act.sign('approver2')],
  [act.beAway('nobody'), ['NOT_ON_LIST', 'absenteeId']],
  [act.beAway('director')],
  [act.bounce('director')],
  [act.but(act.bounce('director'), { mailId: 7 }), ['INVALID_MESSAGE', 'mailId']],
  [act.sign('director')],
  [act.cancel('manager'), ['MILESTONE_CLOSED']],
  [act.failException('E1'), ['EXCEPTION_NOT_ALLOWED', 'exceptionId']],
  [act.extendException('E1', inDays(30), 'manager'), ['WRONG_ACTOR', 'actor.personId']],
  [act.extendException('E1', inDays(30))],
  [act.showClosed('E1', 'manager'), ['WRONG_ACTOR', 'actor.personId']],
  [act.showClosed('E1')],
  [act.rejectClosure('E1', 'author'), ['SEPARATION_OF_DUTIES', 'actor.personId']],
  [act.rejectClosure('E1', 'approver1')],
  [act.proposeRevocation('outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.proposeRevocation()],
  [act.declineRevocation('manager'), ['WRONG_ACTOR', 'actor.personId']],
  [act.declineRevocation()],
  [act.verify('E1', 'author'), ['SEPARATION_OF_DUTIES', 'actor.personId']],
  [act.verify('E1', 'approver1')],
];

export const calledOff: Step[] = [[act.cancel('outsider'), ['WRONG_ACTOR', 'actor.personId']], [act.cancel('sponsor')]];

export const takenBack: Step[] = [
  ...act.toSignOff.map((each): Step => [each]),
  [act.enter('approver1', { decidedOn: inDays(1) }), ['INVALID_MESSAGE', 'decidedOn']],
  [act.enter('approver1', { decidedOn: inDays(0) })],
  [act.opposeEntry('approver2'), ['WRONG_ACTOR', 'actor.personId']],
  [act.opposeEntry('approver1')],
  [act.propose('E1', { dueOn: inDays(20) })],
  ...['approver1', 'approver2', 'director'].map((by): Step => [act.sign(by)]),
  [act.proposeRevocation()],
  [act.confirmRevocation('manager'), ['WRONG_ACTOR', 'actor.personId']],
  [act.confirmRevocation()],
];

export const ofAPart: Step[] = [
  ...act.toSignOff.map((each): Step => [each]),
  [act.proposePart(['D1'], {}, 'outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.proposePart(['D1'])],
  [act.withdrawPart('P1', 'outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.withdrawPart()],
  [act.proposePart(['D1'])],
  ...['approver1', 'approver2', 'director'].map((by): Step => [act.sign(by)]),
  [act.cancel('sponsor')],
];

/** Would need an exception that is overdue, and a day without a word; the tests of closing exceptions and of the clock have those. */
export const onlyLater: CommandName[] = ['failException', 'nudge'];

function businessDayIn(days: number): string {
  const isWeekend = [0, 6].includes(new Date(inDays(days)).getUTCDay());
  return isWeekend ? inDays(days + 2) : inDays(days);
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
