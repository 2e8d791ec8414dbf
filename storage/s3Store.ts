// An S3-compatible place for files, by setting. Credentials come from where the AWS SDK always looks for them.
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { patient, type Patience } from './awsPatience.ts';
import type { ObjectStore } from './objectStore.ts';

export async function openS3Store(address: URL, patience?: Patience): Promise<ObjectStore> {
  const bucket = address.hostname;
  const prefix = address.pathname.replace(/^\/|\/$/g, '');
  const endpoint = address.searchParams.get('endpoint');
  const client = new S3Client({
    region: address.searchParams.get('region') ?? 'us-east-1',
    forcePathStyle: address.searchParams.get('forcePathStyle') === 'true',
    ...(endpoint ? { endpoint } : {}),
    ...patient(patience),
  });
  const keyOf = (name: string): string => [prefix, name.slice(0, 2), name.slice(2)].filter(Boolean).join('/');
  const check = async (): Promise<void> => {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  };
  const get = async (name: string, range?: string) => {
    const asked = new GetObjectCommand({ Bucket: bucket, Key: keyOf(name), ...(range ? { Range: range } : {}) });
    const found = await client.send(asked).catch(notThere);
    // A bucket that is not there may answer like an object that is not.
    if (!found) await check();
    return found;
  };
  return {
    check,
    async stage() {
      const folder = await mkdtemp(join(tmpdir(), 'milestone-upload-'));
      return { folder, release: () => rm(folder, { recursive: true, force: true }) };
    },
    /** The name is known only after the last byte: hence by way of a file, in parts. */
    async keep(name, { path, sizeBytes }) {
      const params = { Bucket: bucket, Key: keyOf(name), Body: createReadStream(path), ContentLength: sizeBytes };
      await new Upload({ client, params }).done();
    },
    async open(name) {
      return (await get(name))?.Body as Readable | undefined;
    },
    async peek(name, bytes) {
      const found = await get(name, `bytes=0-${bytes - 1}`);
      if (!found) return undefined;
      const sizeBytes = Number(found.ContentRange?.split('/')[1] ?? found.ContentLength ?? 0);
      return { start: await buffer(found.Body as Readable), sizeBytes };
    },
    async remove(name) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
    },
  };
}

function notThere(error: unknown): undefined {
  if (error instanceof S3ServiceException && (error.$metadata.httpStatusCode === 404 || error.name === 'NoSuchKey'))
    return undefined;
  throw error;
}
