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
  /** The field alone, where nothing is wrong but that it is empty. */
  missing?: string;
}

interface Labelled {
  words: Words;
  /** By several parts. */
  isShared(key: MessageKey): boolean;
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
  const isShared = (key: MessageKey): boolean =>
    parts.filter(({ fields }) => fields.some(({ label }) => words.say(label) === words.say(key))).length > 1;
  const places = parts.flatMap((part) =>
    Array.from({ length: part.rows ? Math.max(rows(part), part.rows.atLeast) : 1 }, (_, row) =>
      part.fields
        .filter((field) => field.kind !== 'hidden')
        .map((field): Place => ({
          name: nameIn(part, field, row),
          label: labelOf(part, field.label, row, { words, isShared }),
        })),
    ).flat(),
  );
  const told = refusal.details.length > 0 ? refusal.details : [refusal.message];
  const named = (text: string): string => inNamesOf(refusal.people ?? [], text);
  return told
    .map((each) => faultOf(each, places, told.length === 1 ? refusal.field : undefined, words))
    .map((each) => ({ ...each, words: named(each.words), here: named(each.here) }));
}

/** Alone where no other field of the form is called so. */
function labelOf({ rows, legend }: FormPart, key: MessageKey, row: number, { words, isShared }: Labelled): string {
  const say = words.say;
  if (rows) return say('form.inRow', { field: say(key), of: say(rows.of), row: String(row + 1) });
  return isShared(key) ? say('form.inPart', { field: say(key), part: say(legend) }) : say(key);
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
      missing: place.label,
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
