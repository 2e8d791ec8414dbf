// Which version of the plan somebody decided on: nobody decides on a value, a list or requirements that they were not shown. Decides nothing.
import { SignOffError } from '../errors.ts';
import type { Milestone } from '../milestone.ts';

type Of = Pick<Milestone, 'amendments'>;

const made = ({ amendments }: Of) => amendments.flatMap(({ outcome }) => (outcome?.kind === 'made' ? [outcome] : []));

/** The plan that a milestone started with is the first. */
export const planVersion = (of: Of): number => made(of).at(-1)?.version ?? 1;

/** As of an instant, for what was sent then. */
export const planVersionAt = (of: Of, at: string): number => made(of).findLast((each) => each.at <= at)?.version ?? 1;

/** The version since which nothing changed that is decided on. */
const decidedOnSince = (of: Of): number => made(of).findLast((each) => each.asksAgain !== 'nothing')?.version ?? 1;

export const isPlanSeen = (of: Of, { planVersion: seen = 1 }: { planVersion?: number | undefined }): boolean =>
  seen >= decidedOnSince(of) && seen <= planVersion(of);

/** Throws PLAN_AMENDED, where what somebody looked at is no longer what is decided on. */
export function assertPlanSeen(milestone: Milestone, command: { planVersion?: number | undefined }): void {
  if (isPlanSeen(milestone, command)) return;
  const current = planVersion(milestone);
  const latest = milestone.amendments.findLast((each) => each.outcome?.kind === 'made');
  throw new SignOffError(
    'PLAN_AMENDED',
    `The plan was amended to version ${current}${latest?.changeOrder === undefined ? '' : ` by ${latest.changeOrder}`}, and the decision is on version ${command.planVersion ?? 1}; look at what changed and decide again.`,
    { field: 'planVersion' },
  );
}
