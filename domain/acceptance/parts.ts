// Which deliverables are accepted by themselves, which are put to signature now, and what each is worth. Reads the state, decides nothing.
import { SignOffError } from '../errors.ts';
import { currentPackage, type Milestone } from '../milestone.ts';
import { differenceOf, sumOf } from '../terms/money.ts';
import type { AcceptancePart, AcceptedPart, PartOutcome } from './part.ts';

type Of = Pick<Milestone, 'parts' | 'packages' | 'plan'>;
type Accepted = AcceptancePart & { outcome: Extract<PartOutcome, { kind: 'accepted' }> };

/** The part put to signature: whoever signs now signs for it alone. */
export const openPart = (milestone: Pick<Milestone, 'parts' | 'packages'>): AcceptancePart | undefined =>
  milestone.parts.find(
    (each) => each.outcome === undefined && each.packageDigest === milestone.packages.at(-1)?.digest,
  );

export const acceptedParts = ({ parts }: Pick<Milestone, 'parts'>): Accepted[] =>
  parts.filter((each): each is Accepted => each.outcome?.kind === 'accepted');

export const acceptedDeliverables = (milestone: Pick<Milestone, 'parts'>): string[] =>
  acceptedParts(milestone).flatMap((each) => each.deliverableIds);

/** Accepted on an earlier package: what the current one is without. */
export const acceptedBefore = (milestone: Pick<Milestone, 'parts' | 'packages'>): string[] =>
  acceptedParts(milestone)
    .filter((each) => each.packageDigest !== milestone.packages.at(-1)?.digest)
    .flatMap((each) => each.deliverableIds);

/** What was decided on these packages became part of an acceptance, and nothing that comes after takes its effect from it. */
export const packagesAcceptedInPart = (milestone: Pick<Milestone, 'parts'>): string[] =>
  acceptedParts(milestone).map((each) => each.packageDigest);

/** Deliverables that no part is accepted with. */
export const openDeliverables = (milestone: Of): string[] => {
  const accepted = acceptedDeliverables(milestone);
  return milestone.plan.deliverables.map((each) => each.deliverableId).filter((id) => !accepted.includes(id));
};

/** In the milestone's currency; a deliverable without a part of the value adds nothing. */
export const valueOf = ({ plan }: Pick<Milestone, 'plan'>, deliverableIds: readonly string[]): string =>
  sumOf(
    plan.deliverables.flatMap((each) => (deliverableIds.includes(each.deliverableId) ? [each.value ?? '0'] : [])),
    plan.value.currency,
  );

/** In all, by the certificates of parts. */
export const acceptedValue = (milestone: Pick<Milestone, 'parts' | 'plan'>): string =>
  sumOf(
    acceptedParts(milestone).map((each) => each.outcome.amount),
    milestone.plan.value.currency,
  );

/** What is not accepted yet: more than this cannot be withheld for exceptions. */
export const openValue = (milestone: Pick<Milestone, 'parts' | 'plan'>): string => {
  const { amount, currency } = milestone.plan.value;
  return differenceOf(amount, acceptedValue(milestone), currency);
};

/** Of the act that comes next: the part put to signature, or all that is left where parts were accepted before it; else none. */
export function nextAct(milestone: Of): AcceptedPart | undefined {
  const before = acceptedParts(milestone).length;
  const open = openPart(milestone);
  if (open) {
    const { deliverableIds } = open;
    return { number: before + 1, isLast: false, deliverableIds, amount: valueOf(milestone, deliverableIds) };
  }
  if (before === 0) return undefined;
  const deliverableIds = openDeliverables(milestone);
  return { number: before + 1, isLast: true, deliverableIds, amount: openValue(milestone) };
}

/** Whether a decision counts towards the act that is under way: one on a package accepted in part did its work there. */
export const isOnCurrentPackage = (
  milestone: Pick<Milestone, 'packages'>,
  { packageDigest }: { packageDigest: string },
): boolean => packageDigest === milestone.packages.at(-1)?.digest;

/** With a part put to signature whoever signs names its deliverables. */
export const signedForPart = (seen: readonly string[] | undefined): { deliverableIds?: string[] } =>
  seen === undefined ? {} : { deliverableIds: [...seen] };

export const isSameSet = (one: readonly string[] | undefined, other: readonly string[] | undefined): boolean =>
  one === undefined || other === undefined
    ? one === other
    : one.length === other.length && one.every((id) => other.includes(id));

/** Nobody signs for other deliverables than they were shown. Throws PART_CHANGED. */
export function assertPartSeen(milestone: Milestone, seen: readonly string[] | undefined): void {
  const part = openPart(milestone);
  const wanted = part?.deliverableIds;
  if (isSameSet(wanted, seen)) return;
  throw new SignOffError(
    'PART_CHANGED',
    wanted === undefined
      ? 'All that is open is put to signature, and no part of it by itself; look at it and decide again, without deliverableIds.'
      : `A part is put to signature by itself: ${wanted.join(', ')}, not ${seen?.join(', ') ?? 'all of it'}; look at it and decide again, naming these deliverables.`,
    { field: 'deliverableIds' },
  );
}

/** Whether the current package was accepted in part, so that the next one brings the rest. */
export const awaitsRest = (milestone: Pick<Milestone, 'parts' | 'packages'>): boolean => {
  const digest = currentPackage(milestone as Milestone)?.digest;
  return digest !== undefined && packagesAcceptedInPart(milestone).includes(digest);
};
