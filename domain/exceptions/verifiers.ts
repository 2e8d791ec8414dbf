// Who may verify an exception closed, who granted it, and what awaits verification. Reads the state, decides nothing.
import { personOf, type AgreedException, type Milestone } from '../milestone.ts';
import { groupsFor, assigneesOf } from '../people/assignments.ts';
import { validSigners } from '../signOff/signers.ts';

/** Who may verify what this owner closed. */
export function verifiersOf(milestone: Milestone, ownerId: string): string[] {
  const { plan, engagement } = milestone;
  const signers = plan.approvalAuthorityList.flatMap((each) => each.members.map((member) => member.personId));
  const acting = (['validation', 'signature'] as const).flatMap((duty) =>
    groupsFor(milestone, duty).flatMap((memberIds) => assigneesOf(milestone, duty, memberIds)),
  );
  const all = new Set([engagement.engagementManagerId, ...plan.validators.memberIds, ...signers, ...acting]);
  return [...all].filter((id) => id !== ownerId && personOf(milestone, id) !== undefined);
}

/** Who granted the exceptions: the last group's signers; where silence was deemed acceptance, that group's members. */
export function grantersOf(milestone: Milestone): string[] {
  const last = assigneesOf(milestone, 'signature', groupsFor(milestone, 'signature').at(-1) ?? []);
  const signed = last.filter((id) => validSigners(milestone).includes(id));
  return signed.length > 0 ? signed : last;
}

/** Whether an owner has shown something that nobody has found wanting yet. */
export function awaitsVerification({ closures }: AgreedException): boolean {
  const shown = closures?.at(-1);
  return shown !== undefined && !shown.rejection;
}
