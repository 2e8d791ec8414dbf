// Sends a file of the store as an attachment, streamed; a look at its headers opens nothing.
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Files } from '../../storage/fileStore.ts';

export interface Sent {
  sha256: string;
  fileName: string;
  mediaType: string;
  sizeBytes?: number;
  /** For a browser to show; downloaded otherwise. */
  isInPlace?: boolean;
}

/** `onOpen` runs once the file is found to be there, before the first byte goes out. Throws StorageError FILE_NOT_FOUND. */
export async function sendStored(
  files: Files,
  response: Response,
  { sha256, fileName, mediaType, sizeBytes, isInPlace }: Sent,
  onOpen: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const content = response.req.method === 'HEAD' ? undefined : await files.open(sha256);
  if (content) await onOpen();
  response.attachment(fileName).type(mediaType).set('ETag', `"${sha256}"`);
  if (isInPlace === true) {
    const said = String(response.get('Content-Disposition'));
    response.set('Content-Disposition', said.replace(/^attachment/, 'inline'));
  }
  if (sizeBytes !== undefined) response.set('Content-Length', `${sizeBytes}`);
  if (!content) return void response.end();
  await pipeline(content, response);
}
