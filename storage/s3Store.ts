// An S3-compatible store, by setting. Credentials come from where the AWS SDK always looks for them.
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { assertDigest, StorageError, type FileStore } from './fileStore.ts';
import { receiveFile, type IncomingFile } from './incomingFile.ts';

export async function openS3Store(address: URL): Promise<FileStore> {
  const bucket = address.hostname;
  const prefix = address.pathname.replace(/^\/|\/$/g, '');
  const endpoint = address.searchParams.get('endpoint');
  const client = new S3Client({
    region: address.searchParams.get('region') ?? 'us-east-1',
    forcePathStyle: address.searchParams.get('forcePathStyle') === 'true',
    ...(endpoint ? { endpoint } : {}),
  });
  const keyOf = (sha256: string): string => {
    assertDigest(sha256);
    return [prefix, sha256.slice(0, 2), sha256.slice(2)].filter(Boolean).join('/');
  };
  const check = async (): Promise<void> => {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  };
  const has: FileStore['has'] = async (sha256) => {
    const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: keyOf(sha256) })).catch(notThere);
    // The answer to HEAD has no body, so a bucket that is not there answers like an object that is not.
    if (!found) await check();
    return found && { sizeBytes: found.ContentLength ?? 0 };
  };
  return {
    has,
    check,
    async put(source, options) {
      // A source that breaks off before the first byte is read must not bring the process down; receiving it will fail.
      source.on('error', () => undefined);
      const folder = await mkdtemp(join(tmpdir(), 'milestone-upload-'));
      try {
        const file = await receiveFile(folder, source, options?.maxBytes);
        // Also where it is there: what takes less time then would tell whoever sends a file that others have it.
        await upload(client, bucket, keyOf(file.sha256), file);
        return { sha256: file.sha256, sizeBytes: file.sizeBytes };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async open(sha256) {
      const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(sha256) })).catch(notThere);
      if (!found) await check();
      if (!found?.Body) throw new StorageError('FILE_NOT_FOUND', `The store has no file ${sha256}.`);
      return found.Body as Readable;
    },
    async remove(sha256) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(sha256) }));
    },
  };
}

/** The key is the digest, which is known only after the last byte: hence by way of a file, in parts. */
async function upload(client: S3Client, bucket: string, key: string, file: IncomingFile): Promise<void> {
  const parallel = new Upload({
    client,
    params: { Bucket: bucket, Key: key, Body: createReadStream(file.path), ContentLength: file.sizeBytes },
  });
  await parallel.done();
}

function notThere(error: unknown): undefined {
  if (error instanceof S3ServiceException && (error.$metadata.httpStatusCode === 404 || error.name === 'NoSuchKey'))
    return undefined;
  throw error;
}
