// Closing exceptions: the owner shows evidence, somebody else verifies or rejects it, the granting authority may extend.
import { dateAfter, dateOf } from '../time/businessTime.ts';
import type {
  ExtendException,
  FailException,
  RejectClosure,
  SubmitClosureEvidence,
  VerifyException,
} from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { closerOf } from './closer.ts';
import { openExceptionDeadline } from './exceptions.ts';
import { makeAcceptance } from '../acceptance/acceptance.ts';
import { stageIn } from '../guards.ts';
import { isSameHuman } from '../people/humans.ts';
import { assertMay, whyMayNot } from '../people/whoMay.ts';
import { inCurrency } from '../terms/money.ts';
import { grantersOf, isListedToVerify, stakesIn } from './verifiers.ts';
import { validSigners } from '../signOff/signers.ts';
import {
  openExceptions,
  type Acceptance,
  type AgreedException,
  type Milestone,
  type PackageFile,
} from '../milestone.ts';
import { actedAt } from '../records/takenAt.ts';

function openException(milestone: Milestone, exceptionId: string) {
  const stage = stageIn(
    milestone,
    ['acceptedWithExceptions'],
    'EXCEPTION_UNKNOWN',
    'exceptions are closed after a conditional acceptance',
  );
  const open = openExceptions(milestone);
  const exception = open.find((each) => each.exceptionId === exceptionId);
  if (exception) return { exception, stage };
  throw new SignOffError(
    'EXCEPTION_UNKNOWN',
    `There is no open exception "${exceptionId}"; open: ${open.map((each) => each.exceptionId).join(', ')}.`,
    { field: 'exceptionId' },
  );
}

const closureOf = (exception: AgreedException) => exception.closures?.at(-1);

/** `found` are the documents named, as storage has them. */
export function submitClosureEvidence(
  milestone: Milestone,
  command: SubmitClosureEvidence,
  found: { files: PackageFile[]; unknownDocumentIds: string[] },
  now: string,
): MilestoneEvent[] {
  const { exception } = openException(milestone, command.exceptionId);
  const { personId } = command.actor;
  const closerId = closerOf(milestone, exception);
  if (personId !== closerId)
    throw new SignOffError(
      'WRONG_ACTOR',
      closerId === exception.ownerId
        ? `Exception ${exception.exceptionId} is owned by "${exception.ownerId}", who shows that it is closed.`
        : `Exception ${exception.exceptionId} was owned by "${exception.ownerId}", who has left; "${closerId}" shows that it is closed.`,
      { field: 'actor.personId' },
    );
  if (found.unknownDocumentIds.length > 0)
    throw new SignOffError(
      'DOCUMENT_UNKNOWN',
      `Not among the engagement’s uploaded documents: ${found.unknownDocumentIds.join(', ')}; upload them first.`,
      { field: 'documentIds' },
    );
  return [
    {
      type: 'closureEvidenceSubmitted',
      exceptionId: exception.exceptionId,
      closure: {
        evidence: command.evidence,
        files: found.files,
        submittedBy: personId,
        submittedAt: actedAt(command, now),
      },
    },
  ];
}

/** Re-verification after correction (ISO 9001 8.7): by a validator, approver or the manager, of neither party with a hand in it. */
export function verifyException(milestone: Milestone, command: VerifyException, now: string): MilestoneEvent[] {
  const { exception } = openException(milestone, command.exceptionId);
  const { personId } = command.actor;
  assertMayVerify(milestone, 'verifyException', exception, personId);
  const verified: MilestoneEvent = {
    type: 'exceptionVerified',
    exceptionId: exception.exceptionId,
    evidence: command.evidence,
    verifiedBy: personId,
    verifiedAt: actedAt(command, now),
  };
  const after = evolveAll(milestone, [verified]);
  if (openExceptions(after).length > 0) return [{ ...verified, wait: openExceptionDeadline(after, now) }];
  return [verified, { type: 'closedOut', acceptance: closeOutDue(milestone, now) }];
}

/** What the acceptance states that the last exception closed brings: nothing is withheld any more. */
export const closeOutDue = (milestone: Milestone, now: string): Acceptance =>
  makeAcceptance(milestone, { kind: 'closeOut', withheld: inCurrency('0', milestone.plan.value.currency) }, now);

