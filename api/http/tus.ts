// What of the tus protocol 1.0 stands in header fields, for routes and pages alike.
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Upload } from '../../db/uploads.ts';
import { SignOffError } from '../../domain/errors.ts';
import { fileName } from '../../domain/terms/text.ts';
import { pieceType } from './limits.ts';
import { HttpProblem } from './problems.ts';

/** What an upload is begun with, beside its length. */
export const announcedFile = z.object({
  fileName,
  mediaType: z
    .string()
    .max(200)
    .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/, 'give a media type, e.g. application/pdf')
    .default('application/octet-stream'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'give a SHA-256 in lower-case hexadecimal')
    .optional()
    .describe('of the whole, as the sender has it; compared, and what an upload that was begun is found again by'),
});

export const bytes = z.string().regex(/^\d{1,15}$/);

/** Throws INVALID_MESSAGE. */
export function bytesIn(request: Request, field: 'Upload-Length' | 'Upload-Offset'): number {
  const given = request.get(field) ?? '';
  if (bytes.safeParse(given).success) return Number(given);
  throw new SignOffError('INVALID_MESSAGE', `Give ${field}, in bytes, as a whole number.`, { field });
}

/** Throws INVALID_MESSAGE, also for an empty file. */
export function lengthIn(request: Request, named: string): number {
  const length = bytesIn(request, 'Upload-Length');
  if (length > 0) return length;
  throw new SignOffError('INVALID_MESSAGE', `${named} is empty; choose the file that was meant.`, {
    field: 'Upload-Length',
  });
}

/** Throws MEDIA_TYPE_UNSUPPORTED, or INVALID_MESSAGE. */
export function offsetIn(request: Request): number {
  if (!request.is(pieceType))
    throw new HttpProblem('MEDIA_TYPE_UNSUPPORTED', `Send a piece as ${pieceType}.`, 'Content-Type');
  return bytesIn(request, 'Upload-Offset');
}

export type ToldUpload = Pick<Upload, 'uploadId' | 'fileName' | 'lengthBytes' | 'receivedBytes' | 'expiresAt'>;

/** In header fields as tus has them, and the same in words. */
export function tell(response: Response, upload: Upload): ToldUpload {
  const { uploadId, fileName: name, lengthBytes, receivedBytes, expiresAt } = upload;
  response.set({
    'Tus-Resumable': '1.0.0',
    'Upload-Offset': `${receivedBytes}`,
    'Upload-Length': `${lengthBytes}`,
    'Upload-Expires': new Date(expiresAt).toUTCString(),
  });
  return { uploadId, fileName: name, lengthBytes, receivedBytes, expiresAt };
}
