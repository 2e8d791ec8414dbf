// What amendments of the plan bring to the state: part of `folds.ts`.
import type { EventType, MilestoneEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';
import type { Amendment, AmendmentOutcome } from './amendment.ts';

type AmendmentEvent = Extract<EventType, `amendment${string}` | 'consentStepDue' | 'planAmended'>;

function withAmendment(milestone: Milestone, amendmentId: string, change: (amendment: Amendment) => Amendment) {
  const amendments = milestone.amendments.map((each) => (each.amendmentId === amendmentId ? change(each) : each));
  return { ...milestone, amendments };
}

/** Nobody waits for an answer any more. */
function withOutcome({ consentWait: _over, ...milestone }: Milestone, amendmentId: string, outcome: AmendmentOutcome) {
  return withAmendment(milestone, amendmentId, ended(outcome));
}

/** What it would have changed is in its event, and what it did change in the plan. */
const ended =
  (outcome: AmendmentOutcome) =>
  ({ changes: _over, ...amendment }: Amendment): Amendment => ({ ...amendment, outcome });

export const amendmentFolds: {
  [T in AmendmentEvent]: (milestone: Milestone, event: Extract<MilestoneEvent, { type: T }>) => Milestone;
} = {
  amendmentProposed: (milestone, { amendment, consentWait }) => ({
    ...milestone,
    amendments: [...milestone.amendments, amendment],
    ...(consentWait ? { consentWait } : {}),
  }),
  consentStepDue: (milestone, { next }) =>
    milestone.consentWait ? { ...milestone, consentWait: { ...milestone.consentWait, next } } : milestone,
  amendmentLapsed: (milestone, { amendmentId, lapsedAt: at }) =>
    withOutcome(milestone, amendmentId, { kind: 'lapsed', at }),
  amendmentConsented: (milestone, { amendmentId, by, consentedAt: at }) =>
    withAmendment(milestone, amendmentId, (each) => ({ ...each, consent: { by, at } })),
  amendmentDeclined: (milestone, { amendmentId, by, reason, declinedAt: at }) =>
    withOutcome(milestone, amendmentId, { kind: 'declined', by, reason, at }),
  amendmentWithdrawn: (milestone, { amendmentId, by, reason, withdrawnAt: at }) =>
    withOutcome(milestone, amendmentId, { kind: 'withdrawn', by, reason, at }),
  /** Exceptions were agreed on what was found; where that is looked at again, they are agreed again. */
  planAmended: (milestone, { amendmentId, plan, version, asksAgain, amendedAt: at }) => ({
    ...withOutcome(milestone, amendmentId, { kind: 'made', at, version, asksAgain }),
    plan,
    exceptions: asksAgain === 'validation' || asksAgain === 'package' ? [] : milestone.exceptions,
  }),
};
