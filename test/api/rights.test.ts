// The table of rights, cell by cell over HTTP: every role and every operation of the document, in one's own engagement and another.
import assert from 'node:assert/strict';
import { openApiDocument } from '../../api/openApi.ts';
import { insertEndpoint } from '../../db/eventEndpoints.ts';
import { routes } from '../../api/routes.ts';
import { hasRight, engagementRoles, installationRoles, rightNames, type Role } from '../../domain/access/rights.ts';
import { liftBarrier, setBarrier } from '../../administration/restrictions.ts';
import { everyRole, testKey } from '../support/apiKey.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { testSession } from '../support/signedIn.ts';
import { isInShare } from '../run/properties.ts';
import { firmOf, whoIs } from './firm.ts';
import { openAnsweringApi, pathOf, registered, type AnsweringApi } from './answeringApi.ts';

const own = { engagementId: 'E-own', milestoneId: 'M-own' };
const others = { engagementId: 'E-other', milestoneId: 'M-other' };

/** One for each right, method and kind of thing that addresses name: all that the door asks by. */
const doors = (table: typeof routes): typeof routes => {
  const seen = new Set<string>();
  return table.filter(({ right, method, path }) => {
    const door = `${method} ${right} ${/\{(\w+)\}/.exec(path)?.[1] ?? ''}`;
    return !seen.has(door) && seen.add(door);
  });
};

