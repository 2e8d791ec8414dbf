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

const printedIn = async (path: string): Promise<string> => readPdf(await readFile(path)).text.replace(/\s+/g, ' ');

/** What the parties read, apart from when it was: figures of money are in docs/example.md, digests in the annex. */
function undated(printed: string): string {
  const [read = '', annex] = printed.split('Annex: for verification');
  assert.ok(annex !== undefined, 'a certificate has an annex');
  return (
    read
      .replaceAll(/January|February|March|April|May|June|July|August|September|October|November|December/g, 'Month')
      .replaceAll(/(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day/g, 'Weekday')
      // Of the zone where they are, which has another name in summer.
      .replaceAll(/\((?:\p{Lu}\p{L}+ )+Time\)/gu, '(Zone)')
      .replaceAll(/\+\d\d:\d\d|\d+/g, '0')
  );
}

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
        const made = await printedIn(join(folder, each));
        assert.match(made, /Mandatory, not met, accepted under exception E1/);
        assert.equal(undated(await printedIn(join(checkout, 'docs', each))), undated(made), `docs/${each}`);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
