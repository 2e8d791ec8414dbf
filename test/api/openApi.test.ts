// The OpenAPI document: valid, complete against what is really served, and readable with no network.
import assert from 'node:assert/strict';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import type { Express } from 'express';
import { createHttpApp } from '../../worker/httpApp.ts';
import { httpErrorCodes, problemOf } from '../../api/http/problems.ts';
import { SignOffError, signOffErrorCodes, type SignOffErrorCode } from '../../domain/errors.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage } from './apiStage.ts';

interface Document {
  openapi: string;
  info: { description: string };
  paths: Record<string, Record<string, { operationId: string; security?: unknown[] }>>;
  components: { schemas: { Problem: { properties: { code: { enum: string[] } } } } };
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** Every "METHOD /path" the application really routes, in the notation of OpenAPI. */
function served(app: Express): string[] {
  const below = ({ route, handle }: Layer): string[] => {
    if (!route) return (handle.stack ?? []).flatMap(below);
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}`);
  };
  return (app as unknown as { router: { stack: Layer[] } }).router.stack.flatMap(below);
}

/** Pages for people and the document itself, which is about the API. */
const isPage = (route: string): boolean => / \/(r\/|r-assets\/|docs$|openapi\.json$|$)/.test(route);

describe('OpenAPI document', () => {
  let stage: ApiStage;
  let document: Document;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    document = (await stage.get<Document>('/openapi.json')).body;
  });
  after(() => stage.close());

  it('is valid OpenAPI 3.1', async () => {
    assert.match(document.openapi, /^3\.1\./);
    const config = await createConfig({ extends: ['spec'], rules: { 'operation-operationId-unique': 'error' } });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    assert.deepEqual(
      problems.map((each) => `${each.location[0]?.pointer}: ${each.message}`),
      [],
    );
  });

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
      ['/health'],
    );
  });

  it('lists every error code with the sentence that says when it is raised', () => {
    const codes = { ...signOffErrorCodes, ...httpErrorCodes };
    assert.deepEqual(document.components.schemas.Problem.properties.code.enum.sort(), Object.keys(codes).sort());
    for (const [code, sentence] of Object.entries(codes)) {
      assert.ok(document.info.description.includes(`\`${code}\``), code);
      assert.ok(document.info.description.includes(sentence), sentence);
    }
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
    assert.equal(assets.length, 2);
    for (const address of assets) {
      assert.match(address, /^\/docs\/assets\//);
      const asset = await stage.fetch(address, { headers: { authorization: '-' } });
      assert.equal(asset.status, 200);
      assert.ok((await asset.text()).length > 10_000);
    }
    assert.ok(!/https?:\/\//.test(page));
    assert.match(page, /url: '\/openapi\.json'/);
    assert.equal((await stage.fetch('/')).headers.get('location'), '/docs');
  });
});
