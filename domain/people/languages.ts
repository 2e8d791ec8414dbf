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

/** Nobody is to be promised a language in which nothing is said. Throws INVALID_MESSAGE with the field of the engagement at fault. */
export function assertLanguagesOffered({ contract, people }: Engagement, offered: readonly string[]): void {
  const named = [
    { tag: contract.language, field: 'contract.language' },
    ...people.map(({ language: tag }, index) => ({ tag, field: `people.${index}.language` })),
  ];
  for (const { tag, field } of named)
    if (tag !== undefined && !offered.includes(primaryLanguage(tag)))
      throw new SignOffError(
        'INVALID_MESSAGE',
        `There are no words in "${tag}"; name one of ${offered.join(', ')}, with a region if you like.`,
        { field },
      );
}
