// Sees to it that every process of an installation has the same keys: their home is the record, where they lie sealed; files are copies of it.
import type { Database } from '../../db/database.ts';
import { findSharedKey, lockSharedKeys, putSharedKey, type SharedKeyRow } from '../../db/sharedKeys.ts';
import type { DataKeys } from './dataKeys.ts';
import { sealBytes, unsealBytes } from './sealedBytes.ts';

export interface SharedKey {
  name: 'auditLog' | 'entrances' | 'links' | 'developmentSeal';
  /** What this process has; undefined where it has none yet. */
  read(): Promise<Buffer | undefined>;
  /** Only where nobody has one. */
  make(): Promise<unknown>;
  write(content: Buffer): Promise<void>;
  /** What tells one key from another, of all that are in it. */
  identities(content: Buffer): string[];
  /** Where it comes from, for whoever has to put it right. */
  place: string;
  /** A setting says what there is, and may leave out what has had its time. */
  isSetting?: boolean;
}

/** Throws where this process has another key than the installation, naming it. */
export async function shareKeys(db: Database, dataKeys: DataKeys, shared: readonly SharedKey[]): Promise<void> {
  await db.transaction(async (transaction) => {
    await lockSharedKeys(transaction);
    for (const each of shared) {
      const row = await findSharedKey(transaction, each.name);
      const kept = row && (await unsealed(dataKeys, row));
      if (!kept && !(await each.read())) await each.make();
      const own = await each.read();
      const next = chosen(each, kept, own);
      if (next !== own && !own?.equals(next)) await each.write(next);
      if (next !== kept && !kept?.equals(next))
        await putSharedKey(transaction, await sealed(dataKeys, each.name, next));
    }
  });
}

/** A rotation adds one: whoever has the more has the newer. */
function chosen(key: SharedKey, kept: Buffer | undefined, own: Buffer | undefined): Buffer {
  if (!kept || !own) {
    const only = kept ?? own;
    if (!only) throw new Error(`${key.place}: there is no key, and none could be made.`);
    return only;
  }
  const [there, here] = [key.identities(kept), key.identities(own)];
  if (isAnother(key, kept, own))
    throw new Error(
      `${key.place}: this process has another key than the installation whose database it shares. ${remedyFor(key)}.`,
    );
  return key.isSetting || there.every((each) => here.includes(each)) ? own : kept;
}

function isAnother(key: SharedKey, kept: Buffer, own: Buffer): boolean {
  const there = key.identities(kept);
  return !key.identities(own).some((each) => there.includes(each));
}

const remedyFor = ({ isSetting }: SharedKey): string =>
  `${
    isSetting
      ? 'Set what the other processes have, with what was there before behind it'
      : 'Remove the file, and the key of the installation is put in its place'
  }; if the database is another installation’s, name its own (DATABASE_URL)`;

export interface KeyAgainstRecord {
  name: SharedKey['name'];
  place: string;
  /** `absent`: of this process, and the next start puts it there; `unshared`: nobody has started with it yet. */
  is: 'shared' | 'absent' | 'unshared' | 'another';
  /** Where it is another one. */
  remedy?: string;
}

/** What a start would find, without one: makes, writes and locks nothing. */
export async function compareSharedKeys(
  db: Database,
  dataKeys: Pick<DataKeys, 'byId'>,
  shared: readonly SharedKey[],
): Promise<KeyAgainstRecord[]> {
  const compared: KeyAgainstRecord[] = [];
  for (const key of shared) {
    const { name, place } = key;
    const row = await findSharedKey(db, name);
    const own = await key.read();
    if (!row) compared.push({ name, place, is: 'unshared' });
    else if (!own) compared.push({ name, place, is: 'absent' });
    else if (isAnother(key, await unsealed(dataKeys, row), own))
      compared.push({ name, place, is: 'another', remedy: remedyFor(key) });
    else compared.push({ name, place, is: 'shared' });
  }
  return compared;
}

const boundTo = (name: string): string => `shared key ${name}`;

async function sealed(dataKeys: DataKeys, name: string, content: Buffer): Promise<SharedKeyRow> {
  const key = await dataKeys.installation();
  return { name, keyId: key.keyId, sealed: sealBytes(key, content, boundTo(name)) };
}

/** Throws where the row was changed by hand, or is another one's. */
const unsealed = async (
  dataKeys: Pick<DataKeys, 'byId'>,
  { name, sealed: all, keyId }: SharedKeyRow,
): Promise<Buffer> => unsealBytes(await dataKeys.byId(keyId), all, boundTo(name));
