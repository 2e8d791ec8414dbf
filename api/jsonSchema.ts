// JSON Schema of what the API takes and gives, made from the zod schemas that parse it.
import { z } from 'zod';
import { errorCodes, problemSchema } from './problems.ts';

export type Json = Record<string, unknown>;

/** Inputs say that they take no other fields, as `parse` sees to. */
export const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override({ jsonSchema }) {
      if (io === 'input' && jsonSchema.type === 'object') jsonSchema.additionalProperties ??= false;
    },
  }) as Json;
  return rest;
};

export function problemWithCodes(): Json {
  const schema = schemaOf(problemSchema, 'output') as { properties: Record<string, Json> };
  return { ...schema, properties: { ...schema.properties, code: { type: 'string', enum: Object.keys(errorCodes) } } };
}
