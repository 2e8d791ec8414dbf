// The firm's seal: a key and its certificates from a PKCS#12 file, or a development one made at first start.
import { createPrivateKey, createPublicKey, randomBytes, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import forge from 'node-forge';
import { readOrMake } from '../ledger/readOrMake.ts';

export interface SealKey {
  privateKey: KeyObject;
  /** The sealing certificate first, then those above it. */
  certificates: X509Certificate[];
  isDevelopment: boolean;
}

/** On every page and in every dialogue that shows the name, so that nobody takes it for a firm's. */
const developmentName = 'DEVELOPMENT SEAL of this installation - names no firm';

/** Throws with the setting to correct when the file cannot be read or opened. */
export async function readSealKey(path: string, password: string): Promise<SealKey> {
  const bytes = await readFile(path).catch((cause: Error) => {
    throw new Error(`SEAL_PKCS12 names ${path}, which cannot be read: ${cause.message}`, { cause });
  });
  try {
    return parseSealKey(bytes, password);
  } catch (cause) {
    throw new Error(
      `SEAL_PKCS12: ${path} cannot be used with SEAL_PASSWORD as it is: ${(cause as Error).message}. It must be a PKCS#12 file with one private key (RSA, or EC on P-256 or P-384) and its certificate.`,
      { cause },
    );
  }
}

function parseSealKey(bytes: Buffer, password: string): SealKey {
  const store = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(bytes.toString('binary')), password);
  const bags = store.safeContents.flatMap((each) => each.safeBags);
  const keys = bags.filter(
    (each) => each.type === forge.pki.oids.pkcs8ShroudedKeyBag || each.type === forge.pki.oids.keyBag,
  );
  const [keyBag] = keys;
  if (!keyBag || keys.length > 1) throw new Error(`it holds ${keys.length} private keys`);
  const privateKey = createPrivateKey({
    key: derOf(keyBag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(keyBag.key)) : keyBag.asn1),
    format: 'der',
    type: 'pkcs8',
  });
  const certificates = bags
    .filter((each) => each.type === forge.pki.oids.certBag)
    .map((each) => new X509Certificate(derOf(each.cert ? forge.pki.certificateToAsn1(each.cert) : each.asn1)));
  const own = certificates.find((each) => each.checkPrivateKey(privateKey));
  if (!own) throw new Error('none of its certificates is of its key');
  const isDevelopment = own.subject.includes(developmentName);
  return { privateKey, certificates: [own, ...certificates.filter((each) => each !== own)], isDevelopment };
}

const derOf = (asn1: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');

const developmentPassword = 'development';

/** Made once; whoever can read the state folder can seal with it, which is why it says so itself. */
export async function developmentSealKey(path: string): Promise<SealKey> {
  return parseSealKey(await readOrMake(path, makeDevelopmentKey), developmentPassword);
}

const years = 10;
/** A longer one takes a first start longer to make, and proves no more of a key that anybody can make. */
const developmentBits = 2048;

async function makeDevelopmentKey(): Promise<Buffer> {
  const keys = await new Promise<forge.pki.rsa.KeyPair>((resolve, reject) =>
    forge.pki.rsa.generateKeyPair({ bits: developmentBits }, (error: Error | null, pair) =>
      error ? reject(error) : resolve(pair),
    ),
  );
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = `00${randomBytes(16).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000);
  certificate.validity.notAfter = new Date(Date.now() + years * 365 * 86_400_000);
  const name = [{ name: 'commonName', value: developmentName }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  const store = forge.pkcs12.toPkcs12Asn1(keys.privateKey, [certificate], developmentPassword, {
    algorithm: 'aes256',
    // Once over: nobody has to guess a password that stands here, and every start and command pays for each turn.
    count: 1,
  });
  return Buffer.from(forge.asn1.toDer(store).getBytes(), 'binary');
}

/** What the certificate says of the seal, as read from its X.509 certificate. */
export interface SealIdentity {
  subject: string;
  issuer: string;
  serialNumber: string;
  /** SHA-256 over the DER of the certificate. */
  fingerprint: string;
  validFrom: string;
  validTo: string;
  isDevelopment: boolean;
}

const named = (distinguishedName: string): string => distinguishedName.split('\n').join(', ');

/** The common name of the seal, or all of its subject where it has none. */
export function sealName({ certificates: [own] }: SealKey): string {
  const subject = own?.subject ?? '';
  const line = subject.split('\n').find((each) => each.startsWith('CN='));
  return line ? line.slice(3).replace(/\\(.)/g, '$1') : named(subject);
}

export function sealIdentity({ certificates: [own], isDevelopment }: SealKey): SealIdentity {
  if (!own) throw new RangeError('A seal has a certificate');
  return {
    subject: named(own.subject),
    issuer: named(own.issuer),
    serialNumber: own.serialNumber,
    fingerprint: own.fingerprint256.replaceAll(':', '').toLowerCase(),
    validFrom: new Date(own.validFrom).toISOString(),
    validTo: new Date(own.validTo).toISOString(),
    isDevelopment,
  };
}

/** The parameters WebCrypto needs for the key. Throws for a kind of key that PDF readers would not accept. */
export function algorithmOf({ privateKey }: SealKey): RsaHashedImportParams | EcKeyImportParams {
  const { asymmetricKeyType: kind } = privateKey;
  if (kind === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const curve = createPublicKey(privateKey).export({ format: 'jwk' }).crv;
  if (kind === 'ec' && (curve === 'P-256' || curve === 'P-384')) return { name: 'ECDSA', namedCurve: curve };
  throw new Error(`The key of the seal is ${kind ?? 'unknown'}; use RSA, or EC on P-256 or P-384.`);
}
