// `npm run backup` and `npm run restore` as their commands run: under real data keys, with what they say and what they refuse.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { insertDocument } from '../../db/documents.ts';
import { insertEngagement } from '../../db/engagements.ts';
import { engagement } from '../../domain/terms/engagement.ts';
import { fileKeysOf } from '../../storage/encryption/fileKeys.ts';
import { masterKeyFile } from '../../storage/encryption/masterKeyFile.ts';
import { openDataKeys } from '../../storage/encryption/openDataKeys.ts';
import { backUp, restore } from '../../stack/backupCommand.ts';
import { openFileStore } from '../../storage/openFileStore.ts';
import { engagementWith } from '../domain/cast.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

const manager = {
  personId: 'm',
  role: 'engagementManager',
  authentication: { method: 'apiKey', keyId: 'test' },
} as const;
const now = '2026-03-02T09:00:00.000Z';

describe('Backup and restore by command', () => {
  let database: TestDatabase;
  let elsewhere: TestDatabase;
  let folder: string;
  let recipient: string;
  before(async () => {
    [database, elsewhere] = [await testDatabase(), await testDatabase()];
    folder = await mkdtemp(join(tmpdir(), 'backup-command-'));
    const identity = await generateIdentity();
    recipient = await identityToRecipient(identity);
    await writeFile(join(folder, 'identity'), `# kept elsewhere\n${identity}\n`);
  });
  after(async () => {
    await database.drop();
    await elsewhere.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const settings = (documents = 'documents', masterKey = 'master-key') => ({
    documentStore: join(folder, documents),
    masterKeyFile: join(folder, masterKey),
    masterKeyKms: undefined,
  });
  const openFiles = async ({ db }: TestDatabase, documents?: string) => {
    const keys = await openDataKeys(db, masterKeyFile(settings().masterKeyFile));
    return (await openFileStore(settings(documents).documentStore, await fileKeysOf(db, keys))).of('E1');
  };

  it('bring record, files and wrapped keys elsewhere, and say what else has to be there', async () => {
    const { db } = database;
    await insertEngagement(db, engagement.parse(engagementWith({}, { engagementId: 'E1' })), manager);
    const stored = await (await openFiles(database)).put(Readable.from(['What was uploaded']));
    const named = { fileName: 'a.txt', mediaType: 'text/plain', uploadedBy: manager };
    await insertDocument(db, { ...stored, ...named, documentId: 'doc-1', engagementId: 'E1' });
    const made = await backUp(database.ownerUrl, settings(), ['--to', folder, '--recipient', recipient], now);
    const file = join(folder, 'milestone-sign-off-2026-03-02T09-00-00-000Z.age');
    assert.ok(made[0]?.startsWith(`Wrote ${file}: `));
    assert.match(made.join('\n'), /no master key and no other key or setting/);
    const args = ['--from', file, '--identity', join(folder, 'identity')];
    const said = (await restore(elsewhere.ownerUrl, settings('restored'), args)).join('\n');
    assert.match(said, /Restored what was on record at 2026-03-02T09:00:00\.000Z/);
    for (const missing of [
      /master key \(file:[0-9a-f]{16}\)/,
      /link secret and the keys of log and entrances came with the record/,
      /Temporal’s histories/,
      /revoked since/,
    ])
      assert.match(said, missing);
    assert.equal(await text(await (await openFiles(elsewhere, 'restored')).open(stored.sha256)), 'What was uploaded');
  });

  it('name what is missing, and leave nothing then', async () => {
    const before = await readdir(folder);
    await assert.rejects(backUp(database.ownerUrl, settings(), ['--to', folder], now), /to whom it is encrypted/);
    const to = ['--to', folder, '--recipient'];
    await assert.rejects(
      backUp(database.ownerUrl, settings(), [...to, 'age1nobody'], now),
      /age1nobody is no age recipient/,
    );
    const foreign = backUp(database.ownerUrl, settings('documents', 'another-key'), [...to, recipient], now);
    await assert.rejects(foreign, /which is not at .*another-key/);
    await assert.rejects(restore(elsewhere.ownerUrl, settings(), ['--from', 'x']), /the file with the age identity/);
    const emptyFile = ['--from', 'x', '--identity', join(folder, 'master-key')];
    await assert.rejects(restore(elsewhere.ownerUrl, settings(), emptyFile), /holds no age identity/);
    assert.deepEqual(await readdir(folder), before);
  });
});
