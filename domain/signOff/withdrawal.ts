// Taking back one's own signature until the last one is given; and saying that a decision is not one's own to take.
import type { DeclineToDecide, WithdrawSignature } from '../changeCommands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { packageNamed, stageIn } from '../guards.ts';
import { nameOf, personOf, type Milestone } from '../milestone.ts';
import { dutyIn } from '../people/assignments.ts';
import { actedAt } from '../records/takenAt.ts';
import { pendingAssignees } from '../requests/pendingAssignees.ts';
import { reopenSignOff } from '../transitions.ts';
import { validSigners } from './signers.ts';

/** With the last signature the milestone is accepted; what was accepted is revoked, and not withdrawn. */
export function withdrawSignature(milestone: Milestone, command: WithdrawSignature, now: string): MilestoneEvent[] {
  stageIn(milestone, ['formalSignOff'], 'NOTHING_TO_WITHDRAW', 'a signature is withdrawn during formal sign-off');
  packageNamed(milestone, command.packageDigest);
  const { personId } = command.actor;
  const { packageDigest, reason } = command;
  if (!validSigners(milestone).includes(personId))
    throw new SignOffError('NOTHING_TO_WITHDRAW', `"${personId}" has no signature on this package that counts.`, {
      field: 'actor.personId',
    });
  const withdrawn: MilestoneEvent[] = [
    { type: 'signatureWithdrawn', withdrawal: { personId, packageDigest, reason, at: actedAt(command, now) } },
    {
      type: 'signaturesVoided',
      personIds: [personId],
      reason: `${nameOf(milestone, personId)} withdrew their signature: ${reason}`,
    },
  ];
  return [...withdrawn, ...reopenSignOff(evolveAll(milestone, withdrawn), now)];
}

/** The manager is told whom they propose; until somebody is named instead they are asked still, and not reminded. */
export function declineToDecide(milestone: Milestone, command: DeclineToDecide, now: string): MilestoneEvent[] {
  const { phase } = stageIn(
    milestone,
    ['validating', 'inReview', 'formalSignOff'],
    'NOT_ON_LIST',
    'who is asked to validate, review or sign says that it is not theirs',
  );
  packageNamed(milestone, command.packageDigest);
  const { personId } = command.actor;
  if (!pendingAssignees(milestone).includes(personId))
    throw new SignOffError('NOT_ON_LIST', `"${personId}" is not being asked now, or has decided.`, {
      field: 'actor.personId',
    });
  const { packageDigest, reason, proposedPersonId } = command;
  if (milestone.declined.some((each) => each.personId === personId && each.packageDigest === packageDigest))
    throw new SignOffError('ALREADY_DECIDED', `"${personId}" has said so already; the engagement manager was told.`);
  if (proposedPersonId !== undefined && (proposedPersonId === personId || !personOf(milestone, proposedPersonId)))
    throw new SignOffError(
      'PERSON_UNKNOWN',
      `"${proposedPersonId}" is nobody else of this engagement; propose somebody who is, or leave it out.`,
      {
        field: 'proposedPersonId',
      },
    );
  const declined = { personId, duty: dutyIn(phase), packageDigest, reason, at: actedAt(command, now) };
  return [
    {
      type: 'decidingDeclined',
      declined: { ...declined, ...(proposedPersonId === undefined ? {} : { proposedId: proposedPersonId }) },
    },
  ];
}
