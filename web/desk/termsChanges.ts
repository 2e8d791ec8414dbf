// What a form of contract terms changes: as the patch that the API takes, against what others changed meanwhile, and in words. Rules nothing.
import { isDeepStrictEqual } from 'node:util';
import type { ContractPatch } from '../../domain/terms/contractVersions.ts';
import type { ContractTerms } from '../../domain/terms/engagement.ts';
import type { MessageKey, Words } from '../../mail/messages/words.ts';
import type { DecisionForm } from '../postedForm.ts';
import {
  bodyOf,
  formFrom,
  nameIn,
  put,
  rowsIn,
  textOf,
  valueOf,
  type FormField,
  type FormPart,
} from './forms/model.ts';
import { contractParts, type TermsContext } from './termsForm.ts';
import { isRecord, listIn, pruned } from './termsList.ts';

const plain = ({ say }: Words) => say as (key: MessageKey) => string;

export const begunWith = (context: Pick<TermsContext, 'engagement' | 'words'>): DecisionForm =>
  formFrom(contractParts(context), { contract: context.engagement.contract });

/** Fields that must not be empty and are: over the API, to take them away would be to take the usual. */
export const emptied = (parts: readonly FormPart[], form: DecisionForm): string[] =>
  parts
    .filter(({ rows }) => !rows)
    .flatMap(({ fields }) => fields.filter(({ name, isOptional }) => !isOptional && textOf(form, name) === ''))
    .map(({ name }) => `${name} is missing`);

/** What the form changes of the contract, and nothing else. */
export function patchOf(parts: readonly FormPart[], form: DecisionForm, contract: ContractTerms): ContractPatch {
  const before = formFrom(parts, { contract });
  const body: { contract: ContractPatch } = { contract: {} };
  for (const part of parts) {
    if (part.rows) {
      const list = listIn(part, form);
      if (!isDeepStrictEqual(list, contract.waitsFor ?? [])) put(body, part.id, list.length > 0 ? list : null);
      continue;
    }
    for (const field of part.fields)
      if (!isSame(field, form, before)) put(body, field.name, valueOf(field, textOf(form, field.name)) ?? null);
  }
  const calendar = body.contract.calendar as { otherParty?: unknown } | undefined;
  // Whose days count is what the other party has a calendar of its own by.
  if (
    calendar?.otherParty &&
    contract.calendar.otherParty &&
    textOf(form, 'contract.calendar.otherParty.counts') === ''
  )
    calendar.otherParty = null;
  return body.contract;
}

/** Of the amendment, without its contract. */
export const commandOf = (act: FormPart, form: DecisionForm): Record<string, unknown> =>
  pruned(bodyOf([act], form)) as Record<string, unknown>;

function isSame({ kind, name }: FormField, one: DecisionForm, other: DecisionForm): boolean {
  const text = (form: DecisionForm): string => {
    const entered = textOf(form, name).replace(/\r\n/g, '\n');
    return kind === 'several' ? entered.split(/\s+/).sort().join(' ') : entered;
  };
  return text(one) === text(other);
}

const entriesOf = ({ id }: FormPart, form: DecisionForm): DecisionForm =>
  Object.fromEntries(Object.entries(form).filter(([name, value]) => name.startsWith(`${id}.`) && value));

/** What stands in the form where it was not touched since, in place of what stood there as it was opened. */
export function rebased(
  parts: readonly FormPart[],
  { form, was, now }: { form: DecisionForm; was: DecisionForm; now: DecisionForm },
): DecisionForm {
  const result = { ...form };
  for (const part of parts) {
    if (part.rows) {
      if (!isDeepStrictEqual(entriesOf(part, form), entriesOf(part, was))) continue;
      for (const name of Object.keys(entriesOf(part, result))) delete result[name];
      Object.assign(result, entriesOf(part, now));
    } else for (const field of part.fields) if (isSame(field, form, was)) result[field.name] = now[field.name];
  }
  return result;
}

export interface TermsChange {
  label: string;
  was: string;
  becomes: string;
}

/** From one form to another, in words. */
export function changesBetween(
  parts: readonly FormPart[],
  was: DecisionForm,
  becomes: DecisionForm,
  words: Words,
): TermsChange[] {
  const say = plain(words);
  return parts.flatMap((part) => {
    if (part.rows) {
      const [one, other] = [rowsShown(part, was, words), rowsShown(part, becomes, words)];
      return one === other ? [] : [{ label: say(part.legend), was: one, becomes: other }];
    }
    return part.fields
      .filter((field) => !isSame(field, was, becomes))
      .map((field) => ({
        ...{ label: say(field.label), was: shown(field, was[field.name], words) },
        becomes: shown(field, becomes[field.name], words),
      }));
  });
}

function shown({ kind, options = [] }: FormField, value: string | undefined, words: Words): string {
  const text = value?.trim() ?? '';
  const labelOf = (each: string): string => options.find((option) => option.value === each)?.label ?? each;
  if (text === '') return words.say('terms.nothing');
  if (kind === 'several') return words.list(text.split(/\s+/).map(labelOf));
  return kind === 'lines' ? words.list(text.split(/\s*\n\s*/)) : labelOf(text);
}

function rowsShown(part: FormPart, form: DecisionForm, words: Words): string {
  const rows = Array.from({ length: rowsIn(form, part) }, (_, row) =>
    part.fields
      .flatMap((field) => {
        const value = textOf(form, nameIn(part, field, row));
        return value === '' ? [] : [`${plain(words)(field.label)} ${shown(field, value, words)}`];
      })
      .join(', '),
  );
  return rows.join('; ') || words.say('terms.nothing');
}

/** By the names of the API, each with its value: what no field stands for. */
export function asItStands(parts: readonly FormPart[], contract: ContractTerms): { path: string; value: string }[] {
  const inForm = new Set(parts.flatMap((part) => (part.rows ? [part.id] : part.fields.map(({ name }) => name))));
  const within = (value: unknown, path: string): { path: string; value: string }[] => {
    if (value === undefined || inForm.has(path)) return [];
    if (isRecord(value)) return Object.entries(value).flatMap(([name, each]) => within(each, `${path}.${name}`));
    return [{ path, value: inWords(value) }];
  };
  return within(contract, 'contract').filter(({ value }) => value !== '');
}

function inWords(value: unknown): string {
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.map(String).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
