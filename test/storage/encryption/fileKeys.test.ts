// Stored files under the data keys of the product: read after a rotation and a new master key, and by nobody once they are shredded.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { insertEngagement } from '../../../db/engagements.ts';
import { engagement } from '../../../domain/terms/engagement.ts';
import { dataKeysOf } from '../../../storage/encryption/dataKeys.ts';
import { fileKeysOf } from '../../../storage/encryption/fileKeys.ts';
import { addMasterKey, masterKeyFile } from '../../../storage/encryption/masterKeyFile.ts';
import { openDataKeys } from '../../../storage/encryption/openDataKeys.ts';
import { rotateDataKey, wrapAnew } from '../../../storage/encryption/rotation.ts';
import { openFileStore } from '../../../storage/openFileStore.ts';
import { engagementWith } from '../../domain/cast.ts';
import { asOwner } from '../../support/asOwner.ts';
import { testDatabase, type TestDatabase } from '../../support/postgres.ts';

const manager = {
  personId: 'm',
  role: 'engagementManager',
  authentication: { method: 'apiKey', keyId: 'test' },
} as const;
const by = { keyId: 'test', now: '2026-03-02T09:00:00.000Z' };

describe('Stored files under data keys', () => {
  let database: TestDatabase;
  let folder: string;
  before(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'file-keys-'));
    await insertEngagement(database.db, engagement.parse(engagementWith({}, { engagementId: 'E1' })), manager);
    await openDataKeys(database.db, masterKeys());
  });
  after(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const masterKeys = () => masterKeyFile(join(folder, 'master-key'));
  /** As another process opens it, which remembers nothing. */
  const openStore = async () =>
    openFileStore(join(folder, 'documents'), await fileKeysOf(database.db, dataKeysOf(database.db, masterKeys())));
  const put = async (content: string) => (await (await openStore()).of('E1').put(Readable.from([content]))).sha256;
  const read = async (sha256: string) => text(await (await openStore()).of('E1').open(sha256));

  it('are found and read after every key was changed, and before', async () => {
    const before = await put('before');
    const { db } = database;
    for (const engagementId of ['E1', undefined]) await rotateDataKey(db, masterKeys(), engagementId, by);
    await addMasterKey(join(folder, 'master-key'));
    await wrapAnew(db, masterKeys(), by);
    const after = await put('after');
    assert.deepEqual([await read(before), await read(after)], ['before', 'after']);
  });

  it('say so once their keys are shredded, and can still be removed', async () => {
    const sha256 = await put('shredded');
    await asOwner(database, (transaction) =>
      transaction('data_keys')
        .where({ engagement_id: 'E1' })
        .update({ wrapped_key: null, retired_at: transaction.fn.now(), shredded_at: transaction.fn.now() }),
    );
    const files = (await openStore()).of('E1');
    for (const asked of [() => files.open(sha256), () => files.has(sha256), () => files.put(Readable.from(['new']))])
      await assert.rejects(asked, { code: 'FILE_SHREDDED', message: /shredded/ });
    await files.remove(sha256);
    await assert.rejects(files.open(sha256), { code: 'FILE_NOT_FOUND' });
  });
});
