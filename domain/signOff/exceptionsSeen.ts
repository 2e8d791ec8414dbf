// That whoever accepts saw every exception it is accepted under: those named are those agreed, and what was seen is kept by its digest.
import { SignOffError } from '../errors.ts';
import type { Milestone, SignedExceptions } from '../milestone.ts';
import { canonicalSha256 } from '../records/canonical.ts';

/** What was seen becomes part of what is signed: the package by its digest, the exceptions by theirs. */
export function signedUnder({ exceptions }: Milestone): { exceptions?: SignedExceptions } {
  if (exceptions.length === 0) return {};
  const exceptionIds = exceptions.map((each) => each.exceptionId);
  return { exceptions: { exceptionIds, sha256: canonicalSha256(exceptions) } };
}

/** One that was agreed while the page lay open must not be signed unseen. Throws EXCEPTIONS_CHANGED. */
export function assertExceptionsSeen({ exceptions }: Milestone, seen: readonly string[]): void {
  const agreed = exceptions.map((each) => each.exceptionId);
  if (seen.length === agreed.length && agreed.every((id) => seen.includes(id))) return;
  throw new SignOffError(
    'EXCEPTIONS_CHANGED',
    `The milestone is now signed under ${agreed.join(', ') || 'no exceptions'}, not ${seen.join(', ') || 'none'}; look at them and sign again.`,
    { field: 'exceptionIds' },
  );
}
