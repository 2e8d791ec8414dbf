// Master keys in a file that only its owner reads: made once, added to while the service runs, read again when one is missing.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { canonicalJson } from '../../evidence/ledger/canonicalJson.ts';
import { readOrMake } from '../../evidence/ledger/readOrMake.ts';
import type { MasterKey, MasterKeys, WrappingContext } from './masterKey.ts';

/** The newest last. */
const keyFile = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        keyId: z.string().regex(/^file:[0-9a-f]{16}$/),
        key: z.base64().length(44),
        madeAt: z.iso.datetime(),
      }),
    )
    .min(1),
});
type KeyFile = z.infer<typeof keyFile>;
type KeptKey = KeyFile['keys'][number];

/** Nothing is made by opening; the file need not be there. */
export function masterKeyFile(path: string): MasterKeys {
  const keys = async (): Promise<KeptKey[]> => (await readKeys(path)) ?? [];
  return {
    place: path,
    async byId(id) {
      const kept = (await keys()).find(({ keyId }) => keyId === id);
      return kept && masterKeyOf(kept);
    },
    async newest() {
      const kept = (await keys()).at(-1);
      return kept && masterKeyOf(kept);
    },
    async makeFirst() {
      await readOrMake(path, () => textOf({ keys: [makeKey()] }));
      const kept = (await keys()).at(-1);
      if (!kept) throw new Error(`${path} was removed while it was made.`);
      return masterKeyOf(kept);
    },
  };
}

/** Wraps nothing until keys are wrapped anew, so that the file can be brought to every machine first. Returns its ID. */
export async function addMasterKey(path: string): Promise<string> {
  const before = await readKeys(path);
  if (!before) throw new Error(`There is no master key at ${path} yet; the first start makes one.`);
  const added = makeKey();
  await replace(path, { keys: [...before, added] });
  return added.keyId;
}

/** For one that wraps nothing any more, which the caller has seen to. Returns whether it was there. */
export async function removeMasterKey(path: string, keyId: string): Promise<boolean> {
  const before = (await readKeys(path)) ?? [];
  const keys = before.filter((each) => each.keyId !== keyId);
  if (keys.length === before.length) return false;
  if (keys.length === 0) await rm(path);
  else await replace(path, { keys });
  return true;
}

async function replace(path: string, file: KeyFile): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(beside, textOf(file), { mode: 0o600, flag: 'wx', flush: true });
  await rename(beside, path);
}

async function readKeys(path: string): Promise<KeptKey[] | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (text === undefined) return undefined;
  try {
    const { keys } = keyFile.parse(JSON.parse(text));
    if (keys.every(({ keyId, key }) => keyIdOf(Buffer.from(key, 'base64')) === keyId)) return keys;
  } catch {
    // What does not hold together is named below, without a word of what the file says.
  }
  throw new Error(`${path} holds no master keys; put back the file that was there.`);
}

const textOf = (file: KeyFile): string => `${JSON.stringify(file, null, 2)}\n`;

function makeKey(): KeptKey {
  const key = randomBytes(32);
  return { keyId: keyIdOf(key), key: key.toString('base64'), madeAt: new Date().toISOString() };
}

/** Follows from the key and tells nothing of it, so that none can be passed off as another. */
const keyIdOf = (key: Uint8Array): string =>
  `file:${createHmac('sha256', key).update('milestone sign-off, ID of a master key').digest('hex').slice(0, 16)}`;

const [nonceBytes, tagBytes] = [12, 16];

function masterKeyOf({ keyId, key: base64 }: KeptKey): MasterKey {
  const key = Buffer.from(base64, 'base64');
  return {
    id: keyId,
    async wrap(plain, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(context));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    async unwrap(wrapped, context) {
      const bytes = Buffer.from(wrapped);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
        .setAAD(boundTo(context))
        .setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    },
  };
}

const boundTo = (context: WrappingContext): Buffer => Buffer.from(canonicalJson({ ...context }));
