// Which address takes which command about a world that changes while a milestone waits, and as whom: part of `commandTable.ts`.
import type { changeCommands } from '../domain/changeCommands.ts';
import type { Address } from './commandRoute.ts';

/** Whoever names a deputy is held to the same, for whomever it is. */
const ofDeputies = [
  ...(['NOT_ON_LIST', 'DELEGATE_NOT_ELIGIBLE', 'SEPARATION_OF_DUTIES', 'AUTHORITY_EXCEEDED'] as const),
  'NOTHING_TO_PASS_ON',
] as const;

export const changeAddresses: Record<keyof typeof changeCommands, Address> = {
  withdrawSignature: {
    path: 'signatures/withdrawal',
    role: 'approver',
    summary: 'Withdraw one’s own signature, until the last one is given',
    problems: ['NOTHING_TO_WITHDRAW', 'STALE_PACKAGE'],
  },
  declineToDecide: {
    path: 'declined-decisions',
    role: 'approver',
    summary: 'Say that a decision is not one’s own to take, and propose who',
    problems: ['NOT_ON_LIST', 'ALREADY_DECIDED', 'PERSON_UNKNOWN', 'STALE_PACKAGE'],
  },
  askForInformation: {
    path: 'information-requests',
    role: 'approver',
    summary: 'Ask, before deciding, for what one needs to know; one’s clock stands still until it is answered',
    problems: ['CLOCK_NOT_STOPPABLE', 'NOT_ON_LIST', 'STALE_PACKAGE'],
  },
  stopClock: {
    path: 'clock-stops',
    role: 'engagementManager',
    summary: 'Stop the clock until a party has brought something',
    problems: ['CLOCK_NOT_STOPPABLE'],
  },
  resumeClock: {
    path: 'clock-stops/end',
    role: 'engagementManager',
    summary:
      'Let time run on, or answer what somebody asked before deciding; deadlines move by exactly as long as it stood still',
    problems: ['CLOCK_NOT_STOPPABLE'],
  },
  nudge: {
    path: 'nudges',
    role: 'engagementManager',
    summary: 'Remind now those who have not answered',
    problems: ['NOT_NUDGEABLE'],
  },
  requestMoreTime: {
    path: 'more-time',
    role: 'approver',
    summary:
      'Take longer, as one who is asked: once by oneself within the contract’s limit, otherwise the manager is asked',
    problems: ['NOT_EXTENDABLE', 'NOT_ON_LIST'],
  },
  correctPerson: {
    path: 'people/{ofPersonId}/corrections',
    role: 'engagementManager',
    summary: 'Correct the details of a person, for this milestone',
    problems: ['PERSON_UNKNOWN'],
  },
  addPerson: {
    path: 'people',
    role: 'engagementManager',
    summary: 'Add a person, for this milestone',
    problems: [],
  },
  nameDeputy: {
    path: 'deputies/own',
    role: 'approver',
    summary: 'Name a deputy for oneself, for days on which one is away',
    problems: ofDeputies,
  },
  appointDeputy: {
    path: 'deputies',
    role: 'engagementManager',
    summary: 'Appoint a deputy for somebody who is listed, for days on which they are away',
    problems: ofDeputies,
  },
  endDeputy: {
    path: 'deputies/{deputyshipId}/end',
    role: 'engagementManager',
    summary: 'End a deputyship; what the deputy has not decided is asked of the person again',
    problems: ['NOTHING_TO_PASS_ON'],
  },
  takeBackPackage: {
    path: 'package/withdrawal',
    role: 'engagementManager',
    summary: 'Take the package back, before anybody has decided on it',
    problems: ['NOT_VALIDATING', 'STALE_PACKAGE', 'ALREADY_DECIDED'],
  },
  proposePart: {
    path: 'parts',
    role: 'engagementManager',
    summary: 'Put some of the deliverables to signature by themselves, with their part of the value',
    problems: ['PART_NOT_ALLOWED', 'STALE_PACKAGE'],
  },
  withdrawPart: {
    path: 'parts/{partId}/withdrawal',
    role: 'engagementManager',
    summary: 'Withdraw a part that is put to signature; all that is open is put to signature again',
    problems: ['PART_NOT_ALLOWED'],
  },
  amendPlan: {
    path: 'amendments',
    role: 'engagementManager',
    summary: 'Amend the plan, as by a change order, or propose it to the other party',
    problems: ['NOT_AMENDABLE', 'PLAN_INCONSISTENT'],
  },
  consentToAmendment: {
    path: 'amendments/{amendmentId}/consent',
    role: 'approver',
    summary: 'Consent, for the other party, to an amendment of the plan, which then takes effect',
    problems: ['NOTHING_TO_CONSENT_TO', 'NOT_ON_LIST', 'SEPARATION_OF_DUTIES', 'PLAN_INCONSISTENT'],
  },
  declineAmendment: {
    path: 'amendments/{amendmentId}/declination',
    role: 'approver',
    summary: 'Decline, for the other party, an amendment of the plan',
    problems: ['NOTHING_TO_CONSENT_TO', 'NOT_ON_LIST', 'SEPARATION_OF_DUTIES'],
  },
  withdrawAmendment: {
    path: 'amendments/{amendmentId}/withdrawal',
    role: 'engagementManager',
    summary: 'Withdraw an amendment of the plan that the other party has not answered',
    problems: ['NOTHING_TO_CONSENT_TO'],
  },
};
