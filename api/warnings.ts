// What a text that was taken will lead to on paper: said when it is registered, while it can still be written otherwise.
import { z } from 'zod';
import { standIn } from '../evidence/typeface.ts';
import { byScript, unprintableTexts } from '../evidence/unprintable.ts';

const warning = z
  .object({
    field: z.string().describe('the text, by its path in the request'),
    characters: z.string().describe('those that cannot be printed, each once'),
    message: z.string().describe('what it will lead to'),
    remedy: z.string(),
  })
  .meta({ id: 'Warning' });

export const warnings = z
  .array(warning)
  .describe('what was taken as it is, although certificates and registers cannot print it');

/** One for every text in `taken` that has characters which printed evidence lacks. */
export async function printWarnings(taken: unknown, remedy: string): Promise<z.infer<typeof warnings>> {
  const found = await unprintableTexts(taken);
  return found.map(({ path, characters }) => {
    const listed = [...byScript(characters)].map(([script, all]) => `${all.join(' ')} (${script})`).join(', ');
    return {
      field: path.join('.'),
      characters: characters.join(''),
      message: `A certificate or register on paper cannot print ${listed}. Where this text stands on one, “${standIn}” takes their place, and the certificate says so; the exact text is in its data.`,
      remedy,
    };
  });
}
