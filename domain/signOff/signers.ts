// Who may sign within their authority, who has, and whether a group is at quorum. Reads the state, decides nothing.
import { SignOffError } from '../errors.ts';
import { currentPackage, deemedPeople, personOf, type Milestone } from '../milestone.ts';
import { countingEntries, enteredPeople } from '../entered/entries.ts';
import { isAtQuorum, needed } from '../people/quorum.ts';
import { whyMayNot } from '../people/whoMay.ts';
import { notTheirs, assignmentsOf } from '../people/assignments.ts';
import { isMore, smallerOf } from '../terms/money.ts';
import type { ApprovalGroup } from '../terms/plan.ts';
import { hasLeft } from '../people/leaving.ts';
import { mayGrant, ungranted } from './granters.ts';
import { standingSignatures } from './standingSignatures.ts';

type Authority = ApprovalGroup['members'][number];
/** Who may sign in a group: someone listed, or who acts for them within the smaller of both limits (rule 4). */
export type Signer = Authority & { onBehalfOf?: string };

/** Rule 1: when separation of duties or limits leave too few signers, nobody is let through; the sponsor is told. */
export const whoCannotBeReplaced = (milestone: Milestone): string | undefined => blockedGroups(milestone)[0]?.sentence;

/** Every group that cannot reach its quorum as things stand, by its place on the list, and why. */
export function blockedGroups(milestone: Milestone): { index: number; sentence: string }[] {
  return milestone.plan.approvalAuthorityList.flatMap((group, index) => {
    const signers = signersOf(milestone, group);
    const objections = signers.flatMap((each) => whyMayNotSign(milestone, each)?.message ?? whyLeft(milestone, each));
    if (signers.length - objections.length >= needed(group.quorum, group.members.length)) return [];
    const why = [...objections, ...vacancies(milestone, group)].join(' ');
    return [
      { index, sentence: `Group "${group.name}" of the approval authority list cannot reach its quorum: ${why}` },
    ];
  });
}

/** Who left signs nothing any more; what they signed counts. */
const whyLeft = (milestone: Milestone, { personId }: Signer): string[] =>
  hasLeft(milestone, personId) && !signedFor(milestone).includes(personId)
    ? [`"${personId}" has left without signing.`]
    : [];

const assignmentsIn = (milestone: Milestone, group: ApprovalGroup) =>
  assignmentsOf(
    milestone,
    'signature',
    group.members.map((each) => each.personId),
  );

const vacancies = (milestone: Milestone, group: ApprovalGroup): string[] =>
  assignmentsIn(milestone, group)
    .filter((each) => each.assigneeId === undefined)
    .map(({ memberId }) => `"${memberId}" signs for somebody else, and one person counts once.`);

function signersOf(milestone: Milestone, group: ApprovalGroup): Signer[] {
  return assignmentsIn(milestone, group).flatMap(({ memberId, assigneeId }): Signer[] => {
    const listed = group.members.find((each) => each.personId === memberId);
    if (!listed || assigneeId === undefined) return [];
    return [assigneeId === memberId ? listed : standIn(milestone, group, listed, assigneeId)];
  });
}

