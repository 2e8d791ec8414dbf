// By which name somebody stands in a sentence: with whom they act for, where they do.
import { nameOf, type Milestone } from '../domain/milestone.ts';
import { dutyIn, onBehalf, type Duty } from '../domain/people/assignments.ts';
import type { Words } from './messages/words.ts';

/** Of who decided. */
export const deciderName = (
  milestone: Milestone,
  { personId, onBehalfOf }: { personId: string; onBehalfOf?: string },
  { say }: Words,
): string =>
  onBehalfOf
    ? say('mail.onBehalf', { name: nameOf(milestone, personId), other: nameOf(milestone, onBehalfOf) })
    : nameOf(milestone, personId);

/** Of who is asked for a duty, by itself the one that the stage waits for. */
export const askedName = (
  milestone: Milestone,
  personId: string,
  words: Words,
  duty: Duty | undefined = dutyIn(milestone.stage.phase),
): string => deciderName(milestone, { personId, ...(duty ? onBehalf(milestone, duty, personId) : {}) }, words);

/** Of many the first few: a sentence that names hundreds fills a mail. */
const mostNames = 5;

const several = (named: readonly string[], { say }: Words): string => {
  const more = named.length - mostNames;
  const all = named.slice(0, mostNames).join(', ') || say('mail.nobody');
  return more > 0 ? say('mail.namesAndMore', { names: all, more }) : all;
};

export const names = (milestone: Milestone, ids: readonly string[], words: Words): string =>
  several(
    ids.map((id) => nameOf(milestone, id)),
    words,
  );

export const askedNames = (milestone: Milestone, ids: readonly string[], words: Words, duty?: Duty): string =>
  several(
    ids.map((id) => askedName(milestone, id, words, duty)),
    words,
  );
