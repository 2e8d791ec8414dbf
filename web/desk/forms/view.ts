// A form as its page shows it: every field with what was entered, its options, and what is wrong with it beside it.
import type { MessageKey, Words } from '../../../mail/messages/words.ts';
import type { DecisionForm } from '../../postedForm.ts';
import { faultsIn, type Fault, type Refusal } from './faults.ts';
import { documentsView } from './documents.ts';
import { nameIn, rowsIn, usualOf, type FormField, type FormPart } from './model.ts';

export interface FormGiven {
  form: DecisionForm;
  refusal?: Refusal | undefined;
  /** A form that nobody has sent yet has the usual in it. */
  isNew?: boolean;
}

type Plain = (key: MessageKey, values?: object) => string;

export function formView(parts: readonly FormPart[], given: FormGiven, words: Words) {
  const say = words.say;
  const { form, refusal } = given;
  const added = /^add:(.+)$/.exec(form.step ?? '')?.[1];
  const count = (part: FormPart): number =>
    Math.max(rowsIn(form, part) + (added === part.id ? 1 : 0), part.rows?.atLeast ?? 0);
  const faults = refusal ? faultsIn(parts, count, refusal, words) : [];
  return {
    ...(faults.length > 0 ? { faults: faults.map((each) => ({ ...each, id: each.name && idOf(each.name) })) } : {}),
    parts: parts.map((part) => ({
      ...{ id: part.id, legend: say(part.legend), says: part.says && say(part.says) },
      isFolded: part.isFolded === true && !isTouched(part, form, faults),
      add: part.rows && say(part.rows.add),
      rows: Array.from({ length: part.rows ? count(part) : 1 }, (_, row) => {
        const isNewRow = given.isNew === true || row >= rowsIn(form, part);
        return {
          title: part.rows && `${say(part.rows.of)} ${row + 1}`,
          id: part.rows ? `${part.id}.${row}` : part.id,
          isNew: added === part.id && row === count(part) - 1,
          remove: part.rows && `remove:${part.id}.${row}`,
          fields: part.fields.map((field) =>
            fieldView(field, nameIn(part, field, row), { ...given, row, isNewRow, faults }, say),
          ),
        };
      }),
    })),
  };
}

/** Whether something of it is wrong, or a row was just added or taken away. */
const isTouched = ({ id, fields, rows }: FormPart, { step = '' }: DecisionForm, faults: readonly Fault[]): boolean =>
  [`add:${id}`, `remove:${id}`].includes(step.replace(/\.\d+$/, '')) ||
  faults.some(({ name = '' }) => (rows ? name.startsWith(`${id}.`) : fields.some((field) => field.name === name)));

/** Dots in an ID are for style sheets; here one is only ever linked to. */
export const idOf = (name: string): string => `f-${name}`;

interface InRow extends FormGiven {
  row: number;
  isNewRow: boolean;
  faults: readonly Fault[];
}

function fieldView(field: FormField, name: string, { form, row, isNewRow, faults }: InRow, say: Plain) {
  const value = form[name] ?? (isNewRow ? usualOf(field, row) : '');
  const wrong = faults.filter((each) => each.name === name).map((each) => each.here);
  const id = idOf(name);
  const described = [...(field.hint ? [`${id}-hint`] : []), ...(wrong.length > 0 ? [`${id}-wrong`] : [])];
  return {
    ...{ name, id, value, label: say(field.label), hint: field.hint && say(field.hint), wrong },
    ...{
      isOptional: field.isOptional === true,
      isShort: field.isShort === true,
      mustChoose: field.mustChoose === true,
    },
    describedBy: described.join(' ') || undefined,
    is: { [field.kind]: true },
    ...(field.documents ? documentsView(field.documents, name, form) : {}),
    type: { email: 'email', date: 'date', instant: 'datetime-local', number: 'number' }[field.kind as string] ?? 'text',
    options: (field.options ?? []).map((each) => ({
      ...each,
      isChosen: field.kind === 'several' ? value.split(/\s+/).includes(each.value) : value === each.value,
      ...(field.kind === 'signers'
        ? {
            id: `${id}.${each.value}`,
            as: `${name}.as.${each.value}`,
            limitName: `${name}.limit.${each.value}`,
            signs: form[`${name}.as.${each.value}`] === 'sign',
            stands: form[`${name}.as.${each.value}`] === 'delegate',
            limit: form[`${name}.limit.${each.value}`],
          }
        : {}),
    })),
  };
}
