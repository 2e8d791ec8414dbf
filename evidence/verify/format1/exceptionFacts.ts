// What follows for exceptions from the events of a record of format 1. Frozen: see docs/recordFormat.md.
import { BagError } from '../bag.ts';
import type { ArchivedEvent, Exception, FoldedEvent } from './shapes.ts';

/** The exceptions there are. */
interface Of {
  exceptions: Exception[];
}

export type ExceptionEvent = Extract<FoldedEvent, { exceptionId: string } | { exception: Exception }>;

export function foldException<F extends Of>(facts: F, event: ExceptionEvent): F {
  switch (event.type) {
    case 'exceptionProposed':
      return { ...facts, exceptions: [...facts.exceptions, event.exception] };
    case 'closureEvidenceSubmitted':
      return withException(facts, event, (each) => ({ ...each, closures: [...(each.closures ?? []), event.closure] }));
    case 'closureRejected': {
      const rejection = { reasons: event.reasons, by: event.by, at: event.rejectedAt };
      return withException(facts, event, (each) => withLastClosure(each, rejection));
    }
    case 'exceptionVerified': {
      const { evidence, verifiedBy, verifiedAt } = event;
      return withException(facts, event, (each) => ({ ...each, evidence, verifiedBy, verifiedAt }));
    }
    case 'exceptionExtended': {
      const { from, to, reason, by, extendedAt: at } = event;
      return withException(facts, event, ({ failure: _madeGood, ...each }) => ({
        ...each,
        dueOn: to,
        extensions: [...(each.extensions ?? []), { from, to, reason, by, at }],
      }));
    }
    case 'exceptionFailed': {
      const failure = { reason: event.reason, by: event.by, at: event.failedAt };
      return withException(facts, event, (each) => ({ ...each, failure }));
    }
    default:
      throw new BagError(`"${(event as ArchivedEvent).type}" is no event of record format 1`);
  }
}

function withLastClosure(exception: Exception, rejection: object): Exception {
  const { closures = [] } = exception;
  const last = closures.at(-1);
  return last ? { ...exception, closures: [...closures.slice(0, -1), { ...last, rejection }] } : exception;
}

const withException = <F extends Of>(
  facts: F,
  { exceptionId }: { exceptionId: string },
  change: (exception: Exception) => Exception,
): F => ({
  ...facts,
  exceptions: facts.exceptions.map((each) => (each.exceptionId === exceptionId ? change(each) : each)),
});
