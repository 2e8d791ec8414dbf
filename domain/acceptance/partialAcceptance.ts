// Acceptance per deliverable, where the contract has it: the manager puts named deliverables to signature by themselves, with their part of
// the value; everybody on the list signs the same ones, and the rest stays open under the same milestone.
import type { ProposePart, WithdrawPart } from '../changeCommands.ts';
import { outcomeToConfirm } from '../dispute/openOutcome.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { droppedEntries } from '../exceptions/exceptionProposal.ts';
import { packageNamed, stageIn } from '../guards.ts';
import { currentPackage, type Milestone } from '../milestone.ts';
import { assertMay } from '../people/whoMay.ts';
import { actedAt } from '../records/takenAt.ts';
import { validSigners } from '../signOff/signers.ts';
import { dateOf, isBusinessDate } from '../time/businessTime.ts';
import { openSignOff } from '../transitions.ts';
import type { AcceptancePart } from './part.ts';
import { acceptedDeliverables, openDeliverables, openPart } from './parts.ts';

/** Throws PART_NOT_ALLOWED naming the field. Whoever signed for all of it, or for another part, is asked again. */
export function proposePart(milestone: Milestone, command: ProposePart, now: string): MilestoneEvent[] {
  stageIn(
    milestone,
    ['formalSignOff'],
    'PART_NOT_ALLOWED',
    'a part is put to signature once the package was validated and reviewed',
  );
  const { actor, packageDigest, deliverableIds, reason, restDueOn } = command;
  assertMay(milestone, 'proposePart', actor.personId);
  packageNamed(milestone, packageDigest);
  assertAllowed(milestone, command, now);
  const part: AcceptancePart = {
    partId: `P${milestone.parts.length + 1}`,
    deliverableIds,
    packageDigest,
    reason,
    ...(restDueOn === undefined ? {} : { restDueOn }),
    proposedBy: actor.personId,
    proposedAt: actedAt(command, now),
  };
  const proposed: MilestoneEvent = { type: 'partProposed', part };
  return askedAnew(milestone, proposed, `part ${part.partId} was put to signature by itself`, now);
}

/** Then all that is open is put to signature again. */
export function withdrawPart(milestone: Milestone, command: WithdrawPart, now: string): MilestoneEvent[] {
  stageIn(milestone, ['formalSignOff'], 'PART_NOT_ALLOWED', 'a part is withdrawn while it is put to signature');
  const { actor, partId, reason } = command;
  assertMay(milestone, 'withdrawPart', actor.personId);
  const open = openPart(milestone);
  if (open?.partId !== partId)
    throw new SignOffError(
      'PART_NOT_ALLOWED',
      `Part "${partId}" is not put to signature; ${open ? `${open.partId} is` : 'no part is'}.`,
      { field: 'partId' },
    );
  const withdrawn = partWithdrawn(open, { by: actor.personId, reason, at: actedAt(command, now) });
  return askedAnew(milestone, withdrawn, `part ${partId} was withdrawn from signature`, now);
}

export const partWithdrawn = (
  { partId }: AcceptancePart,
  { by, reason, at }: { by: string; reason: string; at: string },
): MilestoneEvent => ({ type: 'partWithdrawn', partId, by, reason, withdrawnAt: at });

/** What was signed or entered was for something else. */
function askedAnew(milestone: Milestone, event: MilestoneEvent, why: string, now: string): MilestoneEvent[] {
  const signed = validSigners(milestone);
  const voided: MilestoneEvent[] =
    signed.length === 0
      ? []
      : [
          {
            type: 'signaturesVoided',
            personIds: signed,
            reason: `They signed before ${why}.`,
          },
        ];
  const events = [event, ...voided, ...droppedEntries(milestone, `${why} after it was entered`, now)];
  return [...events, ...openSignOff(evolveAll(milestone, events), now)];
}

function assertAllowed(milestone: Milestone, command: ProposePart, now: string): void {
  const { deliverableIds, restDueOn } = command;
  const { engagement, plan, exceptions } = milestone;
  const { partialAcceptance, calendar } = engagement.contract;
  const open = openDeliverables(milestone);
  const accepted = acceptedDeliverables(milestone);
  const present = currentPackage(milestone)?.deliverables.map((each) => each.deliverableId) ?? [];
  const without = plan.deliverables.findIndex((each) => each.value === undefined);
  const standing = openPart(milestone);
  const problems: [field: string, isBroken: boolean, why: string][] = [
    [
      'contract.partialAcceptance',
      partialAcceptance === 'none',
      'the contract has no acceptance in parts; put all of it to signature, or amend the terms',
    ],
    [
      `plan.deliverables.${without}.value`,
      without >= 0,
      'the plan does not say what each deliverable is worth; amend the plan so that the parts add up to its value',
    ],
    [
      'deliverableIds',
      standing !== undefined,
      `part ${standing?.partId} is put to signature already; withdraw it first`,
    ],
    [
      'deliverableIds',
      exceptions.length > 0,
      'exceptions are agreed on; a part is accepted without any, and the last acceptance may be under them',
    ],
    [
      'deliverableIds',
      outcomeToConfirm(milestone) !== undefined,
      'who refused may still object to what was facilitated; wait for their word',
    ],
    ...deliverableIds.map((id, index): [string, boolean, string] => [
      `deliverableIds.${index}`,
      !open.includes(id) || !present.includes(id) || deliverableIds.indexOf(id) !== index,
      whyNotThis(id, {
        isAccepted: accepted.includes(id),
        isPlanned: open.includes(id),
        isPresent: present.includes(id),
      }),
    ]),
    [
      'deliverableIds',
      open.every((id) => deliverableIds.includes(id)),
      'they are all that is open; put all of it to signature, which needs no part',
    ],
    [
      'restDueOn',
      restDueOn !== undefined && (restDueOn <= dateOf(now, calendar) || !isBusinessDate(restDueOn, calendar)),
      `${restDueOn} is no business day of the contract after today; choose one`,
    ],
  ];
  const [found] = problems.filter(([, isBroken]) => isBroken);
  if (found)
    throw new SignOffError('PART_NOT_ALLOWED', `The part cannot be put to signature: ${found[2]}.`, {
      field: found[0],
    });
}

function whyNotThis(
  id: string,
  { isAccepted, isPlanned, isPresent }: { isAccepted: boolean; isPlanned: boolean; isPresent: boolean },
): string {
  if (isAccepted) return `deliverable "${id}" is accepted already; name what is open`;
  if (!isPlanned) return `deliverable "${id}" is not in the plan; name what is`;
  if (!isPresent) return `deliverable "${id}" is not in the package; name what was handed in`;
  return `deliverable "${id}" is named twice; name it once`;
}
