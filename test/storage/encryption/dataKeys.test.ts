// Data keys and the master key: one in use for each engagement, changed under a running service, and never a second master key beside the first.
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../db/database.ts';
import { insertEngagement } from '../../../db/engagements.ts';
import { engagement } from '../../../domain/terms/engagement.ts';
import { DataKeyGone, dataKeysOf } from '../../../storage/encryption/dataKeys.ts';
import { masterKeyFile } from '../../../storage/encryption/masterKeyFile.ts';
import { openDataKeys } from '../../../storage/encryption/openDataKeys.ts';
import { openMasterKeys } from '../../../storage/encryption/openMasterKeys.ts';
import { dataKeyCommand } from '../../../stack/dataKeyCommand.ts';
import { engagementWith } from '../../domain/cast.ts';
import { testDatabase, type TestDatabase } from '../../support/postgres.ts';
import { kmsStandIn, type KmsStandIn } from './kmsStandIn.ts';

const by = { personId: 'm', role: 'engagementManager', authentication: { method: 'apiKey', keyId: 'test' } } as const;
const arn = (id: string) => `arn:aws:kms:eu-west-1:111122223333:key/${id}`;

describe('Data keys', () => {
  let database: TestDatabase;
  let folder: string;
  let path: string;
  beforeEach(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'data-keys-'));
    path = join(folder, 'state', 'master-key');
    for (const engagementId of ['E1', 'E2'])
      await insertEngagement(database.db, engagement.parse(engagementWith({}, { engagementId })), by);
  });
  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const open = (file = path) => openDataKeys(database.db, masterKeyFile(file));
  /** As another process has it, which remembers nothing. */
  const afresh = (file = path) => dataKeysOf(database.db, masterKeyFile(file));
  const command = (...args: string[]) =>
    dataKeyCommand(database.db, { masterKeyFile: path, masterKeyKms: undefined }, args, '2026-03-02T09:00:00.000Z');
  const wrappedRows = async () =>
    database.db('data_keys').select<{ wrapped_key: Buffer; master_key_id: string }[]>('wrapped_key', 'master_key_id');

  it('are one for each engagement and one for the installation, the same for every process, and nowhere in the clear', async () => {
    const keys = await open();
    const [first, second, own] = [await keys.current('E1'), await keys.current('E2'), await keys.installation()];
    assert.deepEqual(
      [first, second, own].map(({ key }) => key.length),
      [32, 32, 32],
    );
    assert.equal(new Set([first, second, own].map(({ key }) => Buffer.from(key).toString('hex'))).size, 3);
    assert.deepEqual(await afresh().current('E1'), first);
    assert.deepEqual(await afresh().byId(second.keyId), second);
    for (const { wrapped_key: wrapped } of await wrappedRows())
      for (const { key } of [first, second, own]) assert.ok(!wrapped.includes(Buffer.from(key)));
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('are made once, however many ask and start at the same time', async () => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => open()));
    const asked = await Promise.all(opened.flatMap((each) => [each.current('E1'), each.current('E1')]));
    assert.equal(new Set(asked.map(({ keyId }) => keyId)).size, 1);
    assert.equal((await wrappedRows()).length, 2);
  });

  it('refuse a start without the master key they are wrapped by, or with another, and make no second one', async () => {
    const { keyId } = await (await open()).current('E1');
    const [{ master_key_id: id } = { master_key_id: '' }] = await wrappedRows();
    const elsewhere = join(folder, 'moved', 'master-key');
    await assert.rejects(
      open(elsewhere),
      (error: Error) => error.message.includes(id) && error.message.includes(elsewhere),
    );
    await assert.rejects(stat(elsewhere), { code: 'ENOENT' });
    await masterKeyFile(elsewhere).makeFirst();
    await assert.rejects(open(elsewhere), /Put the file back/);
    await writeFile(elsewhere, '{"keys":[]}');
    await assert.rejects(open(elsewhere), /holds no master keys; put back/);
    await copyFile(path, elsewhere);
    assert.equal((await (await open(elsewhere)).current('E1')).keyId, keyId);
  });

  it('open in no other row than their own', async () => {
    const keys = await open();
    const [one, other] = [await keys.current('E1'), await keys.current('E2')];
    await database
      .db('data_keys')
      .where({ key_id: one.keyId })
      .update({ wrapped_key: database.db('data_keys').where({ key_id: other.keyId }).select('wrapped_key') });
    await assert.rejects(afresh().byId(one.keyId));
  });

  it('are never removed, given to another engagement or brought back, not even by the owner of the tables', async () => {
    const { keyId } = await (await open()).current('E1');
    const owner = openDatabase(database.ownerUrl, { poolSize: 1 });
    try {
      const row = owner('data_keys').where({ key_id: keyId });
      for (const change of [{ engagement_id: 'E2' }, { key_id: `dk-${'0'.repeat(16)}` }, { created_at: new Date(0) }])
        await assert.rejects(row.clone().update(change), /nothing else/);
      await assert.rejects(row.clone().delete(), /nothing else/);
      await assert.rejects(owner.raw('truncate data_keys'));
    } finally {
      await owner.destroy();
    }
    await assert.rejects(database.db('data_keys').delete(), /permission denied/);
  });

  it('are rotated by command: what comes has a new one, what was encrypted stays readable', async () => {
    const before = await (await open()).current('E1');
    assert.match((await command('rotate', '--engagement', 'E1')).join(), new RegExp(`${before.keyId} goes on reading`));
    const after = await afresh().current('E1');
    assert.notEqual(after.keyId, before.keyId);
    assert.deepEqual(await afresh().byId(before.keyId), before);
    const own = await afresh().installation();
    await command('rotate', '--installation');
    assert.notEqual((await afresh().installation()).keyId, own.keyId);
    await assert.rejects(command('rotate', '--engagement', 'E9'), /"E9": it has none yet/);
    await assert.rejects(command('rotate'), /--engagement ID/);
    await assert.rejects(command('turn'), /Say what is to be done/);
  });

  it('are wrapped anew under a running service, which reads throughout and wraps by the new master key', async () => {
    const running = await open();
    const before = await running.current('E1');
    const [added = ''] = /file:[0-9a-f]{16}/.exec((await command('add-master-key')).join()) ?? [];
    const [{ master_key_id: old } = { master_key_id: '' }] = await wrappedRows();
    await running.current('E2');
    assert.ok(
      (await wrappedRows()).every((each) => each.master_key_id === old),
      'it wraps nothing yet',
    );
    await assert.rejects(command('remove-master-key', old), /wrap them anew first/);

    assert.match((await command('wrap-anew')).join(), new RegExp(`3 data keys .* wrapped by ${added}`));
    assert.deepEqual(await afresh().byId(before.keyId), before);
    assert.ok((await wrappedRows()).every((each) => each.master_key_id === added));
    await command('remove-master-key', old);
    assert.deepEqual(await (await open()).current('E1'), before);
    assert.ok(!(await readFile(path, 'utf8')).includes(old));
    assert.match((await command('list')).join('\n'), new RegExp(`${before.keyId} {2}of engagement E1`));
    await assert.rejects(command('remove-master-key', added), /wrap them anew first/);
  });

  it('say that a key is not known, and ask of an engagement its ID', async () => {
    const keys = await open();
    await assert.rejects(keys.byId('dk-0000000000000000'), DataKeyGone);
    await assert.rejects(keys.current(''), TypeError);
  });

  describe('under a master key in AWS KMS', () => {
    let kms: KmsStandIn;
    const before = { ...process.env };
    beforeEach(async () => {
      kms = await kmsStandIn();
      Object.assign(process.env, {
        AWS_ENDPOINT_URL_KMS: kms.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      });
    });
    afterEach(async () => {
      await kms.stop();
      for (const name of ['AWS_ENDPOINT_URL_KMS', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
    });
    const withKms = (id: string) => openMasterKeys({ masterKeyFile: path, masterKeyKms: arn(id) });

    it('are wrapped and unwrapped there, and no file is made', async () => {
      const first = await (await openDataKeys(database.db, await withKms('one'))).current('E1');
      assert.deepEqual(await (await openDataKeys(database.db, await withKms('one'))).current('E1'), first);
      assert.ok(kms.asked.includes('TrentService.Encrypt') && kms.asked.includes('TrentService.Decrypt'));
      await assert.rejects(stat(path), { code: 'ENOENT' });
      assert.ok((await wrappedRows()).every((each) => each.master_key_id === arn('one')));
    });

    it('go over to it from the file, both readable meanwhile', async () => {
      const first = await (await open()).current('E1');
      const running = await openDataKeys(database.db, await withKms('one'));
      assert.deepEqual(await running.current('E1'), first);
      const settings = { masterKeyFile: path, masterKeyKms: arn('one') };
      await dataKeyCommand(database.db, settings, ['wrap-anew'], '2026-03-02T09:00:00.000Z');
      await rm(path);
      assert.deepEqual(await dataKeysOf(database.db, await withKms('one')).current('E1'), first);
      await assert.rejects(open(), new RegExp(arn('one')));
    });

    it('say what KMS answered when it does not unwrap', async () => {
      const { keyId } = await (await openDataKeys(database.db, await withKms('one'))).current('E1');
      const row = database.db('data_keys').where({ key_id: keyId });
      await row.update({ wrapped_key: Buffer.from('moved from elsewhere') });
      const keys = dataKeysOf(database.db, await withKms('one'));
      await assert.rejects(keys.byId(keyId), /AWS KMS did not unwrap .*not sealed by this key/);
    });
  });
});
