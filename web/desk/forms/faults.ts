// What the API says of a body, put beside the fields of the form that stands for it.
import { inNamesOf } from '../../../domain/people/inNames.ts';
import { saidIn, type MessageKey, type Words } from '../../../mail/messages/words.ts';
import { nameIn, type FormPart } from './model.ts';

export interface Refusal {
  message: string;
  details: readonly string[];
  field?: string | undefined;
  /** Who is named by ID in it, and is to be shown by name. */
  people?: readonly { personId: string; name: string }[];
}

export interface Fault {
  /** Of the field that it is shown at; undefined for what is about the whole. */
  name?: string;
  words: string;
  /** Without the name of the field, for beside it. */
  here: string;
}

interface Place {
  name: string;
  label: string;
}

/** One for each thing that is wrong, in its field’s words. */
export function faultsIn(
  parts: readonly FormPart[],
  rows: (part: FormPart) => number,
  refusal: Refusal,
  words: Words,
): Fault[] {
  const places = parts.flatMap((part) =>
    Array.from({ length: part.rows ? Math.max(rows(part), part.rows.atLeast) : 1 }, (_, row) =>
      part.fields
        .filter((field) => field.kind !== 'hidden')
        .map((field): Place => ({ name: nameIn(part, field, row), label: labelOf(part, field.label, row, words) })),
    ).flat(),
  );
  const told = refusal.details.length > 0 ? refusal.details : [refusal.message];
  const named = (text: string): string => inNamesOf(refusal.people ?? [], text);
  return told
    .map((each) => faultOf(each, places, told.length === 1 ? refusal.field : undefined, words))
    .map((each) => ({ ...each, words: named(each.words), here: named(each.here) }));
}

function labelOf({ rows }: FormPart, key: MessageKey, row: number, words: Words): string {
  const say = words.say;
  return rows ? say('form.inRow', { field: say(key), of: say(rows.of), row: String(row + 1) }) : say(key);
}

/** A sentence of the API begins with the path of the field; one about it alone names it beside. */
function faultOf(sentence: string, places: readonly Place[], field: string | undefined, words: Words): Fault {
  const [, path = field ?? '', rest = sentence] =
    /^([A-Za-z]\w*(?:\.[\w-]+)*)(?::\s+|(?=\s(?:is|must)\s))(.*)$/s.exec(sentence) ?? [];
  const place = placeOf(path, places) ?? (field === undefined ? undefined : placeOf(field, places));
  const [whole, said] = [saidIn(words, sentence), saidIn(words, rest.trim())];
  if (!place) return { words: whole, here: whole };
  if (/^\s*(is missing|must not be empty|must have at least one entry)$/.test(rest))
    return {
      name: place.name,
      words: words.say('act.missing', { field: place.label }),
      here: words.say('form.missing'),
    };
  return { name: place.name, words: `${place.label}: ${said}`, here: said };
}

/** The field itself, else whom it is about, else one within what is named, else the one that it is in. */
function placeOf(path: string, places: readonly Place[]): Place | undefined {
  if (path === '') return undefined;
  const group = path.replace(/\.(members|delegates)\b.*$/, '');
  return (
    places.find((each) => each.name === path) ??
    places.find((each) => each.name === `${group}.signers` || each.name === `${path}.memberIds`) ??
    places.find((each) => each.name.startsWith(`${path}.`)) ??
    places.find((each) => path.startsWith(`${each.name}.`))
  );
}
