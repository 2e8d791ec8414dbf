// Reads a value by what its schema found; one that does not fit is refused with everything that is wrong, in plain words.
import { SignOffError } from '../errors.ts';
import { fieldOf, problemIn, type Issue } from './plainWords.ts';

export interface Parsing<T> {
  success: boolean;
  data?: T;
  error?: { issues: Issue[] };
}

/** So many problems are named; a list of thousands would help nobody and would have to be kept for good. */
const problemsNamed = 50;

/** `given` is what was read, and `within` where it stands. Throws INVALID_MESSAGE. */
export function parsed<T>(result: Parsing<T>, given: unknown, within?: string): T {
  if (result.success) return result.data as T;
  const issues = result.error?.issues ?? [];
  const at = (issue: Issue): string => fieldOf(issue, within === undefined ? [] : [within]);
  const details = issues
    .slice(0, problemsNamed)
    .map((each) => problemIn(each, given, at(each) || 'the message').slice(0, 300));
  if (issues.length > problemsNamed) details.push(`and ${issues.length - problemsNamed} more`);
  throw new SignOffError('INVALID_MESSAGE', `The message cannot be used: ${details.join('; ')}.`, {
    field: issues[0] ? at(issues[0]) : '',
    details,
  });
}
