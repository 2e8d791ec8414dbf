// The table of rights through the pages of who is signed in, cell by cell: every page and every act, for every role, in one's own engagement, in another one and
// behind a barrier. Handlers answer everything: what stands before them is tried.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import express from 'express';
import { pino } from 'pino';
import { liftBarrier, setBarrier } from '../../administration/restrictions.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { openAuditWriter } from '../../api/http/auditWriter.ts';
import { operationsOf } from '../../api/http/operations.ts';
import { openRateLimits } from '../../api/http/rateLimits.ts';
import { openSession } from '../../api/http/sessions.ts';
import { routes } from '../../api/routes.ts';
import { engagementRoles, hasRight, installationRoles, type Right, type Role } from '../../domain/access/rights.ts';
import { deskPages } from '../../web/desk/deskPages.ts';
import type { PageRoute } from '../../web/desk/pageRoute.ts';
import { pageTable } from '../../web/desk/pageTable.ts';
import { firmOf, whoIs } from '../api/firm.ts';
import { registered } from '../api/answeringApi.ts';
import { insertEndpoint } from '../../db/eventEndpoints.ts';
import { isInShare } from '../run/properties.ts';
import { testKey } from '../support/apiKey.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { testSession, testSignIn, type Person } from '../support/signedIn.ts';

const own: Record<string, string> = { engagementId: 'eo', milestoneId: 'M-own' };
const others: Record<string, string> = { engagementId: 'ex', milestoneId: 'M-other' };
const everyRole: readonly Role[] = [...engagementRoles, ...installationRoles];
const isEverywhere = (role: Role): boolean => installationRoles.some((each) => each === role);
const isNamed = ({ path }: PageRoute): boolean => /\{(engagementId|milestoneId)\}/.test(path);
const answering = (route: PageRoute): PageRoute => ({
  ...route,
  handle: async () => ({ page: 'deskProblem', values: { title: 'Answered' } }),
});

/** One of each kind of page that what stands before its handler can tell apart: everything is tried as who may do most. */
function doors(pages: readonly PageRoute[]): PageRoute[] {
  const doorOf = ({ method, path, right }: PageRoute): string =>
    [method, right, ...(path.match(/\{\w+\}/g) ?? [])].join(' ');
  return [...new Map(pages.map((each) => [doorOf(each), each])).values()];
}

/** Ten at a time. */
async function together(pages: readonly PageRoute[], tryIt: (page: PageRoute) => Promise<void>): Promise<void> {
  const left = [...pages];
  const next = async (): Promise<void> => {
    for (let page = left.shift(); page; page = left.shift()) await tryIt(page);
  };
  await Promise.all(Array.from({ length: 10 }, next));
}

