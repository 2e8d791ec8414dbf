// Agreeing on exceptions before the milestone is signed: which the contract allows, and that every signer sees them.
import { openPart, openValue } from '../acceptance/parts.ts';
import { actedAt, type TakenCommand } from '../records/takenAt.ts';
import { daysUntil } from '../time/businessTime.ts';
import type { ExceptionProposal, ProposeException } from '../commands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { openEntries, standingEntries } from '../entered/entries.ts';
import { couldBeGranted, validSigners } from '../signOff/signers.ts';
import { openSignOff } from '../transitions.ts';
import { stageIn } from '../guards.ts';
import { assertMay } from '../people/whoMay.ts';
import { verifiersOf } from './verifiers.ts';
import { personOf, type Milestone } from '../milestone.ts';
import { isMore, sumOf, whyNotInCurrency } from '../terms/money.ts';
import { isConcedable, isCritical } from '../terms/severity.ts';
import { exceptionFor, unmetRequirements, whyNotConceded } from '../validation/unmetRequirements.ts';

/** Exceptions are proposed before signing and seen by every signer, so a new one voids what was signed without it. */
export function proposeException(milestone: Milestone, command: ProposeException, now: string): MilestoneEvent[] {
  stageIn(
    milestone,
    ['inReview', 'formalSignOff'],
    'EXCEPTION_NOT_ALLOWED',
    'exceptions are proposed before the milestone is signed',
  );
  assertMay(milestone, 'proposeException', command.actor.personId);
  const {
    name: _name,
    messageId: _messageId,
    takenAt: _taken,
    actor,
    ...terms
  } = command as ProposeException & TakenCommand & { name?: string };
  const events = agreeExceptions(milestone, [terms], { by: actor.personId, at: actedAt(command, now) }, now);
  return milestone.stage.phase === 'formalSignOff'
    ? [...events, ...openSignOff(evolveAll(milestone, events), now)]
    : events;
}

/**
 * As proposed `by` a person, who acted `at` an instant. Each checked with those before it; whoever signed without them no longer counts. Throws EXCEPTION_NOT_ALLOWED, with the
 * field of the exception at fault, under `within(its place)` where the message has several.
 */
export function agreeExceptions(
  milestone: Milestone,
  proposals: readonly ExceptionProposal[],
  { by, at }: { by: string; at: string },
  now: string,
  within: (index: number) => string = () => '',
): MilestoneEvent[] {
  const events = proposals.reduce<MilestoneEvent[]>((agreed, terms, index) => {
    const before = evolveAll(milestone, agreed);
    assertExceptionAllowed(before, { ...terms, proposedBy: by }, now, within(index));
    assertConcessionAllowed(before, { ...terms, proposedBy: by }, within(index));
    return [...agreed, { type: 'exceptionProposed', exception: { ...terms, proposedBy: by, proposedAt: at } }];
  }, []);
  const ids = proposals.map((each) => each.exceptionId).join(', ');
  const signed = validSigners(milestone);
  if (signed.length > 0 && proposals.length > 0)
    events.push({
      type: 'signaturesVoided',
      personIds: signed,
      reason: `Exception ${ids} was proposed after they signed.`,
    });
  return proposals.length > 0
    ? [...events, ...droppedEntries(milestone, `exception ${ids} was proposed after it was entered`, now)]
    : events;
}

/** What a document accepts is what it shows, without what was agreed later. `why` begins a sentence. */
export function droppedEntries(milestone: Milestone, why: string, now: string): MilestoneEvent[] {
  const open = openEntries(milestone).filter(({ duty }) => duty === 'signature');
  return [...open, ...standingEntries(milestone, 'signature')].map(({ entryId }) => ({
    type: 'entryDropped',
    entryId,
    endedAt: now,
    reasons: [`${why.charAt(0).toUpperCase()}${why.slice(1)}.`],
  }));
}

