// What a refusal says to whoever reads the page, in their language: in words of a page’s own, or as the domain says it. A sentence that no
// catalogue knows, as one of a release before, is quoted in English behind the kind of refusal it is.
import { RightMissing } from '../api/http/access.ts';
import { roles, termsOf } from '../domain/access/rights.ts';
import { roleWord } from './roleWords.ts';
import { HttpProblem, type ErrorCode, type HttpErrorCode, type Problem } from '../api/http/problems.ts';
import { SignOffError, type SignOffErrorCode } from '../domain/errors.ts';
import { defaultLanguage, wordsIn, type Words } from '../mail/messages/words.ts';

/** Words that are not in a language yet. */
export type Said = (words: Words) => string;

/** Refused by a page itself; on record, and over the API, it is in English like any other. */
export class PageRefusal extends SignOffError {
  readonly said: Said;

  constructor(code: SignOffErrorCode, said: Said, options: { field?: string; cause?: unknown } = {}) {
    super(code, said(wordsIn(defaultLanguage)), options);
    this.said = said;
  }
}

/** The same of what HTTP has a code for. */
export class PageProblem extends HttpProblem {
  readonly said: Said;

  constructor(code: HttpErrorCode, said: Said, field: string, retryAfterSeconds?: number) {
    super(code, said(wordsIn(defaultLanguage)), field, retryAfterSeconds);
    this.said = said;
  }
}

const kinds = {
  INVALID_MESSAGE: 'input',
  PLAN_INCONSISTENT: 'input',
  PACKAGE_INCOMPLETE: 'input',
  REPORT_INCOMPLETE: 'input',
  FEEDBACK_UNKNOWN: 'input',
  EXCEPTION_UNKNOWN: 'input',
  PERSON_UNKNOWN: 'input',
  HOLD_UNKNOWN: 'input',
  INVOICE_UNKNOWN: 'input',
  INVOICE_MISMATCH: 'input',
  NAME_MISMATCH: 'input',
  MEDIA_TYPE_UNSUPPORTED: 'input',
  PRECONDITION_REQUIRED: 'input',
  IDEMPOTENCY_KEY_REUSED: 'input',
  NOT_COMPILING: 'notNow',
  NOT_SIGNABLE: 'notNow',
  NOT_VALIDATING: 'notNow',
  NOT_IN_REVIEW: 'notNow',
  NOT_AWAITING_SIGNATURES: 'notNow',
  NOT_REFUSABLE: 'notNow',
  NOT_YET_ASKED: 'notNow',
  NOTHING_TO_PASS_ON: 'notNow',
  NOT_IN_FACILITATION: 'notNow',
  OUTCOME_NOT_AVAILABLE: 'notNow',
  NOT_ESCALATABLE: 'notNow',
  NOT_ESCALATED: 'notNow',
  CLOCK_NOT_STOPPABLE: 'notNow',
  NOT_NUDGEABLE: 'notNow',
  NOT_AMENDABLE: 'notNow',
  PART_NOT_ALLOWED: 'notNow',
  NOTHING_TO_CONSENT_TO: 'notNow',
  CONSENT_MISSING: 'notAllowed',
  PLAN_AMENDED: 'changed',
  NOTHING_TO_WITHDRAW: 'notNow',
  NOTHING_TO_OBJECT_TO: 'notNow',
  NOTHING_TO_CONFIRM: 'notNow',
  NOT_REVOCABLE: 'notNow',
  INVOICE_BLOCKED: 'notNow',
  DRAFT_NOT_OPEN: 'notNow',
  NOT_AUTHORISED: 'notNow',
  MILESTONE_NOT_OVER: 'notNow',
  RETENTION_NOT_OVER: 'notNow',
  UNDER_LEGAL_HOLD: 'notNow',
  NOT_YET_AVAILABLE: 'notNow',
  IDEMPOTENCY_KEY_IN_USE: 'notNow',
  ALREADY_DECIDED: 'decided',
  PASSED_ON: 'decided',
  ALREADY_EXISTS: 'decided',
  STALE_PACKAGE: 'changed',
  EXCEPTIONS_CHANGED: 'changed',
  PART_CHANGED: 'changed',
  STATEMENT_MISMATCH: 'changed',
  PRECONDITION_FAILED: 'changed',
  NOT_ON_LIST: 'notYours',
  WRONG_ACTOR: 'notYours',
  UNAUTHENTICATED: 'notYours',
  RIGHT_MISSING: 'notYours',
  FOREIGN_ORIGIN: 'notYours',
  NOT_FOUND: 'notYours',
  METHOD_NOT_ALLOWED: 'notYours',
  MESSAGE_UNREADABLE: 'notYours',
  CODE_REQUIRED: 'notAllowed',
  PASSKEY_REQUIRED: 'notAllowed',
  CHANNEL_NOT_ALLOWED: 'notAllowed',
  DELEGATE_NOT_ELIGIBLE: 'notAllowed',
  SEPARATION_OF_DUTIES: 'notAllowed',
  AUTHORITY_EXCEEDED: 'notAllowed',
  EXCEPTION_NOT_ALLOWED: 'notAllowed',
  NOT_EXTENDABLE: 'notAllowed',
  INVOICE_EXCEEDS_RELEASE: 'notAllowed',
  CREDIT_EXCEEDS_INVOICE: 'notAllowed',
  DOCUMENT_UNKNOWN: 'file',
  DOCUMENT_IN_USE: 'file',
  DOCUMENT_MISSING: 'file',
  UPLOAD_TOO_LARGE: 'file',
  UPLOAD_ELSEWHERE: 'file',
  UPLOAD_UNFINISHED: 'file',
  FILE_HARMFUL: 'file',
  FILE_SETTLED: 'file',
  QUOTA_EXCEEDED: 'file',
  BODY_TOO_LARGE: 'file',
  BODY_TOO_SLOW: 'file',
  MILESTONE_CLOSED: 'over',
  MILESTONE_DISPOSED: 'over',
  RECORD_REDACTED: 'over',
  TOO_MANY_REQUESTS: 'tooMuch',
  DEPENDENCY_DOWN: 'away',
  WORKFLOW_ENDED: 'away',
  INTERNAL: 'away',
} as const satisfies Record<ErrorCode, string>;

/** Whose sentence is for whoever sends requests, and not for who reads a page. */
const plainAlone: readonly string[] = ['tooMuch', 'away'];

/** Undefined words are those of a sentence that was never translated: then it says what kind of refusal it is, and quotes that. */
export function refusalIn(
  words: Words,
  error: unknown,
  { code, detail }: Pick<Problem, 'code' | 'detail'>,
  inPlainNames: (text: string) => string = (text) => text,
): string {
  if (error instanceof PageRefusal || error instanceof PageProblem) return inPlainNames(error.said(words));
  if (error instanceof RightMissing) {
    const having = termsOf(error.right).roles.filter((each) => 'person' in roles[each]);
    return words.say('role.missing', { roles: words.list(having.map((each) => roleWord(words, each))) });
  }
  const kind = kinds[code];
  const plain = words.say(`problem.${kind}`);
  if (plainAlone.includes(kind)) return plain;
  const said = words.sentence(detail);
  return said === undefined
    ? words.say('problem.inDetail', { plain, detail: inPlainNames(detail) })
    : inPlainNames(said);
}
