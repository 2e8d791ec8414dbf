// JSON Schema of what the API takes and gives, made from the zod schemas that parse it; named ones are written down once.
import { z } from 'zod';
import { errorCodes, problemSchema } from './http/problems.ts';

export type Json = Record<string, unknown>;

export class JsonSchemas {
  /** Schemas with an `id`, for the components of an OpenAPI document. */
  readonly named: Record<string, Json> = {};

  constructor() {
    this.of(problemSchema, 'output');
    const problem = this.named.Problem as { properties: Json } | undefined;
    if (problem) problem.properties.code = { type: 'string', enum: Object.keys(errorCodes) };
  }

  /** Inputs say that they take no other fields, as `parse` sees to. */
  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const made = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      reused: 'inline',
      override({ jsonSchema }) {
        if (io === 'input' && jsonSchema.type === 'object') jsonSchema.additionalProperties ??= false;
      },
    });
    const text = JSON.stringify(made).replaceAll('#/$defs/', '#/components/schemas/');
    const { $schema: _dialect, $defs = {}, ...rest } = JSON.parse(text) as Json & { $defs?: Record<string, Json> };
    for (const [name, { id: _id, ...named }] of Object.entries($defs)) this.named[name] ??= named;
    return rest;
  }
}
