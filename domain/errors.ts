// The one error of the product and its codes; knows nothing of HTTP or Temporal, which translate it at their edges.

/** Each code with the sentence that says when it is raised. Branch on the code, never on the message. */
export const signOffErrorCodes = {
  INVALID_MESSAGE: 'A message or request body does not have the documented shape.',
  MESSAGE_UNREADABLE:
    'A message came to a milestone in plain, or was encrypted for something else or by somebody else.',
  PLAN_INCONSISTENT:
    'A milestone plan names people or deliverables that do not exist, or duties that nobody may perform.',
  NOT_COMPILING: 'A package was submitted while none is awaited.',
  NOT_SIGNABLE:
    'A package was submitted for a milestone that nobody could sign, as its plan, people and contract stand.',
  PACKAGE_INCOMPLETE: 'The completeness checklist has items neither present nor waived with a reason.',
  DOCUMENT_UNKNOWN: 'A package names a document that is not among the engagement’s uploaded documents.',
  DOCUMENT_IN_USE:
    'A document was to be removed or replaced that a submitted package, or another act on record, names.',
  DOCUMENT_MISSING: 'A file that is named, signed for or to be read is not in the file store, or not whole.',
  NOT_VALIDATING: 'A validation report arrived while technical validation is not open.',
  REPORT_INCOMPLETE: 'A validation report lacks a result or its evidence for a requirement, or contradicts itself.',
  NOT_IN_REVIEW: 'Feedback or meeting notes arrived while stakeholder review is not open.',
  FEEDBACK_UNKNOWN: 'A response names a feedback item that is not on the record of this milestone.',
  NOT_AWAITING_SIGNATURES: 'A signature arrived while formal sign-off is not open.',
  NOT_REFUSABLE: 'A refusal arrived in a phase in which there is nothing to refuse.',
  NOT_ON_LIST: 'The person who acts is not on the list of people asked for this decision.',
  NOT_YET_ASKED: 'The person belongs to a group that has not been asked yet, because an earlier one is not at quorum.',
  PASSED_ON: 'The person was asked, but the duty has been passed on to somebody else since.',
  NOTHING_TO_PASS_ON: 'A duty was to be passed on that the person does not have, or does not have now.',
  DELEGATE_NOT_ELIGIBLE: 'The person named to decide instead has no authority for it, or would have to count twice.',
  PART_NOT_ALLOWED:
    'A part was to be put to signature by itself, or withdrawn, where contract, plan, package or what is under way do not let it.',
  PART_CHANGED: 'The deliverables that a signature names are not those that are put to signature.',
  EXCEPTIONS_CHANGED: 'The exceptions that a signature names are not those it would be signed under.',
  CODE_REQUIRED:
    'The contract takes such a decision only with a code sent by e-mail, and it came from a link without one.',
  PASSKEY_REQUIRED:
    'The contract takes such a decision only with a passkey, or the signer chose one, and it came without one that holds.',
  ALREADY_DECIDED: 'The person has already given a standing decision on this package; one person counts once.',
  WRONG_ACTOR: 'The act is reserved to another role.',
  SEPARATION_OF_DUTIES:
    'Who acts is too close to what the act ends or releases: of the same human, or of the same party, as the table of who may says.',
  AUTHORITY_EXCEEDED: 'The value of the milestone exceeds the authority limit of the signer.',
  NAME_MISMATCH: 'The typed name is not the name on the approval authority list.',
  STATEMENT_MISMATCH: 'The statement agreed to is not the one this milestone is signed under.',
  CHANNEL_NOT_ALLOWED: 'A decision came by a way that the contract does not let its party decide by, as an API key is.',
  STALE_PACKAGE: 'The decision names a package digest that is not the current one.',
  NOT_IN_FACILITATION: 'A facilitation outcome arrived while nothing is being facilitated.',
  OUTCOME_NOT_AVAILABLE: 'The chosen outcome does not exist in this situation.',
  NOT_ESCALATABLE: 'An escalation was asked for where nothing is overdue or in dispute.',
  NOT_ESCALATED: 'A sponsor determination arrived while nothing is before the sponsor.',
  EXCEPTION_NOT_ALLOWED:
    'A proposed exception breaks a limit of the contract: severity, due date, owner, amount, or what may be conceded by whom.',
  EXCEPTION_UNKNOWN: 'An exception is named that is not open on this milestone.',
  INVOICE_BLOCKED: 'An invoice was registered for a milestone whose certificate does not exist or no longer stands.',
  INVOICE_EXCEEDS_RELEASE:
    'An invoice or a draft is for more than the certificates released and earlier invoices and drafts left.',
  INVOICE_MISMATCH:
    'An invoice, draft or credit note has another currency than the milestone, no amount or one with too many decimals, a used number, or a date that it cannot have.',
  INVOICE_UNKNOWN: 'A credit note or a cancellation names an invoice that is not registered for the milestone.',
  DRAFT_NOT_OPEN: 'A draft invoice is named that is not registered for the milestone, or reserves nothing any more.',
  CREDIT_EXCEEDS_INVOICE: 'A credit note is for more than is left of its invoice, or nothing is left to cancel.',
  NOT_AUTHORISED: 'A milestone depends on another whose next phase is not authorised, or only on conditions.',
  NOT_EXTENDABLE: 'An extension goes beyond the contract’s limit, leads to no later date, or nothing is waited for.',
  CLOCK_NOT_STOPPABLE:
    'The clock was to be stopped or resumed where nothing is waited for, or it stands still or runs already.',
  NOT_AMENDABLE:
    'The plan was to be amended once it was accepted or over, beside an amendment that is open, or nobody could consent to it.',
  NOTHING_TO_CONSENT_TO: 'Consent was given or declined to an amendment that is not open (any more).',
  CONSENT_MISSING:
    'Terms were to be amended without the consent of the other party that the contract asks for, or somebody else gave it.',
  PLAN_AMENDED: 'A decision is on a version of the plan that was amended since in what is decided on.',
  NOT_NUDGEABLE: 'Somebody was to be reminded now who heard of it lately or often, or nobody is left to remind.',
  NOTHING_TO_WITHDRAW: 'A signature was to be withdrawn that was not given, or counts no more.',
  NOTHING_TO_OBJECT_TO:
    'An objection was made where the firm entered nothing for the person, or the period to object was over.',
  NOTHING_TO_CONFIRM: 'A facilitation outcome was confirmed or opposed while none awaits the person’s word.',
  NOT_REVOCABLE: 'A revocation was proposed or decided where there is no acceptance, or no proposal, to decide on.',
  MILESTONE_NOT_OVER: 'A record was to be disposed of, or a person erased from it, while its milestone is not over.',
  RETENTION_NOT_OVER: 'A record was to be disposed of before its retention date, or without one.',
  UNDER_LEGAL_HOLD: 'A record was to be disposed of, or a person erased from it, while a legal hold stands.',
  HOLD_UNKNOWN: 'A legal hold is named that was not placed on this milestone or its engagement.',
  PERSON_UNKNOWN: 'A person is named who is not among the people of the engagement.',
  RECORD_REDACTED: 'People were erased from the record at their request, so that nothing can be added to it.',
  MILESTONE_DISPOSED: 'The record of the milestone was disposed of; its tombstone is what is left.',
  MILESTONE_CLOSED: 'The milestone is finished; nothing can be decided any more.',
} as const;

export type SignOffErrorCode = keyof typeof signOffErrorCodes;

/** A refused command. `message` gives the value, the expectation and the remedy; `field` names the input at fault. */
export class SignOffError extends Error {
  readonly code: SignOffErrorCode;
  readonly field: string | undefined;
  readonly details: readonly string[];

  constructor(
    code: SignOffErrorCode,
    message: string,
    options: { field?: string; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SignOffError';
    this.code = code;
    this.field = options.field;
    this.details = options.details ?? [];
  }
}
