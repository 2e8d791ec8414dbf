// The table of rights, cell by cell over HTTP: every role and every operation of the document, in one's own engagement and another.
import assert from 'node:assert/strict';
import { openApiDocument } from '../../api/openApi.ts';
import { routes } from '../../api/routes.ts';
import { hasRight, rightNames } from '../../domain/access/rights.ts';
import { everyRole, testKey } from '../support/apiKey.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { openAnsweringApi, pathOf, registered, type AnsweringApi } from './answeringApi.ts';

const own = { engagementId: 'E-own', milestoneId: 'M-own' };
const others = { engagementId: 'E-other', milestoneId: 'M-other' };

describe('A key', () => {
  let database: TestDatabase;
  let api: AnsweringApi;
  before(async () => {
    database = await testDatabase();
    await registered(database.db, own.engagementId, own.milestoneId);
    await registered(database.db, others.engagementId, others.milestoneId);
    api = await openAnsweringApi(database.db);
  });
  after(async () => {
    api.close();
    await database.drop();
  });

  const ask = async (key: string, method: string, path: string) => {
    const response = await fetch(`${api.url}${path}`, { method, headers: { authorization: `Bearer ${key}` } });
    return { status: response.status, body: (await response.json()) as { code?: string; field?: string } };
  };

  for (const isReadOnly of [false, true])
    for (const role of everyRole)
      it(`with the role ${role}${isReadOnly ? ', read-only,' : ''} is answered where the table says so, and else told the right it lacks`, async () => {
        const { key, keyId } = await testKey(database.db, { roles: [role], isReadOnly });
        const answers = await Promise.all(
          routes.map(async (route) => ({
            route,
            ...(await ask(key, route.method.toUpperCase(), pathOf(route, { ...own, keyId }))),
          })),
        );
        for (const { route, status, body } of answers) {
          const isAllowed = route.right === 'none' || hasRight({ roles: [role], isReadOnly }, route.right);
          assert.equal(status < 300, isAllowed, `${route.operationId}: ${status}`);
          if (!isAllowed)
            assert.deepEqual([status, body.code, body.field], [403, 'RIGHT_MISSING', route.right], route.operationId);
        }
      });

  it('of one engagement is answered in it as before, and finds nothing of another, whatever the method', async () => {
    const { db } = database;
    const { key, keyId } = await testKey(db, { engagementIds: [own.engagementId] });
    const { keyId: otherKeyId } = await testKey(db, { engagementIds: [others.engagementId] });
    const named = routes.filter(({ path }) => /\{(engagementId|milestoneId|keyId)\}/.test(path));
    assert.ok(named.length > 50);
    for (const route of named) {
      const method = route.method.toUpperCase();
      const mine = await ask(key, method, pathOf(route, { ...own, keyId }));
      assert.ok(mine.status < 300, `${route.operationId}: ${JSON.stringify(mine.body)}`);
      for (const each of [method, 'DELETE']) {
        const theirs = await ask(key, each, pathOf(route, { ...others, keyId: otherKeyId }));
        assert.deepEqual([theirs.status, theirs.body.code], [404, 'NOT_FOUND'], `${each} ${route.operationId}`);
      }
    }
  });

  it('leaves nothing in the log of an engagement that is not its own', async () => {
    const chains = await database.db('audit_chains').pluck('chain');
    assert.ok(chains.includes(`milestone:${own.milestoneId}`));
    assert.ok(!chains.some((each: string) => each.includes('-other')), chains.join(', '));
  });

  it('is not needed for health alone, and every right is asked for by some operation that says so', () => {
    const asked = new Set(routes.map((each) => each.right));
    assert.deepEqual([...asked].filter((each) => each !== 'none').sort(), [...rightNames].sort());
    const { paths } = openApiDocument('http://localhost') as unknown as {
      paths: Record<string, Record<string, { description: string }>>;
    };
    for (const { path, method, right, operationId } of routes) {
      const description = paths[path]?.[method]?.description ?? '';
      assert.ok(description.includes(right === 'none' ? 'Needs no key' : `the right \`${right}\``), operationId);
    }
  });
});
