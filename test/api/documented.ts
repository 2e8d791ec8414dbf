// Holds answers of the API against its OpenAPI document: the operation, the status, the media type and the shape.
import assert from 'node:assert/strict';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { openApiDocument } from '../../api/openApi.ts';

interface Given {
  method: string;
  path: string;
  status: number;
  media: string;
  body: unknown;
}

interface Response {
  $ref?: string;
  content?: Record<string, { schema?: object }>;
}

interface Operation {
  responses: Record<string, Response>;
}

const document = openApiDocument('http://localhost') as unknown as {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Response> };
};
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, code: { optimize: false } });
ajv.addSchema(document, 'document');
const compiled = new Map<string, ValidateFunction>();

const patterns = Object.keys(document.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
}));

const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Addresses and methods that are not documented can only be answered with a problem. */
export function assertDocumented({ method, path, status, media, body }: Given): void {
  const bare = path.split('?')[0] ?? '';
  if (bare === '/openapi.json' || bare === '/asyncapi.json' || bare.startsWith('/docs')) return;
  // What no identifier can hold is refused before any address is looked for.
  const known = path.includes('%00') ? undefined : patterns.find(({ pattern }) => pattern.test(bare))?.path;
  const operation = known && document.paths[known]?.[method];
  if (!known || !operation) return assert.equal(media, 'application/problem+json', `${method} ${bare}`);
  const said = `${method.toUpperCase()} ${known} answers ${status} ${media}`;
  const key = operation.responses[status] ? `${status}` : 'default';
  assert.ok(key !== 'default' || status >= 500, `${said}, which is not documented: ${JSON.stringify(body)}`);
  const { $ref } = operation.responses[key] ?? {};
  const named = $ref?.split('/').at(-1);
  const content = (named === undefined ? operation.responses[key] : document.components.responses[named])?.content?.[
    media
  ];
  assert.ok(content, `${said}, and the document knows no such media type`);
  if (!content.schema) return;
  const place = named === undefined ? ['paths', known, method, 'responses', key] : ['components', 'responses', named];
  const pointer = [...place, 'content', media, 'schema'].map(escaped).join('/');
  const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `document#/${pointer}` });
  compiled.set(pointer, validate);
  assert.ok(
    validate(body),
    `${said}, but: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body).slice(0, 2000)}`,
  );
}
