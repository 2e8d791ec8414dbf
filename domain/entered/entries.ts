// What the firm entered as somebody's decision: which of it may still be objected to, and which stands for theirs. Decides nothing.
import { currentPackage, type EnteredDecision, type Milestone } from '../milestone.ts';
import { untilAcceptance } from '../phases.ts';
import { enterable, type EnterableKind } from '../terms/channels.ts';

/** What somebody decided themselves since counts in its place, whatever it was. */
function hasDecidedThemselves(milestone: Milestone, { personId, duty, at }: EnteredDecision): boolean {
  const own = [
    ...milestone.refusals,
    ...(duty === 'signature' ? milestone.signatures : milestone.feedback.filter((each) => each.verdict !== 'comment')),
  ];
  return own.some((each) => !each.isVoid && each.personId === personId && each.at >= at);
}

const isOnCurrent = (milestone: Milestone, { isVoid, packageDigest }: EnteredDecision): boolean =>
  !isVoid && packageDigest === currentPackage(milestone)?.digest;

/** Those whose person may still object, the one whose period is over first in front. */
export function openEntries(milestone: Milestone): EnteredDecision[] {
  const isBefore = (untilAcceptance as readonly string[]).includes(milestone.stage.phase);
  const open = milestone.entered.filter(
    (each) => each.outcome === undefined && isOnCurrent(milestone, each) && !hasDecidedThemselves(milestone, each),
  );
  return isBefore ? open.sort((a, b) => a.objectBy.localeCompare(b.objectBy)) : [];
}

/** Those that count: told to whose decision it is, and not objected to in time. They are nobody's signature or approval. */
export const standingEntries = (milestone: Milestone, duty: EnterableKind): EnteredDecision[] =>
  milestone.entered.filter(
    (each) =>
      each.duty === duty &&
      each.outcome?.kind === 'upheld' &&
      isOnCurrent(milestone, each) &&
      !hasDecidedThemselves(milestone, each),
  );

export const enteredPeople = (milestone: Milestone, duty: EnterableKind): string[] =>
  standingEntries(milestone, duty).map((each) => each.personId);

/** Of either kind, those that count or will unless somebody objects: whoever entered one decides nothing else on the package. */
export const countingEntries = (milestone: Milestone): EnteredDecision[] => [
  ...openEntries(milestone),
  ...enterable.flatMap((each) => standingEntries(milestone, each)),
];
