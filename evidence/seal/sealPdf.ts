// Seals a PDF at PAdES B-B, and raises a sealed one to B-T. The caller records the first result: no two seals are alike.
import { signDetached, withTimestamp } from './cades.ts';
import { sealName, type SealKey } from './sealKey.ts';
import { signedBytes, withSignature, withSignatureField, type PreparedPdf } from './signatureField.ts';

export type SealLevel = 'B-B' | 'B-T';

/** In bytes of DER beside the certificates: the largest signature in use, that of RSA-4096, has 512, and what is signed with it less. */
const roomForSignature = 2_000;
/** A token of RFC 3161 brings the certificates of its authority, up to three or four of some 2,000 bytes. */
const roomForTimestamp = 16_000;

export interface Sealed {
  reason: string;
  /** ISO 8601 UTC; the claimed time of sealing. */
  at: string;
  /** Whether room is left for the token of `timestampPdf`, most of which goes out empty with every mail. */
  isTimestampExpected: boolean;
}

export async function sealPdf(
  pdf: Buffer,
  seal: SealKey,
  { reason, at, isTimestampExpected }: Sealed,
): Promise<Buffer> {
  const certificates = seal.certificates.reduce((sum, { raw }) => sum + raw.length, 0);
  const room = certificates + roomForSignature + (isTimestampExpected ? roomForTimestamp : 0);
  const prepared = withSignatureField(pdf, { signer: sealName(seal), reason, at }, room);
  return withSignature(prepared, await signDetached(signedBytes(prepared), seal));
}

/** The sealed PDF taken apart again: its signature without the padding. */
export function signatureOf(pdf: Buffer): PreparedPdf & { signature: Uint8Array } {
  const contentsAt = pdf.lastIndexOf('/Contents <', undefined, 'latin1') + '/Contents '.length;
  const digits = pdf.subarray(contentsAt + 1, pdf.indexOf('>', contentsAt, 'latin1')).toString('latin1');
  const bytes = Buffer.from(digits, 'hex');
  return { pdf, contentsAt, room: bytes.length, signature: new Uint8Array(bytes.subarray(0, derLength(bytes))) };
}

/** Length of the DER value at the start of `bytes`; what follows is padding. */
function derLength(bytes: Buffer): number {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return 2 + first;
  return 2 + (first & 0x7f) + bytes.readUIntBE(2, first & 0x7f);
}

/** What is signed stays byte for byte; only the signature's own room gets the token. */
export function timestampPdf(pdf: Buffer, token: Uint8Array): Buffer {
  const { signature, ...prepared } = signatureOf(pdf);
  return withSignature(prepared, withTimestamp(signature, token));
}
