// When somebody acted: when the entrance took it, however long after that it was ruled on. Refuses an instant that cannot be.
import { SignOffError } from '../errors.ts';
import { currentPackage, type Milestone } from '../milestone.ts';

/** A command that an entrance vouches for, with when it was taken; ISO 8601 UTC. */
export interface TakenCommand {
  takenAt?: string;
}

/** Of what was sent in Temporal nobody knows when; it is dated when it is ruled on. */
export const actedAt = (command: object, now: string): string => (command as TakenCommand).takenAt ?? now;

/** Clocks of machines that are kept in time differ by less. */
const clockTolerance = 60_000;

/** Nobody acts in time to come, nor on a package before it was handed in. Throws INVALID_MESSAGE. */
export function assertTakenInTime(milestone: Milestone, command: object, takenAt: string, now: string): void {
  if (Date.parse(takenAt) > Date.parse(now) + clockTolerance)
    throw impossible(`which is still to come at ${now}; set the clock of the machine that takes messages in`);
  const { packageDigest } = command as { packageDigest?: string };
  const current = currentPackage(milestone);
  if (!current || current.digest !== packageDigest) return;
  if (Date.parse(takenAt) < Date.parse(current.submittedAt) - clockTolerance)
    throw impossible(
      `before the package was handed in, at ${current.submittedAt}; look at the package and decide again`,
    );
}

const impossible = (why: string): SignOffError =>
  new SignOffError('INVALID_MESSAGE', `The message is said to have been taken at an instant ${why}.`, {
    field: 'voucher.takenAt',
  });
