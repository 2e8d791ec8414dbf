// The milestone record as a BagIt bag (RFC 8493) in one zip, streamed into the file store. Checks with sha256sum alone.
import { createHash } from 'node:crypto';
import { addAbortSignal, PassThrough, Transform, type Readable } from 'node:stream';
import yazl from 'yazl';
import type { Files, StoredFile } from '../storage/fileStore.ts';

/** One file of the bag: bytes in hand, or the digest of a file in the store. Paths are relative to the bag's payload. */
export type BagEntry = { path: string; content: string | Buffer } | { path: string; stored: string };

export interface BagContents {
  /** Name of the top folder, e.g. the certificate number. */
  name: string;
  /** Becomes bag-info.txt. */
  info: Record<string, string>;
  /** ISO 8601 UTC; every entry carries it, so that a retry gives the same bytes. */
  at: string;
  entries: BagEntry[];
}

/** Streams the bag into the store. Entry order and times are fixed by the input, so that a retry gives the same bytes. */
export async function writeArchive(files: Files, bag: BagContents): Promise<StoredFile> {
  const zip = new yazl.ZipFile();
  const output = new PassThrough();
  zip.outputStream.on('error', (error: Error) => output.destroy(error)).pipe(output);
  // Why it failed is told by the promises below; a stream that nobody listens to would end the process.
  output.on('error', () => undefined);
  const abandoned = new AbortController();
  // A store that gives up reads no further: without this the file being copied would stay open for good.
  const stored = files.put(output).catch((error: Error) => {
    abandoned.abort();
    throw error;
  });
  const filled = fill(zip, files, bag, abandoned.signal).catch((error: Error) => {
    output.destroy(error);
    throw error;
  });
  const [result] = await Promise.all([stored, filled]);
  return result;
}

/** ZIP keeps local time without its zone; noon of the UTC date gives the same bytes on every machine. */
function entryOptions(at: string): EntryOptions {
  const [year = 1980, month = 1, day = 1] = at.slice(0, 10).split('-').map(Number);
  return { mtime: new Date(year, month - 1, day, 12), mode: 0o100644, forceDosTimestamp: true };
}

async function fill(zip: yazl.ZipFile, files: Files, bag: BagContents, abandoned: AbortSignal): Promise<void> {
  const options = entryOptions(bag.at);
  const payload: string[] = [];
  let bytes = 0;
  for (const entry of bag.entries) {
    const path = `data/${entry.path}`;
    const { sha256, sizeBytes } = await addEntry(zip, files, `${bag.name}/${path}`, entry, options, abandoned);
    payload.push(`${sha256}  ${path}`);
    bytes += sizeBytes;
  }
  const tags: Record<string, string> = {
    'bagit.txt': 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
    'bag-info.txt': infoText({
      ...bag.info,
      'Bagging-Date': bag.at.slice(0, 10),
      'Payload-Oxum': `${bytes}.${bag.entries.length}`,
    }),
    'manifest-sha256.txt': `${payload.join('\n')}\n`,
  };
  tags['tagmanifest-sha256.txt'] = Object.entries(tags)
    .map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`)
    .join('');
  for (const [name, text] of Object.entries(tags)) zip.addBuffer(Buffer.from(text), `${bag.name}/${name}`, options);
  zip.end();
}

const infoText = (info: Record<string, string>): string =>
  Object.entries(info)
    .map(([label, value]) => `${label}: ${value.replace(/\s+/g, ' ')}\n`)
    .join('');

interface EntryOptions {
  mtime: Date;
  mode: number;
  forceDosTimestamp: boolean;
}

async function addEntry(
  zip: yazl.ZipFile,
  files: Files,
  name: string,
  entry: BagEntry,
  options: EntryOptions,
  abandoned: AbortSignal,
): Promise<StoredFile> {
  if ('content' in entry) {
    const content = Buffer.from(entry.content);
    zip.addBuffer(content, name, options);
    return { sha256: createHash('sha256').update(content).digest('hex'), sizeBytes: content.length };
  }
  const source = addAbortSignal(abandoned, await files.open(entry.stored));
  const added = await addStored(zip, source, name, options);
  if (added.sha256 !== entry.stored)
    throw new Error(`The file store gave other bytes for ${entry.stored}: their SHA-256 is ${added.sha256}`);
  return added;
}

/** Hashes what actually goes into the bag rather than trusting the name it was stored under. */
function addStored(zip: yazl.ZipFile, source: Readable, name: string, options: EntryOptions): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        done(null, chunk);
      },
    });
    meter.on('end', () => resolve({ sha256: hash.digest('hex'), sizeBytes }));
    source.on('error', reject);
    meter.on('error', reject);
    zip.addReadStream(source.pipe(meter), name, options);
  });
}

/** A path inside the bag that no archive tool can be led astray by, and that no other entry of `taken` has. */
export function safePath(folder: string, fileName: string, taken: Set<string>): string {
  const plain = safeName(fileName);
  for (let copy = 1; ; copy += 1) {
    const path = `${folder}/${copy === 1 ? plain : `${copy}-${plain}`}`;
    if (taken.has(path.toLowerCase())) continue;
    taken.add(path.toLowerCase());
    return path;
  }
}

/** File systems take 255 bytes a name (the end is kept for its extension); Windows takes no dot or space at the end, nor its devices. */
function safeName(fileName: string): string {
  const plain = fileName.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}._ -]/gu, '_');
  const short = Buffer.from(plain)
    .subarray(-200)
    .toString()
    .replace(/^\uFFFD+/, '');
  const name = short.replace(/^[. ]+|[. ]+$/g, '_') || 'file';
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ? `_${name}` : name;
}
