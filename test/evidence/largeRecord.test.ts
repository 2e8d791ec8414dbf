// A record larger than memory should hold: archived and verified as a stream. The size is small here and settable.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `LARGE_RECORD_MB=2048 npx mocha test/evidence/largeRecord.test.ts` does the full size. */
const sizeMegabytes = Number(process.env.LARGE_RECORD_MB ?? 256);

describe(`Record of ${sizeMegabytes} MB`, function () {
  this.timeout(1_800_000);

  it('is archived and its digests checked without the process growing with it', async () => {
    const program = fileURLToPath(new URL('../support/largeRecord.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', program, String(sizeMegabytes)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    assert.equal(code, 0, output);
    const { archived, checked, grownMegabytes } = JSON.parse(output) as Record<string, number>;
    assert.equal(archived, sizeMegabytes * 1024 * 1024);
    assert.equal(checked, archived);
    assert.ok((grownMegabytes ?? Infinity) < 160, `the process grew by ${grownMegabytes} MB`);
  });
});
