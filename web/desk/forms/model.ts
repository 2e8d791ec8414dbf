// Forms that stand for the body of an operation: each field is named by its path there, so that what the API says of a field is shown beside it.
import type { MessageKey } from '../../../mail/messages/words.ts';
import type { DecisionForm } from '../../postedForm.ts';
import { documentIdsIn, type ShownDocuments } from './documents.ts';

export type FieldKind =
  | 'line'
  | 'email'
  | 'text'
  /** A list, one entry a line. */
  | 'lines'
  | 'date'
  | 'instant'
  | 'number'
  | 'choice'
  /** Several of its options; its name ends in `Ids`. */
  | 'several'
  /** People with what each is here, and up to which value. */
  | 'signers'
  /** Documents of the engagement, uploaded with the form or there already; its name ends in `documentIds`. */
  | 'files'
  | 'hidden';

export interface FieldOption {
  value: string;
  label: string;
}

export interface FormField {
  /** The path in the body; in rows the path within one. */
  name: string;
  kind: FieldKind;
  label: MessageKey;
  hint?: MessageKey;
  isOptional?: true;
  /** What a new form, or a new row, has in it. */
  usual?: string | ((row: number) => string);
  options?: readonly FieldOption[];
  /** Of files: what there is to choose from. */
  documents?: ShownDocuments;
  /** From the text entered, to what the body has; undefined leaves it out. */
  read?(text: string): unknown;
  /** And back, for what is copied from. */
  write?(value: unknown): string;
  /** A choice that nobody makes by leaving it: none of its options is chosen at first. */
  mustChoose?: true;
  /** Narrow ones stand beside each other. */
  isShort?: true;
}

export interface FormPart {
  /** The path of a list that has its rows here; else a name for the part alone. */
  id: string;
  legend: MessageKey;
  says?: MessageKey;
  fields: readonly FormField[];
  rows?: { atLeast: number; add: MessageKey; of: MessageKey };
  /** Shown closed, since the usual will do for most. */
  isFolded?: true;
}

const typed = ['line', 'email', 'text', 'lines', 'date', 'instant', 'number', 'several', 'signers'];

export const nameIn = ({ id, rows }: FormPart, { name }: FormField, row: number): string =>
  rows ? `${id}.${row}.${name}` : name;

export const textOf = (form: DecisionForm, name: string): string => form[name]?.trim() ?? '';

/** How many rows of a list a form has. */
export function rowsIn(form: DecisionForm, { id }: FormPart): number {
  const numbers = Object.keys(form).flatMap((name) => {
    const number = name.startsWith(`${id}.`) ? /^\d+/.exec(name.slice(id.length + 1))?.[0] : undefined;
    return number === undefined ? [] : [Number(number)];
  });
  return Math.min(Math.max(-1, ...numbers) + 1, 500);
}

/** Whether somebody has put something into a row, beside what it came with. */
function isFilled(form: DecisionForm, part: FormPart, row: number): boolean {
  return part.fields.some((field) => {
    if (!typed.includes(field.kind)) return false;
    const name = nameIn(part, field, row);
    if (field.kind === 'signers')
      return Object.entries(form).some(([key, value]) => key.startsWith(`${name}.`) && value);
    const text = textOf(form, name);
    return text !== '' && text !== usualOf(field, row);
  });
}

export const usualOf = ({ usual = '' }: FormField, row: number): string =>
  typeof usual === 'string' ? usual : usual(row);

/**
 * The form without rows that nobody filled in, and without those taken away, in their order: what is left is numbered as the body
 * will have it. `step` may be `add:PART` or `remove:PART.ROW`.
 */
export function tidied(form: DecisionForm, parts: readonly FormPart[]): DecisionForm {
  const removed = /^remove:(.+)\.(\d+)$/.exec(form.step ?? '');
  let left = form;
  for (const part of parts.filter((each) => each.rows)) {
    const kept = Array.from({ length: rowsIn(left, part) }, (_, row) => row).filter(
      (row) => isFilled(left, part, row) && !(removed?.[1] === part.id && Number(removed[2]) === row),
    );
    const prefix = `${part.id}.`;
    left = Object.fromEntries(
      Object.entries(left).flatMap(([name, value]) => {
        if (!name.startsWith(prefix)) return [[name, value]];
        const [row = '', ...rest] = name.slice(prefix.length).split('.');
        const at = kept.indexOf(Number(row));
        return at < 0 ? [] : [[`${prefix}${at}.${rest.join('.')}`, value]];
      }),
    );
  }
  return left;
}

