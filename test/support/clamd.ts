// A real clamd that knows one harmful file, the EICAR test file, by a signature of our own. Missing, it skips a test, or fails in CI.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';
import { openClamd } from '../../storage/clamd.ts';

/** Written in two parts, so that no scanner takes this file for one. */
export const harmful = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const program = ['/usr/sbin/clamd', '/usr/local/sbin/clamd', '/opt/homebrew/sbin/clamd'].find((each) =>
  existsSync(each),
);

export interface TestClamd {
  /** As the setting CLAMD has it. */
  address: string;
  close(): Promise<void>;
}

export async function clamd(test: Context, maxBytes = 1_000_000): Promise<TestClamd> {
  if (program === undefined) {
    if (process.env.CI) throw new Error('clamd is not installed (Debian: clamav-daemon)');
    console.warn('clamd is not installed (Debian: clamav-daemon); skipped');
    test.skip();
    throw new Error('skipped');
  }
  const folder = await mkdtemp(join(tmpdir(), 'sign-off-clamd-'));
  const socket = join(folder, 'clamd.sock');
  await writeFile(join(folder, 'own.ndb'), `Eicar-Test:0:0:${Buffer.from(harmful).toString('hex')}\n`);
  await writeFile(
    join(folder, 'clamd.conf'),
    `DatabaseDirectory ${folder}\nTemporaryDirectory ${folder}\nLocalSocket ${socket}\nStreamMaxLength ${maxBytes}\nForeground yes\n`,
  );
  const running = spawn(program, ['-c', join(folder, 'clamd.conf'), '--foreground'], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => running.on('exit', () => resolve()));
  const address = `unix:${socket}`;
  for (let tries = 0; ; tries += 1) {
    const isUp = await openClamd(address)
      .check()
      .then(() => true)
      .catch((error: unknown) => {
        if (tries > 200 || running.exitCode !== null) throw error;
        return false;
      });
    if (isUp) break;
    await new Promise((wait) => setTimeout(wait, 50));
  }
  return {
    address,
    async close() {
      running.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
