// The default store: a folder with one file per digest. A file is there whole or not at all.
import { createReadStream } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertDigest, StorageError, type FileStore } from './fileStore.ts';
import { receiveFile } from './incomingFile.ts';

const oneDay = 86_400_000;

export async function openFolderStore(folder: string): Promise<FileStore> {
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true });
  await removeForgottenParts(incoming);
  const pathOf = (sha256: string): string => {
    assertDigest(sha256);
    return join(folder, sha256.slice(0, 2), sha256.slice(2));
  };
  const has: FileStore['has'] = async (sha256) => {
    const found = await stat(pathOf(sha256)).catch(notThere);
    // A volume that is not mounted leaves an empty folder, in which nothing would be found either.
    if (!found) await access(incoming);
    return found && { sizeBytes: found.size };
  };
  return {
    has,
    async put(source, options) {
      const { path, sha256, sizeBytes } = await receiveFile(incoming, source, options?.maxBytes);
      // Also over the same file: what takes less time for a file that is there would tell whoever sends one that others have it.
      await moveInto(path, join(folder, sha256.slice(0, 2)), pathOf(sha256));
      return { sha256, sizeBytes };
    },
    async open(sha256) {
      if (!(await has(sha256))) throw new StorageError('FILE_NOT_FOUND', `The store has no file ${sha256}.`);
      return createReadStream(pathOf(sha256));
    },
    async remove(sha256) {
      const path = pathOf(sha256);
      if (!(await has(sha256))) return;
      await rm(path, { force: true });
      await flush(dirname(path));
    },
    check: () => access(incoming, constants.W_OK),
  };
}

/** Folders are flushed as well: a name that is not on disk would lose a file that is. */
async function moveInto(from: string, folder: string, to: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  await rename(from, to);
  await flush(folder);
  if (made !== undefined) await flush(dirname(folder));
}

/** Some systems cannot flush a folder; then there is nothing more to do for it. */
async function flush(folder: string): Promise<void> {
  const directory = await open(folder, 'r').catch(() => undefined);
  await directory?.sync().catch(() => undefined);
  await directory?.close();
}

/** Uploads cut off by a crash leave a part behind. */
async function removeForgottenParts(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const found = await stat(join(incoming, name)).catch(notThere);
    if (found && Date.now() - found.mtimeMs > oneDay) await rm(join(incoming, name), { force: true });
  }
}

function notThere(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
