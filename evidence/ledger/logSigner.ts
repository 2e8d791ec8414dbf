// The key that signs checkpoints of the log: made at first start, kept in a file that only its owner reads.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readOrMake } from './readOrMake.ts';
import { checkpointBody, keyIdOf, signedNote, verifierKeyText, type LogKey } from './checkpoint.ts';
import type { TreeHead } from './merkleTree.ts';

export const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(data).digest());

export interface LogSigner {
  key: LogKey;
  /** "<name>+<key ID>+<key>", as C2SP signed-note has it. */
  verifierKey: string;
  publicKeyPem: string;
  /** Signs a checkpoint; the same tree gives the same text. */
  sign(head: TreeHead): string;
}

/** `path` holds the log's name on its first line and the PKCS#8 key in PEM below; `name` is only for a file to be made. */
export async function openLogSigner(path: string, name: string): Promise<LogSigner> {
  const text = (await readOrMake(path, () => newKey(name))).toString();
  const [, origin = '', pem = ''] = /^([^\s+]+)\n([\s\S]+)$/.exec(text) ?? [];
  if (!origin || !pem.includes('PRIVATE KEY'))
    throw new Error(`${path} is no key of the audit log: expected its name on the first line and a PEM key below.`);
  return logSigner(origin, createPrivateKey(pem));
}

export function logSigner(origin: string, privateKey: KeyObject): LogSigner {
  const publicKey = createPublicKey(privateKey);
  const raw = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('The key of the audit log must be Ed25519.');
  const key: LogKey = { name: origin, keyId: keyIdOf(sha256, origin, raw), publicKey: raw };
  return {
    key,
    verifierKey: verifierKeyText(key),
    publicKeyPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sign(head) {
      const body = checkpointBody(origin, head);
      return signedNote(body, key, new Uint8Array(sign(null, Buffer.from(body), privateKey)));
    },
  };
}

function newKey(name: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return `${name.replace(/[\s+]/g, '-')}\n${privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()}`;
}
