// What is said to who typed another name than the one that is listed for them.
import { defaultLanguage, type Words } from '../mail/messages/words.ts';

/** `why` is the sentence of the domain, in English, which knows what is amiss. */
export const whyIn = ({ language, say }: Words, why: string | undefined): string =>
  why !== undefined && language.startsWith(defaultLanguage) ? why : say('refusal.asListed');
