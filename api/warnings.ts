// What was taken and may not be meant so: texts that paper cannot print, people of one name. Said while it can still be put otherwise.
import { z } from 'zod';
import type { Engagement } from '../domain/terms/engagement.ts';
import { isSettable, mostPixels } from '../evidence/setting/pictures.ts';
import { box } from '../evidence/setting/printable.ts';
import { forewarningsOf } from '../domain/signOff/signability.ts';
import { namesakes } from '../domain/people/humans.ts';
import type { Person } from '../domain/people/people.ts';
import { byScript, unprintableTexts } from '../evidence/setting/unprintable.ts';

const warning = z
  .object({
    field: z.string().describe('the text, by its path in the request'),
    characters: z.string().optional().describe('those that cannot be printed, each once'),
    message: z.string().describe('what it will lead to'),
    remedy: z.string(),
  })
  .meta({ id: 'Warning' });

export const warnings = z
  .array(warning)
  .describe('what was taken as it is, although it may not be meant so, or certificates and registers cannot print it');

/** One for every text in `taken` that has characters which printed evidence lacks. */
export function printWarnings(taken: unknown, remedy: string): z.infer<typeof warnings> {
  return unprintableTexts(taken).map(({ path, characters }) => {
    const listed = [...byScript(characters)].map(([script, all]) => `${all.join(' ')} (${script})`).join(', ');
    return {
      field: path.join('.'),
      characters: characters.join(''),
      message: `A certificate or register on paper cannot print ${listed}. Where this text stands on one, “${box}” takes their place, and the certificate says so; the exact text is in its data.`,
      remedy,
    };
  });
}

/** One for everybody with the name of somebody listed before: whether they are one human, only who registers them knows. */
export const namesakeWarnings = (people: readonly Person[]): z.infer<typeof warnings> =>
  namesakes(people).map(({ index, personId, first }) => ({
    field: `people.${index}.name`,
    message: `"${personId}" has the name of "${first}". Duties are kept apart by mailbox, so they count as two people.`,
    remedy:
      'If they are one human, register the engagement under another engagementId with one person ID for them; if they are two, nothing is to be done.',
  }));

/** Of a milestone that is to start: who leaves before its dates are over. */
export const leaverWarnings = (start: Parameters<typeof forewarningsOf>[0]): z.infer<typeof warnings> =>
  forewarningsOf(start, new Date().toISOString()).map(({ field, reason, remedy }) => ({
    ...{ field, message: reason, remedy },
  }));

/** A logo of the right type may still be damaged, or unpack to more than a page has use for. */
export function logoWarnings({ letterhead }: Engagement): z.infer<typeof warnings> {
  if (letterhead?.logo === undefined || isSettable(Buffer.from(letterhead.logo, 'base64'))) return [];
  return [
    {
      field: 'letterhead.logo',
      message: 'This picture cannot be set; certificates have the name alone at their head.',
      remedy: `Register the engagement under another engagementId with a PNG or JPEG of up to ${mostPixels / 1_000_000} megapixels that other programs open.`,
    },
  ];
}
