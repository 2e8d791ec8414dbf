// A signature drawn by hand on the page: an image kept by its digest as evidence. It proves nothing by itself.
import { Readable } from 'node:stream';
import { keepDrawnSignature } from '../db/drawnSignatures.ts';
import { PageProblem, PageRefusal } from './problemWords.ts';
import { drawnSignatureLimits } from '../domain/records/filesNeeded.ts';
import type { Files } from '../storage/fileStore.ts';
import type { OpenedRequest } from './resolveLink.ts';

const prefix = 'data:image/png;base64,';
const pngMagic = Buffer.from(drawnSignatureLimits.firstBytes);

/**
 * SHA-256 of the stored image, on record as drawn behind this request; undefined when nothing was drawn. Throws
 * INVALID_MESSAGE for anything but a small PNG.
 */
export async function takeDrawnSignature(
  files: Files,
  { db, request: { requestId, milestoneId, engagementId } }: Pick<OpenedRequest, 'db' | 'request'>,
  drawn: string | undefined,
): Promise<string | undefined> {
  if (!drawn) return undefined;
  const image = drawn.startsWith(prefix) ? Buffer.from(drawn.slice(prefix.length), 'base64') : Buffer.alloc(0);
  if (image.length > drawnSignatureLimits.bytes || !image.subarray(0, pngMagic.length).equals(pngMagic))
    throw new PageRefusal('INVALID_MESSAGE', ({ say }) => say('refusal.drawing'), {
      field: 'drawnSignature',
    });
  const { sha256 } = await files.put(Readable.from([image]));
  const isThere = async () => (await files.has(sha256)) !== undefined;
  if (await keepDrawnSignature(db, { engagementId, milestoneId, requestId, sha256 }, isThere)) return sha256;
  throw new PageProblem('DEPENDENCY_DOWN', ({ say }) => say('refusal.drawingGone'), 'drawnSignature');
}
