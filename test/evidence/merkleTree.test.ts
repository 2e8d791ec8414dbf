// The Merkle tree of RFC 6962: known roots, and proofs that hold for every size and break with every change.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sha256 } from '../../evidence/ledger/logSigner.ts';
import {
  rightFringe,
  consistencyPath,
  appendLeaves,
  hashOf,
  inclusionPath,
  isConsistent,
  isSame,
  leafHash,
  rootByInclusion,
  subtree,
  type CompleteNode,
} from '../../evidence/ledger/merkleTree.ts';
import { fromHex, toHex } from '../../evidence/ledger/checkpoint.ts';

const name = ({ level, index }: CompleteNode) => `${level}/${index}`;

/** A log of `count` leaves, grown in the batches given. */
function logOf(leaves: Uint8Array[], batches: number[] = [leaves.length]) {
  const nodes = new Map<string, Uint8Array>();
  const kept = (node: CompleteNode) => {
    const found = nodes.get(name(node));
    assert.ok(found, `node ${name(node)} is not kept`);
    return found;
  };
  let size = 0;
  for (const batch of batches) {
    const fresh = leaves.slice(size, size + batch);
    const fringe = new Map(rightFringe(size).map((node) => [name(node), kept(node)]));
    for (const each of appendLeaves(sha256, size, (node) => fringe.get(name(node)) as Uint8Array, fresh))
      nodes.set(name(each), each.hash);
    size += fresh.length;
  }
  return {
    head: (of: number) => ({ size: of, root: hashOf(sha256, subtree(0, of), kept) }),
    inclusion: (index: number, of: number) => inclusionPath(index, of).map((each) => hashOf(sha256, each, kept)),
    consistency: (from: number, to: number) => consistencyPath(from, to).map((each) => hashOf(sha256, each, kept)),
  };
}

const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => leafHash(sha256, new TextEncoder().encode(`leaf ${index}`)));
const flipped = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, index) => (index === 7 ? byte ^ 1 : byte));

describe('Merkle tree', () => {
  it('has the roots that Certificate Transparency gives for its own test data', () => {
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const log = logOf(inputs.map((each) => leafHash(sha256, fromHex(each))));
    assert.equal(toHex(log.head(1).root), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    assert.equal(toHex(log.head(2).root), 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
    assert.equal(toHex(log.head(7).root), 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c');
    assert.equal(toHex(log.head(8).root), '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  it('grows to the same root however the leaves arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }), (batches) => {
        const count = batches.reduce((sum, each) => sum + each, 0);
        const leaves = leavesOf(count);
        assert.ok(isSame(logOf(leaves, batches).head(count).root, logOf(leaves).head(count).root));
      }),
    );
  });

  const log = logOf(leavesOf(40));
  it('proves every leaf of every size, and no other leaf, place or size', () => {
    for (let size = 1; size <= 40; size += 1)
      for (let index = 0; index < size; index += 1) {
        const leaf = leavesOf(40)[index] as Uint8Array;
        const path = log.inclusion(index, size);
        const root = log.head(size).root;
        const proven = (
          ...change: Parameters<typeof rootByInclusion> extends [unknown, ...infer Rest] ? Rest : never
        ) => {
          const found = rootByInclusion(sha256, ...change);
          return found !== undefined && isSame(found, root);
        };
        assert.ok(proven(leaf, index, size, path), `leaf ${index} of ${size}`);
        assert.ok(!proven(flipped(leaf), index, size, path));
        if (size > 1) assert.ok(!proven(leaf, (index + 1) % size, size, path));
        for (let at = 0; at < path.length; at += 1)
          assert.ok(
            !proven(
              leaf,
              index,
              size,
              path.map((each, place) => (place === at ? flipped(each) : each)),
            ),
          );
        assert.ok(!proven(leaf, index, size, path.slice(1)) || path.length === 0);
        assert.ok(!proven(leaf, index, size, [...path, root]));
      }
  });

  it('proves of any two sizes that one is a beginning of the other, and nothing else', () => {
    for (let to = 1; to <= 40; to += 1)
      for (let from = 1; from <= to; from += 1) {
        const path = log.consistency(from, to);
        const [older, newer] = [log.head(from), log.head(to)];
        assert.ok(isConsistent(sha256, older, newer, path), `${from} in ${to}`);
        assert.ok(!isConsistent(sha256, { ...older, root: flipped(older.root) }, newer, path));
        assert.ok(!isConsistent(sha256, older, { ...newer, root: flipped(newer.root) }, path));
        assert.ok(from === to || !isConsistent(sha256, newer, older, path));
        for (let at = 0; at < path.length; at += 1)
          assert.ok(
            !isConsistent(
              sha256,
              older,
              newer,
              path.map((each, place) => (place === at ? flipped(each) : each)),
            ),
          );
        assert.ok(!isConsistent(sha256, older, newer, [...path, older.root]));
      }
  });
});
