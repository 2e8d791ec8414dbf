// The OpenAPI document as its readers need it: everything named and described, examples that hold, what can go wrong at the end.
import assert from 'node:assert/strict';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from '../../api/http/parse.ts';
import { errorCodes } from '../../api/http/problems.ts';
import { asyncApiDocument } from '../../api/asyncApi.ts';
import { openApiDocument } from '../../api/openApi.ts';
import {
  operationsIn,
  partsOf,
  type Described,
  type DescribedOperation,
  type Schema,
} from '../../api/openApi/describe.ts';
import { fieldWords, wordsFor } from '../../api/openApi/fieldWords.ts';
import { operationWords } from '../../api/openApi/operationWords.ts';
import { routes } from '../../api/routes.ts';

interface Document extends Described {
  info: { description: string };
  tags: { name: string; description: string }[];
}

const document = openApiDocument('https://signoff.example.org') as unknown as Document;
const schemas = document.components?.schemas ?? {};

interface Content {
  at: string;
  media: string;
  schema: Schema;
  example: unknown;
}

const contentsOf = ({ operationId, requestBody, responses }: DescribedOperation): Content[] =>
  [['body', requestBody] as const, ...Object.entries(responses)].flatMap(([place, each]) =>
    Object.entries(each?.content ?? {}).flatMap(([media, { schema, example }]) =>
      schema ? [{ at: `${operationId} ${place}`, media, schema, example }] : [],
    ),
  );

const contents = operationsIn(document).flatMap(contentsOf);

interface Field {
  at: string;
  name: string;
  within: string[];
  schema: Schema;
}

function fieldsIn(schema: Schema, at: string, within: string[]): Field[] {
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) => [
      { at: `${at}.${name}`, name, within, schema: each },
      ...fieldsIn(each, `${at}.${name}`, [...within, name]),
    ]),
    ...partsOf(schema).flatMap((each) => fieldsIn(each, at, within)),
  ];
}

const fields: Field[] = [
  ...Object.entries(schemas).flatMap(([name, each]) => fieldsIn(each, name, [name.replace(/Output$/, '')])),
  ...contents.flatMap(({ at, schema }) => fieldsIn(schema, at, [at.split(' ')[0] ?? ''])),
];

describe('OpenAPI document for its readers', () => {
  it('has nothing that Redocly would correct', async () => {
    const rules = {
      'operation-operationId-unique': 'error',
      'tag-description': 'error',
      'operation-description': 'error',
    };
    const config = await createConfig({ extends: ['recommended-strict'], rules } as Parameters<typeof createConfig>[0]);
    const found = await lintFromString({ source: JSON.stringify(document), config });
    assert.deepEqual(
      found.map((each) => `${each.ruleId} ${each.location[0]?.pointer}: ${each.message}`),
      [],
    );
  });

  it('has events beside it, in AsyncAPI, that Redocly would not correct either, and whose samples hold', async () => {
    const events = asyncApiDocument();
    const config = await createConfig({ extends: ['recommended-strict'] });
    const found = await lintFromString({ source: JSON.stringify(events), config });
    assert.deepEqual(
      found.map((each) => `${each.ruleId} ${each.location[0]?.pointer}: ${each.message}`),
      [],
    );
    const ajv = new Ajv({ strict: false });
    const messages = Object.entries(events.components.messages);
    assert.equal(messages.length, Object.keys(document.webhooks ?? {}).length);
    for (const [name, { examples }] of messages)
      for (const { payload } of examples)
        assert.ok(ajv.validate(events.components.schemas[name] ?? false, payload), `${name}: ${ajv.errorsText()}`);
  });

  it('describes every field and every parameter', () => {
    assert.ok(fields.length > 1000);
    const bare = fields.filter(({ schema }) => schema.description === undefined && schema.$ref === undefined);
    assert.deepEqual(
      bare.map((each) => each.at),
      [],
    );
    for (const { operationId, parameters = [] } of operationsIn(document))
      for (const { name, description, schema } of parameters)
        assert.ok(description ?? schema?.description, `${operationId}: ${name}`);
  });

  it('has no words for fields and operations that it does not have', () => {
    const parameters = operationsIn(document).flatMap(({ operationId, parameters: all = [] }) =>
      all.map(({ name }) => ({ name, within: [operationId] })),
    );
    const used = new Set([...fields, ...parameters].map(({ name, within }) => wordsFor(name, within)?.entry));
    assert.deepEqual(
      Object.keys(fieldWords).filter((each) => !used.has(each)),
      [],
    );
    const operations = routes.map(({ operationId }) => operationId);
    assert.deepEqual(
      Object.keys(operationWords).filter((each) => !operations.includes(each)),
      [],
    );
  });

  it('says of every operation more than its summary and the right it asks for', () => {
    const bare = routes.filter(
      (each) => operationWords[each.operationId] === undefined && each.description === undefined,
    );
    assert.deepEqual(
      bare.map((each) => each.operationId),
      [],
    );
  });

  it('names the shape of every body and of every answer in JSON', () => {
    for (const { at, media, schema } of contents)
      if (media === 'application/json' || media === 'application/merge-patch+json')
        assert.match(schema.$ref ?? JSON.stringify(schema).slice(0, 200), /^#\/components\/schemas\//, at);
  });

  it('introduces every group of operations', () => {
    assert.deepEqual(document.tags.map(({ name }) => name).sort(), [...new Set(routes.map(({ tag }) => tag))].sort());
    for (const { name, description } of document.tags) assert.ok(description.length > 40, name);
  });

  it('gives every body and every answer in JSON an example, and each holds against its shape', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(ajv);
    ajv.addFormat('base64', true);
    ajv.addSchema(document, 'document');
    const withJson = contents.filter(({ at, media }) => /json$/.test(media) && / (body|2\d\d)$/.test(at));
    assert.ok(withJson.length > 150);
    for (const { at, schema, example } of withJson) {
      assert.ok(example !== undefined, at);
      const validate = ajv.compile({ $ref: `document${schema.$ref}` });
      assert.ok(validate(example), `${at}: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(example)}`);
    }
  });

  it('has examples of bodies that the operations themselves would read', () => {
    for (const { operationId, requestBody } of operationsIn(document)) {
      const body = routes.find((each) => each.operationId === operationId)?.body;
      const [content] = Object.values(requestBody?.content ?? {});
      if (body) assert.doesNotThrow(() => parse(body, content?.example), operationId);
    }
  });

  it('begins with what a reader needs first, and ends with everything that can go wrong', () => {
    assert.ok(document.info.description.length < 2000);
    assert.match(document.info.description, /Your first engagement/);
    assert.deepEqual(Object.keys(schemas).slice(-2), ['Problem', 'ErrorCode']);
    for (const [code, sentence] of Object.entries(errorCodes))
      assert.ok(schemas.ErrorCode?.description?.includes(`\`${code}\`: ${sentence}`), code);
  });
});
