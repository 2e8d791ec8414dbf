// A record with deliverables larger than memory should hold: published and verified as a stream, whatever its size.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isLongRun } from '../run/properties.ts';

/** `LARGE_RECORD_MB=2048 npx mocha test/evidence/largeRecord.test.ts` does the full size; docs/retention.md has the figures. */
const largeMegabytes = Number(process.env.LARGE_RECORD_MB ?? 256);
const smallMegabytes = 16;
const megabyte = 1024 * 1024;

interface Report {
  deliverableBytes: number;
  archiveBytes: number;
  findings: string[];
  writtenAtMegabytes: number;
  largestMegabytes: number;
}

async function publishAndVerify(megabytes: number): Promise<Report> {
  const program = fileURLToPath(new URL('../support/largeRecord.ts', import.meta.url));
  const child = spawn(process.execPath, [program, String(megabytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  assert.equal(code, 0, output);
  return JSON.parse(output) as Report;
}

if (isLongRun || process.env.LARGE_RECORD_MB) describe(`Record with deliverables of ${largeMegabytes} MB`, largeRecord);

function largeRecord(this: Mocha.Suite): void {
  this.timeout(1_800_000);

  it('is archived and wholly verified without the process growing with it', async () => {
    const small = await publishAndVerify(smallMegabytes);
    const large = await publishAndVerify(largeMegabytes);
    for (const [report, megabytes] of [
      [small, smallMegabytes],
      [large, largeMegabytes],
    ] as const) {
      assert.equal(report.deliverableBytes, megabytes * megabyte);
      assert.ok(report.archiveBytes > report.deliverableBytes, 'the bytes are really in the archive');
      assert.deepEqual(
        report.findings.filter((each) => !each.startsWith('ok')),
        [],
      );
      assert.ok(report.findings.length > 8, report.findings.join('\n'));
    }
    const grown = large.largestMegabytes - small.largestMegabytes;
    const figures = JSON.stringify([small, large].map(({ findings: _says, ...each }) => each));
    assert.ok(grown < 64, `the process grew by ${grown} MB: ${figures}`);
    if (process.env.LARGE_RECORD_MB) console.log(figures);
  });
}
