// The default place for files: a folder with one file per object, for its owner alone. An object is there whole or not at all.
import { createReadStream } from 'node:fs';
import { access, chmod, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { ObjectStore } from './objectStore.ts';

const oneDay = 86_400_000;

export async function openFolderStore(folder: string): Promise<ObjectStore> {
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  // A folder that was there may be open to others.
  await chmod(folder, 0o700);
  await removeForgottenParts(incoming);
  const pathOf = (name: string): string => join(folder, name.slice(0, 2), name.slice(2));
  /**
   * A volume that is not mounted leaves an empty folder, in which nothing would be found either; one that has come back since was looked
   * at too early.
   */
  async function find<T>(look: () => Promise<T>): Promise<T | undefined> {
    const found = await look().catch(notThere);
    if (found !== undefined) return found;
    await access(incoming);
    return look().catch(notThere);
  }
  return {
    async stage() {
      return { folder: incoming, release: () => Promise.resolve() };
    },
    async keep(name, { path }) {
      await moveInto(path, pathOf(name)).catch(async (error: unknown) => {
        await rm(path, { force: true });
        throw error;
      });
    },
    open: (name) =>
      find(async () => {
        const content = createReadStream(pathOf(name));
        await once(content, 'open');
        return content;
      }),
    async peek(name, bytes) {
      const file = await find(() => open(pathOf(name), 'r'));
      if (!file) return undefined;
      try {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
        return { start: buffer.subarray(0, bytesRead), sizeBytes: (await file.stat()).size };
      } finally {
        await file.close();
      }
    },
    async remove(name) {
      const path = pathOf(name);
      if (!(await find(() => stat(path)))) return;
      await rm(path, { force: true });
      await flush(dirname(path));
    },
    check: () => access(incoming, constants.W_OK),
  };
}

/** Folders are flushed as well: a name that is not on disk would lose a file that is. */
async function moveInto(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  const isMade = await makeFolder(folder);
  await rename(from, to);
  await flush(folder);
  if (isMade) await flush(dirname(folder));
}

/** False where it is there. Never the store's own around it: that of a volume that is away would lie beneath it once it is back. */
const makeFolder = (folder: string): Promise<boolean> =>
  mkdir(folder, { mode: 0o700 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );

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
