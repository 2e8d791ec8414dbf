// What events about exceptions bring to the state: one entry per event. Decides nothing.
import type { EventType, MilestoneEvent } from '../events.ts';
import type { AgreedException, Milestone } from '../milestone.ts';
import type { Deadline } from '../time/deadline.ts';

type EventOf<T extends EventType> = Extract<MilestoneEvent, { type: T }>;
type ExceptionEventType =
  | 'exceptionProposed'
  | 'closureEvidenceSubmitted'
  | 'closureRejected'
  | 'exceptionVerified'
  | 'exceptionExtended'
  | 'exceptionFailed';

export const exceptionFolds: { [T in ExceptionEventType]: (milestone: Milestone, event: EventOf<T>) => Milestone } = {
  exceptionProposed: (milestone, { exception }) => ({ ...milestone, exceptions: [...milestone.exceptions, exception] }),
  closureEvidenceSubmitted: (milestone, { exceptionId, closure }) =>
    withException(milestone, exceptionId, (each) => ({ ...each, closures: [...(each.closures ?? []), closure] })),
  closureRejected: (milestone, event) =>
    withException(milestone, event.exceptionId, (each) => withRejection(each, event)),
  exceptionVerified: (milestone, { exceptionId, evidence, verifiedBy, verifiedAt, wait }) => {
    const verified = withException(milestone, exceptionId, (each) => ({ ...each, evidence, verifiedBy, verifiedAt }));
    return wait ? withDeadline(verified, wait) : verified;
  },
  exceptionExtended: (milestone, { exceptionId, from, to, reason, by, extendedAt, wait }) => {
    const extended = withException(milestone, exceptionId, ({ failure: _madeGood, ...each }) => ({
      ...each,
      dueOn: to,
      extensions: [...(each.extensions ?? []), { from, to, reason, by, at: extendedAt }],
    }));
    return withDeadline(extended, wait);
  },
  exceptionFailed: (milestone, { exceptionId, reason, by, failedAt, wait }) => {
    const failure = { reason, by, at: failedAt };
    return withDeadline(
      withException(milestone, exceptionId, (each) => ({ ...each, failure })),
      wait,
    );
  },
};

function withException(
  milestone: Milestone,
  exceptionId: string,
  change: (exception: AgreedException) => AgreedException,
): Milestone {
  const exceptions = milestone.exceptions.map((each) => (each.exceptionId === exceptionId ? change(each) : each));
  return { ...milestone, exceptions };
}

function withRejection(
  exception: AgreedException,
  { reasons, by, rejectedAt }: EventOf<'closureRejected'>,
): AgreedException {
  const closures = exception.closures ?? [];
  const last = closures.at(-1);
  if (!last) return exception;
  return {
    ...exception,
    closures: [...closures.slice(0, -1), { ...last, rejection: { reasons, by, at: rejectedAt } }],
  };
}

function withDeadline(milestone: Milestone, wait: Deadline): Milestone {
  const { stage } = milestone;
  return stage.phase === 'acceptedWithExceptions' ? { ...milestone, stage: { ...stage, wait } } : milestone;
}
