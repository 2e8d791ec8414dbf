// The OpenAPI document: valid, complete against what is really served, and readable with no network.
import assert from 'node:assert/strict';
import type { Express } from 'express';
import { createHttpApp } from '../../worker/httpApp.ts';
import { errorCodes, problemOf, statusByCode, type ErrorCode } from '../../api/http/problems.ts';
import { routes } from '../../api/routes.ts';
import { SignOffError, signOffErrorCodes, type SignOffErrorCode } from '../../domain/errors.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage } from './apiStage.ts';

type Content = Record<string, { schema?: { allOf?: { properties?: { code?: { enum: ErrorCode[] } } }[] } }>;

interface Operation {
  operationId: string;
  security?: unknown[];
  parameters?: { name: string; in: string; description?: string; schema?: { description?: string } }[];
  responses: Record<string, Response>;
}

interface Response {
  $ref?: string;
  content?: Content;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object; responses: Record<string, Response> };
}

const codesIn = (content: Content = {}): ErrorCode[] =>
  content['application/problem+json']?.schema?.allOf?.flatMap((each) => each.properties?.code?.enum ?? []) ?? [];

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** Every "METHOD /path" the application really routes, in the notation of OpenAPI. */
function served(app: Express): string[] {
  const below = ({ route, handle }: Layer): string[] => {
    if (!route) return (handle.stack ?? []).flatMap(below);
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    // Middleware for a whole address is no route of its own.
    const methods = Object.keys(route.methods).filter((method) => method !== '_all');
    return methods.map((method) => `${method.toUpperCase()} ${path}`);
  };
  return (app as unknown as { router: { stack: Layer[] } }).router.stack.flatMap(below);
}

/** Pages for people and the document itself, which is about the API. */
const isPage = (route: string): boolean =>
  / \/([rc]\/|calendar\/|r-assets\/|me$|me\/|asked$|asked\/|asked-by-mail|digest\/\{|sign-in|sign-out$|signed-out$|docs$|docs\/reader\.js$|docs\/first-engagement$|docs\/guide\.css$|robots\.txt$|favicon\.ico$|openapi\.json$|asyncapi\.json$|$)/.test(
    route,
  );

describe('OpenAPI document', () => {
  let stage: ApiStage;
  let document: Document;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    document = (await stage.get<Document>('/openapi.json')).body;
  });
  after(() => stage.close());
  const resolved = (response: Response): Response =>
    response.$ref === undefined
      ? response
      : (document.components.responses[response.$ref.split('/').at(-1) ?? ''] ?? {});
  const operations = (): Operation[] =>
    Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((each) => ({
        ...each,
        responses: Object.fromEntries(
          Object.entries(each.responses).map(([status, response]) => [status, resolved(response)]),
        ),
      })),
    );

  it('lists every route that is served, and no other', () => {
    const app = createHttpApp({
      db: stage.database.db,
      client: stage.client,
      files: stage.files,
      settings: { publicUrl: stage.url, trustProxy: [], maxUploadBytes: 1, answerWithinMilliseconds: 100 },
    } as unknown as Parameters<typeof createHttpApp>[0]);
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = served(app).filter((each) => !isPage(each));
    assert.ok(routes.length > 20);
    assert.deepEqual(documented.sort(), routes.sort());
  });

  it('says that only health needs no key', () => {
    const open = Object.entries(document.paths).filter(([, methods]) =>
      Object.values(methods).some((each) => each.security?.length === 0),
    );
    assert.deepEqual(
      open.map(([path]) => path),
      ['/health', '/health/live', '/health/ready'],
    );
  });

  it('names each operation once, and each address once by each method', () => {
    const ids = routes.map((each) => each.operationId);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(
      operations()
        .map((each) => each.operationId)
        .sort(),
      [...ids].sort(),
    );
    for (const [path] of Object.entries(document.paths)) {
      const example = path.replace(/\{\w+\}/g, 'x');
      const taking = Object.keys(document.paths).filter((each) =>
        new RegExp(`^${each.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(example),
      );
      assert.deepEqual(taking, [path]);
    }
  });

  it('names for each operation the problems it is answered with, each under its own status', () => {
    for (const { operationId, responses, security } of operations()) {
      const named = Object.entries(responses).flatMap(([status, { content }]) =>
        codesIn(content).map((code) => ({ status, code })),
      );
      for (const { status, code } of named.filter((each) => each.status !== 'default'))
        assert.equal(status, `${statusByCode[code]}`, `${operationId}: ${code}`);
      if (security?.length !== 0)
        assert.ok(
          named.some((each) => each.code === 'UNAUTHENTICATED'),
          operationId,
        );
      assert.ok(responses.default, operationId);
    }
    const signing = operations().find((each) => each.operationId === 'sign');
    assert.deepEqual(codesIn(signing?.responses['403']?.content).sort(), [
      'AUTHORITY_EXCEEDED',
      'CHANNEL_NOT_ALLOWED',
      'FOREIGN_ORIGIN',
      'NOT_ON_LIST',
      'RIGHT_MISSING',
      'SEPARATION_OF_DUTIES',
      'WRONG_ACTOR',
    ]);
  });

  it('names every code for some operation, but for those that no operation can raise', () => {
    const named = new Set(
      operations().flatMap(({ responses }) => Object.values(responses).flatMap(({ content }) => codesIn(content))),
    );
    const unnamed = Object.keys(errorCodes).filter((code) => !named.has(code as ErrorCode));
    // Only links need a code; another method is no operation.
    assert.deepEqual(unnamed.sort(), ['CODE_REQUIRED', 'MESSAGE_UNREADABLE', 'METHOD_NOT_ALLOWED', 'PASSKEY_REQUIRED']);
  });

  it('describes each parameter in a path, and each answer by a named schema or a media type', () => {
    for (const { operationId, parameters = [], responses } of operations()) {
      for (const each of parameters.filter(({ in: place }) => place === 'path'))
        assert.ok(each.description ?? each.schema?.description, `${operationId}: ${each.name}`);
      const [usual] = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      const [status, { content = {} } = {}] = usual ?? [];
      assert.equal(Object.keys(content).length > 0, status !== '204', operationId);
    }
    assert.ok(Object.keys(document.components.schemas).length >= 20);
  });

  it('has for every code of the domain a status that blames the caller', () => {
    for (const code of Object.keys(signOffErrorCodes) as SignOffErrorCode[]) {
      const { status } = problemOf(new SignOffError(code, 'a message'));
      assert.ok(status >= 400 && status < 500, `${code}: ${status}`);
    }
  });

  it('is read on a page that loads nothing from elsewhere', async () => {
    const page = await (await stage.fetch('/docs')).text();
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => String(address));
    assert.equal(assets.length, 3);
    const contents = await Promise.all(
      assets.map(async (address) => {
        assert.match(address, /^\/docs\//);
        const asset = await stage.fetch(address, { headers: { authorization: '-' } });
        assert.equal(asset.status, 200);
        return asset.text();
      }),
    );
    assert.ok(!/https?:\/\//.test(page));
    assert.ok(contents.some((each) => each.includes("url: '/openapi.json'")));
    // Whoever comes to the service itself finds it from there.
    assert.match(await (await stage.fetch('/')).text(), /href='\/docs'/);
  });
});
