// Acts with as many rows of a kind as are wanted: which fields a form of one has then, and the form without the rows that are none. Decides nothing.
import type { DecisionForm } from '../postedForm.ts';
import type { ActField, ActForm, ActRows } from './actForm.ts';
import { rowsIn, tidied, type FormPart } from './forms/model.ts';

const partOf = ({ id, legend, add, of, fields }: ActRows): FormPart => ({
  ...{ id, legend, rows: { atLeast: 1, add, of } },
  fields: fields.map(({ name, label, kind }) => ({ name, label, kind: kind === 'choice' ? kind : 'line' })),
});

/** Rows in which nothing was typed are none, nor is one that was just taken away; the others are numbered anew. */
export const tidiedRows = (form: DecisionForm, { rows = [] }: ActForm): DecisionForm => tidied(form, rows.map(partOf));

/** How many there are to fill in: those that are filled in, one more where that was asked for, and never none. */
export function rowsToShow(form: DecisionForm, rows: ActRows): number {
  const more = form.step === `add:${rows.id}` ? 1 : 0;
  return Math.max(rowsIn(form, partOf(rows)) + more, 1);
}

/** Of one row, named as the form has them. */
export const fieldsOfRow = ({ id, fields }: ActRows, row: number): ActField[] =>
  fields.map((each) => ({ ...each, name: `${id}.${row}.${each.name}` }));

/** All that were filled in, those of rows behind the others. */
export const fieldsIn = (act: ActForm, form: DecisionForm): ActField[] => [
  ...act.fields,
  ...(act.rows ?? []).flatMap((rows) =>
    Array.from({ length: rowsIn(form, partOf(rows)) }, (_, row) => fieldsOfRow(rows, row)).flat(),
  ),
];

/** What a row says, field by field. */
export type Row = Partial<Record<string, string>>;

export const rowsOf = (form: DecisionForm, rows: ActRows): Row[] =>
  Array.from({ length: rowsIn(form, partOf(rows)) }, (_, row) =>
    Object.fromEntries(
      rows.fields.map(({ name }) => [name, form[`${rows.id}.${row}.${name}`]?.trim() || undefined] as const),
    ),
  );
