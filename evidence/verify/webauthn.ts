// Whether an assertion by a passkey holds, as W3C Web Authentication has it (level 3, section 7.2): over this challenge, for this site, by this key.
import { isSame } from '../ledger/merkleTree.ts';
import type { Primitives } from './bag.ts';
import { sha256With } from './hashing.ts';

/** Bytes are in base64url, the challenge in hexadecimal. */
export interface Assertion {
  challenge: string;
  rpId: string;
  origin: string;
  /** The COSE key (RFC 9052). */
  publicKey: string;
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
}

const utf8 = new TextEncoder();

/** Undefined where it holds. Of the flags, that somebody was there and that the authenticator knew them: by finger, face or PIN. */
export async function whyNotAsserted(primitives: Primitives, given: Assertion): Promise<string | undefined> {
  const read = bytesIn(given);
  if (!read) return 'it cannot be read';
  const { clientData, authenticatorData, signature, key } = read;
  const client = clientDataOf(clientData);
  if (client?.type !== 'webauthn.get') return 'it is no assertion';
  if (client.challenge !== toBase64url(fromHex(given.challenge))) return 'it confirms something else';
  if (client.origin !== given.origin || client.crossOrigin === true || !isOfSite(given))
    return 'it was made for another site';
  const sha256 = sha256With(primitives);
  if (!isSame(authenticatorData.subarray(0, 32), sha256(utf8.encode(given.rpId))))
    return 'it was made for another site';
  const flags = authenticatorData[32] ?? 0;
  if ((flags & 0b101) !== 0b101) return 'the authenticator did not ask who was there';
  const signed = new Uint8Array([...authenticatorData, ...sha256(clientData)]);
  return (await primitives.verifySignature(key, signed, signature)) ? undefined : 'it is by another key';
}

function bytesIn({ clientDataJSON, authenticatorData, signature, publicKey }: Assertion) {
  try {
    const read = {
      clientData: fromBase64url(clientDataJSON),
      authenticatorData: fromBase64url(authenticatorData),
      signature: fromBase64url(signature),
      key: jwkOf(fromBase64url(publicKey)),
    };
    // The hash of the site, flags and counter.
    return read.key && read.authenticatorData.length >= 37 ? { ...read, key: read.key } : undefined;
  } catch {
    return undefined;
  }
}

interface ClientData {
  type?: unknown;
  challenge?: unknown;
  origin?: unknown;
  /** Whether the page stood in one of another origin. */
  crossOrigin?: unknown;
}

function clientDataOf(bytes: Uint8Array): ClientData | undefined {
  try {
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof read === 'object' && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}

function isOfSite({ origin, rpId }: Assertion): boolean {
  try {
    const { hostname } = new URL(origin);
    return hostname === rpId || hostname.endsWith(`.${rpId}`);
  } catch {
    return false;
  }
}

/** ES256 on P-256, RS256 or EdDSA with Ed25519: COSE algorithms -7, -257 and -8. */
function jwkOf(cose: Uint8Array): JsonWebKey | undefined {
  const map = readMap(cose);
  const number = (label: number) => map.get(label);
  const bytes = (label: number) => {
    const value = map.get(label);
    return value instanceof Uint8Array ? toBase64url(value) : undefined;
  };
  switch (number(3)) {
    case -7:
      return found({ kty: 'EC', crv: 'P-256', x: bytes(-2), y: bytes(-3) }, number(1) === 2 && number(-1) === 1);
    case -257:
      return found({ kty: 'RSA', n: bytes(-1), e: bytes(-2) }, number(1) === 3);
    case -8:
      return found({ kty: 'OKP', crv: 'Ed25519', x: bytes(-2) }, number(1) === 1 && number(-1) === 6);
    default:
      return undefined;
  }
}

const found = (key: Record<string, string | undefined>, isOfKind: boolean): JsonWebKey | undefined =>
  isOfKind && Object.values(key).every((each) => each !== undefined) ? key : undefined;

/** Of CBOR (RFC 8949) what a key is written in: one map of integers to integers or bytes. Throws RangeError for anything else. */
function readMap(cbor: Uint8Array): Map<number, number | Uint8Array> {
  let at = 0;
  const read = (): { major: number; value: number } => {
    const first = cbor[at++] ?? 0xff;
    const short = first & 31;
    if (short < 24) return { major: first >> 5, value: short };
    const length = [1, 2][short - 24];
    if (length === undefined || at + length > cbor.length) throw new RangeError('no COSE key');
    const value = cbor.subarray(at, at + length).reduce((sum, each) => sum * 256 + each, 0);
    at += length;
    return { major: first >> 5, value };
  };
  const item = (): number | Uint8Array => {
    const { major, value } = read();
    if (major === 0) return value;
    if (major === 1) return -1 - value;
    if (major !== 2 || at + value > cbor.length) throw new RangeError('no COSE key');
    at += value;
    return cbor.subarray(at - value, at);
  };
  const { major, value: pairs } = read();
  const map = new Map<number, number | Uint8Array>();
  if (major !== 5) throw new RangeError('no COSE key');
  for (let pair = 0; pair < pairs; pair += 1) {
    const label = item();
    if (typeof label !== 'number' || map.has(label)) throw new RangeError('no COSE key');
    map.set(label, item());
  }
  if (at !== cbor.length) throw new RangeError('no COSE key');
  return map;
}

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (each) => Number.parseInt(each, 16));

function fromBase64url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

const toBase64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
