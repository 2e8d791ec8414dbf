// The versions of the rules, and all that differs between them: behaviour as named predicates, and the shapes of what is taken in.
import { commandSchemas } from './commands.ts';
import { engagement } from './terms/engagement.ts';
import { milestonePlan } from './terms/plan.ts';

/**
 * A milestone plays by the version it started under, all its life: a replay must decide what was decided, and a sender was
 * told by that version's shapes that a message was taken. Raised with any change after which some message, plan or instant
 * leads to another event, refusal or state than before. The change then is
 *
 * - of behaviour: a predicate below, `(milestone: UnderRules) => milestone.rulesVersion >= N`, named after what it changes
 *   and asked where it applies, with a test of both sides;
 * - of a shape: an entry of `shapes` beside those of before, which stay;
 * - of what is stored: a step of `records/upcast.ts` from the version before.
 */
export const currentRulesVersion = 1;

/** All that a predicate may look at. */
export interface UnderRules {
  rulesVersion: number;
}

export interface Shapes {
  commands: typeof commandSchemas;
  engagement: typeof engagement;
  plan: typeof milestonePlan;
}

/** By the version that brought them; a version without an entry has those of the version before. */
const shapes: Readonly<Record<number, Shapes>> = {
  1: { commands: commandSchemas, engagement, plan: milestonePlan },
};

/** The shapes that a milestone's start and its messages are read by. */
export function shapesOf({ rulesVersion }: UnderRules): Shapes {
  for (let version = rulesVersion; version > 0 && rulesVersion <= currentRulesVersion; version -= 1) {
    const found = shapes[version];
    if (found) return found;
  }
  throw new RangeError(
    `There are no rules of version ${rulesVersion}; the first is 1, this release knows up to ${currentRulesVersion}.`,
  );
}
