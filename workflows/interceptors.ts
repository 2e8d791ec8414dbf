// Hands the trace of a message on to what the workflow has done because of it. Knows nothing of tracing but the header it travels in.
import type { Payload } from '@temporalio/common';
import type { WorkflowInterceptors } from '@temporalio/workflow';

/** Of the interceptors that Temporal's SDK gives clients and activities for OpenTelemetry. */
const traceHeader = '_tracer-data';

/**
 * Messages are ruled on together, one batch after the other, and not where they were taken in: so a batch goes on with the trace of
 * the newest message in it, and what is published after it with that of the batch. What a timer causes belongs to no trace.
 */
export function interceptors(): WorkflowInterceptors {
  let cause: Payload | undefined;
  let ofLastBatch: Payload | undefined;
  const under = <I extends { headers: Record<string, Payload> }>(input: I, trace: Payload | undefined): I =>
    trace === undefined ? input : { ...input, headers: { ...input.headers, [traceHeader]: trace } };
  const takenIn = ({ headers }: { headers: Record<string, Payload> }): void => {
    cause = headers[traceHeader] ?? cause;
  };
  return {
    inbound: [
      {
        execute(input, next) {
          takenIn(input);
          return next(input);
        },
        handleSignal(input, next) {
          takenIn(input);
          return next(input);
        },
        handleUpdate(input, next) {
          takenIn(input);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleLocalActivity(input, next) {
          const trace = cause;
          if (input.activityType === 'recordBatch') {
            ofLastBatch = cause;
            cause = undefined;
          }
          return next(under(input, trace));
        },
        async scheduleActivity(input, next) {
          const trace = ofLastBatch;
          const result = await next(under(input, trace));
          cause ??= trace;
          return result;
        },
      },
    ],
  };
}
