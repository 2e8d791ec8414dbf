// The part of the certificate on paper that says which characters it could not print, and where the exact text is.
import type { Words } from '../mail/messages/words.ts';
import { paragraph, section, small, table, type Block, type Paragraph } from './setting/blocks.ts';
import { box, printable } from './setting/printable.ts';
import { byScript, type UnprintableText } from './setting/unprintable.ts';

/** Below the title, for whoever meets a stand-in before its explanation. */
export const lacksRemark = (lacks: readonly UnprintableText[], { say }: Words): Paragraph[] =>
  lacks.length === 0 ? [] : [paragraph(small(say('lacks.remark', { box })))];

export function lacksTable(lacks: readonly UnprintableText[], fileName: string, words: Words): Block[] {
  if (lacks.length === 0) return [];
  const { say } = words;
  const once = lacks.filter(({ text }, index) => lacks.findIndex((each) => each.text === text) === index);
  const rows = once.map(({ text, characters }) => [
    paragraph(printable(excerpt(text, characters))),
    paragraph(...lacks.filter((each) => each.text === text).map(({ path }) => placeOf(path, words))),
    paragraph(
      ...[...byScript(characters)].map(([script, all]) =>
        say('lacks.count', { script: scriptName(script, words), count: all.length }),
      ),
    ),
  ]);
  return [
    table(say('lacks.title'), [34, 36, 30], [say('lacks.text'), say('lacks.where'), say('lacks.characters')], rows),
    section(undefined, say('lacks.note', { box, fileName })),
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

/** "signatories, number 1, typedName": names as the attached data has them, for whoever looks there. */
const placeOf = (path: readonly string[], { say }: Words): string =>
  path.map((key) => (/^\d+$/.test(key) ? say('lacks.number', { number: Number(key) + 1 }) : key)).join(', ');

export const scriptName = (script: string, { say }: Words): string =>
  script === 'other signs' ? say('lacks.otherSigns') : script;
