// Checks that several stages share: on which package, in which phase, by which date.
import { SignOffError, type SignOffErrorCode } from './errors.ts';
import { currentPackage, isOver, type Milestone, type Stage, type SubmittedPackage } from './milestone.ts';
import { phaseNames } from './phases.ts';
import { dateOf } from './time/businessTime.ts';

type StageIn<P extends Stage['phase']> = Extract<Stage, { phase: P }>;

/** Narrows the milestone to one of the phases, or throws `code` (MILESTONE_CLOSED when it is over). */
export function stageIn<P extends Stage['phase']>(
  milestone: Milestone,
  phases: readonly P[],
  code: SignOffErrorCode,
  remedy: string,
): StageIn<P> {
  const { stage } = milestone;
  if ((phases as readonly string[]).includes(stage.phase)) return stage as StageIn<P>;
  if (isOver(milestone))
    throw new SignOffError(
      'MILESTONE_CLOSED',
      `Milestone ${milestone.milestoneId} is ${stage.phase}; it takes no further decisions.`,
    );
  throw new SignOffError(code, `Milestone ${milestone.milestoneId} is in ${phaseNames[stage.phase]}; ${remedy}.`);
}

/** Rule 2: a decision names the digest it is about, and only the current package can be decided on. */
export function packageNamed(milestone: Milestone, digest: string): SubmittedPackage {
  const current = currentPackage(milestone);
  if (current?.digest === digest) return current;
  throw new SignOffError(
    'STALE_PACKAGE',
    `The decision is on package ${digest.slice(0, 12)}…, but the current package is ` +
      `${current ? `${current.digest.slice(0, 12)}… (version ${current.packageVersion})` : 'not submitted yet'}; look at the current one and decide again.`,
    { field: 'packageDigest' },
  );
}

/** What is said to have been done was done by today, by the calendar of the contract. */
export function assertNotAhead({ engagement }: Milestone, date: string, now: string, field: string, why: string): void {
  const today = dateOf(now, engagement.contract.calendar);
  if (date <= today) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `${field} is ${date}, after today, ${today} by the contract’s calendar: ${why}.`,
    {
      field,
    },
  );
}
