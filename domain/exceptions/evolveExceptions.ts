// How events about exceptions change the state; decides nothing and cannot fail.
import type { MilestoneEvent } from '../events.ts';
import type { AgreedException, Milestone } from '../milestone.ts';

export type ExceptionEvent = Extract<
  MilestoneEvent,
  {
    type:
      | 'exceptionProposed'
      | 'closureEvidenceSubmitted'
      | 'closureRejected'
      | 'exceptionVerified'
      | 'exceptionExtended'
      | 'exceptionFailed';
  }
>;

export function evolveExceptions(milestone: Milestone, event: ExceptionEvent): Milestone {
  switch (event.type) {
    case 'exceptionProposed':
      return { ...milestone, exceptions: [...milestone.exceptions, event.exception] };
    case 'closureEvidenceSubmitted':
      return withException(milestone, event.exceptionId, (each) => ({
        ...each,
        closures: [...(each.closures ?? []), event.closure],
      }));
    case 'closureRejected':
      return withException(milestone, event.exceptionId, (each) => withRejection(each, event));
    case 'exceptionVerified': {
      const { evidence, verifiedBy, verifiedAt } = event;
      const verified = withException(milestone, event.exceptionId, (each) => ({
        ...each,
        evidence,
        verifiedBy,
        verifiedAt,
      }));
      return event.wait ? withWait(verified, event.wait) : verified;
    }
    case 'exceptionExtended': {
      const { from, to, reason, by, extendedAt } = event;
      const extended = withException(milestone, event.exceptionId, ({ failure: _madeGood, ...each }) => ({
        ...each,
        dueOn: to,
        extensions: [...(each.extensions ?? []), { from, to, reason, by, at: extendedAt }],
      }));
      return withWait(extended, event.wait);
    }
    case 'exceptionFailed': {
      const { reason, by, failedAt, wait } = event;
      const failed = withException(milestone, event.exceptionId, (each) => ({
        ...each,
        failure: { reason, by, at: failedAt },
      }));
      return withWait(failed, wait);
    }
    default:
      return event satisfies never;
  }
}

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
  { reasons, by, rejectedAt }: Extract<ExceptionEvent, { type: 'closureRejected' }>,
): AgreedException {
  const closures = exception.closures ?? [];
  const last = closures.at(-1);
  if (!last) return exception;
  return {
    ...exception,
    closures: [...closures.slice(0, -1), { ...last, rejection: { reasons, by, at: rejectedAt } }],
  };
}

function withWait(
  milestone: Milestone,
  wait: Extract<ExceptionEvent, { type: 'exceptionExtended' }>['wait'],
): Milestone {
  const { stage } = milestone;
  return stage.phase === 'acceptedWithExceptions' ? { ...milestone, stage: { ...stage, wait } } : milestone;
}
