// Keys over HTTP: registered by their hash, scoped, rotated with an overlap, revoked, over; what is handed on, and what is seen of their use.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { makeKey } from '../../administration/apiKeys.ts';
import { routes } from '../../api/routes.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { testKey } from '../support/apiKey.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { openAnsweringApi, type AnsweringApi } from './answeringApi.ts';

interface Key {
  keyId: string;
  status: string;
  code?: string;
  detail?: string;
  field?: string;
  secrets: { validUntil: string; lastUsedAt?: string }[];
}

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

describe('Keys over HTTP', () => {
  let database: TestDatabase;
  let db: OpenDatabase;
  let api: AnsweringApi;
  let administrator: string;
  before(async () => {
    database = await testDatabase();
    db = database.db;
    api = await openAnsweringApi(db, routes);
    ({ key: administrator } = await testKey(db));
  });
  after(async () => {
    api.close();
    await database.drop();
  });

  async function ask<T = Key>(path: string, { body, key = administrator }: { body?: object; key?: string } = {}) {
    const response = await fetch(`${api.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as T };
  }
  const listed = async (key = administrator) => (await ask<{ items: Key[] }>('/api-keys', { key })).body.items;
  const registration = (secret: string, terms: object = {}) => ({
    ...{ label: 'Billing', roles: ['finance'], engagementIds: ['E-1'], keySha256: hashOf(secret) },
    ...terms,
  });
  const register = async (secret: string, terms: object = {}): Promise<Key> => {
    const { status, body } = await ask('/api-keys', { body: registration(secret, terms) });
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  };
  const statusWith = async (key: string): Promise<number> => (await ask('/milestones', { key })).status;

  it('are taken once, and refused under other terms; what is kept of one is its hash', async () => {
    const { keyId } = await register('secret-1');
    const again = await ask('/api-keys', { body: registration('secret-1') });
    assert.deepEqual([again.status, again.body.keyId], [200, keyId]);
    const other = await ask('/api-keys', { body: registration('secret-1', { roles: ['auditor'] }) });
    assert.deepEqual([other.status, other.body.code], [409, 'ALREADY_EXISTS']);
    assert.equal(await statusWith('secret-1'), 200);
    const { rows } = await db.raw<{ rows: object[] }>(
      `select to_jsonb(k) as a, to_jsonb(s) as b from api_keys k join api_key_secrets s using (key_id) where key_id = ?`,
      [keyId],
    );
    assert.ok(!JSON.stringify(rows).includes('secret-1'));
    const shown = JSON.stringify(await listed());
    assert.ok(shown.includes(keyId) && !shown.includes(hashOf('secret-1')));
  });

  it('name what is wrong with their terms', async () => {
    for (const [terms, field] of [
      [{ roles: [] }, 'roles'],
      [{ roles: ['owner'] }, 'roles.0'],
      [{ engagementIds: [] }, 'engagementIds'],
      [{ expiresAt: inHours(-1) }, 'expiresAt'],
      [{ expiresAt: inHours(24 * 400) }, 'expiresAt'],
      [{ keySha256: 'secret' }, 'keySha256'],
    ] as const) {
      const { status, body } = await ask('/api-keys', { body: registration('secret-2', terms) });
      assert.deepEqual([status, body.code, body.field], [400, 'INVALID_MESSAGE', field]);
    }
  });

  it('go on under their ID when they are rotated, the old secret until the instant given', async () => {
    const { keyId } = await register('old');
    const body = { keySha256: hashOf('new'), previousUntil: inHours(1) };
    const rotated = await ask(`/api-keys/${keyId}/rotation`, { body });
    assert.equal(rotated.status, 200, JSON.stringify(rotated.body));
    assert.deepEqual([await statusWith('old'), await statusWith('new')], [200, 200]);
    assert.equal(rotated.body.secrets[0]?.validUntil, body.previousUntil);
    assert.equal((await ask(`/api-keys/${keyId}/rotation`, { body })).body.secrets.length, 2, 'a repeat adds nothing');

    const last = await ask(`/api-keys/${keyId}/rotation`, { body: { keySha256: hashOf('newest') } });
    assert.equal(last.body.keyId, keyId);
    assert.deepEqual(await Promise.all(['old', 'new', 'newest'].map(statusWith)), [401, 401, 200]);
    const { keyId: another } = await register('another');
    const stolen = await ask(`/api-keys/${another}/rotation`, { body: { keySha256: hashOf('newest') } });
    assert.deepEqual([stolen.status, stolen.body.code], [409, 'ALREADY_EXISTS']);
  });

  it('answer, once over or revoked, as if they had never been', async () => {
    const longAgo = { keyId: 'test', now: inHours(-24 * 100) };
    const terms = { label: 'Over', roles: ['finance' as const], isReadOnly: false };
    const { key, secret } = await makeKey(db, terms, longAgo);
    const { keyId } = await register('revoked');
    assert.equal(await statusWith('revoked'), 200);
    const revocation = { reason: 'It was in a mail' };
    assert.equal((await ask(`/api-keys/${keyId}/revocation`, { body: revocation })).status, 200);
    assert.equal((await ask(`/api-keys/${keyId}/revocation`, { body: { reason: 'Again' } })).status, 200);
    const refused = await Promise.all(['never', secret, 'revoked'].map((each) => ask('/milestones', { key: each })));
    assert.equal(refused[0]?.status, 401);
    for (const each of refused) assert.deepEqual(each, refused[0]);
    const all = await listed();
    assert.equal(all.find((each) => each.keyId === key.keyId)?.status, 'over');
    const revoked = all.find((each) => each.keyId === keyId) as Key & { revoked?: { reason: string } };
    assert.deepEqual([revoked.status, revoked.revoked?.reason], ['revoked', 'It was in a mail'], 'the first holds');
    const rotated = await ask(`/api-keys/${keyId}/rotation`, { body: { keySha256: hashOf('back') } });
    assert.equal(rotated.status, 404, 'nothing brings it back');
  });

  it('show when they were last used, at the cost of one write for many requests', async () => {
    const { keyId } = await register('used');
    const lastUsed = async () => (await listed()).find((each) => each.keyId === keyId)?.secrets[0]?.lastUsedAt;
    assert.equal(await lastUsed(), undefined);
    const writes: string[] = [];
    const note = ({ sql }: { sql: string }) => void (/^update .*last_used_at/.test(sql) && writes.push(sql));
    db.on('query', note);
    for (let asked = 0; asked < 5; asked += 1) assert.equal(await statusWith('used'), 200);
    db.off('query', note);
    assert.equal(writes.length, 1);
    assert.ok(Math.abs(Date.parse((await lastUsed()) ?? '') - Date.now()) < 60_000);
  });

  it('hand on no right they lack and no engagement that is not theirs, neither anew nor by rotating another', async () => {
    const { key: ownAdministrator } = await testKey(db, { roles: ['administrator'], engagementIds: ['E-1'] });
    const asked = (path: string, body: object) => ask(path, { body, key: ownAdministrator });
    const more = await asked('/api-keys', registration('secret-3'));
    assert.deepEqual([more.status, more.body.code, more.body.field], [403, 'RIGHT_MISSING', 'listMilestones']);
    const elsewhere = registration('secret-3', { roles: ['administrator'], engagementIds: ['E-2'] });
    const beyond = await asked('/api-keys', elsewhere);
    assert.deepEqual([beyond.status, beyond.body.field], [404, 'engagementIds']);
    const { keyId: reader } = await testKey(db, { roles: ['auditor'], engagementIds: ['E-1'] });
    const taken = await asked(`/api-keys/${reader}/rotation`, { keySha256: hashOf('mine now') });
    assert.deepEqual([taken.status, taken.body.code], [403, 'RIGHT_MISSING']);
    const same = registration('secret-3', { roles: ['administrator'] });
    assert.equal((await asked('/api-keys', same)).status, 201);
    const { keyId: wide } = await testKey(db, { roles: ['administrator'] });
    const seen = (await listed(ownAdministrator)).map((each) => each.keyId);
    assert.ok(seen.includes(reader) && !seen.includes(wide), 'keys for more than one’s own are not listed');
    assert.equal((await asked(`/api-keys/${wide}/revocation`, { reason: 'x' })).status, 404);
  });

  it('change nowhere but by ending sooner, whoever writes to the database', async () => {
    const { keyId } = await register('fixed');
    const ofKey = () => db('api_keys').where({ key_id: keyId });
    const ofSecret = () => db('api_key_secrets').where({ key_id: keyId });
    await assert.rejects(ofKey().update({ roles: ['auditor'] }), /never changes/);
    await assert.rejects(ofKey().update({ engagement_ids: null }), /never changes/);
    await assert.rejects(ofKey().delete(), /permission denied|never changes/);
    await assert.rejects(ofSecret().update({ valid_until: inHours(24 * 1000) }), /ends sooner/);
    await assert.rejects(ofSecret().update({ key_hash: hashOf('other') }), /ends sooner/);
    const gone = { revoked_at: inHours(0), revoked_by: 'x', revoked_because: 'x' };
    await ofKey().update(gone);
    await assert.rejects(ofKey().update({ revoked_at: null, revoked_by: null, revoked_because: null }), /stays so/);
  });

  it('leave a line for each change on the chain of the service, without the hash', async () => {
    const { rows } = await db.raw<{ rows: { line: string }[] }>(
      `select line from audit_entries where chain = 'service:main' and line like '%"type":"key%'`,
    );
    const said = rows.map(({ line }) => line).join('\n');
    for (const type of ['keyRegistered', 'keyRotated', 'keyRevoked']) assert.ok(said.includes(`"${type}"`), type);
    assert.ok(!said.includes(hashOf('secret-1')));
  });
});
