// That the bag is whole (RFC 8493): every file is in a manifest, every manifest line has its file, and all digests hold.
import { toHex } from '../ledger/checkpoint.ts';
import { BagError, linesOf, textOf, type Bag, type BagFile, type Primitives } from './bag.ts';

const tagFiles = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt'];

async function digestOf(file: BagFile, primitives: Primitives): Promise<string> {
  const hash = primitives.sha256();
  for await (const chunk of file.chunks()) hash.update(chunk);
  return toHex(hash.digest());
}

/** Digests by path. RFC 8493 has line feeds and percent signs in paths escaped; ours hold neither. */
export async function manifestOf(bag: Bag, name: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const line of await linesOf(bag, name)) {
    const [, digest = '', path = ''] = /^([0-9a-f]{64}) {1,2}(\S.*)$/.exec(line) ?? [];
    if (!path) throw new BagError(`${name} has a line that is none: "${line.slice(0, 100)}"`);
    if (digests.has(path)) throw new BagError(`${name} names ${path} twice`);
    digests.set(path, digest);
  }
  return digests;
}

async function compare(
  bag: Bag,
  digests: Map<string, string>,
  primitives: Primitives,
  manifest: string,
): Promise<void> {
  for (const [path, digest] of digests) {
    const file = bag.get(path);
    if (!file) throw new BagError(`${path} is missing; ${manifest} names it`);
    const found = await digestOf(file, primitives);
    if (found !== digest)
      throw new BagError(`${path} was changed: its SHA-256 is ${found}, ${manifest} says ${digest}`);
  }
}

/** Says what holds; throws BagError for the first thing that does not. */
export async function checkTags(bag: Bag, primitives: Primitives): Promise<string> {
  const declaration = await textOf(bag, 'bagit.txt');
  const tags = await manifestOf(bag, 'tagmanifest-sha256.txt');
  await compare(bag, tags, primitives, 'tagmanifest-sha256.txt');
  for (const name of tagFiles) if (!tags.has(name)) throw new BagError(`tagmanifest-sha256.txt does not name ${name}`);
  if (declaration !== 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n')
    throw new BagError('bagit.txt declares no bag of version 1.0 in UTF-8');
  const known = new Set(['tagmanifest-sha256.txt', ...tags.keys()]);
  const stray = [...bag.keys()].find((path) => !path.startsWith('data/') && !known.has(path));
  if (stray) throw new BagError(`${stray} is in no manifest`);
  return `${tags.size} tag files as their manifest says`;
}

export async function checkPayload(bag: Bag, primitives: Primitives): Promise<string> {
  const digests = await manifestOf(bag, 'manifest-sha256.txt');
  const payload = [...bag].filter(([path]) => path.startsWith('data/'));
  const stray = payload.find(([path]) => !digests.has(path));
  if (stray) throw new BagError(`${stray[0]} is in no manifest`);
  await compare(bag, digests, primitives, 'manifest-sha256.txt');
  const bytes = payload.reduce((sum, [, file]) => sum + file.sizeBytes, 0);
  const oxum = /^Payload-Oxum: (\S+)$/m.exec(await textOf(bag, 'bag-info.txt'))?.[1];
  if (oxum !== `${bytes}.${payload.length}`)
    throw new BagError(`bag-info.txt counts ${oxum ?? 'nothing'}, there are ${bytes}.${payload.length}`);
  return `${payload.length} files of ${bytes} bytes as their manifest says`;
}
