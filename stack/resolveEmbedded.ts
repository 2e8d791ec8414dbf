// Where npm put a package that only embedded servers need: an installation for production has none of them.
import { createRequire } from 'node:module';

/** Throws with the two remedies: the setting that names a server of one's own, or the packages of development. */
export function resolveEmbedded(module: string, what: string, setting: string): string {
  try {
    return createRequire(import.meta.url).resolve(module);
  } catch (error) {
    throw new Error(
      `${what} is not installed: set ${setting} to a server of your own, or install it with: npm ci --include=dev`,
      { cause: error },
    );
  }
}
