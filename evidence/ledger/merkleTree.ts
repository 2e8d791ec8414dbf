// The Merkle tree of RFC 6962: which nodes a root or a proof is made of, and how a proof is checked. Stores and reads nothing.

export type Sha256 = (data: Uint8Array) => Uint8Array;

/** A complete subtree of 2^level leaves; `index` counts the subtrees of that level from the left. */
export interface CompleteNode {
  level: number;
  index: number;
}

/** A subtree: a complete one that a log keeps, or two of which it is made. */
export type Subtree = CompleteNode | { left: Subtree; right: Subtree };

function joined(prefix: number, ...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(1 + parts.reduce((sum, each) => sum + each.length, 0));
  all[0] = prefix;
  let at = 1;
  for (const each of parts) {
    all.set(each, at);
    at += each.length;
  }
  return all;
}

/** RFC 6962, 2.1: leaves and nodes are hashed apart, so that neither can pass for the other. */
export const leafHash = (sha256: Sha256, leaf: Uint8Array): Uint8Array => sha256(joined(0, leaf));
const nodeHash = (sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array => sha256(joined(1, left, right));

/** The largest power of two below `size`, which is at least 2. */
function splitOf(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** Of a power of two; undefined for any other size. Logarithms round. */
function exponentOf(size: number): number | undefined {
  let level = 0;
  for (let power = 1; power < size; power *= 2) level += 1;
  return 2 ** level === size ? level : undefined;
}

/** The subtree over leaves `start` up to, not including, `end`; `start` is a multiple of the powers of two it splits at. */
export function subtree(start: number, end: number): Subtree {
  const size = end - start;
  const level = exponentOf(size);
  if (level !== undefined) return { level, index: start / size };
  const middle = start + splitOf(size);
  return { left: subtree(start, middle), right: subtree(middle, end) };
}

/** Audit path of a leaf (RFC 6962, 2.1.1), from the leaf up. */
export function inclusionPath(index: number, size: number): Subtree[] {
  if (index < 0 || index >= size) throw new RangeError(`A tree of ${size} leaves has no leaf ${index}`);
  const path = (start: number, end: number): Subtree[] => {
    if (end - start === 1) return [];
    const middle = start + splitOf(end - start);
    return index < middle
      ? [...path(start, middle), subtree(middle, end)]
      : [...path(middle, end), subtree(start, middle)];
  };
  return path(0, size);
}

/** Proof that the first `from` leaves of a tree of `to` are the whole of an earlier one (RFC 6962, 2.1.2). */
export function consistencyPath(from: number, to: number): Subtree[] {
  if (from < 1 || from > to) throw new RangeError(`A tree of ${to} leaves never had ${from}`);
  const path = (start: number, end: number, isWhole: boolean): Subtree[] => {
    if (end === from) return isWhole ? [] : [subtree(start, end)];
    const middle = start + splitOf(end - start);
    return from <= middle
      ? [...path(start, middle, isWhole), subtree(middle, end)]
      : [...path(middle, end, false), subtree(start, middle)];
  };
  return path(0, to, true);
}

/** The kept nodes that `tree` is made of. */
export const completeNodes = (tree: Subtree): CompleteNode[] =>
  'level' in tree ? [tree] : [...completeNodes(tree.left), ...completeNodes(tree.right)];

export const hashOf = (sha256: Sha256, tree: Subtree, kept: (node: CompleteNode) => Uint8Array): Uint8Array =>
  'level' in tree ? kept(tree) : nodeHash(sha256, hashOf(sha256, tree.left, kept), hashOf(sha256, tree.right, kept));

/** The root that a leaf and its audit path lead to; undefined when the path does not fit index and size (RFC 9162, 2.1.3.2). */
export function rootByInclusion(
  sha256: Sha256,
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return undefined;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const each of path) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sha256, each, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else hash = nodeHash(sha256, hash, each);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : undefined;
}

export interface TreeHead {
  size: number;
  root: Uint8Array;
}

export const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

/** Whether `older` is a beginning of `newer` (RFC 9162, 2.1.4.2). An empty tree is a beginning of any. */
export function isConsistent(sha256: Sha256, older: TreeHead, newer: TreeHead, path: readonly Uint8Array[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return path.length === 0 && isSame(older.root, newer.root);
  if (older.size === 0) return path.length === 0;
  const [first, ...rest] = exponentOf(older.size) !== undefined ? [older.root, ...path] : path;
  if (!first) return false;
  let [node, last] = [older.size - 1, newer.size - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let [before, after] = [first, first];
  for (const each of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      before = nodeHash(sha256, each, before);
      after = nodeHash(sha256, each, after);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else after = nodeHash(sha256, after, each);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && isSame(before, older.root) && isSame(after, newer.root);
}

/** The nodes that come into being when leaves are added to a tree of `size`, given its complete subtrees on its right fringe. */
export function appendLeaves(
  sha256: Sha256,
  size: number,
  fringe: (node: CompleteNode) => Uint8Array,
  leaves: readonly Uint8Array[],
): (CompleteNode & { hash: Uint8Array })[] {
  const fresh = new Map<string, Uint8Array>();
  const added: (CompleteNode & { hash: Uint8Array })[] = [];
  const keep = (level: number, index: number, hash: Uint8Array): void => {
    fresh.set(`${level}/${index}`, hash);
    added.push({ level, index, hash });
    if (index % 2 === 0) return;
    const left = fresh.get(`${level}/${index - 1}`) ?? fringe({ level, index: index - 1 });
    keep(level + 1, (index - 1) / 2, nodeHash(sha256, left, hash));
  };
  leaves.forEach((leaf, offset) => keep(0, size + offset, leaf));
  return added;
}

/** The complete subtrees a tree of `size` consists of, which is all that adding to it needs. */
export const rightFringe = (size: number): CompleteNode[] => (size === 0 ? [] : completeNodes(subtree(0, size)));
