// `npm test`: the tests in two processes side by side, since half of them wait for servers while the others compute.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const rooms = ['api', 'stack', 'web', 'workflows'];
const halves = [`test/{${rooms.join(',')}}/**/*.test.ts`, `test/!(${rooms.join('|')})/**/*.test.ts`];

/** Shows the output of a half as it comes, or keeps it until the other half has had its say. */
function run(pattern, show) {
  const child = spawn(process.execPath, [mocha, pattern, ...process.argv.slice(2)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { FORCE_COLOR: process.stdout.isTTY ? '1' : '0', ...process.env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      show?.(chunk);
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text }));
  });
}

const count = ({ code, text }) => {
  const [, passed = 0, failed = 0, skipped = 0] =
    [...text.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1) ?? [];
  // A half that ended without a count, or in another way than its count says, has failed.
  return { passed: +passed, failed: +failed || (code === 0 ? 0 : 1), skipped: +skipped };
};

const results = await Promise.all([run(halves[0], (chunk) => process.stdout.write(chunk)), run(halves[1])]);
process.stdout.write(results[1].text);
const sum = results
  .map(count)
  .reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }));
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exitCode = sum.failed > 0 ? 1 : 0;
