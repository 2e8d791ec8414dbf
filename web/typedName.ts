// What is said to who typed another name than the one that is listed for them.
import type { Words } from '../mail/messages/words.ts';

/** `why` is the sentence of the domain, which knows what is amiss. */
export const whyIn = (words: Words, why: string | undefined): string =>
  (why === undefined ? undefined : words.sentence(why)) ?? words.say('refusal.asListed');
