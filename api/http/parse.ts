// Reads what came in against its schema; an unknown field is an error, so that a misspelt one is never silently dropped.
import { z } from 'zod';
import { SignOffError } from '../../domain/errors.ts';
import { fieldOf, problemIn } from '../../domain/terms/plainWords.ts';

/** Parses or throws INVALID_MESSAGE with the first field at fault, and in its details with every fault. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success)
    throw unusable([
      ...result.error.issues.map((each) => {
        const field = fieldOf(each) || 'body';
        return { field, problem: problemIn(each, value, field) };
      }),
      ...unknownTo(schema, value).map(noField),
    ]);
  const unknown = unknownFields(value, result.data);
  if (unknown.length > 0) throw unusable(unknown.map(noField));
  return result.data;
}

const noField = (field: string) => ({ field, problem: `${field} is no field here; check its spelling against /docs` });

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

/** Paths of what was given and the schema, as it is written down, does not know: for what could not be read. */
function unknownTo(schema: unknown, given: unknown, path: readonly string[] = []): string[] {
  const inner = withoutWrappers(schema);
  if (inner instanceof z.ZodArray && Array.isArray(given))
    return given.flatMap((each: unknown, index) => unknownTo(inner.element, each, [...path, `${index}`]));
  if (!(inner instanceof z.ZodObject) || inner.def.catchall !== undefined) return [];
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return [];
  const shape = inner.shape as Record<string, unknown>;
  return Object.entries(given).flatMap(([name, value]) => {
    const here = [...path, name.slice(0, 100)];
    return Object.hasOwn(shape, name) ? unknownTo(shape[name], value, here) : [here.join('.')];
  });
}

function withoutWrappers(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return withoutWrappers(schema.def.innerType);
  return schema instanceof z.ZodPipe ? withoutWrappers(schema.def.in) : schema;
}
