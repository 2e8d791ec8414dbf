// What each field of the API means, and an example of it, where its own shape does not say: one entry per word of the field.
import type { FieldWords } from './fieldWordsShape.ts';
import { fieldsOfAccess } from './fieldsOfAccess.ts';
import { fieldsOfRecord } from './fieldsOfRecord.ts';
import { fieldsOfTerms } from './fieldsOfTerms.ts';

/** By the field's name, or by the name of what it is in and its own where one word has two meanings: "Obstacle.kind". */
export const fieldWords: FieldWords = { ...fieldsOfTerms, ...fieldsOfRecord, ...fieldsOfAccess };

export interface FoundWords {
  entry: string;
  says: string;
  example?: unknown;
}

/** The closest entry for a field; `within` is what it is in, the closest last. */
export function wordsFor(field: string, within: readonly string[]): FoundWords | undefined {
  const candidates = [...within.toReversed().map((each) => `${each}.${field}`), field];
  const entry = candidates.find((each) => each in fieldWords);
  if (entry === undefined) return undefined;
  const words = fieldWords[entry] as FieldWords[string];
  if (typeof words === 'string') return { entry, says: words };
  const [says, example] = words;
  return { entry, says, example };
}
