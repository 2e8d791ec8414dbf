// Files sealed under the keys of their owners, in objects whose names say nothing: what a folder or bucket shows tells nobody which files an engagement has.
import { createHmac } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import type { FileKeys, FileOwner } from './fileKeys.ts';
import { assertDigest, StorageError, type Files, type FileStore } from './fileStore.ts';
import { receiveFile } from './incomingFile.ts';
import type { ObjectStore } from './objectStore.ts';
import {
  damaged,
  fileKeyOf,
  headerAtMost,
  isHeaderOf,
  plainSize,
  readHeader,
  unsealing,
  type FileIdentity,
  type Header,
} from './sealedFile.ts';

export const sealedFileStore = (objects: ObjectStore, keys: FileKeys): FileStore => ({
  of: (engagementId) => filesOf(objects, keys, engagementId),
  ofInstallation: filesOf(objects, keys, undefined),
  check: () => objects.check(),
});

/** Who has the name of an object and a file at hand still cannot tell whether they belong together. */
export function objectName(naming: Uint8Array, owner: FileOwner, sha256: string): string {
  assertDigest(sha256);
  return createHmac('sha256', naming)
    .update(JSON.stringify([owner ?? null, sha256]))
    .digest('hex');
}

function filesOf(objects: ObjectStore, keys: FileKeys, owner: FileOwner): Files {
  const nameOf = (sha256: string): string => objectName(keys.naming, owner, sha256);
  return {
    async put(source, options) {
      // A source that breaks off before the first byte is read must not bring the process down; receiving it will fail.
      source.on('error', () => undefined);
      const { folder, release } = await objects.stage();
      try {
        const key = await keys.current(owner);
        const { stored, part } = await receiveFile(folder, source, { key, owner, maxBytes: options?.maxBytes });
        // Also over the same file, which may be damaged.
        await objects.keep(nameOf(stored.sha256), part);
        return stored;
      } finally {
        await release();
      }
    },
    async open(sha256) {
      const object = await objects.open(nameOf(sha256));
      if (!object) throw new StorageError('FILE_NOT_FOUND', `The store has no file ${sha256}.`);
      return unsealed(object, keys, { owner, sha256 });
    },
    async has(sha256) {
      const found = await objects.peek(nameOf(sha256), headerAtMost);
      const header = found && readHeader(found.start);
      if (!header || !(await fileKey(keys, header, { owner, sha256 }))) return undefined;
      return { sizeBytes: plainSize(found.sizeBytes, header) };
    },
    async remove(sha256) {
      await objects.remove(nameOf(sha256));
    },
  };
}

/** Undefined where the header is not the one that this file was put in with. */
async function fileKey(keys: FileKeys, header: Header, identity: FileIdentity): Promise<Buffer | undefined> {
  try {
    const key = fileKeyOf(await keys.byId(header.keyId), header.salt, identity.owner);
    return isHeaderOf(key, header, identity) ? key : undefined;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'FILE_DAMAGED') return undefined;
    throw error;
  }
}

async function unsealed(object: Readable, keys: FileKeys, identity: FileIdentity): Promise<Readable> {
  try {
    const { header, rest } = await takeHeader(object);
    const key = header && (await fileKey(keys, header, identity));
    if (!key) throw damaged(identity.sha256, 'what lies in its place was not put in as this file');
    object.unshift(rest);
    // What goes wrong ends the stream that is handed out; nobody else has to hear of it.
    return pipeline(object, unsealing(key, identity.sha256), () => undefined);
  } catch (error) {
    object.destroy();
    throw error;
  }
}

async function takeHeader(object: Readable): Promise<{ header?: Header; rest: Buffer }> {
  let start = Buffer.alloc(0);
  for await (const chunk of object.iterator({ destroyOnReturn: false })) {
    start = Buffer.concat([start, chunk as Buffer]);
    const header = readHeader(start);
    if (header) return { header, rest: start.subarray(header.length) };
    if (start.length >= headerAtMost) break;
  }
  return { rest: start };
}
