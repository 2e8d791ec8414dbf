// A package is taken back by who submitted it, as long as nobody has decided on it: what was asked about it is asked no more.
import type { TakeBackPackage } from '../changeCommands.ts';
import { SignOffError } from '../errors.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import { packageNamed, stageIn } from '../guards.ts';
import { nameOf, type Milestone } from '../milestone.ts';
import { assertMay } from '../people/whoMay.ts';
import { actedAt } from '../records/takenAt.ts';
import { standingValidators } from '../validation/validators.ts';
import { agreedRework } from '../transitions.ts';

/** It stays on record, and another version follows it; it counts for no failed attempt. */
export function takeBackPackage(milestone: Milestone, command: TakeBackPackage, now: string): MilestoneEvent[] {
  stageIn(milestone, ['validating'], 'NOT_VALIDATING', 'a package is taken back before anybody has decided on it');
  const { packageDigest, reason, actor } = command;
  const { submittedBy, packageVersion } = packageNamed(milestone, packageDigest);
  const { personId } = actor;
  assertMay(milestone, 'takeBackPackage', personId);
  if (personId !== submittedBy)
    throw new SignOffError(
      'WRONG_ACTOR',
      `"${personId}" did not submit the package; ${nameOf(milestone, submittedBy)} (${submittedBy}) did, and may take it back.`,
      { field: 'actor.personId' },
    );
  const decided = standingValidators(milestone);
  if (decided.length > 0)
    throw new SignOffError(
      'ALREADY_DECIDED',
      `${decided.map((id) => nameOf(milestone, id)).join(', ')} reported on the package already; what was decided on is not taken back, but reworked.`,
    );
  const takenBack: MilestoneEvent = {
    type: 'packageTakenBack',
    takenBack: { packageVersion, packageDigest, by: personId, reason, at: actedAt(command, now) },
  };
  const why = `Package version ${packageVersion} was taken back: ${reason}`;
  return [takenBack, ...agreedRework(evolveAll(milestone, [takenBack]), [why], now)];
}
