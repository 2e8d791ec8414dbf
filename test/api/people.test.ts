// Sessions and roles of people over the API: who sees and ends them, who gives which, and that what ended is gone with the next request.
import assert from 'node:assert/strict';
import { routes } from '../../api/routes.ts';
import { testKey } from '../support/apiKey.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { testSession } from '../support/signedIn.ts';
import { openAnsweringApi, registered, type AnsweringApi } from './answeringApi.ts';

describe('An administrator who is signed in', () => {
  let database: TestDatabase;
  let api: AnsweringApi;
  before(async () => {
    database = await testDatabase();
    api = await openAnsweringApi(database.db, routes);
  });
  after(async () => {
    api.close();
    await database.drop();
  });

  const ask = async (headers: Record<string, string>, path: string, body?: object) => {
    const response = await fetch(`${api.url}${path}`, {
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const administrator = () => testSession(database.db, 'admin@example.com', { roles: ['administrator'] });
  const give = (role: string) => ({ address: 'Finn@example.com', role, reason: 'x' });

  it('gives the role they have, and none with rights they lack; who was given it has it, until it is ended', async () => {
    const { headers, holderId } = await administrator();
    const refused = await ask(headers, '/role-grants', give('auditor'));
    assert.deepEqual([refused.status, refused.body.code], [403, 'RIGHT_MISSING']);
    const { headers: theirs } = await testSession(database.db, 'finn@example.com');
    assert.equal((await ask(theirs, '/sessions')).status, 403);
    const given = await ask(headers, '/role-grants', give('administrator'));
    assert.deepEqual([given.status, given.body.grantedBy], [201, holderId]);
    assert.equal((await ask(theirs, '/sessions')).status, 200);
    const ended = await ask(headers, `/role-grants/${String(given.body.grantId)}/end`, { reason: 'Left' });
    assert.equal(ended.status, 200);
    assert.equal((await ask(theirs, '/sessions')).status, 403);
    const { items } = (await ask(headers, '/role-grants')).body as { items: { role: string }[] };
    assert.deepEqual(
      items.map((each) => each.role),
      ['administrator'],
    );
  });

  it('sees who is signed in, by no secret, and ends a session at once', async () => {
    const { headers } = await administrator();
    const { headers: theirs, holderId } = await testSession(database.db, 'gone@example.com');
    const { items } = (await ask(headers, '/sessions')).body as { items: { holderId: string; sessionId: string }[] };
    const found = items.find((each) => each.holderId === holderId);
    assert.ok(found && !JSON.stringify(items).includes(theirs.cookie.split('=')[1] ?? '-'));
    assert.equal((await ask(theirs, '/log/key')).status === 401, false);
    assert.equal((await ask(headers, `/sessions/${found.sessionId}/end`, { reason: 'Left' })).status, 200);
    assert.equal((await ask(theirs, '/log/key')).status, 401);
  });

  it('is not seen by a key of some engagements, nor anybody’s session or role', async () => {
    const { key } = await testKey(database.db, { engagementIds: ['E1'] });
    for (const path of ['/sessions', '/role-grants'])
      assert.deepEqual((await ask({ authorization: `Bearer ${key}` }, path)).body, { items: [] });
  });

  it('answers by their own name for what they do to records, and by nobody else’s', async () => {
    const { db } = database;
    await registered(db, 'E-records', 'M-records');
    const { headers } = await testSession(db, 'rhea@example.com', { roles: ['recordsOfficer'], name: 'Rhea Sample' });
    const as = (name: string) => ({ name, capacity: 'Records officer' });
    const acts = (name: string): [string, object, string][] => [
      ['/engagements/E-records/holds', { reason: 'A claim', holder: 'A court', placedBy: as(name) }, 'placedBy.name'],
      [
        '/engagements/E-records/end',
        { endedOn: '2026-01-02', reason: 'Done', recordedBy: as(name) },
        'recordedBy.name',
      ],
    ];
    const held = await ask(headers, '/milestones/M-records/holds', {
      ...{ reason: 'A claim', holder: 'A court', placedBy: as('Rhea Sample') },
    });
    assert.equal(held.status, 201);
    const release = `/milestones/M-records/holds/${String(held.body.holdId)}/release`;
    const others = [
      [release, { reason: 'Over', releasedBy: as('Mona Sample') }, 'releasedBy.name'],
      ['/milestones/M-records/disposal', { reason: 'Over', authorisedBy: as('Mona Sample') }, 'authorisedBy.name'],
    ] as const;
    for (const [path, body, field] of [...acts('Mona Sample'), ...others]) {
      const refused = await ask(headers, path, body);
      assert.deepEqual([refused.status, refused.body.code, refused.body.field], [403, 'WRONG_ACTOR', field], path);
      assert.match(String(refused.body.detail), /You are signed in as Rhea Sample/);
    }
    for (const [path, body] of acts('Rhea Sample')) {
      const done = await ask(headers, path, body);
      assert.equal(done.status, 201, JSON.stringify(done.body));
    }
    const released = await ask(headers, release, { reason: 'Over', releasedBy: as('Rhea Sample') });
    assert.equal(released.status, 200, JSON.stringify(released.body));
  });
});
