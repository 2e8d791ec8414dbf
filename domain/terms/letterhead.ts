// How the firm's certificates of an engagement look at their head: the name it goes by, a colour, a logo. Says nothing of who the firm is.
import { z } from 'zod';
import { line } from './text.ts';

/** Of a small logo; it is part of the engagement wherever that is kept. */
export const logoLimits = { bytes: 32 * 1024 };

/** The first bytes of PNG and of JPEG, as base64 shows them. */
const beginnings = ['iVBORw0KGgo', '/9j/'];

/** WCAG 2.2, 1.4.3: what is written in the colour has to be read on white, and on a printer that knows only grey. */
const leastContrast = 4.5;

function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

export const letterhead = z.object({
  name: line(200).optional().describe('as it stands at the head of certificates; the firm’s name by default'),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, 'use six hexadecimal digits in lower case, e.g. "#14324f"')
    .refine(
      (colour) => !/^#[0-9a-f]{6}$/.test(colour) || contrastWithWhite(colour) >= leastContrast,
      `too light to be read on white; choose a colour with a contrast of ${leastContrast} to 1 or more`,
    )
    .optional()
    .describe('of titles and of the line below the head'),
  logo: z
    .base64()
    .max(Math.ceil(logoLimits.bytes / 3) * 4, `keep the logo within ${logoLimits.bytes / 1024} KB`)
    .refine((logo) => beginnings.some((each) => logo.startsWith(each)), 'use a PNG or JPEG, in base64')
    .optional()
    .describe(`PNG or JPEG in base64, up to ${logoLimits.bytes / 1024} KB`),
});
export type Letterhead = z.infer<typeof letterhead>;
