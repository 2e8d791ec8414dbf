// A signature drawn by hand on the page: an image kept by its digest as evidence. It proves nothing by itself.
import { Readable } from 'node:stream';
import { SignOffError } from '../domain/errors.ts';
import { drawnSignatureLimits } from '../domain/records/filesNeeded.ts';
import type { FileStore } from '../storage/fileStore.ts';

const prefix = 'data:image/png;base64,';
const pngMagic = Buffer.from(drawnSignatureLimits.firstBytes);

/** SHA-256 of the stored image; undefined when nothing was drawn. Throws INVALID_MESSAGE for anything but a small PNG. */
export async function keepDrawnSignature(files: FileStore, drawn: string | undefined): Promise<string | undefined> {
  if (!drawn) return undefined;
  const image = drawn.startsWith(prefix) ? Buffer.from(drawn.slice(prefix.length), 'base64') : Buffer.alloc(0);
  if (image.length > drawnSignatureLimits.bytes || !image.subarray(0, pngMagic.length).equals(pngMagic))
    throw new SignOffError(
      'INVALID_MESSAGE',
      'The drawn signature is not a small PNG image; clear it and draw again.',
      {
        field: 'drawnSignature',
      },
    );
  return (await files.put(Readable.from([image]))).sha256;
}
