// Checkpoints of the log: C2SP tlog-checkpoint text inside a C2SP signed note. Signs nothing itself, so that a browser can check too.
import { isSame, type Sha256, type TreeHead } from './merkleTree.ts';

/** Public half of a log's key, as "<name>+<key ID>+<base64 of 0x01 and the Ed25519 key>". */
export interface LogKey {
  name: string;
  /** Four bytes of SHA-256 over name, line feed and key, that a signature line starts with. */
  keyId: Uint8Array;
  publicKey: Uint8Array;
}

export interface Checkpoint extends TreeHead {
  origin: string;
  /** The signed text, with the line feed at its end. */
  body: string;
  /** 64 bytes of Ed25519 by the key, for every signature line that names it. */
  signatures: { name: string; keyId: Uint8Array; signature: Uint8Array }[];
}

const utf8 = new TextEncoder();
const ed25519 = 1;

export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** Undefined for what is not canonical base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : undefined;
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Key ID by C2SP signed-note. */
export function keyIdOf(sha256: Sha256, name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(new Uint8Array([...utf8.encode(`${name}\n`), ed25519, ...publicKey])).slice(0, 4);
}

export const verifierKeyText = ({ name, keyId, publicKey }: LogKey): string =>
  `${name}+${toHex(keyId)}+${toBase64(new Uint8Array([ed25519, ...publicKey]))}`;

/** Undefined when the text is no Ed25519 verifier key, or its ID is not the key's. */
export function parseVerifierKey(sha256: Sha256, text: string): LogKey | undefined {
  const [, name = '', id = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const key = fromBase64(encoded);
  if (!name || key?.length !== 33 || key[0] !== ed25519) return undefined;
  const publicKey = key.slice(1);
  const keyId = keyIdOf(sha256, name, publicKey);
  return toHex(keyId) === id ? { name, keyId, publicKey } : undefined;
}

export const checkpointBody = (origin: string, { size, root }: TreeHead): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

export const signedNote = (body: string, { name, keyId }: LogKey, signature: Uint8Array): string =>
  `${body}\n— ${name} ${toBase64(new Uint8Array([...keyId, ...signature]))}\n`;

/** Undefined for anything but a checkpoint in its one right notation. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const split = text.lastIndexOf('\n\n');
  if (split < 0) return undefined;
  const body = text.slice(0, split + 1);
  const [origin = '', count = '', encoded = ''] = body.split('\n');
  const root = fromBase64(encoded);
  const size = Number(count);
  if (!origin || !/^(0|[1-9]\d*)$/.test(count) || !Number.isSafeInteger(size) || root?.length !== 32) return undefined;
  const signatures: Checkpoint['signatures'] = [];
  for (const line of text
    .slice(split + 2)
    .split('\n')
    .filter(Boolean)) {
    const [, name = '', blob = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = fromBase64(blob);
    if (!name || !bytes || bytes.length < 5) return undefined;
    signatures.push({ name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) });
  }
  return { origin, size, root, body, signatures };
}

/** The signatures that claim to be by `key`; the caller checks the Ed25519 ones among them. */
export const signaturesBy = (checkpoint: Checkpoint, key: LogKey): Uint8Array[] =>
  checkpoint.signatures
    .filter((each) => each.name === key.name && isSame(each.keyId, key.keyId) && each.signature.length === 64)
    .map((each) => each.signature);
