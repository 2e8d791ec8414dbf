// Reads which arguments a message takes and of which kind, by the parser of the library that fills them in.
import { IntlMessageFormat } from 'intl-messageformat';
import type { Words } from '../../../mail/messages/words.ts';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];
type Kind = 'text' | 'number' | 'choice';

/** Name and kind of each; a message that cannot be read throws. */
export function argumentsOf(message: string, words: Words): Record<string, Kind> {
  const found: Record<string, Kind> = {};
  note(new IntlMessageFormat(message, words.language, undefined, { ignoreTag: true }).getAst(), found);
  return Object.fromEntries(Object.entries(found).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Numbers of the parser: 1 argument, 2 number, 5 select, 6 plural. */
function note(elements: readonly Element[], found: Record<string, Kind>): void {
  for (const element of elements) {
    const type: number = element.type;
    if (type === 1) found[nameOf(element)] = 'text';
    else if (type === 2 || type === 6) found[nameOf(element)] = 'number';
    else if (type === 5) found[nameOf(element)] = 'choice';
    else if (type !== 0 && type !== 7) throw new RangeError(`part of type ${type} in a message: figures go in as text`);
    if ('options' in element) for (const option of Object.values(element.options)) note(option.value, found);
  }
}

const nameOf = (element: Element): string => ('value' in element ? String(element.value) : '');
