// Opens a bag on disk, as a folder or as a zip file.
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BagError, type Bag, type BagFile } from './bag.ts';
import { nodeInflate } from './nodePrimitives.ts';
import { openZipBag } from './zipBag.ts';

/** `close` lets go of the file; a folder has nothing to let go of. */
export async function openBag(path: string): Promise<{ bag: Bag; close(): Promise<void> }> {
  const found = await stat(path).catch(() => {
    throw new BagError(`there is no file or folder ${path}`);
  });
  if (found.isDirectory()) return { bag: await folderBag(path), close: async () => undefined };
  const file = await open(path, 'r');
  try {
    const zip = {
      sizeBytes: found.size,
      async read(start: number, end: number) {
        const bytes = new Uint8Array(Math.max(0, end - start));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
        return bytes.subarray(0, bytesRead);
      },
    };
    const bag = await openZipBag(zip, nodeInflate);
    return { bag, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The folder itself, or the one folder in it when it was unpacked as it came. */
async function folderBag(path: string): Promise<Bag> {
  const names = await readdir(path);
  const [only] = names;
  const root = !names.includes('bagit.txt') && names.length === 1 && only ? join(path, only) : path;
  const bag = new Map<string, BagFile>();
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) continue;
    const full = join(entry.parentPath, entry.name);
    const relative = full.slice(root.length + 1).replaceAll('\\', '/');
    if (!entry.isFile()) throw new BagError(`${relative} is neither file nor folder`);
    bag.set(relative, { sizeBytes: (await stat(full)).size, chunks: () => createReadStream(full) });
  }
  return bag;
}
