// What `npm run data-keys` does, given a database and the master keys: lists data keys, rotates them, and changes the master key.
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { listDataKeys, type DataKeyRow } from '../db/dataKeys.ts';
import type { Database } from '../db/database.ts';
import { forgetSharedKey } from '../db/sharedKeys.ts';
import { addMasterKey, removeMasterKey } from '../storage/encryption/masterKeyFile.ts';
import { assertInPossession } from '../storage/encryption/openDataKeys.ts';
import { openMasterKeys } from '../storage/encryption/openMasterKeys.ts';
import { assertUnused, rotateDataKey, wrapAnew } from '../storage/encryption/rotation.ts';

export const usage = `npm run data-keys -- list
npm run data-keys -- rotate (--engagement ID | --installation)
npm run data-keys -- add-master-key
npm run data-keys -- wrap-anew
npm run data-keys -- remove-master-key MASTER-KEY-ID
npm run data-keys -- forget-shared-key (auditLog | entrances | links | developmentSeal)`;

type Settings = Pick<Config, 'masterKeyFile' | 'masterKeyKms'>;

/** Lines to print. Throws Error naming what is at fault. */
export async function dataKeyCommand(
  db: Database,
  settings: Settings,
  args: readonly string[],
  now: string,
): Promise<string[]> {
  const [what, ...rest] = args;
  const by = { keyId: 'npm run data-keys', now };
  switch (what) {
    case 'list':
      return (await listDataKeys(db)).flatMap(listed);
    case 'rotate':
      return rotate(db, settings, rest, by);
    case 'add-master-key':
      return addKey(db, settings);
    case 'wrap-anew': {
      const { masterKeyId, count } = await wrapAnew(db, await openMasterKeys(settings), by);
      return [`${count} data keys were wrapped anew; all of them are wrapped by ${masterKeyId}.`];
    }
    case 'remove-master-key':
      return removeKey(db, settings, rest);
    case 'forget-shared-key':
      return forget(db, rest);
    default:
      throw new Error(`Say what is to be done:\n\n${usage}`);
  }
}

async function rotate(
  db: Database,
  settings: Settings,
  args: string[],
  by: { keyId: string; now: string },
): Promise<string[]> {
  const { values } = parseArgs({
    args,
    options: { engagement: { type: 'string' }, installation: { type: 'boolean', default: false } },
  });
  if ((values.engagement !== undefined) === values.installation)
    throw new Error('Name the engagement (--engagement ID), or say --installation.');
  const rotated = await rotateDataKey(db, await openMasterKeys(settings), values.engagement, by);
  if (!rotated)
    throw new Error(
      `No data key is in use for engagement "${values.engagement}": it has none yet, or they were shredded.`,
    );
  return [`${rotated.made} encrypts from now on, within a minute everywhere; ${rotated.retired} goes on reading.`];
}

/** Not before this process has what the database is encrypted under, or the file would be another one's. */
async function addKey(db: Database, settings: Settings): Promise<string[]> {
  await assertInPossession(db, await openMasterKeys(settings));
  const added = await addMasterKey(settings.masterKeyFile);
  return [
    `${added} was added to ${settings.masterKeyFile} and wraps nothing yet.`,
    'Bring the file to every machine that API or worker runs on, then: npm run data-keys -- wrap-anew',
  ];
}

async function removeKey(db: Database, settings: Settings, [masterKeyId, ...more]: string[]): Promise<string[]> {
  if (masterKeyId === undefined || more.length > 0)
    throw new Error('Name one master key by its ID, as npm run data-keys -- list shows it.');
  await assertUnused(db, masterKeyId);
  if (!(await removeMasterKey(settings.masterKeyFile, masterKeyId)))
    throw new Error(`${settings.masterKeyFile} has no master key ${masterKeyId}.`);
  return [`${masterKeyId} is gone from ${settings.masterKeyFile}; it still opens what backups hold of data keys.`];
}

/** For a key that is to be replaced: whoever starts next puts theirs in its place. */
async function forget(db: Database, [name, ...more]: string[]): Promise<string[]> {
  if (name === undefined || more.length > 0 || !(await forgetSharedKey(db, name)))
    throw new Error(`Name one key that the processes share.\n\n${usage}`);
  return [
    `${name} is forgotten; the next process that starts puts its own in its place, and all others need that one.`,
  ];
}

const listed = ({ keyId, engagementId, masterKeyId, createdAt, retiredAt, shreddedAt }: DataKeyRow): string[] => [
  `${keyId}  ${engagementId === undefined ? 'of the installation' : `of engagement ${engagementId}`}`,
  `  made         ${createdAt}`,
  ...(retiredAt === undefined ? [] : [`  retired      ${retiredAt}`]),
  shreddedAt === undefined ? `  wrapped by   ${masterKeyId}` : `  shredded     ${shreddedAt}`,
];
