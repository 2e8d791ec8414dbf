// The keys by which entrances vouch for what they hand over: kept in one file that only its owner reads, rotated there, looked up by ID.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { readOrMake } from '../ledger/readOrMake.ts';
import { enrolmentText, type PasskeyEnrolment, type VouchEnrolment } from '../../domain/people/passkeys.ts';
import { statementOf, statementText, type Vouch, type VoucherClaim } from '../../domain/records/vouchers.ts';

/** What others need to check what a key vouched for. */
export interface EntranceKey {
  keyId: string;
  /** The 32 bytes of Ed25519, in base64. */
  publicKey: string;
  validFrom: string;
  /** From then on nothing new holds by it. */
  validTo?: string;
}

/** A key that signs no more has no private half any more. */
const keyFile = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        keyId: z.string().regex(/^[0-9a-f]{16}$/),
        publicKey: z.string(),
        validFrom: z.iso.datetime(),
        validTo: z.iso.datetime().optional(),
        privateKey: z.string().includes('PRIVATE KEY').optional(),
      }),
    )
    .min(1),
});
type KeyFile = z.infer<typeof keyFile>;

export interface EntranceKeys {
  vouch: Vouch;
  /** Whether a key of ours signed it for a message that was taken while the key was in use. */
  holds(claim: VoucherClaim): boolean;
  /** Signs whose a passkey is, and behind which link and code they enrolled it. */
  vouchEnrolment: VouchEnrolment;
  holdsEnrolment(enrolment: PasskeyEnrolment): boolean;
  keys(): EntranceKey[];
}

/**
 * Made at first start. Read again whenever it is another file, so that a key is rotated under a running service: a time alone does
 * not tell, since file systems have the same for what is written within some milliseconds.
 */
export async function openEntranceKeys(path: string): Promise<EntranceKeys> {
  await readOrMake(path, () => textOf({ keys: [makeKey(new Date().toISOString())] }));
  let kept = { version: '', file: parse(readFileSync(path, 'utf8'), path) };
  return entranceKeys(() => {
    const { ino, size, mtimeMs } = statSync(path);
    const version = `${ino} ${size} ${mtimeMs}`;
    if (version !== kept.version) kept = { version, file: parse(readFileSync(path, 'utf8'), path) };
    return kept.file;
  });
}

/** Of a file's content, the IDs of all keys in it. */
export const entranceKeyIdsIn = (content: Uint8Array, path: string): string[] =>
  parse(Buffer.from(content).toString(), path).keys.map(({ keyId }) => keyId);

/** One key that lies in no file. */
export function entranceKeysOf(privateKey: KeyObject, validFrom: string): EntranceKeys {
  const file = { keys: [keyOf(privateKey, validFrom)] };
  return entranceKeys(() => file);
}

function entranceKeys(current: () => KeyFile): EntranceKeys {
  const signing = () => {
    const { keyId, privateKey } = current().keys.findLast((each) => each.privateKey !== undefined) ?? {};
    if (keyId === undefined || privateKey === undefined)
      throw new Error('No key of the entrances can sign; make one by npm run rotate-entrance-key.');
    const key = privateKeyOf(privateKey);
    const signed = (text: string) => sign(null, Buffer.from(text), key).toString('base64');
    return { keyId, signed };
  };
  const isSigned = (keyId: string, at: string, text: string, signature: string): boolean => {
    const key = current().keys.find((each) => each.keyId === keyId);
    if (!key || (key.validTo !== undefined && at >= key.validTo)) return false;
    return verify(null, Buffer.from(text), publicKeyOf(key.publicKey), Buffer.from(signature, 'base64'));
  };
  return {
    vouch(to, command, message, taken) {
      const { keyId, signed } = signing();
      const statement = statementOf(to, command, message, { keyId, ...taken });
      if (!statement)
        throw new TypeError(`A message that is to be vouched for has a message ID, an actor and JSON values.`);
      return { keyId, ...taken, signature: signed(statementText(statement)) };
    },
    holds: ({ statement, signature }) =>
      isSigned(statement.keyId, statement.takenAt, statementText(statement), signature),
    vouchEnrolment(facts) {
      const { keyId, signed } = signing();
      return { ...facts, keyId, signature: signed(enrolmentText({ ...facts, keyId })) };
    },
    holdsEnrolment: (enrolment) =>
      isSigned(enrolment.keyId, enrolment.enrolledAt, enrolmentText(enrolment), enrolment.signature),
    keys: () => current().keys.map(({ privateKey: _secret, ...key }) => key),
  };
}

/** The one that was signed by last: reading a key takes longer than signing by it. */
let read: { pem: string; key: KeyObject } | undefined;

function privateKeyOf(pem: string): KeyObject {
  if (read?.pem !== pem) read = { pem, key: createPrivateKey(pem) };
  return read.key;
}

const publicKeyOf = (base64: string) =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(base64, 'base64').toString('base64url') },
    format: 'jwk',
  });

/** The ID is the beginning of the key's SHA-256, so that none can be passed off as another. */
export const entranceKeyIdOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16);

const makeKey = (now: string): KeyFile['keys'][number] => keyOf(generateKeyPairSync('ed25519').privateKey, now);

function keyOf(key: KeyObject, validFrom: string): KeyFile['keys'][number] {
  const raw = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
  const privateKey = key.export({ format: 'pem', type: 'pkcs8' }).toString();
  const publicKey = raw.toString('base64');
  return { keyId: entranceKeyIdOf(publicKey), publicKey, validFrom, privateKey };
}

/**
 * A new key signs from now on; the one before is only looked up any more, for what was taken until `until`, which is earlier
 * than now where somebody else had the key. What was vouched for after that and is not on record yet does not hold any more.
 */
export async function rotateEntranceKey(
  path: string,
  now: string,
  until = now,
  /** Has it before anybody signs by it. */
  share: (content: Buffer) => Promise<unknown> = async () => undefined,
): Promise<EntranceKey> {
  const { keys } = parse(await readFile(path, 'utf8'), path);
  const retired = keys.map(({ privateKey, ...key }) => (privateKey === undefined ? key : { ...key, validTo: until }));
  const next = makeKey(now);
  const beside = `${path}.next`;
  const text = textOf({ keys: [...retired, next] });
  await share(Buffer.from(text));
  await writeFile(beside, text, { mode: 0o600 });
  await rename(beside, path);
  const { privateKey: _secret, ...key } = next;
  return key;
}

const textOf = (file: KeyFile): string => `${JSON.stringify(file, null, 2)}\n`;

function parse(text: string, path: string): KeyFile {
  try {
    return keyFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(
      `${path} holds no keys of the entrances; put back the file that was there, or remove it to begin anew.`,
      {
        cause,
      },
    );
  }
}
