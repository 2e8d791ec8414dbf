// The part of the certificate on paper that says which characters it could not print, and where the exact text is.
import { paragraph, section, small, table, type Block, type Paragraph } from './setting/blocks.ts';
import { box, printable } from './setting/printable.ts';
import { byScript, type UnprintableText } from './setting/unprintable.ts';

/** Below the title, for whoever meets a stand-in before its explanation. */
export const lacksRemark = (lacks: readonly UnprintableText[]): Paragraph[] =>
  lacks.length === 0
    ? []
    : [
        paragraph(
          small(
            `“${box}” stands for a character that this document cannot print. Which they are, and where the exact text is, stands at its end.`,
          ),
        ),
      ];

export function lacksTable(lacks: readonly UnprintableText[], attachment: string): Block[] {
  if (lacks.length === 0) return [];
  const once = lacks.filter(({ text }, index) => lacks.findIndex((each) => each.text === text) === index);
  const rows = once.map(({ text, characters }) => [
    paragraph(printable(excerpt(text, characters))),
    paragraph(...lacks.filter((each) => each.text === text).map(({ path }) => placeOf(path))),
    paragraph(...[...byScript(characters)].map(inWords)),
  ]);
  return [
    table(
      'Characters that could not be printed',
      [34, 36, 30],
      ['Text, as printed', 'Where it stands', 'Characters, by script'],
      rows,
    ),
    section(
      undefined,
      `Where this document prints one of these texts, “${box}” takes the place of the characters listed with it. The exact texts are in the data attached to this PDF, ${attachment}, at the places listed.`,
    ),
  ];
}

const shown = 60;

/** So much of a long text as shows the first character that is missing. */
function excerpt(text: string, [first = '']: readonly string[]): string {
  const letters = [...text.normalize('NFC')];
  const start = letters.length <= shown ? 0 : Math.max(0, letters.indexOf(first) - shown / 3);
  const part = letters.slice(start, start + shown).join('');
  return `${start > 0 ? '… ' : ''}${part}${start + shown < letters.length ? ' …' : ''}`;
}

/** "Signatories, number 1, typed name" for signatories.0.typedName. */
function placeOf(path: readonly string[]): string {
  const words = path.map((key) =>
    /^\d+$/.test(key) ? `number ${Number(key) + 1}` : key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  );
  const whole = words.join(', ');
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}`;
}

const inWords = ([script, characters]: [string, string[]]): string =>
  `${script.charAt(0).toUpperCase()}${script.slice(1)}, ${characters.length} ${characters.length === 1 ? 'character' : 'characters'}`;
