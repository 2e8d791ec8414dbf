// Errors as problem details (RFC 9457): a code, the field at fault and the remedy; which status each code of the domain gets.
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { isDatabaseDown } from '../../db/databaseDown.ts';
import { SignOffError, signOffErrorCodes, type SignOffErrorCode } from '../../domain/errors.ts';
import { StorageError } from '../../storage/fileStore.ts';
import { UndeliveredError } from '../../workflows/client/sendResult.ts';

/** Codes raised by the HTTP edge itself, each with the sentence that says when. */
export const httpErrorCodes = {
  UNAUTHENTICATED: 'The request carries no valid API key, and no session.',
  RIGHT_MISSING:
    'The API key, or the signed-in person, has no right to this operation; the detail and the field name the right.',
  FOREIGN_ORIGIN: 'The request carries a session, and was not made by a page of this service.',
  NOT_FOUND: 'There is nothing at this address.',
  ALREADY_EXISTS: 'Something with this identifier exists already and is different.',
  NOT_YET_AVAILABLE: 'The resource does not exist yet; it will once the milestone, or the log, gets there.',
  METHOD_NOT_ALLOWED: 'The address exists, but does not take this method; the Allow header says which it takes.',
  MEDIA_TYPE_UNSUPPORTED: 'The body is not of the media type or encoding this address takes.',
  BODY_TOO_LARGE: 'The JSON body exceeds the limit.',
  BODY_TOO_SLOW: 'The body did not arrive in time.',
  UPLOAD_TOO_LARGE: 'The uploaded file exceeds the limit.',
  UPLOAD_ELSEWHERE: 'A piece of an upload does not begin where that ended; its address says where it did.',
  UPLOAD_UNFINISHED: 'A document was to be made of an upload of which a part is still missing.',
  FILE_HARMFUL: 'An upload is one that the scanner knows to be harmful; it was not taken.',
  FILE_SETTLED: 'A file that was kept aside was to be released or removed, and somebody had done either before.',
  QUOTA_EXCEEDED: 'The documents of the engagement would exceed what they may have together.',
  PRECONDITION_REQUIRED: 'A correction names no version (If-Match) of what it was made from.',
  PRECONDITION_FAILED: 'What was to be corrected has changed since the version that If-Match names.',
  IDEMPOTENCY_KEY_REUSED: 'The Idempotency-Key was used before with another request.',
  IDEMPOTENCY_KEY_IN_USE: 'A request with this Idempotency-Key is still being worked on.',
  TOO_MANY_REQUESTS: 'More was asked than one address, key or link may ask for; Retry-After says when to try again.',
  DEPENDENCY_DOWN: 'A part this service depends on did not answer.',
  WORKFLOW_ENDED:
    'The milestone is open, but its workflow was ended from outside and does not run again yet; Retry-After says when to try again.',
  INTERNAL: 'Something failed that should not have; the log has the details.',
} as const;
export type HttpErrorCode = keyof typeof httpErrorCodes;
export type ErrorCode = SignOffErrorCode | HttpErrorCode;

/** Every code with its sentence, those of the domain and those of HTTP. */
export const errorCodes: Record<ErrorCode, string> = { ...signOffErrorCodes, ...httpErrorCodes };

/** An error of the HTTP edge. */
export class HttpProblem extends Error {
  readonly code: HttpErrorCode;
  readonly field: string | undefined;
  /** When the same request is worth sending again, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: HttpErrorCode, message: string, field?: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'HttpProblem';
    this.code = code;
    this.field = field;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What was disposed of answers with its tombstone. */
export class MilestoneDisposed extends SignOffError {
  readonly tombstone: Record<string, unknown>;

