// Tools of others that tests judge by: fetched once into the cache folder, for every run and checkout of this user.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { cacheFolder } from '../../stack/temporalBinary.ts';

/** Whole or not at all; a run beside this one may be first. */
export async function fillOnce(folder: string, fill: (fresh: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(cacheFolder(), { recursive: true });
  const fresh = await mkdtemp(join(cacheFolder(), 'tools-'));
  try {
    await fill(fresh);
    await rename(fresh, folder).catch((error: Error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Python keeps what it compiled of such a tool beside it, whatever the environment says: compiling takes most of a short run. */
export const keepsCompiled = { PYTHONDONTWRITEBYTECODE: '' };

/** Skips the test where there is a reason why it cannot be judged; in CI that is a failure. */
export function skipFor(reason: string | undefined, test: Context): void {
  if (reason === undefined) return;
  if (process.env.CI) throw new Error(reason);
  console.warn(`  ${reason}`);
  test.skip();
}
