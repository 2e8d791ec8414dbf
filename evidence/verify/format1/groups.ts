// Who is listed for what in the plan of a record of format 1, and how it is told that a group has not signed. Frozen: see docs/recordFormat.md.
import { assignees, isAtQuorum, type ApprovalGroup, type PassedOn } from './authority.ts';
import type { Parties } from './parties.ts';
import type { Decision, Terms, Told } from './sufficiencyShapes.ts';

/** The member IDs of each group, in the order in which the groups are asked. */
export function listedFor(
  { validators, reviewGroups, approvalAuthorityList }: Terms['plan'],
  duty: string,
): string[][] {
  if (duty === 'validation') return [validators.memberIds];
  return duty === 'review'
    ? reviewGroups.map((each) => each.memberIds)
    : approvalAuthorityList.map(({ members }) => members.map((each) => each.personId));
}

/** Of the review groups before one of them, or of all: which are not at quorum, in words. */
export const notReviewed = (
  { reviewGroups }: Terms['plan'],
  parties: Parties,
  delegations: readonly PassedOn[],
  approved: ReadonlySet<string>,
  before?: number,
): string[] =>
  reviewGroups.slice(0, before).flatMap(({ name, quorum, memberIds }) => {
    const places = assignees(delegations, 'review', memberIds);
    if (isAtQuorum(quorum, places, approved)) return [];
    const missing = places.flatMap((id) => (id === undefined || approved.has(id) ? [] : [id]));
    return [`without the quorum of review group “${name}”: not approved by ${parties.names(missing)}`];
  });

/** Names the party whose signature is missing: that is what a stranger asks first. */
export function unsigned({ name }: ApprovalGroup, missing: readonly string[], parties: Parties): string {
  const whose = [...new Set(missing.map((id) => `the ${parties.find(id)?.party ?? 'listed person'}’s`))];
  return `accepted without ${whose.join(' and ')} signature: group “${name}” of the approval authority list is not at quorum, not signed by ${parties.names(missing)}`;
}

const where: Record<string, string> = { validation: 'being a validator', review: 'belonging to a review group' };

/** Their own act, vouched for, on the package and the plan that count, being on the list or acting for who is, and one human once. */
export function whyNotTheirs(
  parties: Parties,
  { actor }: Told,
  { personId, packageDigest }: Decision,
  by: {
    duty: string;
    did: string;
    digest: string;
    isPlanSeen: boolean;
    unvouched: string | undefined;
    /** Whose decision stands already, and who entered one of somebody else. */
    standing: readonly string[];
    enterers: readonly string[];
    places: readonly (string | undefined)[][];
  },
): string[] {
  const { did } = by;
  const W = parties.who(personId);
  return [
    actor.personId === personId ? '' : `it is recorded that ${W} ${did}, but somebody else acted`,
    by.unvouched === undefined ? '' : `that ${W} ${did} is not vouched for: ${by.unvouched}`,
    packageDigest === by.digest ? '' : `${W} ${did} on another digest than that of the current package`,
    by.isPlanSeen ? '' : `${W} ${did} on a plan that was amended since`,
    parties.find(personId)?.sharedMailbox ? `${W} is a shared mailbox, which decides nothing, and ${did}` : '',
    by.enterers.some((id) => parties.isSame(id, personId))
      ? `the same human entered a decision of somebody else and ${did}: ${W}`
      : '',
    by.places.some((ids) => ids.includes(personId))
      ? ''
      : `${W} ${did} without ${where[by.duty] ?? 'being on the approval authority list'}`,
    by.standing.some((each) => parties.isSame(each, personId))
      ? `${W}, the same human, ${did} twice on one package`
      : '',
  ].filter((each) => each !== '');
}

/** Who fills the places of the groups, per duty. */
export function askedFor(
  plan: Terms['plan'],
  delegations: readonly PassedOn[],
): Record<string, (string | undefined)[]> {
  const of = (duty: string) => listedFor(plan, duty).flatMap((ids) => assignees(delegations, duty, ids));
  return { review: of('review'), signature: of('signature') };
}

/** In words, of each signature without the exceptions that were accepted under, by their digest. */
export const whyUnseen = (
  signatures: readonly Told['signature'][],
  seen: string | undefined,
  parties: Parties,
): string[] =>
  signatures
    .filter(({ exceptions }) => exceptions?.sha256 !== seen)
    .map(({ personId }) => `${parties.names([personId])} signed without having seen the exceptions accepted under`);
