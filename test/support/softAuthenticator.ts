// An authenticator in software, as WebAuthn has one: it registers, and signs whatever challenge it is given. One algorithm and one key each.
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export type Algorithm = 'ES256' | 'RS256' | 'EdDSA';

export interface Answering {
  origin?: string;
  rpId?: string;
  /** User present 1, user verified 4. */
  flags?: number;
  counter?: number;
  type?: string;
  /** Asked for in a page that stands in one of another origin. */
  crossOrigin?: boolean;
}

const made = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};

export const base64url = (bytes: Buffer): string => bytes.toString('base64url');

export class SoftAuthenticator {
  readonly credentialId: string;
  /** The COSE key. */
  readonly publicKey: string;
  readonly #cose: Buffer;
  readonly #privateKey: KeyObject;
  readonly #algorithm: Algorithm;
  readonly #site: { rpId: string; origin: string };

  constructor(algorithm: Algorithm = 'ES256', site = { rpId: 'localhost', origin: 'http://localhost' }) {
    const { privateKey, publicKey } = made[algorithm]();
    this.#privateKey = privateKey;
    this.#algorithm = algorithm;
    this.#site = site;
    this.#cose = coseOf(publicKey);
    this.publicKey = base64url(this.#cose);
    this.credentialId = base64url(createHash('sha256').update(this.#cose).digest().subarray(0, 20));
  }

  /** As `navigator.credentials.get` answers; the challenge is in base64url. */
  assert(challenge: string, { type = 'webauthn.get', flags = 5, ...given }: Answering = {}) {
    const clientDataJSON = clientData(type, challenge, given.origin ?? this.#site.origin, given.crossOrigin);
    const authenticatorData = authenticator(given.rpId ?? this.#site.rpId, flags, given.counter ?? 0);
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientDataJSON).digest()]);
    const signature = sign(this.#algorithm === 'EdDSA' ? null : 'sha256', signed, this.#privateKey);
    return {
      clientDataJSON: base64url(clientDataJSON),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(signature),
    };
  }

  /** The same, as the page posts it. */
  answer(challenge: string, answering: Answering = {}): string {
    return this.#posted(this.assert(challenge, answering));
  }

  /** As `navigator.credentials.create` answers, without an attestation, as the page posts it. */
  register(challenge: string, { flags = 5, ...given }: Answering = {}): string {
    const id = Buffer.from(this.credentialId, 'base64url');
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, this.#cose]);
    const data = Buffer.concat([authenticator(given.rpId ?? this.#site.rpId, flags | 0x40, 0), attested]);
    const object = Buffer.concat([
      Buffer.from([0xa3, 0x63]),
      Buffer.from('fmt'),
      Buffer.from([0x64]),
      Buffer.from('none'),
      Buffer.from([0x67]),
      Buffer.from('attStmt'),
      Buffer.from([0xa0, 0x68]),
      Buffer.from('authData'),
      Buffer.from([0x59, data.length >> 8, data.length & 255]),
      data,
    ]);
    const clientDataJSON = clientData('webauthn.create', challenge, given.origin ?? this.#site.origin);
    return this.#posted({ clientDataJSON: base64url(clientDataJSON), attestationObject: base64url(object) });
  }

  #posted(response: object): string {
    const id = this.credentialId;
    return JSON.stringify({ id, rawId: id, type: 'public-key', response, clientExtensionResults: {} });
  }
}

const clientData = (type: string, challenge: string, origin: string, crossOrigin = false): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }));

function authenticator(rpId: string, flags: number, counter: number): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count]);
}

/** RFC 9052 and 9053, by hand: integers are labels, byte strings are what the key is made of. */
function coseOf(key: KeyObject): Buffer {
  const jwk = key.export({ format: 'jwk' });
  const bytes = (part: string | undefined) => {
    const value = Buffer.from(part ?? '', 'base64url');
    const { length } = value;
    const head = length < 24 ? [0x40 | length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
    return Buffer.concat([Buffer.from(head), value]);
  };
  const of = (...parts: (number | Buffer)[]) =>
    Buffer.concat(parts.map((each) => (typeof each === 'number' ? Buffer.from([each]) : each)));
  if (jwk.kty === 'EC') return of(0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, bytes(jwk.x), 0x22, bytes(jwk.y));
  if (jwk.kty === 'OKP') return of(0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, bytes(jwk.x));
  return of(0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, bytes(jwk.n), 0x21, bytes(jwk.e));
}
