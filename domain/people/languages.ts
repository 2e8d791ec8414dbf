// In which language somebody reads, and whether there are words in it. Holds none itself.
import { SignOffError } from '../errors.ts';
import { personOf, type Milestone } from '../milestone.ts';
import type { Engagement } from '../terms/engagement.ts';
import { primaryLanguage } from '../terms/language.ts';

/** Of who is listed their own, or the contract's; undefined for anybody else. */
export function languageOf(milestone: Milestone, personId: string): string | undefined {
  const person = personOf(milestone, personId);
  return person && (person.language ?? milestone.engagement.contract.language);
}

/** Nobody is to be promised a language in which nothing is said. Throws INVALID_MESSAGE. */
export function assertLanguageOffered(tag: string | null | undefined, offered: readonly string[], field: string): void {
  if (tag === undefined || tag === null || offered.includes(primaryLanguage(tag))) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `There are no words in "${tag}"; name one of ${offered.join(', ')}, with a region if you like.`,
    { field },
  );
}

/** Of a contract, and of everybody listed. */
export function assertLanguagesOffered({ contract, people }: Engagement, offered: readonly string[]): void {
  assertLanguageOffered(contract.language, offered, 'contract.language');
  people.forEach((each, index) => assertLanguageOffered(each.language, offered, `people.${index}.language`));
}
