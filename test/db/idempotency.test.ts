// Idempotency keys: one claim at a time, the answer kept, and a claim of a process that died taken over.
import assert from 'node:assert/strict';
import { complete, findOrClaim, release } from '../../db/idempotency.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

const request = { key: 'key-1:abc', route: 'POST /milestones', requestHash: 'hash' };

describe('Idempotency key', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.drop());

  const claim = (changes: object = {}) => findOrClaim(database.db, { ...request, ...changes });

  it('is claimed by one of many who ask at once', async () => {
    const claims = await Promise.all([1, 2, 3, 4].map(() => claim()));
    assert.deepEqual(claims.map((each) => each.state).sort(), ['inProgress', 'inProgress', 'inProgress', 'new']);
  });

  it('gives the answer that was kept', async () => {
    await claim();
    await complete(database.db, request.key, 201, { milestoneId: 'M1' });
    assert.deepEqual(await claim(), { state: 'done', status: 201, body: { milestoneId: 'M1' } });
  });

  it('does not serve another body or another route', async () => {
    await claim();
    assert.equal((await claim({ requestHash: 'other' })).state, 'mismatch');
    assert.equal((await claim({ route: 'POST /engagements' })).state, 'mismatch');
  });

  it('can be used again once it is given back, but not once it is answered', async () => {
    await claim();
    await release(database.db, request.key);
    assert.equal((await claim()).state, 'new');
    await complete(database.db, request.key, 200, {});
    await release(database.db, request.key);
    assert.equal((await claim()).state, 'done');
  });

  it('is taken over, by one, from a process that died with it', async () => {
    await claim();
    await database.db('idempotency_keys').update({ claimed_at: database.db.raw(`now() - interval '61 seconds'`) });
    const claims = await Promise.all([1, 2, 3].map(() => claim()));
    assert.deepEqual(claims.map((each) => each.state).sort(), ['inProgress', 'inProgress', 'new']);
  });
});
