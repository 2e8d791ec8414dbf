// Seals a PDF at PAdES B-B, and raises a sealed one to B-T. The caller records the first result: no two seals are alike.
import { signDetached, withTimestamp } from './cades.ts';
import { sealName, type SealKey } from './sealKey.ts';
import { signatureRoom, signedBytes, withSignature, withSignatureField, type PreparedPdf } from './signatureField.ts';

export type SealLevel = 'B-B' | 'B-T';

export async function sealPdf(
  pdf: Buffer,
  seal: SealKey,
  { reason, at }: { reason: string; at: string },
): Promise<Buffer> {
  const prepared = withSignatureField(pdf, { signer: sealName(seal), reason, at });
  return withSignature(prepared, await signDetached(signedBytes(prepared), seal));
}

/** The sealed PDF taken apart again: its signature without the padding. */
export function signatureOf(pdf: Buffer): PreparedPdf & { signature: Uint8Array } {
  const contentsAt = pdf.lastIndexOf('/Contents <', undefined, 'latin1') + '/Contents '.length;
  const digits = pdf.subarray(contentsAt + 1, contentsAt + 1 + signatureRoom * 2).toString('latin1');
  const room = Buffer.from(digits, 'hex');
  return { pdf, contentsAt, signature: new Uint8Array(room.subarray(0, derLength(room))) };
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