describe('Pages of who is signed in', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let deps: ApiDependencies;
  let server: Server;
  let url: string;
  const ofService: Record<string, string> = {
    sessionId: 'ses-0',
    grantId: 'grant-0',
    barrierId: 'b-0',
    departureId: 'd-0',
  };
  before(async () => {
    database = await testDatabase();
    for (const { engagementId = '', milestoneId = '' } of [own, others])
      await registered(database.db, engagementId, milestoneId, firmOf(engagementId));
    ofService.keyId = (await testKey(database.db)).keyId;
    const endpoint = { url: 'https://erp.example.com', label: 'ERP' };
    ofService.endpointId = (await insertEndpoint(database.db, endpoint, 'test')).endpointId;
    const log = pino({ level: 'silent' });
    deps = {
      ...{ db: database.db, log, signIn: testSignIn(), limits: openRateLimits(database.db, { address: 1_000_000 }) },
      ...{ auditWriter: openAuditWriter(database.db, log), settings: { publicUrl: 'http://localhost' } },
    } as unknown as ApiDependencies;
    const operations = operationsOf(routes);
    server = express()
      .use(deskPages(deps, operations, pageTable.map(answering)))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await database.drop();
  });

  const addressOf = (role: Role): string =>
    isEverywhere(role) ? `${role}@example.com` : `${whoIs[role as keyof typeof whoIs]}@eo.example.com`;
  const personOf = (role: Role): Promise<Person> =>
    testSession(database.db, addressOf(role), isEverywhere(role) ? { roles: [role as never] } : {});
  const tokens = new Map<Person, Promise<string>>();
  const tokenOf = (person: Person): Promise<string> => {
    const request = { get: (name: string) => (person.headers as Record<string, string>)[name] } as never;
    const token = tokens.get(person) ?? openSession(deps, request).then((opened) => opened?.formToken ?? '');
    tokens.set(person, token);
    return token;
  };
  const ask = async (person: Person, { method, path }: PageRoute, values: Record<string, string>) => {
    const { headers } = person;
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'x');
    const formToken = await tokenOf(person);
    const body = method === 'post' ? { body: new URLSearchParams({ formToken }) } : {};
    const response = await fetch(`${url}${filled}`, {
      method: method.toUpperCase(),
      headers,
      redirect: 'manual',
      ...body,
    });
    return { status: response.status, html: await response.text() };
  };

  it('ask for the right of the operation that they stand for', () => {
    const operations = operationsOf(routes);
    const asking = pageTable.filter((each) => each.asks !== undefined);
    assert.ok(asking.length >= 20);
    for (const each of asking) assert.equal(each.right, operations(each.asks ?? '').right, each.name);
  });

  it('take files of those alone who may upload documents', () => {
    // A table that is brought in is read, and kept as no document.
    const taking = pageTable.filter((each) => each.takesFiles && each.name !== 'importMilestones.table');
    assert.deepEqual(taking.map(({ name }) => name).sort(), [
      'amendTerms.look',
      'enterDecision.preview',
      'submitPackage.preview',
    ]);
    for (const { name, right } of taking)
      for (const role of everyRole) {
        const may = (each: Right): boolean => hasRight({ roles: [role], isReadOnly: false }, each);
        assert.ok(right === 'none' || !may(right) || may('uploadDocuments'), `${name} by ${role}`);
      }
  });

  it('are told apart by method and path, and named once', () => {
    const addresses = pageTable.map(({ method, path }) => `${method} ${path}`);
    assert.equal(new Set(addresses).size, addresses.length);
    assert.equal(new Set(pageTable.map((each) => `${each.name} ${each.path}`)).size, pageTable.length);
  });

  for (const role of everyRole)
    it(`answer ${role} where the table says so, tell them what they lack elsewhere, and show nothing of another engagement, or behind a barrier`, async () => {
      const person = await personOf(role);
      const { db } = database;
      const tried = role === 'engagementManager' ? pageTable : doors(pageTable);
      const start = everyRole.indexOf(role);
      // What stands behind the same door as another is tried as a share of the roles, in each run others.
      const asked = pageTable.filter((page, index) => tried.includes(page) || isInShare(start + index, 6));
      await together(asked, async (page) => {
        const { status, html } = await ask(person, page, { ...own, ...ofService });
        const isAllowed = page.right === 'none' || hasRight({ roles: [role], isReadOnly: false }, page.right);
        const isOfService =
          /\{(keyId|sessionId|grantId|barrierId|departureId|webhookId|quarantineId|endpointId)\}/.test(page.path);
        if (/\{(webhookId|quarantineId)\}/.test(page.path) || (isOfService && !isEverywhere(role)))
          assert.equal(status, 404, page.name);
        else assert.equal(status, isAllowed ? 200 : 403, `${page.name}: ${html}`);
        if (!isNamed(page) || isEverywhere(role) || !tried.includes(page)) return;
        assert.equal((await ask(person, page, others)).status, 404, `${page.name} of another engagement`);
      });
      const by = { keyId: 'test', now: new Date().toISOString() };
      const barrier = { address: addressOf(role), engagementId: 'eo', reason: 'Conflict' };
      const { barrierId } = await setBarrier(db, barrier, by);
      await together(tried.filter(isNamed), async (page) =>
        assert.equal((await ask(person, page, own)).status, 404, `${page.name} behind a barrier`),
      );
      await liftBarrier(db, barrierId, { reason: 'Over' }, by);
    });

  it('are not there for who is not signed in, and take no form without its token', async () => {
    const manager = await personOf('engagementManager');
    for (const page of pageTable) {
      const method = page.method.toUpperCase();
      const path = page.path.replace(/\{(\w+)\}/g, (_, name: string) => own[name] ?? 'x');
      assert.equal((await fetch(`${url}${path}`, { method, redirect: 'manual' })).status, 401, page.name);
      if (page.method !== 'post' || page.takesFiles || !isNamed(page)) continue;
      const { status } = await fetch(`${url}${path}`, { method, headers: manager.headers, redirect: 'manual' });
      assert.equal(status, 403, page.name);
    }
  });
});
