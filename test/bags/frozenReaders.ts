// Which readers of record formats are frozen, by the digest of each of their files.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkout } from '../support/checkout.ts';

interface FrozenReader {
  /** From the first release on that wrote bags of this format; set by hand then, and never taken back. */
  isReleased: boolean;
  sha256: Record<string, string>;
}

const pins = new URL('frozenReaders.json', import.meta.url);
const readers = join(checkout, 'evidence/verify');

export const formats = async (): Promise<Record<string, FrozenReader>> =>
  JSON.parse(await readFile(pins, 'utf8')) as Record<string, FrozenReader>;

/** Digest by file name, of the reader as it is now. */
export async function digestsOf(format: string): Promise<Record<string, string>> {
  const folder = join(readers, `format${format}`);
  const digests: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort())
    digests[name] = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
  return digests;
}

/** Names of all formats that have a reader. */
export const formatNames = async (): Promise<string[]> =>
  (await readdir(readers)).flatMap((each) => /^format(\d+)$/.exec(each)?.[1] ?? []);

/** What is to be pinned, given what is; throws for a reader that was released and is another now. */
export async function pinned(known: Record<string, FrozenReader>): Promise<Record<string, FrozenReader>> {
  const next: Record<string, FrozenReader> = {};
  for (const format of await formatNames()) {
    const sha256 = await digestsOf(format);
    const before = known[format] ?? { isReleased: false, sha256: {} };
    if (before.isReleased && JSON.stringify(before.sha256) !== JSON.stringify(sha256))
      throw new Error(released(format));
    next[format] = { isReleased: before.isReleased, sha256 };
  }
  return next;
}

export const released = (format: string): string =>
  `The reader of record format ${format} was released and is never changed: bags of that format are in customers’ hands. ` +
  `Put evidence/verify/format${format} back as it was, and make evidence/verify/format${Number(format) + 1} beside it (docs/recordFormat.md).`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const next = await pinned(await formats());
  await writeFile(pins, `${JSON.stringify(next, null, 2)}\n`);
  console.log(`Pinned the readers of format ${Object.keys(next).join(', ')}.`);
}
