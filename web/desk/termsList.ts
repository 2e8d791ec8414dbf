// What a form has of a list, or of an object, without what was not filled in.
import type { DecisionForm } from '../postedForm.ts';
import { bodyOf, type FormPart } from './forms/model.ts';

/** Deadlines of milestones of some value or priority. */
export const listIn = (part: FormPart, form: DecisionForm): object[] => {
  const { contract } = bodyOf([part], form) as { contract: { waitsFor: object[] } };
  return contract.waitsFor.map((each) => ({ waits: {}, ...(pruned(each) as object) }));
};

/** Without what was not filled in. */
export function pruned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value)
    .map(([name, each]): [string, unknown] => [name, pruned(each)])
    .filter(([, each]) => each !== undefined && !(isRecord(each) && Object.keys(each).length === 0));
  return Object.fromEntries(kept);
}

export const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
