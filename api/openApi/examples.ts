// An example of each body and each answer, made from the shapes and from the words for fields, or taken from the guide.
import { operationsIn, type Described, type Schema } from './describe.ts';
import { wordsFor } from './fieldWords.ts';

/** Changes the document itself. What has an example already keeps it. */
export function withExamples(given: object, ofBodies: Readonly<Record<string, unknown>> = {}): void {
  const document = given as Described;
  const schemas = document.components?.schemas ?? {};
  for (const { operationId, parameters = [], requestBody, responses } of operationsIn(document)) {
    for (const each of parameters) {
      const example = wordsFor(each.name, [operationId])?.example;
      const { schema = {} } = each;
      if (isOfType(example, schema)) each.example ??= example;
      else if (isOfType(String(example), schema) && typeof example === 'number') each.example ??= String(example);
    }
    for (const [media, content] of Object.entries(requestBody?.content ?? {}))
      if (/json/.test(media) && content.schema)
        content.example = ofBodies[operationId] ?? exampleOf(content.schema, schemas, [operationId]);
    for (const [status, { content = {} }] of Object.entries(responses))
      if (status.startsWith('2'))
        for (const [media, each] of Object.entries(content))
          if (media === 'application/json' && each.schema)
            each.example = exampleOf(each.schema, schemas, [operationId]);
  }
}

type Schemas = Readonly<Record<string, Schema>>;

const nameIn = (reference: string): string => reference.replace('#/components/schemas/', '');

/** Required fields and those with an example of their own stand in it; of several shapes, the first. */
export function exampleOf(schema: Schema, schemas: Schemas, within: readonly string[]): unknown {
  if (schema.$ref !== undefined) {
    const name = nameIn(schema.$ref);
    return exampleOf(schemas[name] ?? {}, schemas, [...within, name.replace(/Output$/, '')]);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((each) => exampleOf(each, schemas, within)));
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return exampleOf(first, schemas, within);
  return ofType(schema, schemas, within);
}

function ofType(schema: Schema, schemas: Schemas, within: readonly string[]): unknown {
  const { type, format, items = {}, properties = {}, required = [], minimum } = schema;
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(properties)
          .filter(([name]) => required.includes(name))
          .map(([name, property]) => [name, ofField(name, property, schemas, within)]),
      );
    case 'array':
      return [exampleOf(items, schemas, within)];
    case 'boolean':
      return schema.default ?? false;
    case 'integer':
    case 'number':
      return schema.default ?? Math.max(minimum ?? 1, 1);
    case 'string':
      return schema.default ?? (format && examplesOfFormats[format]) ?? 'as it is written';
    default:
      return {};
  }
}

function ofField(name: string, schema: Schema, schemas: Schemas, within: readonly string[]): unknown {
  if (schema.const !== undefined) return schema.const;
  const example = wordsFor(name, within)?.example;
  if (example !== undefined && isOfType(example, schema)) return example;
  return exampleOf(schema, schemas, [...within, name]);
}

function isOfType(example: unknown, { type, enum: values, $ref, anyOf, oneOf }: Schema): boolean {
  if (values) return values.includes(example);
  if ($ref !== undefined) return false;
  if (anyOf ?? oneOf) return (anyOf ?? oneOf ?? []).some((each) => isOfType(example, each));
  if (example === undefined) return false;
  const kind = Array.isArray(example) ? 'array' : typeof example === 'number' ? 'integer' : typeof example;
  return type === undefined || [type].flat().some((each) => each === kind || (each === 'number' && kind === 'integer'));
}

const examplesOfFormats: Readonly<Record<string, string>> = {
  date: '2026-05-15',
  'date-time': '2026-05-20T09:30:00.000Z',
  email: 'mara.osei@example.com',
  uri: 'https://signoff.example.com',
};
