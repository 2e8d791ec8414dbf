// Reads what came in against its schema; an unknown field is an error, so that a misspelt one is never silently dropped.
import { z } from 'zod';
import { SignOffError } from '../../domain/errors.ts';
import { fieldOf, problemIn } from '../../domain/terms/plainWords.ts';

/** Parses or throws INVALID_MESSAGE with the first field at fault. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success)
    throw unusable(
      result.error.issues.map((each) => {
        const field = fieldOf(each) || 'body';
        return { field, problem: problemIn(each, value, field) };
      }),
    );
  const unknown = unknownFields(value, result.data);
  if (unknown.length > 0)
    throw unusable(
      unknown.map((field) => ({ field, problem: `${field} is no field here; check its spelling against /docs` })),
    );
  return result.data;
}

function unusable(found: readonly { field: string; problem: string }[]): SignOffError {
  const details = found.slice(0, 50).map(({ problem }) => problem);
  return new SignOffError('INVALID_MESSAGE', `The request cannot be used: ${details.join('; ')}.`, {
    field: found[0]?.field ?? 'body',
    details,
  });
}

/** Paths of what was given and the schema left out. No schema here renames or moves a field. */
function unknownFields(given: unknown, taken: unknown, path: readonly string[] = []): string[] {
  if (typeof given !== 'object' || given === null || typeof taken !== 'object' || taken === null) return [];
  return Object.entries(given).flatMap(([name, value]) => {
    const here = [...path, name.slice(0, 100)];
    if (value === undefined) return [];
    return Object.hasOwn(taken, name)
      ? unknownFields(value, (taken as Record<string, unknown>)[name], here)
      : [here.join('.')];
  });
}
