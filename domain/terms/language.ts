// How a language is named. Holds no words.
import { z } from 'zod';

/** BCP 47: a language, with its region where that matters. */
export const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'use a language tag with its region where that matters, e.g. "de" or "de-AT"');

/** "de" of "de-AT". */
export const primaryLanguage = (tag: string): string => tag.split('-')[0] ?? tag;
