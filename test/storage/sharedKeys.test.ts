// Keys that the processes of an installation share: found in the database by who has none, brought up to date, and refused where they are others.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '../../config.ts';
import { openEntranceKeys, rotateEntranceKey } from '../../evidence/vouchers/entranceKeys.ts';
import { dataKeyCommand } from '../../stack/dataKeyCommand.ts';
import { masterKeyFile } from '../../storage/encryption/masterKeyFile.ts';
import { openDataKeys } from '../../storage/encryption/openDataKeys.ts';
import { shareKeys } from '../../storage/encryption/sharedKeys.ts';
import { entrancesOf, keepEntranceKeys } from '../../worker/keepEntranceKeys.ts';
import { sharedKeysOf } from '../../worker/sharedKeyFiles.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

const names = ['audit-log-key', 'entrance-keys', 'link-secret', 'development-seal.p12'];

describe('Keys that processes share', function () {
  let folder: string;
  let database: TestDatabase;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shared-keys-'));
    database = await testDatabase();
  });
  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const at = (process: string): string => join(folder, process);
  /** As a process of that state folder starts. */
  async function start(process: string, env: Record<string, string> = {}, db = database.db): Promise<void> {
    const config = loadConfig({ STATE_FOLDER: at(process), MASTER_KEY_FILE: join(folder, 'master-key'), ...env });
    const dataKeys = await openDataKeys(db, masterKeyFile(config.masterKeyFile));
    await shareKeys(db, dataKeys, sharedKeysOf(config));
  }
  const keysOf = (process: string): Promise<string[]> =>
    Promise.all(names.map((each) => readFile(join(at(process), each), 'base64')));

  it('are made by one of those that start at once on nothing, and written beside each', async () => {
    await Promise.all(['one', 'two', 'three'].map((each) => start(each)));
    const [one, ...others] = await Promise.all(['one', 'two', 'three'].map(keysOf));
    assert.ok(one?.every((each) => each.length > 40));
    for (const each of others) assert.deepEqual(each, one);
    const rows = await database.db('shared_keys').select<{ sealed: Buffer }[]>('sealed');
    assert.equal(rows.length, 4);
    for (const { sealed } of rows)
      for (const key of one ?? []) assert.ok(!sealed.includes(Buffer.from(key, 'base64')), 'sealed');
  });

  it('are taken over from the files of a service that was there before', async () => {
    await start('one');
    const before = await keysOf('one');
    const restored = await testDatabase();
    try {
      await rm(join(folder, 'master-key'));
      await start('one', {}, restored.db);
      assert.deepEqual(await keysOf('one'), before);
      await start('two', {}, restored.db);
      assert.deepEqual(await keysOf('two'), before);
    } finally {
      await restored.drop();
    }
  });

  for (const name of ['audit-log-key', 'link-secret', 'development-seal.p12'])
    it(`do not let a process start that has another ${name}, and name it with what to do`, async () => {
      await Promise.all(['one', 'two'].map((each) => start(each)));
      await rm(at('two'), { recursive: true });
      await start('two');
      await writeFile(join(at('two'), name), 'another key altogether');
      await assert.rejects(start('two'), new RegExp(`${name}: this process has another key .*Remove the file`));
      await rm(join(at('two'), name));
      await start('two');
      assert.deepEqual(await keysOf('two'), await keysOf('one'));
    });

  it('follow a rotation of the entrances from whichever process it was done in', async () => {
    await Promise.all(['one', 'two'].map((each) => start(each)));
    await rotateEntranceKey(join(at('two'), 'entrance-keys'), '2026-03-02T09:00:00.000Z');
    await start('two');
    await start('one');
    assert.deepEqual(await keysOf('one'), await keysOf('two'));
    assert.equal((JSON.parse(await readFile(join(at('one'), 'entrance-keys'), 'utf8')) as { keys: [] }).keys.length, 2);
  });

  it('follow a rotation of the entrances while they run, before anybody vouches by the new key', async () => {
    await Promise.all(['one', 'two'].map((each) => start(each)));
    const config = loadConfig({ STATE_FOLDER: at('two'), MASTER_KEY_FILE: join(folder, 'master-key') });
    const dataKeys = await openDataKeys(database.db, masterKeyFile(config.masterKeyFile));
    const running = await openEntranceKeys(join(at('two'), 'entrance-keys'));
    const { follow, stop } = keepEntranceKeys(database.db, dataKeys, entrancesOf(config), pino({ level: 'silent' }));
    const [before] = running.keys();
    await rotateEntranceKey(
      join(at('one'), 'entrance-keys'),
      '2026-03-02T09:00:00.000Z',
      undefined,
      async (content) => {
        const shared = { ...entrancesOf(config), read: async () => content };
        await shareKeys(database.db, dataKeys, [shared]);
        await follow();
        assert.equal(running.keys().length, 2, 'known where it was not made');
      },
    );
    assert.equal(running.keys()[0]?.keyId, before?.keyId);
    assert.deepEqual(await keysOf('one'), await keysOf('two'));
    stop();
  });

  it('follow a link secret that is set, with the one before behind it and without, but not one of somebody else', async () => {
    await start('one');
    const made = await readFile(join(at('one'), 'link-secret'), 'utf8');
    const set = 'n'.repeat(40);
    await assert.rejects(start('one', { LINK_SECRET: set }), /LINK_SECRET: .*what was there before behind it/);
    await start('one', { LINK_SECRET: `${set},${made}` });
    await start('one', { LINK_SECRET: set });
    await start('two');
    assert.equal(await readFile(join(at('two'), 'link-secret'), 'utf8'), set);
  });

  it('are replaced by who says so', async () => {
    await start('one');
    await rm(join(at('one'), 'audit-log-key'));
    const settings = { masterKeyFile: join(folder, 'master-key'), masterKeyKms: undefined };
    const command = (...args: string[]) => dataKeyCommand(database.db, settings, args, '2026-03-02T09:00:00.000Z');
    await assert.rejects(command('forget-shared-key', 'other'), /Name one key that the processes share/);
    await command('forget-shared-key', 'auditLog');
    const [before] = [await database.db('shared_keys').pluck('name')];
    assert.equal(before.length, 3);
    await start('one');
    assert.equal((await database.db('shared_keys').pluck('name')).length, 4);
  });
});
