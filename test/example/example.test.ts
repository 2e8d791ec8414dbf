// The example of a public contract's matrix: what docs/example.md tells is what the script does and its certificates say.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkout } from '../support/checkout.ts';
import { readPdf } from '../evidence/readPdf.ts';

describe('Example of a public contract’s matrix', function () {
  this.timeout(240_000);

  it('runs as docs/example.md tells it, and its certificates say under which exception Q1 was accepted', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'example-'));
    try {
      const script = fileURLToPath(new URL('../../scripts/example/example.ts', import.meta.url));
      await promisify(execFile)(process.execPath, [script, folder]);
      const text = (path: string) => readFile(path, 'utf8');
      assert.equal(await text(join(checkout, 'docs/example.md')), await text(join(folder, 'example.md')));
      const certificates = (await readdir(folder)).filter((each) => each.endsWith('.pdf'));
      assert.equal(certificates.length, 2);
      for (const each of certificates) {
        const printed = readPdf(await readFile(join(folder, each))).text.replace(/\s+/g, ' ');
        assert.match(printed, /Mandatory, not met, accepted under exception E1/);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
