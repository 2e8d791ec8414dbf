// Looks whether the file store has files as the record names them, under their digest. Reads none of them.
import type { NamedFile } from '../domain/records/sourceDocuments.ts';
import type { FileStore } from '../storage/fileStore.ts';

const atOnce = 8;

/** Throws what the store throws. */
export async function missingFiles(files: Pick<FileStore, 'has'>, wanted: readonly NamedFile[]): Promise<NamedFile[]> {
  const missing: NamedFile[] = [];
  for (let from = 0; from < wanted.length; from += atOnce) {
    const looked = await Promise.all(
      wanted.slice(from, from + atOnce).map(async (each) => ((await files.has(each.sha256)) ? [] : [each])),
    );
    missing.push(...looked.flat());
  }
  return missing;
}