export function rejectClosure(milestone: Milestone, command: RejectClosure, now: string): MilestoneEvent[] {
  const { exception } = openException(milestone, command.exceptionId);
  assertMayVerify(milestone, 'rejectClosure', exception, command.actor.personId);
  const closure = closureOf(exception);
  if (!closure || closure.rejection)
    throw new SignOffError(
      'EXCEPTION_UNKNOWN',
      `The owner of exception ${exception.exceptionId} has shown nothing that could be rejected.`,
      { field: 'exceptionId' },
    );
  const { exceptionId } = exception;
  const { reasons, actor } = command;
  return [{ type: 'closureRejected', exceptionId, reasons, by: actor.personId, rejectedAt: actedAt(command, now) }];
}

function assertMayVerify(
  milestone: Milestone,
  act: 'verifyException' | 'rejectClosure',
  exception: AgreedException,
  personId: string,
): void {
  if (!isListedToVerify(milestone, personId) && !isSameHuman(milestone, personId, exception.ownerId))
    throw new SignOffError(
      'WRONG_ACTOR',
      `"${personId}" is no validator, approver or manager of this milestone and cannot verify exceptions.`,
      { field: 'actor.personId' },
    );
  assertMay(milestone, act, personId, stakesIn(exception));
}

/** An extended exception that had failed is no longer failed: who granted it has granted it again. */
export function extendException(milestone: Milestone, command: ExtendException, now: string): MilestoneEvent[] {
  const { exception, stage } = openException(milestone, command.exceptionId);
  const granters = grantersOf(milestone, exception);
  if (!granters.includes(command.actor.personId))
    throw notGranting(milestone, exception, granters, command.actor.personId);
  const { contract } = milestone.engagement;
  const agreedOn = exception.extensions?.[0]?.from ?? exception.dueOn;
  const latest = dateAfter(agreedOn, contract.maxExceptionExtensionDays);
  const { dueOn, reason } = command;
  if (dueOn <= exception.dueOn || dueOn < dateOf(now, contract.calendar) || dueOn > latest)
    throw new SignOffError(
      'EXCEPTION_NOT_ALLOWED',
      `Exception ${exception.exceptionId} is due on ${exception.dueOn}; it can be extended to a later date that is not past, until ${latest}, not to ${dueOn}.`,
      { field: 'dueOn' },
    );
  const { exceptionId } = exception;
  const by = command.actor.personId;
  const extension = { exceptionId, from: exception.dueOn, to: dueOn, reason, by, extendedAt: actedAt(command, now) };
  const after = evolveAll(milestone, [{ type: 'exceptionExtended', ...extension, wait: stage.wait }]);
  return [{ type: 'exceptionExtended', ...extension, wait: openExceptionDeadline(after, now) }];
}

function notGranting(
  milestone: Milestone,
  exception: AgreedException,
  granters: readonly string[],
  personId: string,
): SignOffError {
  const tooClose = validSigners(milestone).includes(personId)
    ? whyMayNot(milestone, 'extendException', personId, stakesIn(exception))
    : undefined;
  return (
    tooClose ??
    new SignOffError(
      'WRONG_ACTOR',
      `An exception is extended by the authority that granted it (${granters.map((each) => `"${each}"`).join(', ') || 'nobody of the other party'}), not by "${personId}".`,
      { field: 'actor.personId' },
    )
  );
}

/** The sponsor may declare an overdue exception failed before the contract's time for it is over. */
export function failException(milestone: Milestone, command: FailException, now: string): MilestoneEvent[] {
  const { exception, stage } = openException(milestone, command.exceptionId);
  assertMay(milestone, 'failException', command.actor.personId);
  const { calendar } = milestone.engagement.contract;
  if (exception.failure || dateOf(now, calendar) <= exception.dueOn)
    throw new SignOffError(
      'EXCEPTION_NOT_ALLOWED',
      exception.failure
        ? `Exception ${exception.exceptionId} has failed already.`
        : `Exception ${exception.exceptionId} is due on ${exception.dueOn}; it can be declared failed after that date.`,
      { field: 'exceptionId' },
    );
  const { reason, actor, exceptionId } = command;
  const failure = { exceptionId, reason, by: actor.personId, failedAt: actedAt(command, now) };
  const after = evolveAll(milestone, [{ type: 'exceptionFailed', ...failure, wait: stage.wait }]);
  return [{ type: 'exceptionFailed', ...failure, wait: openExceptionDeadline(after, now) }];
}
