// Who may verify an exception closed, who granted it, and what awaits verification. Reads the state, decides nothing.
import { personOf, type AgreedException, type Milestone } from '../milestone.ts';
import { assigneesOf, groupsFor } from '../people/assignments.ts';
import { present } from '../people/leaving.ts';
import { keyOfSystem } from '../people/systems.ts';
import { whyMayNot, type Stakes } from '../people/whoMay.ts';
import { validSigners } from '../signOff/signers.ts';

type Owned = Pick<AgreedException, 'exceptionId' | 'ownerId' | 'proposedBy'>;

/** Whose an exception is, and who brought it forward. */
export const stakesIn = ({ exceptionId, ownerId, proposedBy }: Owned): Required<Stakes> => ({
  owner: { personId: ownerId, words: `owns exception ${exceptionId}` },
  proposer: { personId: proposedBy, words: `proposed exception ${exceptionId}` },
});

/** Manager, validators and approvers, with those who act for them; a system verifies nothing. */
function listedToVerify(milestone: Milestone): string[] {
  const { plan, engagement } = milestone;
  const signers = plan.approvalAuthorityList.flatMap((each) => each.members.map((member) => member.personId));
  const acting = (['validation', 'signature'] as const).flatMap((duty) =>
    groupsFor(milestone, duty).flatMap((memberIds) => assigneesOf(milestone, duty, memberIds)),
  );
  const all = new Set([engagement.engagementManagerId, ...plan.validators.memberIds, ...signers, ...acting]);
  return present(milestone, [...all]).filter(
    (id) => personOf(milestone, id) !== undefined && keyOfSystem(milestone, id) === undefined,
  );
}

export const isListedToVerify = (milestone: Milestone, personId: string): boolean =>
  listedToVerify(milestone).includes(personId);

/** Who may verify an exception closed: of those listed, who has no hand in it. */
export const verifiersOf = (milestone: Milestone, exception: Owned): string[] =>
  listedToVerify(milestone).filter(
    (id) => whyMayNot(milestone, 'verifyException', id, stakesIn(exception)) === undefined,
  );

/** Those asked to verify: validators, who know the work, or where none of them may, everybody who may. */
export function verifiersAsked(milestone: Milestone, exception: Owned): string[] {
  const all = verifiersOf(milestone, exception);
  const { engagementManagerId } = milestone.engagement;
  const first = [engagementManagerId, ...milestone.plan.validators.memberIds].filter((id) => all.includes(id));
  return first.length > 0 ? first : all;
}

/**
 * Who granted an exception and may extend it: of the last group with anybody who may, its signers; where silence was deemed
 * acceptance, that group's members.
 */
export function grantersOf(milestone: Milestone, exception: Owned): string[] {
  const signed = validSigners(milestone);
  const groups = groupsFor(milestone, 'signature').map((ids) => assigneesOf(milestone, 'signature', ids));
  const authorities = groups.reverse().map((ids) => {
    const signers = ids.filter((id) => signed.includes(id));
    return present(milestone, signers.length > 0 ? signers : ids).filter(
      (id) => whyMayNot(milestone, 'extendException', id, stakesIn(exception)) === undefined,
    );
  });
  return authorities.find((each) => each.length > 0) ?? [];
}

/** Whether an owner has shown something that nobody has found wanting yet. */
export function awaitsVerification({ closures }: AgreedException): boolean {
  const shown = closures?.at(-1);
  return shown !== undefined && !shown.rejection;
}
