// What a correction was made from: its ETag as it was read, which comes back as If-Match, so that none undoes another unseen.
import type { Request } from 'express';
import { canonicalSha256 } from '../../domain/records/canonical.ts';
import { HttpProblem } from './problems.ts';

/** Of something as it is. */
export const tagOf = (value: object): string => `"${canonicalSha256(JSON.parse(JSON.stringify(value))).slice(0, 32)}"`;

/** Throws PRECONDITION_REQUIRED. */
export function expectedTag(request: Request): string {
  const given = request.get('if-match');
  if (given !== undefined && given.length > 0) return given;
  throw new HttpProblem(
    'PRECONDITION_REQUIRED',
    'Send the ETag of what you read as If-Match, so that no other correction is undone unseen.',
    'If-Match',
  );
}

/** Throws PRECONDITION_FAILED. */
export function assertMatches(expected: string, present: string): void {
  if (expected === '*' || expected.split(',').some((each) => each.trim() === present)) return;
  throw new HttpProblem(
    'PRECONDITION_FAILED',
    'It has been changed since you read it; read it again, and correct what it is now.',
    'If-Match',
  );
}
