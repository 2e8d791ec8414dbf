// How a message to a milestone's workflow can fare: answered, kept safe, refused, or not delivered. Tells these apart, sends nothing.
import { ApplicationFailure } from '@temporalio/common';
import {
  isGrpcServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type WorkflowUpdateFailedError,
} from '@temporalio/client';
import { SignOffError, signOffErrorCodes, type SignOffErrorCode } from '../../domain/errors.ts';
import type { Answer, RefusalDetails } from '../messages.ts';

export type SendResult = { status: 'decided'; answer: Answer } | { status: 'accepted'; messageId: string };

/**
 * The message did not reach a milestone, or nobody said whether it did. What a milestone itself refuses is a SignOffError.
 * `unknownMilestone`: there is none of that ID. `noAnswer`: Temporal or its worker gave none. `workflowEnded`: the milestone is
 * open, its workflow was ended from outside and does not run again yet. After the latter two the same message can be sent again.
 */
export class UndeliveredError extends Error {
  readonly reason: 'unknownMilestone' | 'noAnswer' | 'workflowEnded';
  /** When it is worth trying again, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: UndeliveredError['reason'], message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'UndeliveredError';
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The refusal inside a failed update; undefined when the update failed for another reason. */
export function refusalOf(error: WorkflowUpdateFailedError): SignOffError | undefined {
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure) || !cause.type || !(cause.type in signOffErrorCodes)) return undefined;
  const [given] = (cause.details ?? []) as [RefusalDetails?];
  return new SignOffError(cause.type as SignOffErrorCode, cause.message, {
    ...(given?.field === undefined ? {} : { field: given.field }),
    details: given?.details ?? [],
    cause: error,
  });
}

/**
 * DEADLINE_EXCEEDED 4, UNAVAILABLE 14, CANCELLED 1: nobody answered; whether it arrived is unknown. RESOURCE_EXHAUSTED 8:
 * too many updates are in flight, and a signal still gets through. FAILED_PRECONDITION 9: the workflow task under it
 * failed, as it does when a signal comes while the milestone goes over to its next run.
 */
export function isNoAnswer(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const cause = error instanceof Error ? error.cause : undefined;
  return [error, cause].some((each) => isGrpcServiceError(each) && [1, 4, 8, 9, 14].includes(each.code));
}