/** The body that a form stands for, laid over `base`; what is not filled in is left out, for the schema to say what is missing. */
export function bodyOf(parts: readonly FormPart[], form: DecisionForm, base: object = {}): Record<string, unknown> {
  const body = structuredClone(base) as Record<string, unknown>;
  for (const part of parts) {
    if (part.rows) put(body, part.id, []);
    const rows = part.rows ? rowsIn(form, part) : 1;
    for (let row = 0; row < rows; row += 1)
      for (const field of part.fields) {
        const name = nameIn(part, field, row);
        const value = field.kind === 'signers' ? signersIn(form, name) : valueOf(field, enteredIn(form, field, name));
        put(body, field.kind === 'signers' ? name.replace(/\.signers$/, '') : name, value);
      }
  }
  return body;
}

/** Files are named by the documents that they were kept as. */
const enteredIn = (form: DecisionForm, { kind }: FormField, name: string): string =>
  kind === 'files' ? documentIdsIn(form, name).join(' ') : textOf(form, name);

export function valueOf({ kind, read, options }: FormField, text: string): unknown {
  if (kind === 'files') return text === '' ? undefined : text.split(/\s+/);
  if (kind === 'several') return text.split(/\s+/).filter((each) => options?.some(({ value }) => value === each));
  if (read) return read(text);
  if (text === '') return undefined;
  if (kind === 'number') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (kind === 'lines') return linesIn(text);
  return text;
}

export const linesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((each) => each.trim())
    .filter(Boolean);

/** Who signs, and who may in their place, each up to a value; joined into the group that they are of. */
function signersIn(form: DecisionForm, name: string): Record<string, unknown> {
  const having = (as: string) =>
    Object.entries(form).flatMap(([key, value]) => {
      if (!key.startsWith(`${name}.as.`) || value !== as) return [];
      const personId = key.slice(`${name}.as.`.length);
      const limit = textOf(form, `${name}.limit.${personId}`);
      return [{ personId, ...(limit === '' ? {} : { limit }) }];
    });
  const delegates = having('delegate');
  return { members: having('sign'), ...(delegates.length > 0 ? { delegates } : {}) };
}

/** Sets a value at its path; an object is joined with what is there, and undefined takes away what came from the base. */
export function put(body: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at: Record<string, unknown> = body;
  names.forEach((name, index) => {
    const next = /^\d+$/.test(names[index + 1] ?? last) ? [] : {};
    at[name] ??= next;
    at = at[name] as Record<string, unknown>;
  });
  if (value === undefined) {
    if (!Array.isArray(at)) delete at[last];
    else at[Number(last)] ??= {};
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && typeof at[last] === 'object')
    Object.assign(at[last] as object, value);
  else at[last] = value;
}

/** A body as a form would have it: what an earlier one is copied into. */
export function formFrom(parts: readonly FormPart[], body: unknown): DecisionForm {
  const form: DecisionForm = {};
  for (const part of parts) {
    const list = part.rows ? at(body, part.id) : undefined;
    const rows = part.rows ? (Array.isArray(list) ? list.length : 0) : 1;
    for (let row = 0; row < rows; row += 1)
      for (const field of part.fields) {
        const name = nameIn(part, field, row);
        if (field.kind === 'signers') Object.assign(form, signersFrom(name, at(body, name.replace(/\.signers$/, ''))));
        else form[name] = textFrom(field, at(body, name));
      }
  }
  return form;
}

function textFrom({ kind, write }: FormField, value: unknown): string {
  if (write) return write(value);
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(String).join(kind === 'lines' ? '\n' : ' ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function signersFrom(name: string, group: unknown): DecisionForm {
  const { members = [], delegates = [] } = (group ?? {}) as Record<string, { personId: string; limit?: string }[]>;
  const entries = (as: string, all: readonly { personId: string; limit?: string }[]): [string, string][] =>
    all.flatMap(({ personId, limit }): [string, string][] => [
      [`${name}.as.${personId}`, as],
      ...(limit === undefined ? [] : ([[`${name}.limit.${personId}`, limit]] as [string, string][])),
    ]);
  return Object.fromEntries([...entries('sign', members), ...entries('delegate', delegates)]);
}

const at = (body: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], body);
