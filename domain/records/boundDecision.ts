// Making a decision that binds to one package (rule 2): who decided, on which digest, when, and for whom they acted.
import type { BoundDecision, Milestone } from '../milestone.ts';
import { onBehalf, type Duty } from '../people/assignments.ts';
import type { Actor } from '../people/people.ts';
import { actedAt } from './takenAt.ts';

/** `duty` is what the person was asked for; `onBehalfOf` then names the listed person for whom they act, if they do. */
export function boundDecision(
  milestone: Milestone,
  duty: Duty,
  command: { actor: Actor; messageId: string; packageDigest: string; planVersion?: number | undefined },
  now: string,
): BoundDecision {
  const { actor, messageId, packageDigest, planVersion } = command;
  const { personId } = actor;
  const at = actedAt(command, now);
  return {
    ...{ personId, packageDigest, at, actor, messageId, isVoid: false },
    ...(planVersion === undefined ? {} : { planVersion }),
    ...onBehalf(milestone, duty, personId),
  };
}

/** When somebody's standing decision was made, for who makes a second: "on 2026-03-02 10:00 UTC". */
export function whenDecided(decisions: readonly BoundDecision[], personId: string): string {
  const last = decisions.findLast((each) => !each.isVoid && each.personId === personId);
  return last ? atMinute(last.at) : '';
}

export const atMinute = (at: string): string => `on ${at.slice(0, 16).replace('T', ' ')} UTC`;
