// Agreeing on exceptions before the milestone is signed: which the contract allows, and that every signer sees them.
import { daysUntil } from '../time/businessTime.ts';
import type { ExceptionProposal, ProposeException } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { validSigners } from '../signOff/signers.ts';
import { openSignOff } from '../transitions.ts';
import { assertManager, stageIn } from '../guards.ts';
import { personOf, type Milestone } from '../milestone.ts';
import { isMore, sumOf, whyNotInCurrency } from '../terms/money.ts';
import { isCritical } from '../terms/severity.ts';

/** Exceptions are proposed before signing and seen by every signer, so a new one voids what was signed without it. */
export function proposeException(milestone: Milestone, command: ProposeException, now: string): MilestoneEvent[] {
  stageIn(
    milestone,
    ['inReview', 'formalSignOff'],
    'EXCEPTION_NOT_ALLOWED',
    'exceptions are proposed before the milestone is signed',
  );
  assertManager(milestone, command.actor, 'propose an exception');
  const { name: _name, messageId: _messageId, actor, ...terms } = command as ProposeException & { name?: string };
  const events = agreeExceptions(milestone, [terms], actor.personId, now);
  return milestone.stage.phase === 'formalSignOff'
    ? [...events, ...openSignOff(evolveAll(milestone, events), now)]
    : events;
}

/**
 * Each checked with those before it; whoever signed without them no longer counts. Throws EXCEPTION_NOT_ALLOWED, with the
 * field of the exception at fault, under `within(its place)` where the message has several.
 */
export function agreeExceptions(
  milestone: Milestone,
  proposals: readonly ExceptionProposal[],
  by: string,
  now: string,
  within: (index: number) => string = () => '',
): MilestoneEvent[] {
  const events = proposals.reduce<MilestoneEvent[]>((agreed, terms, index) => {
    assertExceptionAllowed(evolveAll(milestone, agreed), terms, now, within(index));
    return [...agreed, { type: 'exceptionProposed', exception: { ...terms, proposedBy: by, proposedAt: now } }];
  }, []);
  const signed = validSigners(milestone);
  if (signed.length > 0 && proposals.length > 0)
    events.push({
      type: 'signaturesVoided',
      personIds: signed,
      reason: `Exception ${proposals.map((each) => each.exceptionId).join(', ')} was proposed after they signed.`,
    });
  return events;
}

function assertExceptionAllowed(milestone: Milestone, command: ExceptionProposal, now: string, within: string): void {
  const { contract } = milestone.engagement;
  const days = daysUntil(command.dueOn, now, contract.calendar);
  const { amount: value, currency } = milestone.plan.value;
  const notInCurrency = whyNotInCurrency(command.amountWithheld, currency);
  const withheld = sumOf(
    [...milestone.exceptions.map((each) => each.amountWithheld), command.amountWithheld],
    currency,
  );
  const critical = milestone.reports.filter((each) => !each.isVoid).flatMap((each) => each.issues.filter(isCritical));
  const problems: [string, boolean, string][] = [
    [
      'exceptionId',
      milestone.exceptions.some((each) => each.exceptionId === command.exceptionId),
      `"${command.exceptionId}" is already used`,
    ],
    ['severity', isCritical(command), 'an open issue of severity 1 or 2 cannot be accepted as an exception; rework it'],
    ['severity', critical.length > 0, 'the validation report has an open issue of severity 1 or 2; rework it'],
    [
      'ownerId',
      personOf(milestone, command.ownerId) === undefined,
      `"${command.ownerId}" is not among the engagement’s people`,
    ],
    ['dueOn', days < 0, `${command.dueOn} is in the past`],
    [
      'dueOn',
      days > contract.maxExceptionDays,
      `${command.dueOn} is ${days} days away; the contract allows ${contract.maxExceptionDays}`,
    ],
    ['amountWithheld', notInCurrency !== undefined, notInCurrency ?? ''],
    [
      'amountWithheld',
      isMore(withheld, value),
      `${withheld} ${currency} withheld in all exceeds the value ${value} ${currency}`,
    ],
  ];
  const [found] = problems.filter(([, isBroken]) => isBroken);
  if (found)
    throw new SignOffError('EXCEPTION_NOT_ALLOWED', `The exception cannot be agreed: ${found[2]}.`, {
      field: `${within}${found[0]}`,
    });
}
