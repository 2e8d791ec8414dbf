// Looks whether the file store has files as the record names them, under their digest and of their size.
import type { NamedFile } from '../domain/records/sourceDocuments.ts';
import type { Files } from '../storage/fileStore.ts';

const atOnce = 16;

/** Throws what the store throws; reads no file. */
export async function missingFiles<T extends NamedFile>(
  files: Pick<Files, 'has'>,
  wanted: readonly T[],
): Promise<(T & { foundBytes?: number })[]> {
  const missing: (T & { foundBytes?: number })[] = [];
  for (let from = 0; from < wanted.length; from += atOnce) {
    const looked = await Promise.all(wanted.slice(from, from + atOnce).map((each) => lookFor(files, each)));
    missing.push(...looked.flat());
  }
  return missing;
}

async function lookFor<T extends NamedFile>(
  files: Pick<Files, 'has'>,
  wanted: T,
): Promise<(T & { foundBytes?: number })[]> {
  const found = await files.has(wanted.sha256);
  if (!found) return [wanted];
  const isWhole = wanted.sizeBytes === undefined || wanted.sizeBytes === found.sizeBytes;
  return isWhole ? [] : [{ ...wanted, foundBytes: found.sizeBytes }];
}
