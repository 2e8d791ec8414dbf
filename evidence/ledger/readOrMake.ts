// Reads a file that its first reader makes: whole or not at all, and the same for processes that start together.
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** For its owner alone. Written beside its place and linked there, so that nobody reads half of it; the file that was first stays. */
export async function readOrMake(path: string, make: () => Promise<Uint8Array> | string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(beside, await make(), { flag: 'wx', mode: 0o600 });
    await link(beside, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(beside, { force: true });
  }
  return readFile(path);
}