/** To who may do most every operation; to the others every door, and of what stands behind the same ones a share, another for each role. */
const triedAs = (role: string): typeof routes => {
  const everyDoor = doors(routes);
  const start = [...new Set<string>([...everyRole, ...engagementRoles, ...installationRoles])].indexOf(role);
  return role === 'engagementManager'
    ? routes
    : routes.filter((each, index) => everyDoor.includes(each) || isInShare(start + index, 6));
};

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
          (isReadOnly ? doors(routes) : triedAs(role)).map(async (route) => ({
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
    const everyDoor = doors(named);
    for (const [index, route] of named.entries()) {
      const method = route.method.toUpperCase();
      const mine = await ask(key, method, pathOf(route, { ...own, keyId }));
      assert.ok(mine.status < 300, `${route.operationId}: ${JSON.stringify(mine.body)}`);
      for (const each of everyDoor.includes(route) || isInShare(index, 6) ? [method, 'DELETE'] : [method]) {
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
    // Payloads are shown by the codec server, which is no operation of the API; refusals are part of what one reads of a milestone.
    const ofApi = rightNames.filter((each) => !['decodePayloads', 'readRefusals'].includes(each));
    assert.deepEqual([...asked].filter((each) => each !== 'none').sort(), [...ofApi].sort());
    const { paths } = openApiDocument('http://localhost') as unknown as {
      paths: Record<string, Record<string, { description: string }>>;
    };
    for (const { path, method, right, operationId } of routes) {
      const description = paths[path]?.[method]?.description ?? '';
      assert.ok(
        description.includes(right === 'none' ? 'Needs neither key nor session' : `the right \`${right}\``),
        operationId,
      );
    }
  });
});

describe('Somebody signed in', () => {
  let database: TestDatabase;
  let api: AnsweringApi;
  const own = { engagementId: 'eo', milestoneId: 'M-own' };
  const others = { engagementId: 'ex', milestoneId: 'M-other' };
  const ofService = {
    keyId: '',
    sessionId: 'ses-0',
    grantId: 'grant-0',
    holderId: 'person-0',
    barrierId: 'barrier-0',
    departureId: 'departure-0',
    endpointId: '',
  };
  before(async () => {
    database = await testDatabase();
    for (const { engagementId, milestoneId } of [own, others])
      await registered(database.db, engagementId, milestoneId, firmOf(engagementId));
    ofService.keyId = (await testKey(database.db)).keyId;
    const endpoint = { url: 'https://example.com/events', label: 'Warehouse' };
    ofService.endpointId = (await insertEndpoint(database.db, endpoint, 'key-1')).endpointId;
    api = await openAnsweringApi(database.db);
  });
  after(async () => {
    api.close();
    await database.drop();
  });

  const ask = async (headers: Record<string, string>, method: string, path: string) => {
    const response = await fetch(`${api.url}${path}`, { method, headers });
    return { status: response.status, body: (await response.json()) as { code?: string; field?: string } };
  };
  const personOf = (role: Role) => {
    const given = installationRoles.find((each) => each === role);
    if (given) return testSession(database.db, `${role}@example.com`, { roles: [given] });
    return testSession(database.db, `${whoIs[role as keyof typeof whoIs]}@eo.example.com`);
  };
  const isOfService = (path: string) =>
    /^\/[\w-]+\/\{(keyId|sessionId|grantId|holderId|barrierId|departureId|endpointId)\}/.test(path);

  for (const role of [...engagementRoles, ...installationRoles])
    it(`as ${role} is answered where the table says so, told the right they lack elsewhere, and finds nothing of another engagement`, async () => {
      const isEverywhere = installationRoles.some((each) => each === role);
      const everyDoor = doors(routes);
      const { headers } = await personOf(role);
      await Promise.all(
        triedAs(role).map(async (route) => {
          const method = route.method.toUpperCase();
          const { status, body } = await ask(headers, method, pathOf(route, { ...own, ...ofService }));
          const isAllowed = route.right === 'none' || hasRight({ roles: [role], isReadOnly: false }, route.right);
          const about = `${route.operationId}: ${status} ${JSON.stringify(body)}`;
          const isNamed = /\{(engagementId|milestoneId)\}/.test(route.path);
          if (/\{(documentId|webhookId|quarantineId)\}/.test(route.path) || (isOfService(route.path) && !isEverywhere))
            assert.equal(status, 404, about);
          else if (isAllowed) assert.ok(status < 300, about);
          else assert.deepEqual([status, body.code, body.field], [403, 'RIGHT_MISSING', route.right], about);
          if (isEverywhere || !isNamed || !(role === 'engagementManager' || everyDoor.includes(route))) return;
          const theirs = await ask(headers, method, pathOf(route, others));
          assert.deepEqual([theirs.status, theirs.body.code], [404, 'NOT_FOUND'], route.operationId);
        }),
      );
    });

  for (const role of [...engagementRoles, ...installationRoles])
    it(`as ${role} finds nothing of an engagement behind a barrier, in no list either, and all of it again once that is lifted`, async () => {
      const { db } = database;
      const address = installationRoles.some((each) => each === role)
        ? `${role}@example.com`
        : `${whoIs[role as keyof typeof whoIs]}@eo.example.com`;
      const by = { keyId: 'test', now: new Date().toISOString() };
      const { barrierId } = await setBarrier(db, { address, engagementId: own.engagementId, reason: 'Conflict' }, by);
      const { headers } = await personOf(role);
      const named = routes.filter(({ path }) => /\{(engagementId|milestoneId)\}/.test(path));
      // Every operation to who may do most, and every door to everybody.
      for (const route of role === 'engagementManager' ? named : doors(named)) {
        const { status, body } = await ask(headers, route.method.toUpperCase(), pathOf(route, own));
        assert.deepEqual([status, body.code], [404, 'NOT_FOUND'], route.operationId);
      }
      await liftBarrier(db, barrierId, { reason: 'Over' }, by);
      const { status } = await ask(headers, 'GET', `/engagements/${own.engagementId}`);
      assert.notEqual(status, 404);
    });

  it('of no duty, of the client, or behind a shared mailbox, finds nothing of any engagement', async () => {
    for (const address of ['nobody@example.com', 'director@eo.example.com', 'desk@eo.example.com']) {
      const { headers } = await testSession(database.db, address);
      assert.equal((await ask(headers, 'GET', `/engagements/${own.engagementId}`)).status, 404);
      assert.equal((await ask(headers, 'GET', '/milestones')).status, 403);
    }
  });

  it('changes nothing from a page elsewhere, or from none, and nothing at all with a session that is over', async () => {
    const { headers } = await personOf('engagementManager');
    const path = `/milestones/${own.milestoneId}/cancellation`;
    const { cookie } = headers;
    assert.equal((await ask(headers, 'POST', path)).status, 200);
    assert.equal((await ask({ cookie, origin: 'http://localhost' }, 'POST', path)).status, 200);
    const elsewhere: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      {},
    ];
    for (const from of elsewhere) {
      const { status, body } = await ask({ cookie, ...from }, 'POST', path);
      assert.deepEqual([status, body.code], [403, 'FOREIGN_ORIGIN']);
    }
    assert.equal((await ask({ cookie }, 'GET', `/milestones/${own.milestoneId}`)).status, 200);
    await database.db('sessions').update({ ended_at: new Date(), ended_by: 'x', ended_because: 'x' });
    assert.equal((await ask(headers, 'GET', `/milestones/${own.milestoneId}`)).status, 401);
  });
});
