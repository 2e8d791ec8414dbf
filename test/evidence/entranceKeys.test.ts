// The keys of the entrances: made at first start, rotated under a running service, and what holds by them afterwards.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimOf, type VoucherClaim } from '../../domain/records/vouchers.ts';
import { openEntranceKeys, rotateEntranceKey, type EntranceKeys } from '../../evidence/vouchers/entranceKeys.ts';
import { addressee } from '../support/testVouchers.ts';

const actor = { personId: 'user1', role: 'stakeholder', authentication: { method: 'requestLink', requestId: 'R1' } };
const message = { messageId: 'm1', actor, verdict: 'approve' };

function claimBy(keys: EntranceKeys, takenAt: string): VoucherClaim {
  const to = addressee('M1');
  const voucher = keys.vouch(to, 'giveFeedback', message, { entrance: 'page', takenAt });
  const claim = claimOf(to, 'giveFeedback', { ...message, voucher });
  assert.ok(claim);
  return claim;
}

describe('Keys of the entrances', () => {
  let folder: string;
  let path: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'entrances-'));
    path = join(folder, 'state', 'keys');
  });
  after(() => rm(folder, { recursive: true }));

  it('are made once, in a file that only its owner reads', async () => {
    const [one, other] = await Promise.all([openEntranceKeys(path), openEntranceKeys(path)]);
    assert.deepEqual(one.keys(), other.keys());
    assert.ok(other.holds(claimBy(one, '2026-03-02T09:00:00.000Z')));
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('are rotated under a running service: what was taken before holds, what is taken later is by the new one', async () => {
    const keys = await openEntranceKeys(path);
    const waiting = claimBy(keys, '2026-03-02T09:59:59.999Z');
    const late = claimBy(keys, '2026-03-02T10:00:00.000Z');
    const next = await rotateEntranceKey(path, '2026-03-02T10:00:00.000Z');
    assert.ok(keys.holds(waiting), 'what a worker has not ruled on yet');
    assert.ok(!keys.holds(late), 'whoever has the old key vouches for nothing any more');
    const [before, after] = keys.keys();
    assert.deepEqual([before?.validTo, after], ['2026-03-02T10:00:00.000Z', next]);
    assert.equal(claimBy(keys, '2026-03-02T10:00:01.000Z').statement.keyId, next.keyId);
    assert.equal((await readFile(path, 'utf8')).match(/PRIVATE KEY-----\\n"/g)?.length, 1, 'the old half is gone');
  });

  it('are retired as of when somebody else had them', async () => {
    const keys = await openEntranceKeys(path);
    const stolen = claimBy(keys, '2026-03-03T09:00:00.000Z');
    await rotateEntranceKey(path, '2026-03-03T12:00:00.000Z', '2026-03-03T08:00:00.000Z');
    assert.ok(!keys.holds(stolen));
  });

  it('are read again where the file was replaced within one tick of its clock', async () => {
    const at = new Date('2026-03-03T13:00:00.000Z');
    await utimes(path, at, at);
    const keys = await openEntranceKeys(path);
    const stolen = claimBy(keys, '2026-03-03T13:00:00.000Z');
    await rotateEntranceKey(path, '2026-03-03T13:00:00.000Z');
    await utimes(path, at, at);
    assert.ok(!keys.holds(stolen));
  });

  it('hold for nothing else than what was signed', async () => {
    const keys = await openEntranceKeys(path);
    const { statement, signature } = claimBy(keys, '2026-03-04T09:00:00.000Z');
    for (const [field, value] of Object.entries(statement)) {
      const other = typeof value === 'string' ? `${value} ` : { requestId: 'R2' };
      assert.ok(!keys.holds({ statement: { ...statement, [field]: other }, signature }), field);
    }
  });

  it('are not made up in place of a file that cannot be read', async () => {
    const broken = join(folder, 'broken');
    await writeFile(broken, '{"keys": []}');
    await assert.rejects(openEntranceKeys(broken), /holds no keys of the entrances; put back the file/);
  });
});
