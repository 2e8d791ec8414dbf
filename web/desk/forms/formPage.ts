// One page of a form: as it is first shown, as it comes back with what is wrong, and the refusal of the API as both take it.
import { randomUUID } from 'node:crypto';
import { SignOffError } from '../../../domain/errors.ts';
import { HttpProblem } from '../../../api/http/problems.ts';
import type { Words } from '../../../mail/messages/words.ts';
import type { DecisionForm } from '../../postedForm.ts';
import type { Shown } from '../pageRoute.ts';
import type { Refusal } from './faults.ts';
import type { FormPart } from './model.ts';
import { formView, type FormGiven } from './view.ts';

export interface FormPage {
  title: string;
  says?: string;
  /** Where it is sent to. */
  action: string;
  /** What its button does. */
  act?: string;
  look?: string;
  crumb?: string;
  crumbAt?: string;
  finishHint?: string;
  /** What stands beside it, kept up to date while it is filled in. */
  live?: object;
  [other: string]: unknown;
}

export const formPage = (page: FormPage, parts: readonly FormPart[], given: FormGiven, words: Words): Shown => ({
  page: 'deskForm',
  ...(given.refusal ? { status: 422 } : {}),
  values: {
    ...page,
    ...formView(parts, given, words),
    formId: given.form.formId ?? randomUUID(),
    from: given.form.from,
  },
});

/** Other problems are not of the form. */
const mendable: readonly string[] = [
  ...['ALREADY_EXISTS', 'RIGHT_MISSING', 'NOT_FOUND', 'DEPENDENCY_DOWN', 'FILE_SETTLED'],
];

/** What of an error somebody who fills a form in can mend. Throws all else on. */
export function refusalIn(error: unknown): Refusal {
  if (error instanceof SignOffError) return { message: error.message, details: error.details, field: error.field };
  if (error instanceof HttpProblem && mendable.includes(error.code))
    return { message: error.message, details: [], field: error.field };
  throw error;
}

/** Whether a button only wants another row, or one less. */
export const isOnlyRows = ({ step = '' }: DecisionForm): boolean => /^(add|remove):/.test(step);
