// Moving a deadline: with a reason, by who has the right, within the contract's limit. It never restarts the schedule.
import { endOfBusinessDay, endOfDate, isBusinessDate } from './businessTime.ts';
import type { ExtendDeadline } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { stageIn } from '../guards.ts';
import type { Milestone } from '../milestone.ts';
import { termsFor } from '../signOff/granters.ts';
import { afterDeadline, withLaterDeadline } from './deadline.ts';
import { assertMay } from '../people/whoMay.ts';

export function extendDeadline(milestone: Milestone, command: ExtendDeadline): MilestoneEvent[] {
  const stage = stageIn(
    milestone,
    ['compiling', 'rework', 'validating', 'inReview', 'formalSignOff', 'facilitation', 'escalated'],
    'NOT_EXTENDABLE',
    'an exception has a due date of its own, which is extended instead',
  );
  assertMay(
    milestone,
    stage.phase === 'escalated' ? 'extendSponsorsDeadline' : 'extendDeadline',
    command.actor.personId,
  );
  const { contract } = milestone.engagement;
  const deadline = endOfDate(command.newDeadlineOn, contract.calendar);
  const { wait } = stage;
  const agreed = wait.agreedDeadline ?? wait.deadline;
  const latest = endOfBusinessDay(agreed, contract.maxExtensionBusinessDays, afterDeadline(contract));
  const problem = whyNotExtendable(command.newDeadlineOn, deadline, wait.deadline, milestone);
  if (problem) throw new SignOffError('NOT_EXTENDABLE', problem, { field: 'newDeadlineOn' });
  if (contract.maxExtensionBusinessDays === 0 || deadline > latest)
    throw new SignOffError(
      'NOT_EXTENDABLE',
      `The deadline agreed was ${agreed}; the contract lets extensions move it by ${contract.maxExtensionBusinessDays} business days in all${
        contract.maxExtensionBusinessDays === 0 ? '' : `, until ${latest}`
      }. Choose an earlier date, or escalate.`,
      { field: 'newDeadlineOn' },
    );
  return [
    {
      type: 'deadlineExtended',
      wait: withLaterDeadline(wait, deadline, termsFor(milestone, stage.phase), stage.phase),
      was: wait.deadline,
      by: command.actor.personId,
      reason: command.reason,
    },
  ];
}

/** In words; undefined for a business day after the present deadline. */
export function whyNotExtendable(
  date: string,
  deadline: string,
  current: string,
  milestone: Milestone,
): string | undefined {
  if (!isBusinessDate(date, milestone.engagement.contract.calendar))
    return `${date} is no business day of the contract; choose one.`;
  return deadline <= current ? `The wait already runs until ${current}; choose a later date.` : undefined;
}
