// CAdES signatures as PAdES B-B and B-T want them: made by the seal, and raised by a timestamp without touching what is signed.
import { webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { sha256 } from '../ledger/logSigner.ts';
import { algorithmOf, type SealKey } from './sealKey.ts';

const oids = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  /** ESS, RFC 5035. */
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  /** RFC 3161, appendix A. */
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
};

const bytesOf = (data: Uint8Array): ArrayBuffer => new Uint8Array(data).buffer;
const attribute = (type: string, ...values: unknown[]): pkijs.Attribute => new pkijs.Attribute({ type, values });
const certificateOf = (der: Uint8Array): pkijs.Certificate => pkijs.Certificate.fromBER(bytesOf(der));

/** DER wants the members of a set in the order of their encodings. */
function inDerOrder(attributes: pkijs.Attribute[]): pkijs.Attribute[] {
  const encoded = attributes.map((each) => ({ each, der: Buffer.from(each.toSchema().toBER(false)) }));
  return encoded.sort((one, other) => Buffer.compare(one.der, other.der)).map(({ each }) => each);
}

/** Detached CMS over `content`; the signing time stands in the PDF's own dictionary, as PAdES wants it. */
export async function signDetached(content: Uint8Array, seal: SealKey): Promise<Uint8Array> {
  const certificates = seal.certificates.map((each) => certificateOf(each.raw));
  const [own] = certificates;
  if (!own) throw new RangeError('A seal has a certificate');
  const certificateHash = sha256(new Uint8Array(own.toSchema().toBER(false)));
  const signed = inDerOrder([
    attribute(oids.contentType, new asn1js.ObjectIdentifier({ value: pkijs.ContentInfo.DATA })),
    attribute(oids.messageDigest, new asn1js.OctetString({ valueHex: bytesOf(sha256(content)) })),
    attribute(oids.signingCertificateV2, signingCertificate(certificateHash)),
  ]);
  const cms = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: pkijs.ContentInfo.DATA }),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({ issuer: own.issuer, serialNumber: own.serialNumber }),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes: signed }),
      }),
    ],
    certificates,
  });
  const key = await webcrypto.subtle.importKey(
    'pkcs8',
    seal.privateKey.export({ format: 'der', type: 'pkcs8' }),
    algorithmOf(seal),
    false,
    ['sign'],
  );
  await cms.sign(key, 0, 'SHA-256', bytesOf(content));
  return contentInfo(cms);
}

/** SigningCertificateV2 with the default hash algorithm, SHA-256, left out as DER wants it. */
const signingCertificate = (hash: Uint8Array): asn1js.Sequence =>
  new asn1js.Sequence({
    value: [
      new asn1js.Sequence({
        value: [new asn1js.Sequence({ value: [new asn1js.OctetString({ valueHex: bytesOf(hash) })] })],
      }),
    ],
  });

const contentInfo = (cms: pkijs.SignedData): Uint8Array =>
  new Uint8Array(
    new pkijs.ContentInfo({ contentType: pkijs.ContentInfo.SIGNED_DATA, content: cms.toSchema(true) })
      .toSchema()
      .toBER(false),
  );

function parseSignedData(der: Uint8Array): pkijs.SignedData {
  const info = pkijs.ContentInfo.fromBER(bytesOf(der));
  if (info.contentType !== pkijs.ContentInfo.SIGNED_DATA) throw new Error('This is no CMS signature.');
  return new pkijs.SignedData({ schema: info.content as asn1js.AsnType });
}

/** The value of the only signature, which is what a signature timestamp is over. */
export function signatureValue(der: Uint8Array): Uint8Array {
  const [signer] = parseSignedData(der).signerInfos;
  if (!signer) throw new Error('The CMS holds no signature.');
  return new Uint8Array(signer.signature.valueBlock.valueHexView);
}

/** The same signature with the timestamp token beside it. */
export function withTimestamp(der: Uint8Array, token: Uint8Array): Uint8Array {
  const cms = parseSignedData(der);
  const [signer] = cms.signerInfos;
  if (!signer) throw new Error('The CMS holds no signature.');
  const parsed = asn1js.fromBER(bytesOf(token));
  signer.unsignedAttrs = new pkijs.SignedAndUnsignedAttributes({
    type: 1,
    attributes: [attribute(oids.timeStampToken, parsed.result)],
  });
  return contentInfo(cms);
}
