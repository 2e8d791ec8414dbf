// In which capacity those are asked that a milestone waits for, for whoever looks after many and need not know the people. Pure.
import type { Milestone } from '../milestone.ts';
import { workOf, type WorkAct } from './workOf.ts';

export type AwaitedRole =
  | 'engagementManager'
  | 'validator'
  | 'stakeholder'
  | 'approver'
  | 'refuser'
  | 'sponsor'
  | 'exceptionOwner'
  | 'verifier';

const roleOf: Record<WorkAct, AwaitedRole> = {
  submitPackage: 'engagementManager',
  submitRework: 'engagementManager',
  validate: 'validator',
  review: 'stakeholder',
  answerComments: 'engagementManager',
  recordMeetingNotes: 'engagementManager',
  recordOutcome: 'engagementManager',
  confirmOutcome: 'refuser',
  sign: 'approver',
  decideAsSponsor: 'sponsor',
  closeException: 'exceptionOwner',
  verifyException: 'verifier',
  decideRevocation: 'sponsor',
  consentToAmendment: 'approver',
  replaceLeaver: 'engagementManager',
  answerQuestion: 'engagementManager',
  resumeClock: 'engagementManager',
  makeSignable: 'engagementManager',
};

/** Sorted, none twice; a meeting to come does not wait for anybody yet, nor does a clock that stands still until something is there. */
export const awaitedRoles = (milestone: Milestone): AwaitedRole[] => [
  ...new Set(
    workOf(milestone)
      .filter(({ act }) => act !== 'recordMeetingNotes' && act !== 'resumeClock')
      .map((item) => roleOf[item.act])
      .sort(),
  ),
];

/** What is waited for from those in that capacity. */
export const actsOfRole = (role: AwaitedRole): WorkAct[] =>
  (Object.keys(roleOf) as WorkAct[]).filter((act) => roleOf[act] === role);