function assertExceptionAllowed(
  milestone: Milestone,
  command: ExceptionProposal & { proposedBy: string },
  now: string,
  within: string,
): void {
  const { contract } = milestone.engagement;
  const days = daysUntil(command.dueOn, now, contract.calendar);
  const { currency } = milestone.plan.value;
  const value = openValue(milestone);
  const notInCurrency = whyNotInCurrency(command.amountWithheld, currency);
  const withheld = sumOf(
    [...milestone.exceptions.map((each) => each.amountWithheld), command.amountWithheld],
    currency,
  );
  const critical = milestone.reports.filter((each) => !each.isVoid).flatMap((each) => each.issues.filter(isCritical));
  const part = openPart(milestone);
  const problems: [string, boolean, string][] = [
    [
      'exceptionId',
      part !== undefined,
      `part ${part?.partId} is put to signature by itself, which is accepted without exceptions; withdraw it first`,
    ],
    [
      'exceptionId',
      milestone.exceptions.some((each) => each.exceptionId === command.exceptionId),
      `"${command.exceptionId}" is already used`,
    ],
    [
      'severity',
      isCritical(command) && !isConceded(milestone, command),
      'an open issue of severity 1 or 2 cannot be accepted as an exception; rework it',
    ],
    ['severity', critical.length > 0, 'the validation report has an open issue of severity 1 or 2; rework it'],
    [
      'ownerId',
      personOf(milestone, command.ownerId) === undefined,
      `"${command.ownerId}" is not among the engagement’s people`,
    ],
    [
      'ownerId',
      verifiersOf(milestone, command).length === 0,
      `nobody could verify it closed: with "${command.ownerId}" as its owner, proposed by "${command.proposedBy}", no validator, approver or manager is left of a party that neither owns nor proposed it. Name an owner of the proposer’s party, list somebody of the other one, or let contract.ownVerification say which party verifies its own`,
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
      `${withheld} ${currency} withheld in all exceeds the value that is not accepted yet, ${value} ${currency}`,
    ],
  ];
  assertNone(problems, within);
}

/** The first problem there is, with the field it is about. */
function assertNone(problems: readonly [field: string, isBroken: boolean, why: string][], within: string): void {
  const [found] = problems.filter(([, isBroken]) => isBroken);
  if (found)
    throw new SignOffError('EXCEPTION_NOT_ALLOWED', `The exception cannot be agreed: ${found[2]}.`, {
      field: `${within}${found[0]}`,
    });
}

/** A contract may concede what is graver than other exceptions may be. */
const isConceded = ({ engagement }: Milestone, { requirementIds, severity }: ExceptionProposal): boolean =>
  requirementIds !== undefined && isConcedable(severity, engagement.contract);

/** A concession names what was found not met, no lighter than it was found, and can be granted by somebody who does not want it. */
function assertConcessionAllowed(
  milestone: Milestone,
  proposal: ExceptionProposal & { proposedBy: string },
  within: string,
): void {
  const { requirementIds, severity } = proposal;
  if (requirementIds === undefined) return;
  const unmet = unmetRequirements(milestone);
  const problems = requirementIds.flatMap((id): [string, boolean, string][] => {
    const found = unmet.find((each) => each.requirementId === id);
    const taken = exceptionFor(milestone, id)?.exceptionId;
    const why = found && whyNotConceded(milestone, found);
    return [
      [
        'requirementIds',
        found === undefined,
        `"${id}" is no mandatory requirement of this milestone that a validator found not met; leave it out`,
      ],
      ['requirementIds', taken !== undefined, `requirement ${id} is under exception ${taken} already; leave it out`],
      ['requirementIds', why !== undefined, `${why}; rework it`],
      [
        'severity',
        found?.severity !== undefined && severity > found.severity,
        `requirement ${id} was found not met at severity ${found?.severity}; give the exception no lighter one`,
      ],
    ];
  });
  assertNone(problems, within);
  assertNone(
    [
      [
        'ownerId',
        !couldBeGranted(milestone, proposal),
        'nobody of the client who may sign could grant this concession; it is not granted by who owns or proposes it',
      ],
    ],
    within,
  );
}
