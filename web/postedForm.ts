// The fields of a posted form as the page names them; knows nothing of what they mean.
import { PageRefusal, type Said } from './problemWords.ts';

/** Fields as the page posts them; all optional, because anything can be posted. */
export type DecisionForm = Partial<Record<string, string>>;

/** Of a field posted twice the last one counts, but for those of which several may be chosen: those are kept together. */
const isSeveral = (name: string): boolean => /Ids(-|$)|^roles$|^contract\.channels\./.test(name);

/** A body of another kind counts as an empty form. */
export const formOf = (body: unknown): DecisionForm =>
  Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) => {
      const all = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
      return all.length === 0 ? [] : [[name, isSeveral(name) ? all.join(' ') : all.at(-1)]];
    }),
  );

/** Documents uploaded with an earlier posting of the same form. */
export const documentIdsIn = (form: DecisionForm): string[] => (form.documentIds ?? '').split(' ').filter(Boolean);

/** Throws INVALID_MESSAGE with the remedy when the field is empty. */
export function given(form: DecisionForm, field: string, remedy: Said): string {
  const value = (form[field] ?? '').trim();
  if (value === '') throw new PageRefusal('INVALID_MESSAGE', remedy, { field });
  return value;
}
