// A key and a certificate that names itself as its issuer, as the one file with a password that signing libraries take.
import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

const days = (count: number): number => count * 86_400_000;

export function makeSigningKey(commonName: string, password: string, now: Date): Buffer {
  const { privateKey: pem } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const privateKey = forge.pki.privateKeyFromPem(pem);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(now.getTime() - days(1));
  certificate.validity.notAfter = new Date(now.getTime() + days(365));
  const name = [{ name: 'commonName', value: commonName }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(privateKey, forge.md.sha256.create());
  const container = forge.pkcs12.toPkcs12Asn1(privateKey, [certificate], password);
  return Buffer.from(forge.asn1.toDer(container).getBytes(), 'binary');
}