  constructor(message: string, tombstone: object) {
    super('MILESTONE_DISPOSED', message);
    this.tombstone = { ...tombstone };
  }
}

export const errorCodeSchema = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string().describe('when this code is raised'),
    status: z.int(),
    code: errorCodeSchema,
    detail: z.string().describe('the value, the expectation and the remedy'),
    field: z.string().optional(),
    details: z.array(z.string()).optional(),
    tombstone: z.record(z.string(), z.unknown()).optional().describe('of a record that was disposed of'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** The only place that knows which status an error has. */
export const statusByCode: Record<ErrorCode, number> = {
  UNAUTHENTICATED: 401,
  RIGHT_MISSING: 403,
  FOREIGN_ORIGIN: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  NOT_YET_AVAILABLE: 409,
  METHOD_NOT_ALLOWED: 405,
  MEDIA_TYPE_UNSUPPORTED: 415,
  BODY_TOO_LARGE: 413,
  BODY_TOO_SLOW: 408,
  UPLOAD_TOO_LARGE: 413,
  UPLOAD_ELSEWHERE: 409,
  UPLOAD_UNFINISHED: 409,
  FILE_HARMFUL: 422,
  FILE_SETTLED: 409,
  QUOTA_EXCEEDED: 413,
  PRECONDITION_REQUIRED: 428,
  PRECONDITION_FAILED: 412,
  IDEMPOTENCY_KEY_REUSED: 422,
  IDEMPOTENCY_KEY_IN_USE: 409,
  TOO_MANY_REQUESTS: 429,
  DEPENDENCY_DOWN: 503,
  WORKFLOW_ENDED: 503,
  INTERNAL: 500,
  INVALID_MESSAGE: 400,
  MESSAGE_UNREADABLE: 400,
  PLAN_INCONSISTENT: 422,
  NOT_COMPILING: 409,
  CLOCK_NOT_STOPPABLE: 409,
  NOT_NUDGEABLE: 409,
  NOT_AMENDABLE: 409,
  NOTHING_TO_CONSENT_TO: 409,
  CONSENT_MISSING: 422,
  PLAN_AMENDED: 409,
  NOTHING_TO_WITHDRAW: 409,
  NOT_SIGNABLE: 409,
  PACKAGE_INCOMPLETE: 422,
  DOCUMENT_UNKNOWN: 422,
  DOCUMENT_IN_USE: 409,
  DOCUMENT_MISSING: 409,
  NOT_VALIDATING: 409,
  REPORT_INCOMPLETE: 422,
  NOT_IN_REVIEW: 409,
  FEEDBACK_UNKNOWN: 422,
  NOT_AWAITING_SIGNATURES: 409,
  NOT_REFUSABLE: 409,
  NOT_ON_LIST: 403,
  NOT_YET_ASKED: 409,
  PASSED_ON: 409,
  NOTHING_TO_PASS_ON: 409,
  DELEGATE_NOT_ELIGIBLE: 422,
  EXCEPTIONS_CHANGED: 409,
  PART_CHANGED: 409,
  PART_NOT_ALLOWED: 409,
  CODE_REQUIRED: 403,
  PASSKEY_REQUIRED: 403,
  ALREADY_DECIDED: 409,
  WRONG_ACTOR: 403,
  SEPARATION_OF_DUTIES: 403,
  AUTHORITY_EXCEEDED: 403,
  NAME_MISMATCH: 422,
  STATEMENT_MISMATCH: 422,
  CHANNEL_NOT_ALLOWED: 403,
  STALE_PACKAGE: 409,
  NOT_IN_FACILITATION: 409,
  OUTCOME_NOT_AVAILABLE: 422,
  NOT_ESCALATABLE: 409,
  NOT_ESCALATED: 409,
  EXCEPTION_NOT_ALLOWED: 422,
  EXCEPTION_UNKNOWN: 422,
  INVOICE_BLOCKED: 409,
  INVOICE_EXCEEDS_RELEASE: 422,
  INVOICE_MISMATCH: 422,
  INVOICE_UNKNOWN: 404,
  DRAFT_NOT_OPEN: 409,
  CREDIT_EXCEEDS_INVOICE: 422,
  NOT_AUTHORISED: 409,
  NOT_EXTENDABLE: 422,
  NOTHING_TO_OBJECT_TO: 409,
  NOTHING_TO_CONFIRM: 409,
  NOT_REVOCABLE: 409,
  MILESTONE_NOT_OVER: 409,
  RETENTION_NOT_OVER: 409,
  UNDER_LEGAL_HOLD: 409,
  HOLD_UNKNOWN: 404,
  PERSON_UNKNOWN: 422,
  RECORD_REDACTED: 409,
  MILESTONE_DISPOSED: 410,
  MILESTONE_CLOSED: 409,
};

export function problemOf(error: unknown): Problem {
  if (error instanceof SignOffError)
    return {
      ...problem(error.code, error.message, error.field, error.details),
      ...(error instanceof MilestoneDisposed ? { tombstone: error.tombstone } : {}),
    };
  if (error instanceof HttpProblem) return problem(error.code, error.message, error.field);
  if (error instanceof UndeliveredError) return undelivered(error);
  if (error instanceof StorageError) return ofStore(error) ?? unforeseen;
  if (isRequestError(error)) return unreadable(error);
  if (isDatabaseDown(error)) return databaseDown;
  return unforeseen;
}

/** `field` as it was sent: who acts is `personId` in a body. */
function problem(code: ErrorCode, detail: string, field?: string, details: readonly string[] = []): Problem {
  return {
    type: `urn:milestone-sign-off:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: errorCodes[code],
    status: statusByCode[code],
    code,
    detail,
    ...(field ? { field: field === 'actor.personId' ? 'personId' : field } : {}),
    ...(details.length > 0 ? { details: [...details] } : {}),
  };
}

const undeliveredCodes = {
  unknownMilestone: 'NOT_FOUND',
  noAnswer: 'DEPENDENCY_DOWN',
  workflowEnded: 'WORKFLOW_ENDED',
} as const;

const unforeseen = problem('INTERNAL', 'Try again; if it persists, look at the service log.');

const databaseDown = problem(
  'DEPENDENCY_DOWN',
  'The database does not answer; send the same request again, under the same Idempotency-Key where it has one, once it does.',
);

function ofStore({ code }: StorageError): Problem | undefined {
  if (code === 'STORE_UNAVAILABLE')
    return problem('DEPENDENCY_DOWN', 'The file store does not answer, and nothing was taken; try again later.');
  if (code === 'FILE_NOT_FOUND')
    return problem(
      'DOCUMENT_MISSING',
      'The file is on record and not in the file store; upload the same file again, and it is there.',
    );
  if (code === 'FILE_DAMAGED')
    return problem(
      'DOCUMENT_MISSING',
      'The file is on record, and what the file store has in its place is damaged; upload the same file again, and it is there.',
    );
  if (code === 'FILE_SHREDDED')
    return problem(
      'DOCUMENT_MISSING',
      'The file cannot be read any more: the key of its engagement was destroyed, and with it everything that was stored under it.',
    );
  return undefined;
}

const undelivered = ({ reason, message }: UndeliveredError): Problem =>
  problem(undeliveredCodes[reason], message, reason === 'unknownMilestone' ? 'milestoneId' : undefined);

/** Retry-After, where it is known when the same request is worth sending again. */
export const retryHeaders = (error: unknown): Record<string, string> =>
  (error instanceof UndeliveredError || error instanceof HttpProblem) && error.retryAfterSeconds !== undefined
    ? { 'Retry-After': String(error.retryAfterSeconds) }
    : isDatabaseDown(error)
      ? { 'Retry-After': '10' }
      : {};

/** What express and its body parsers raise about a request, as against a failure of ours. */
type RequestError = Error & { status: number; type?: string };

const isRequestError = (error: unknown): error is RequestError =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500;

function unreadable({ status, type, message }: RequestError): Problem {
  if (status === 413)
    return problem(
      'BODY_TOO_LARGE',
      'The body is too large; send at most 2 MB of JSON, and files as documents.',
      'body',
    );
  if (status === 415)
    return problem('MEDIA_TYPE_UNSUPPORTED', `The body cannot be read: ${message}; send JSON in UTF-8.`, 'body');
  const field = type === undefined ? 'path' : 'body';
  return problem('INVALID_MESSAGE', `The ${field} cannot be read: ${message}.`, field);
}

export const notFound: RequestHandler = (request) => {
  const address = `${request.method} ${request.path}`.slice(0, 200);
  throw new HttpProblem('NOT_FOUND', `There is no ${address}; /docs lists what there is.`);
};

/** `recordRefusal` is told of every request refused, and has done with it before the answer goes out. */
export function answerWithProblem(
  log: Logger,
  recordRefusal: (request: Request, problem: Problem) => Promise<void>,
): ErrorRequestHandler {
  // Four parameters, or express does not take it for an error handler.
  return async (error, request, response, _next) => {
    const about = { method: request.method, route: (request.route as { path?: string } | undefined)?.path };
    if (response.destroyed || request.readableAborted)
      return log.info(about, 'the client went away before the request was done');
    const answer = problemOf(error);
    if (answer.status >= 500) log.error({ err: error, ...about }, 'request failed');
    // What is too much is not taken down either, or the log would be what a flood fills.
    else if (answer.status !== 429)
      await recordRefusal(request, answer).catch((failure: unknown) =>
        log.error({ err: failure, ...about }, 'a refused request could not be taken down'),
      );
    // Half an answer is out already: cut it off, so that it is not taken for a whole one.
    if (response.headersSent) return void response.destroy();
    return response
      .status(answer.status)
      .set(retryHeaders(error))
      .type('application/problem+json')
      .send(JSON.stringify(answer));
  };
}
