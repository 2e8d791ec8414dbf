// Errors as problem details (RFC 9457): a code, the field at fault and the remedy. The only place that knows HTTP status codes of errors.
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { SignOffError, signOffErrorCodes, type SignOffErrorCode } from '../domain/errors.ts';

/** Codes raised by the HTTP edge itself, each with the sentence that says when. */
export const httpErrorCodes = {
  UNAUTHENTICATED: 'The request carries no valid API key.',
  NOT_FOUND: 'There is nothing at this address.',
  ALREADY_EXISTS: 'Something with this identifier exists already and is different.',
  NOT_YET_AVAILABLE: 'The resource will exist once the milestone gets there.',
  UPLOAD_TOO_LARGE: 'The uploaded file exceeds the limit.',
  IDEMPOTENCY_KEY_REUSED: 'The Idempotency-Key was used before with another request.',
  IDEMPOTENCY_KEY_IN_USE: 'A request with this Idempotency-Key is still being worked on.',
  LINK_UNKNOWN: 'The request link is not one of ours, or was cut off.',
  DEPENDENCY_DOWN: 'A part this service depends on did not answer.',
  INTERNAL: 'Something failed that should not have; the log has the details.',
} as const;
export type HttpErrorCode = keyof typeof httpErrorCodes;

/** An error of the HTTP edge, with its status. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: HttpErrorCode;
  readonly field: string | undefined;

  constructor(status: number, code: HttpErrorCode, message: string, field?: string) {
    super(message);
    this.name = 'HttpProblem';
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string().describe('when this code is raised'),
    status: z.int(),
    code: z.string(),
    detail: z.string().describe('the value, the expectation and the remedy'),
    field: z.string().optional(),
    details: z.array(z.string()).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

const statusByCode: Record<SignOffErrorCode, number> = {
  INVALID_MESSAGE: 400,
  PLAN_INCONSISTENT: 422,
  NOT_COMPILING: 409,
  PACKAGE_INCOMPLETE: 422,
  DOCUMENT_UNKNOWN: 422,
  NOT_VALIDATING: 409,
  REPORT_INCOMPLETE: 422,
  NOT_IN_REVIEW: 409,
  FEEDBACK_UNKNOWN: 422,
  NOT_AWAITING_SIGNATURES: 409,
  NOT_REFUSABLE: 409,
  NOT_ON_LIST: 403,
  NOT_YET_ASKED: 409,
  ALREADY_DECIDED: 409,
  WRONG_ACTOR: 403,
  SEPARATION_OF_DUTIES: 403,
  AUTHORITY_EXCEEDED: 403,
  NAME_MISMATCH: 422,
  STATEMENT_MISMATCH: 422,
  REPLY_NOT_ACCEPTED: 403,
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
  NOT_AUTHORISED: 409,
  MILESTONE_CLOSED: 409,
};

export function problemOf(error: unknown): Problem {
  if (error instanceof SignOffError)
    return problem(
      statusByCode[error.code],
      error.code,
      signOffErrorCodes[error.code],
      error.message,
      error.field,
      error.details,
    );
  if (error instanceof HttpProblem)
    return problem(error.status, error.code, httpErrorCodes[error.code], error.message, error.field);
  if (isBodyParserError(error))
    return problem(
      error.status,
      'INVALID_MESSAGE',
      signOffErrorCodes.INVALID_MESSAGE,
      `The body cannot be read: ${error.message}.`,
      'body',
    );
  return problem(500, 'INTERNAL', httpErrorCodes.INTERNAL, 'Try again; if it persists, look at the service log.');
}

function problem(
  status: number,
  code: string,
  title: string,
  detail: string,
  field?: string,
  details?: readonly string[],
): Problem {
  return {
    type: `urn:milestone-sign-off:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    detail,
    ...(field ? { field } : {}),
    ...(details && details.length > 0 ? { details: [...details] } : {}),
  };
}

function isBodyParserError(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status < 500 &&
    'type' in error
  );
}

/** Parses or throws INVALID_MESSAGE with the first field at fault. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = result.error.issues.map((each) => `${each.path.join('.') || 'body'}: ${each.message}`);
  throw new SignOffError('INVALID_MESSAGE', `The request cannot be used: ${details.join('; ')}.`, {
    field: result.error.issues[0]?.path.join('.') || 'body',
    details,
  });
}

export const nothingHere: RequestHandler = (request) => {
  throw new HttpProblem(404, 'NOT_FOUND', `There is no ${request.method} ${request.path}; /docs lists what there is.`);
};

export function answerWithProblem(log: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    const answer = problemOf(error);
    if (answer.status >= 500)
      log.error({ err: error, method: request.method, route: request.route?.path }, 'request failed');
    if (response.headersSent) return next(error);
    return response.status(answer.status).type('application/problem+json').send(JSON.stringify(answer));
  };
}
