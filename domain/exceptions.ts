// After a conditional acceptance: exceptions are verified closed by someone other than their owner, then closed out.
import { endOfDate, startOfBusinessDay } from './businessTime.ts';
import type { VerifyException } from './commands.ts';
import { SignOffError } from './errors.ts';
import type { MilestoneEvent } from './events.ts';
import { evolveAll } from './evolve.ts';
import { stageIn } from './guards.ts';
import { openExceptions, personOf, type Acceptance, type Milestone } from './milestone.ts';
import { rungsFrom, type Rung, type Wait } from './wait.ts';

/** The wait for the exception that is due first: a reminder at once the day before, then overdue, then the sponsor. */
export function openExceptionWait(milestone: Milestone, now: string): Wait {
  const { contract } = milestone.engagement;
  const { calendar } = contract;
  const due =
    openExceptions(milestone)
      .map((each) => each.dueOn)
      .sort()[0] ?? now.slice(0, 10);
  const deadline = endOfDate(due, calendar);
  const lastMorning = startOfBusinessDay(new Date(Date.parse(deadline) - 2 * 86_400_000).toISOString(), 1, calendar);
  const ladder: Rung[] = [
    ...(lastMorning > now && lastMorning < deadline ? [{ at: lastMorning, kind: 'reminder' as const }] : []),
    ...rungsFrom(deadline, contract),
  ];
  return { openedAt: now, deadline, ladder, next: 0 };
}

/** Re-verification after correction (ISO 9001 8.7): by a validator, approver or the manager, never by the owner. */
export function verifyException(milestone: Milestone, command: VerifyException, now: string): MilestoneEvent[] {
  stageIn(
    milestone,
    ['acceptedWithExceptions'],
    'EXCEPTION_UNKNOWN',
    'exceptions are verified after a conditional acceptance',
  );
  const exception = openExceptions(milestone).find((each) => each.exceptionId === command.exceptionId);
  if (!exception)
    throw new SignOffError(
      'EXCEPTION_UNKNOWN',
      `There is no open exception "${command.exceptionId}"; open: ${openExceptions(milestone)
        .map((each) => each.exceptionId)
        .join(', ')}.`,
      { field: 'exceptionId' },
    );
  const { personId } = command.actor;
  if (personId === exception.ownerId)
    throw new SignOffError(
      'SEPARATION_OF_DUTIES',
      `"${personId}" owns exception ${exception.exceptionId} and cannot verify it closed; someone else must.`,
      {
        field: 'actor.personId',
      },
    );
  if (!verifiers(milestone).includes(personId))
    throw new SignOffError(
      'WRONG_ACTOR',
      `"${personId}" is no validator, approver or manager of this milestone and cannot verify exceptions.`,
      {
        field: 'actor.personId',
      },
    );
  const verified: MilestoneEvent = {
    type: 'exceptionVerified',
    exceptionId: exception.exceptionId,
    evidence: command.evidence,
    verifiedBy: personId,
    verifiedAt: now,
  };
  const after = evolveAll(milestone, [verified]);
  if (openExceptions(after).length > 0) return [{ ...verified, wait: openExceptionWait(after, now) }];
  return [verified, { type: 'closedOut', acceptance: closeOut(milestone, now) }];
}

function verifiers(milestone: Milestone): string[] {
  const { validators, approvalAuthorityList } = milestone.plan;
  const approvers = approvalAuthorityList.flatMap((each) => each.members.map((member) => member.personId));
  const all = [...validators.memberIds, ...approvers, milestone.engagement.engagementManagerId];
  return all.filter((id) => personOf(milestone, id) !== undefined);
}

function closeOut(milestone: Milestone, now: string): Acceptance {
  const conditional = milestone.acceptances.at(-1);
  return {
    certificateNumber: `${milestone.milestoneId}-C${milestone.acceptances.length + 1}`,
    kind: 'closeOut',
    acceptedAt: now,
    basis: conditional?.basis ?? 'express',
    amountReleased: milestone.plan.value.amount,
    amountWithheld: '0.00',
    ...(conditional ? { supersedes: conditional.certificateNumber } : {}),
  };
}
