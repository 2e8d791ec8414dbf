// Asks an RFC 3161 timestamp authority for a token, and takes only one that is about what was asked.
import { randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { sha256 } from '../ledger/logSigner.ts';

const sha256Oid = '2.16.840.1.101.3.4.2.1';
const bytesOf = (data: Uint8Array): ArrayBuffer => new Uint8Array(data).buffer;

export interface Timestamp {
  /** DER of the token, a CMS ContentInfo. */
  token: Uint8Array;
  /** The authority's time, ISO 8601 UTC. */
  at: string;
}

/** Throws whenever there is no good token, with the reason; asking again later is the caller's affair. */
export async function requestTimestamp(url: string, data: Uint8Array, signal?: AbortSignal): Promise<Timestamp> {
  const nonce = randomBytes(8);
  nonce[0] = (nonce[0] ?? 0) & 0x7f || 1;
  const messageImprint = imprintOf(data);
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint,
    nonce: new asn1js.Integer({ valueHex: bytesOf(nonce) }),
    certReq: true,
  });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/timestamp-query', Accept: 'application/timestamp-reply' },
    body: request.toSchema().toBER(false),
    signal: AbortSignal.any([AbortSignal.timeout(30_000), ...(signal ? [signal] : [])]),
  });
  if (!response.ok) throw new Error(`The timestamp authority answered ${response.status}.`);
  return takeToken(new Uint8Array(await response.arrayBuffer()), data, nonce);
}

const imprintOf = (data: Uint8Array): pkijs.MessageImprint =>
  new pkijs.MessageImprint({
    hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: sha256Oid, algorithmParams: new asn1js.Null() }),
    hashedMessage: new asn1js.OctetString({ valueHex: bytesOf(sha256(data)) }),
  });

async function takeToken(reply: Uint8Array, data: Uint8Array, nonce: Uint8Array): Promise<Timestamp> {
  const { status, timeStampToken } = pkijs.TimeStampResp.fromBER(bytesOf(reply));
  if (Number(status.status) > 1 || !timeStampToken)
    throw new Error(
      `The timestamp authority refused: status ${status.status} ${(status.statusStrings ?? []).map((each) => each.valueBlock.value).join(' ')}`.trim(),
    );
  const token = new Uint8Array(timeStampToken.toSchema().toBER(false));
  const cms = new pkijs.SignedData({ schema: timeStampToken.content as asn1js.AsnType });
  const content = cms.encapContentInfo.eContent?.getValue();
  if (!content) throw new Error('The timestamp token says nothing.');
  const info = pkijs.TSTInfo.fromBER(content);
  const imprint = Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView);
  if (!imprint.equals(Buffer.from(sha256(data)))) throw new Error('The timestamp token is about something else.');
  if (!info.nonce || !Buffer.from(info.nonce.valueBlock.valueHexView).equals(Buffer.from(nonce)))
    throw new Error('The timestamp token answers another request.');
  const { signatureVerified } = await cms.verify({
    signer: 0,
    data: bytesOf(data),
    checkChain: false,
    extendedMode: true,
  });
  if (signatureVerified !== true) throw new Error('The timestamp token does not verify.');
  return { token, at: info.genTime.toISOString() };
}
