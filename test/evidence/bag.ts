// Checks a BagIt bag (RFC 8493) by what is in it alone: every file is in a manifest, and every manifest line holds.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

/** Manifest lines by path. */
function manifest(text: string): Map<string, string> {
  const lines = text.trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const [, sha256 = '', path = ''] = /^([0-9a-f]{64}) {2}(\S.*)$/.exec(line) ?? [];
      assert.ok(path, `no manifest line: "${line}"`);
      return [path, sha256];
    }),
  );
}

export function assertBag(files: Map<string, Buffer>, name: string): void {
  const inBag = new Map(
    [...files].map(([path, content]) => {
      assert.ok(path.startsWith(`${name}/`), `${path} lies outside the bag`);
      return [path.slice(name.length + 1), content];
    }),
  );
  const payload = manifest(String(inBag.get('manifest-sha256.txt')));
  const tags = manifest(String(inBag.get('tagmanifest-sha256.txt')));
  for (const [path, sha256] of [...payload, ...tags])
    assert.equal(
      createHash('sha256')
        .update(inBag.get(path) ?? 'missing')
        .digest('hex'),
      sha256,
      path,
    );
  const paths = [...inBag.keys()];
  assert.deepEqual([...payload.keys()].sort(), paths.filter((path) => path.startsWith('data/')).sort());
  assert.deepEqual([...tags.keys()].sort(), ['bag-info.txt', 'bagit.txt', 'manifest-sha256.txt']);
  const bytes = paths
    .filter((path) => path.startsWith('data/'))
    .reduce((sum, path) => sum + (inBag.get(path)?.length ?? 0), 0);
  assert.match(String(inBag.get('bag-info.txt')), new RegExp(`^Payload-Oxum: ${bytes}\\.${payload.size}$`, 'm'));
}
