// What `npm run backup` and `npm run restore` do, given their words and the settings; and what a backup does not hold.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { restoreBackup } from '../administration/backup/restoreBackup.ts';
import { writeBackup, type Made } from '../administration/backup/writeBackup.ts';
import type { Config } from '../config.ts';
import { migrate, openDatabase, type Database } from '../db/database.ts';
import { schemaDigest } from '../db/tableCopies.ts';
import { dataKeysOf } from '../storage/encryption/dataKeys.ts';
import { fileKeysOf } from '../storage/encryption/fileKeys.ts';
import { assertInPossession } from '../storage/encryption/openDataKeys.ts';
import { openMasterKeys } from '../storage/encryption/openMasterKeys.ts';
import { openObjectStore } from '../storage/openFileStore.ts';

export const usage = `npm run backup -- --to FILE-OR-FOLDER --recipient age1… [--recipient age1…]
npm run restore -- --from FILE --identity FILE`;

type Settings = Pick<Config, 'documentStore' | 'masterKeyFile' | 'masterKeyKms'>;

/** Lines to print. `ownerUrl` is the database as the owner of its tables. Throws Error naming what is at fault. */
export async function backUp(
  ownerUrl: string,
  settings: Settings,
  args: readonly string[],
  now: string,
): Promise<string[]> {
  const { values } = parseArgs({
    args: [...args],
    options: { to: { type: 'string' }, recipient: { type: 'string', multiple: true } },
  });
  const { to, recipient: recipients = [] } = values;
  if (to === undefined || recipients.length === 0)
    throw new Error(
      `Say where to, and to whom it is encrypted; their identity does not belong on this machine:\n\n${usage}`,
    );
  const path = await fileOf(to, now);
  return withDatabase(ownerUrl, async (db) => {
    const masterKeys = await openMasterKeys(settings);
    await assertInPossession(db, masterKeys);
    const { naming } = await fileKeysOf(db, dataKeysOf(db, masterKeys));
    const objects = await openObjectStore(settings.documentStore);
    return told(path, await writeBackup({ db, ownerUrl, objects, naming }, path, recipients, now));
  });
}

const told = (path: string, { tables, rows, files, fileBytes, lacking }: Made): string[] => [
  `Wrote ${path}: ${rows} rows of ${tables} tables, ${files} files of ${fileBytes} bytes.`,
  ...lackingLines(lacking),
  'It holds no master key and no other key or setting of the service; keep those elsewhere (SECURITY.md).',
];

const lackingLines = (lacking: readonly string[]): string[] =>
  lacking.length === 0
    ? []
    : [`${lacking.length} files on record were not in the store:`, ...lacking.map((each) => `  ${each}`)];

async function fileOf(to: string, now: string): Promise<string> {
  const isFolder = await stat(to).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(to, `milestone-sign-off-${now.replaceAll(/[:.]/g, '-')}.age`) : to;
}

/** Lines to print. Throws Error naming what is wrong with the backup, the identity or the database. */
export async function restore(ownerUrl: string, settings: Settings, args: readonly string[]): Promise<string[]> {
  const { values } = parseArgs({
    args: [...args],
    options: { from: { type: 'string' }, identity: { type: 'string' } },
  });
  const { from, identity } = values;
  if (from === undefined || identity === undefined)
    throw new Error(`Say what to restore, and the file with the age identity that opens it:\n\n${usage}`);
  const identities = (await readFile(identity, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (identities.length === 0) throw new Error(`${identity} holds no age identity (a line AGE-SECRET-KEY-…).`);
  return withDatabase(ownerUrl, async (db) => {
    await migrate(db);
    const objects = await openObjectStore(settings.documentStore);
    const targets = { ownerUrl, schemaSha256: await schemaDigest(db), objects };
    const { madeAt, tables, rows, files, fileBytes, masterKeyIds, lacking } = await restoreBackup(
      targets,
      from,
      identities,
    );
    return [
      `Restored what was on record at ${madeAt}: ${rows} rows of ${tables} tables, ${files} files of ${fileBytes} bytes.`,
      ...lackingLines(lacking),
      `Before the service starts, put back the master key (${masterKeyIds.join(', ')}), and the firm’s seal where there is one; the link secret and the keys of log and entrances came with the record.`,
      'Temporal’s histories are not in a backup: within minutes of its start, the service starts every open milestone again from the record.',
      'Mails and webhooks that were due then are sent, also where they went out since; keys and links that were revoked since are valid again; everybody signs in again.',
    ];
  });
}

async function withDatabase(ownerUrl: string, use: (db: Database) => Promise<string[]>): Promise<string[]> {
  const db = openDatabase(ownerUrl, { poolSize: 2, silentMilliseconds: 0 });
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}
