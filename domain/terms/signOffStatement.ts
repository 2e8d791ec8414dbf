// The statement that is signed, in each language that the contract gives it in, and which of them somebody reads.
import { z } from 'zod';
import { language, primaryLanguage } from './language.ts';
import { text } from './text.ts';

/** Of the service, where the contract has no words of its own; registration adds it in every other language there are words in. */
export const usualStatement = {
  version: '1',
  language: 'en',
  text:
    'I have seen the milestone package identified by its SHA-256 digest, its technical validation report and the ' +
    'feedback given on it. I accept the milestone on behalf of the party I am listed for, and I consent to signing ' +
    'electronically. Rights under the contract that this acceptance does not name are reserved.',
};

export const signOffStatement = z
  .object({
    version: text(40),
    text: text(4000),
    language: language.default('en').describe('of the text'),
    translations: z
      .record(language, text(4000))
      .default({})
      .describe('the same statement in other languages; who reads one of them signs that'),
  })
  .superRefine(({ language: own, translations }, context) => {
    if (own in translations)
      context.addIssue({
        code: 'custom',
        path: ['translations', own],
        message: `the text itself is in "${own}"; leave this one out, or say which language the text is in`,
      });
  })
  .prefault(usualStatement);
export type SignOffStatement = z.infer<typeof signOffStatement>;

/** The statement of the service in these languages too; a contract’s own stays as it is. */
export const usualIn = (statement: SignOffStatement, translations: Record<string, string>): SignOffStatement =>
  statement.text === usualStatement.text && statement.version === usualStatement.version
    ? { ...statement, translations }
    : statement;

export interface ReadStatement {
  version: string;
  language: string;
  text: string;
}

/** Every text that may be signed, that of the contract itself first. */
export const statementTexts = ({
  version,
  language: own,
  text: words,
  translations,
}: SignOffStatement): ReadStatement[] => [
  { version, language: own, text: words },
  ...Object.entries(translations).map(([tag, translated]) => ({ version, language: tag, text: translated })),
];

/** As its reader reads it: in their language where the contract has it so, or else as the contract itself has it. */
export function statementFor(statement: SignOffStatement, reader: string | undefined): ReadStatement {
  const texts = statementTexts(statement);
  const alike = (tag: string): boolean => reader !== undefined && primaryLanguage(tag) === primaryLanguage(reader);
  const found = texts.find((each) => each.language === reader) ?? texts.find((each) => alike(each.language));
  return found ?? { version: statement.version, language: statement.language, text: statement.text };
}