function standIn(milestone: Milestone, group: ApprovalGroup, listed: Authority, personId: string): Signer {
  const own = authorityOf(milestone, group, personId);
  const limit = smallerOf(listed.limit, own ? own.limit : '0');
  return {
    personId,
    onBehalfOf: listed.personId,
    ...(own?.capacity === undefined ? {} : { capacity: own.capacity }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** What the list allows a person: in this group if it says so, else the least it allows them anywhere. */
export function authorityOf(milestone: Milestone, group: ApprovalGroup, personId: string): Authority | undefined {
  const entriesIn = (each: ApprovalGroup) =>
    [...each.members, ...(each.delegates ?? [])].filter((entry) => entry.personId === personId);
  const [here] = entriesIn(group);
  if (here) return here;
  const [first, ...others] = milestone.plan.approvalAuthorityList.flatMap(entriesIn);
  if (!first) return undefined;
  const limit = others.reduce((least, each) => smallerOf(least, each.limit), first.limit);
  return { ...first, ...(limit === undefined ? {} : { limit }) };
}

/** Members of the open group who may sign and have not, and once all groups are at quorum, who may still grant a concession. */
export function pendingSigners(milestone: Milestone, openGroup: number): string[] {
  const group = milestone.plan.approvalAuthorityList[openGroup];
  return [
    ...new Set([
      ...(group ? unsigned(milestone, group) : []).map((each) => each.personId),
      ...pendingGranters(milestone),
    ]),
  ];
}

function unsigned(milestone: Milestone, group: ApprovalGroup): Signer[] {
  const signed = signedFor(milestone);
  return signersOf(milestone, group).filter(
    (each) =>
      !signed.includes(each.personId) &&
      !hasLeft(milestone, each.personId) &&
      whyMayNotSign(milestone, each) === undefined,
  );
}

/** Of all groups, once all are at quorum: whose signature would grant a concession that nobody has granted. */
export function pendingGranters(milestone: Milestone): string[] {
  const { approvalAuthorityList: groups } = milestone.plan;
  const open = ungranted(milestone);
  if (open.length === 0 || !groups.every((each) => isSigned(milestone, each))) return [];
  return groups
    .flatMap((each) => unsigned(milestone, each))
    .filter((signer) => open.some((each) => mayGrant(milestone, each, signer)))
    .map((each) => each.personId);
}

/** Whether anybody on the approval authority list could grant a concession, signed or not. */
export const couldBeGranted = (milestone: Milestone, exception: Parameters<typeof mayGrant>[1]): boolean =>
  milestone.plan.approvalAuthorityList
    .flatMap((each) => signersOf(milestone, each))
    .some(
      (each) =>
        whyMayNotSign(milestone, each) === undefined &&
        whyLeft(milestone, each).length === 0 &&
        mayGrant(milestone, exception, each),
    );

export const validSigners = (milestone: Milestone): string[] =>
  standingSignatures(milestone).map((each) => each.personId);

/** Those whose silence stands for acceptance (rule 7). It is not their signature, and one given later counts instead. */
const deemedSigners = (milestone: Milestone): string[] => deemedPeople(milestone, 'signOff');

/** Who counts at quorum: by their own signature, or by what the contract lets stand in its place. */
const signedFor = (milestone: Milestone): string[] => [
  ...validSigners(milestone),
  ...enteredPeople(milestone, 'signature'),
  ...deemedSigners(milestone),
];

/** Rules 1 and 4, judged on the person who acts, at the moment of signing. */
export function whyMayNotSign(milestone: Milestone, signer: Signer): SignOffError | undefined {
  // Before there is a package the manager, who alone can submit one, is taken for its submitter.
  const submitter = currentPackage(milestone)?.submittedBy ?? milestone.engagement.engagementManagerId;
  // A client's own manager submits for nobody who would be paid, and may sign for the client.
  const isForFirm = [signer.personId, submitter].some((id) => personOf(milestone, id)?.party === 'firm');
  const owner = { personId: submitter, words: 'submitted the package' };
  const tooClose =
    whyMayNot(milestone, 'sign', signer.personId, isForFirm ? { owner } : {}) ?? whyEntered(milestone, signer.personId);
  if (tooClose) return tooClose;
  const { amount, currency } = milestone.plan.value;
  if (signer.limit !== undefined && isMore(amount, signer.limit))
    return new SignOffError(
      'AUTHORITY_EXCEEDED',
      `"${signer.personId}" may accept up to ${signer.limit} ${currency}; the milestone is worth ${amount} ${currency}.`,
      { field: 'actor.personId' },
    );
  return undefined;
}

/** Who entered what somebody else decided does not sign beside it: one human would bring the word of both parties. */
function whyEntered(milestone: Milestone, personId: string): SignOffError | undefined {
  for (const { enteredBy, entryId } of countingEntries(milestone)) {
    const owner = { personId: enteredBy, words: `entered decision ${entryId} of somebody else` };
    const why = whyMayNot(milestone, 'sign', personId, { owner });
    if (why) return why;
  }
  return undefined;
}

/** A person in two groups counts in each, but only within the limit the list gives them there (rule 4). */
export function isSigned(milestone: Milestone, group: ApprovalGroup, signed = signedFor(milestone)): boolean {
  const counted = signersOf(milestone, group).filter(
    (each) => signed.includes(each.personId) && whyMayNotSign(milestone, each) === undefined,
  );
  return isAtQuorum(
    group.quorum,
    assignmentsIn(milestone, group).map((each) => each.assigneeId),
    counted.map((each) => each.personId),
  );
}

/** What the acceptance rests on beside people's own acts: nothing, what the firm entered, or silence, where any of it was needed. */
export function weakestGround(milestone: Milestone): 'own' | 'entered' | 'silence' {
  const { approvalAuthorityList } = milestone.plan;
  const isBy = (signed: string[]): boolean => approvalAuthorityList.every((each) => isSigned(milestone, each, signed));
  const own = validSigners(milestone);
  const entered = [...own, ...enteredPeople(milestone, 'signature')];
  if (deemedPeople(milestone, 'review').length > 0 || !isBy(entered)) return 'silence';
  return enteredPeople(milestone, 'review').length > 0 || !isBy(own) ? 'entered' : 'own';
}

/** The place in which a person may sign now. Throws NOT_ON_LIST, PASSED_ON or NOT_YET_ASKED (rule 3). */
export function findSigner(
  milestone: Milestone,
  personId: string,
  openGroup: number,
): { signer: Signer; group: number } {
  const places = milestone.plan.approvalAuthorityList.flatMap((each, group) =>
    signersOf(milestone, each)
      .filter((signer) => signer.personId === personId)
      .map((signer) => ({ signer, group })),
  );
  const [first] = places;
  if (!first)
    throw notTheirs(
      milestone,
      'signature',
      personId,
      `"${personId}" is not on the approval authority list of milestone ${milestone.milestoneId}.`,
    );
  const usable = places.filter((each) => each.group <= openGroup).at(-1);
  if (!usable)
    throw new SignOffError(
      'NOT_YET_ASKED',
      `"${personId}" signs in group ${first.group + 1}; group ${openGroup + 1} is not at quorum yet.`,
      {
        field: 'actor.personId',
      },
    );
  return usable;
}
