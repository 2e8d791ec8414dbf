// Puts the words for fields and shapes into a document that is made from shapes: whatever has words of its own keeps them.
import { wordsFor } from './fieldWords.ts';

/** A JSON Schema, as far as it is looked at here. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minItems?: number;
  minimum?: number;
  pattern?: string;
  examples?: unknown[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

interface Media {
  schema?: Schema;
  example?: unknown;
}

interface Content {
  content?: Record<string, Media>;
}

export interface DescribedOperation {
  operationId: string;
  parameters?: { name: string; description?: string; schema?: Schema; example?: unknown }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

/** What is looked at of a document, whoever made it. */
export interface Described {
  paths?: Record<string, Record<string, DescribedOperation>>;
  webhooks?: Record<string, Record<string, DescribedOperation>>;
  components?: { schemas?: Record<string, Schema> };
}

export const operationsIn = ({ paths = {} }: Described): DescribedOperation[] =>
  Object.values(paths).flatMap((methods) => Object.values(methods));

/** Changes the document itself. `ofShapes` are words for whole shapes. */
export function withWords(given: object, ofShapes: Readonly<Record<string, string>> = {}): void {
  const document = given as Described;
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    schema.description ??= ofShapes[name];
    if (schema.description === undefined) delete schema.description;
    describe(schema, [name.replace(/Output$/, '')]);
  }
  for (const { operationId, parameters = [], requestBody, responses } of operationsIn(document)) {
    for (const each of parameters)
      if (each.schema?.description === undefined) each.description ??= saysOf(each.name, [operationId]);
    for (const { content = {} } of [...(requestBody ? [requestBody] : []), ...Object.values(responses)])
      for (const { schema } of Object.values(content)) if (schema) describe(schema, [operationId]);
  }
}

function describe(schema: Schema, within: readonly string[]): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.description === undefined && property.$ref === undefined) property.description = saysOf(name, within);
    if (property.description === undefined) delete property.description;
    describe(property, [...within, name]);
  }
  for (const part of partsOf(schema)) describe(part, within);
}

export const partsOf = ({ items, additionalProperties, allOf = [], anyOf = [], oneOf = [] }: Schema): Schema[] => [
  ...(items ? [items] : []),
  ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
  ...allOf,
  ...anyOf,
  ...oneOf,
];

const saysOf = (name: string, within: readonly string[]): string | undefined => wordsFor(name, within)?.says;
