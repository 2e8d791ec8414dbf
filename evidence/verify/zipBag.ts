// Opens a bag in a zip by random access, so that gigabytes are never held. Reads only what archives of this product use.
import { BagError, type Bag, type BagFile, type Inflate } from './bag.ts';

export interface RandomAccess {
  sizeBytes: number;
  read(start: number, end: number): Promise<Uint8Array>;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const at64 = (data: DataView, offset: number): number => Number(data.getBigUint64(offset, true));
const chunkBytes = 1024 * 1024;

interface Directory {
  start: number;
  sizeBytes: number;
  entries: number;
}

/** The end record is the last thing in the file: archives of this product carry no comment. */
async function directoryOf(zip: RandomAccess): Promise<Directory> {
  const none = new BagError('this is no zip file, or its end is missing');
  if (zip.sizeBytes < 22) throw none;
  const end = view(await zip.read(zip.sizeBytes - 22, zip.sizeBytes));
  if (end.getUint32(0, true) !== 0x06054b50) throw none;
  const found = {
    entries: end.getUint16(10, true),
    sizeBytes: end.getUint32(12, true),
    start: end.getUint32(16, true),
  };
  if (found.entries !== 0xffff && found.sizeBytes !== 0xffffffff && found.start !== 0xffffffff) return found;
  const locator = view(await zip.read(zip.sizeBytes - 42, zip.sizeBytes - 22));
  if (locator.getUint32(0, true) !== 0x07064b50) throw none;
  const wide = view(await zip.read(at64(locator, 8), at64(locator, 8) + 56));
  if (wide.getUint32(0, true) !== 0x06064b50) throw none;
  return { entries: at64(wide, 32), sizeBytes: at64(wide, 40), start: at64(wide, 48) };
}

interface Entry {
  path: string;
  isPacked: boolean;
  packedBytes: number;
  sizeBytes: number;
  headerAt: number;
}

/** Sizes and offset beyond 32 bits stand in the extra field, in this order, and only those that do not fit. */
function widen(entry: Entry, extra: Uint8Array): Entry {
  const data = view(extra);
  const wide = { ...entry };
  for (let at = 0; at + 4 <= extra.length; at += 4 + data.getUint16(at + 2, true)) {
    if (data.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    for (const name of ['sizeBytes', 'packedBytes', 'headerAt'] as const)
      if (entry[name] === 0xffffffff) {
        wide[name] = at64(data, field);
        field += 8;
      }
  }
  return wide;
}

async function entriesOf(zip: RandomAccess): Promise<Entry[]> {
  const { start, sizeBytes, entries } = await directoryOf(zip);
  if (sizeBytes > 256 * 1024 * 1024) throw new BagError('the directory of this zip file is larger than can be');
  const directory = await zip.read(start, start + sizeBytes);
  const data = view(directory);
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const found: Entry[] = [];
  for (let at = 0, count = 0; count < entries; count += 1) {
    if (at + 46 > directory.length || data.getUint32(at, true) !== 0x02014b50)
      throw new BagError('the directory of this zip file is damaged');
    const [method, nameLength] = [data.getUint16(at + 10, true), data.getUint16(at + 28, true)];
    const [extraLength, noteLength] = [data.getUint16(at + 30, true), data.getUint16(at + 32, true)];
    const path = utf8.decode(directory.subarray(at + 46, at + 46 + nameLength));
    if (method !== 0 && method !== 8) throw new BagError(`${path} is packed in a way that is not understood`);
    const entry = {
      path,
      isPacked: method === 8,
      packedBytes: data.getUint32(at + 20, true),
      sizeBytes: data.getUint32(at + 24, true),
      headerAt: data.getUint32(at + 42, true),
    };
    const extraAt = at + 46 + nameLength;
    found.push(widen(entry, directory.subarray(extraAt, extraAt + extraLength)));
    at = extraAt + extraLength + noteLength;
  }
  return found;
}

async function* packedChunks(zip: RandomAccess, entry: Entry): AsyncGenerator<Uint8Array> {
  const header = view(await zip.read(entry.headerAt, entry.headerAt + 30));
  if (header.byteLength < 30 || header.getUint32(0, true) !== 0x04034b50)
    throw new BagError(`${entry.path} is not where the zip's directory says`);
  const nameEnd = entry.headerAt + 30 + header.getUint16(26, true);
  // Tools that unpack as they read go by this name and never see the directory's.
  if (new TextDecoder().decode(await zip.read(entry.headerAt + 30, nameEnd)) !== entry.path)
    throw new BagError(`${entry.path} has another name before its content than in the zip's directory`);
  let at = nameEnd + header.getUint16(28, true);
  const end = at + entry.packedBytes;
  for (; at < end; at += chunkBytes) yield await zip.read(at, Math.min(at + chunkBytes, end));
}

async function* unpacked(zip: RandomAccess, entry: Entry, inflate: Inflate): AsyncGenerator<Uint8Array> {
  const packed = packedChunks(zip, entry);
  if (!entry.isPacked) return yield* packed;
  let total = 0;
  try {
    for await (const chunk of inflate(packed)) {
      total += chunk.length;
      // What unpacks to more than it says is no record of ours, and could be made never to end.
      if (total > entry.sizeBytes) throw new BagError(`${entry.path} is longer than its directory says`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof BagError) throw error;
    throw new BagError(`${entry.path} cannot be unpacked; it was damaged`);
  }
}

/** Throws BagError for a zip whose names could mean two things: twice the same, outside the bag, or two bags. */
export async function openZipBag(zip: RandomAccess, inflate: Inflate): Promise<Bag> {
  const bag = new Map<string, BagFile>();
  let top: string | undefined;
  for (const entry of await entriesOf(zip)) {
    const [folder = '', ...rest] = entry.path.split('/');
    if (entry.path.endsWith('/') && entry.sizeBytes === 0) continue;
    top ??= folder;
    const path = rest.join('/');
    if (folder !== top || !path || rest.some((part) => part === '' || part === '.' || part === '..'))
      throw new BagError(`${entry.path} lies outside the bag ${top}`);
    if (bag.has(path)) throw new BagError(`${path} is in the zip file twice`);
    bag.set(path, { sizeBytes: entry.sizeBytes, chunks: () => unpacked(zip, entry, inflate) });
  }
  return bag;
}
