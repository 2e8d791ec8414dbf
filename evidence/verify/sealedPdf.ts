// A sealed PDF taken apart: what the seal covers, whose it is, whether it holds, its timestamp, and the data attached.
import type * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { toHex } from '../ledger/checkpoint.ts';
import { isSame } from '../ledger/merkleTree.ts';
import { BagError, type Primitives } from './bag.ts';
import { hexDigestOf } from './hashing.ts';

export interface CheckedSeal {
  signer: string;
  /** SHA-256 over the DER of the sealing certificate. */
  fingerprint: string;
  level: 'B-B' | 'B-T';
  /** The authority and its time; at level B-T. */
  timestamp?: { authority: string; at: string };
}

const oids = {
  contentType: '1.2.840.113549.1.9.3',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
};

/** One character per byte. */
const asText = (bytes: Uint8Array): string => new TextDecoder('windows-1252').decode(bytes);
const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

interface Signed {
  content: Uint8Array;
  cms: Uint8Array;
}

/** A seal counts only when it is the one signature of the file and covers every byte but its own. */
function signedPart(pdf: Uint8Array): Signed {
  const text = asText(pdf);
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  const [range] = ranges;
  if (!range) throw new BagError('the PDF carries no seal');
  if (ranges.length > 1) throw new BagError('the PDF carries more than one signature');
  const [start = 0, length = 0, second = 0, rest = 0] = range.slice(1).map(Number);
  const isWhole = start === 0 && second + rest === pdf.length && second > length;
  if (!isWhole) throw new BagError('the seal does not cover the whole PDF; something was added or cut off');
  const digits = text.slice(length, second);
  if (!/^<[0-9a-fA-F]*>$/.test(digits)) throw new BagError('what the seal leaves out is not the seal itself');
  if (!text.slice(0, length).includes('/SubFilter /ETSI.CAdES.detached'))
    throw new BagError('the seal is no PAdES signature');
  const content = new Uint8Array(length + rest);
  content.set(pdf.subarray(0, length));
  content.set(pdf.subarray(second), length);
  const cms = Uint8Array.from(digits.slice(1, -1).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return { content, cms };
}

function signedDataOf(der: ArrayBuffer): pkijs.SignedData {
  const info = pkijs.ContentInfo.fromBER(der);
  return new pkijs.SignedData({ schema: info.content as asn1js.AsnType });
}

const nameOf = (name: pkijs.RelativeDistinguishedNames): string =>
  name.typesAndValues.map((each) => String(each.value.valueBlock.value)).join(', ');

export async function checkSeal(pdf: Uint8Array, primitives: Primitives): Promise<CheckedSeal> {
  const { content, cms } = signedPart(pdf);
  let signed: pkijs.SignedData;
  try {
    signed = signedDataOf(bufferOf(cms));
  } catch {
    throw new BagError('the seal is damaged: it cannot be read');
  }
  const certificate = await verified(
    signed,
    bufferOf(content),
    'the seal does not hold: the PDF or the seal was changed',
  );
  const [signer] = signed.signerInfos;
  const der = new Uint8Array(certificate.toSchema().toBER(false));
  const digest = hexDigestOf(primitives, der);
  const named = signer?.signedAttrs?.attributes.find((each) => each.type === oids.signingCertificateV2);
  const attribute = named && new Uint8Array(named.toSchema().toBER(false));
  if (!attribute || !toHex(attribute).includes(digest))
    throw new BagError('the seal does not name the certificate it was made with');
  const timestamp = signer && (await timestampOf(signer));
  return {
    signer: nameOf(certificate.subject),
    fingerprint: digest,
    level: timestamp ? 'B-T' : 'B-B',
    ...(timestamp ? { timestamp } : {}),
  };
}

/** The certificate of the only signer, after its signature was found to hold over `data`. */
async function verified(signed: pkijs.SignedData, data: ArrayBuffer, otherwise: string): Promise<pkijs.Certificate> {
  if (signed.signerInfos.length !== 1) throw new BagError('a signature is by one signer; this one is not');
  try {
    const result = await signed.verify({ signer: 0, data, checkChain: false, extendedMode: true });
    if (result.signatureVerified === true && result.signerCertificate) return result.signerCertificate;
  } catch {
    // Told below: whatever went wrong, it does not hold.
  }
  throw new BagError(otherwise);
}

async function timestampOf(signer: pkijs.SignerInfo): Promise<CheckedSeal['timestamp']> {
  const attribute = signer.unsignedAttrs?.attributes.find((each) => each.type === oids.timeStampToken);
  const [token] = (attribute?.values ?? []) as asn1js.AsnType[];
  if (!token) return undefined;
  const broken = 'the timestamp of the seal does not hold';
  try {
    const cms = signedDataOf(token.toBER(false));
    const info = pkijs.TSTInfo.fromBER(cms.encapContentInfo.eContent?.getValue() ?? new ArrayBuffer(0));
    const value = new Uint8Array(signer.signature.valueBlock.valueHexView);
    const imprint = new Uint8Array(info.messageImprint.hashedMessage.valueBlock.valueHexView);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', value));
    if (!isSame(imprint, digest)) throw new BagError(broken);
    const certificate = await verified(cms, bufferOf(value), broken);
    return { authority: nameOf(certificate.subject), at: info.genTime.toISOString() };
  } catch {
    throw new BagError(broken);
  }
}

/** The one file attached to the PDF. */
export async function attachmentOf(pdf: Uint8Array): Promise<Uint8Array> {
  const text = asText(pdf);
  const typeAt = text.indexOf('/EmbeddedFile\n');
  const [objectAt, streamAt] = [text.lastIndexOf(' obj', typeAt), text.indexOf('\nstream\n', typeAt)];
  const dictionary = text.slice(objectAt, streamAt);
  const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? Number.NaN);
  if (typeAt < 0 || streamAt < 0 || !Number.isInteger(length)) throw new BagError('the PDF has no data attached');
  const raw = pdf.slice(streamAt + 8, streamAt + 8 + length);
  if (!dictionary.includes('/FlateDecode')) return raw;
  try {
    const unpacked = new Blob([raw]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Uint8Array(await new Response(unpacked).arrayBuffer());
  } catch {
    throw new BagError('the data attached to the PDF cannot be unpacked');
  }
}
