// `npm test`: all test files, or those named, in processes side by side on shared servers; ends with the sum of them all.
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { cpuSecondsOf } from './cpu.ts';
import { findTestFiles, keepDurations, type TestFile } from './files.ts';
import type { Failure, Result } from './messages.ts';
import { runInPool } from './pool.ts';
import { propertyRuns } from './properties.ts';
import { startServers } from './servers.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Ten times as many random runs of each property, or what PROPERTY_RUNS says. */
    long: { type: 'boolean', default: false },
    /** Each file in a process of its own. */
    alone: { type: 'boolean', default: false },
    /** In random order, by the seed of the properties. */
    shuffled: { type: 'boolean', default: false },
    processes: { type: 'string' },
    /** Commits what each file took, for machines that have not measured it yet. */
    'keep-durations': { type: 'boolean', default: false },
  },
});

/** Alike for everybody in CI, so that a failure there is one of the change; elsewhere each run tries something new. */
const seedInCi = 20_260_301;
const seed = Number(process.env.PROPERTY_SEED ?? (process.env.CI ? seedInCi : randomInt(2 ** 31)));
process.env.PROPERTY_SEED = String(seed);
process.env.PROPERTY_RUNS ??= options.long ? '10000' : '1000';

/** Two more than there are processors: half of the tests wait for servers while the others compute. */
const processes = Number(options.processes ?? availableParallelism() + 2);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const inColour = (code: number, text: string): string =>
  process.stdout.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text;
const sum = { passed: 0, failed: 0, skipped: 0 };
const failures: (Failure & { source: string })[] = [];
const seconds: Record<string, number> = {};
const cpuSeconds: Record<string, number> = {};

function onDone({ source }: TestFile, result: Result, output: string): void {
  const hasFailed = result.failures.length > 0;
  sum.passed += result.passed;
  sum.skipped += result.skipped;
  sum.failed += result.failures.length;
  failures.push(...result.failures.map((each) => ({ ...each, source })));
  if (!hasFailed) seconds[source] = result.seconds;
  if (result.cpuSeconds !== undefined) cpuSeconds[source] = result.cpuSeconds;
  const counts = [
    `${result.passed} passed`,
    ...(hasFailed ? [inColour(31, `${result.failures.length} failed`)] : []),
    ...(result.skipped > 0 ? [`${result.skipped} skipped`] : []),
  ];
  say(
    `${hasFailed ? inColour(31, '✖') : inColour(32, '✔')} ${source}  ${counts.join(', ')}  ${timeOf(source, result.seconds)}`,
  );
  for (const each of result.skippedTitles) say(`    skipped: ${each}`);
  for (const { text } of result.failures) say(`\n${text}\n`);
  if (hasFailed && output.trim() !== '') say(`  What it printed:\n${output.trimEnd()}\n`);
}

function timeOf(source: string, passed: number): string {
  const cpu = cpuSeconds[source];
  return `${passed.toFixed(1)} s${cpu === undefined ? '' : `, processor ${cpu.toFixed(1)} s`}`;
}

function shuffled(files: readonly TestFile[]): TestFile[] {
  let state = seed;
  const order = new Map(files.map((each) => [each, (state = (state * 48_271) % 2_147_483_647)]));
  return files.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}

function sayWhatTookLongest(): void {
  const slowest = Object.entries(seconds).sort(([, a], [, b]) => b - a);
  say('\nSlowest files:');
  for (const [file, each] of slowest.slice(0, 10)) say(`  ${file}  ${timeOf(file, each)}`);
}

function sayWhatFailed(): void {
  if (failures.length === 0) return;
  say(`\n${inColour(31, 'Failed:')}`);
  for (const { source, title } of failures) say(`  ${source}: ${title}`);
}

async function main(): Promise<void> {
  const started = performance.now();
  const found = findTestFiles(positionals.map((each) => each.replaceAll('\\', '/')));
  const files = options.shuffled ? shuffled(found) : found;
  const atOnce = Math.min(processes, files.length);
  say(`${files.length} test files in ${atOnce} processes; properties: ${propertyRuns()} runs, PROPERTY_SEED=${seed}\n`);
  const servers = await startServers(files, atOnce);
  // Servers outlive a runner that is ended from outside, unless it ends them.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void servers.stop().finally(() => process.exit(130)));
  try {
    await runInPool(files, {
      processes: atOnce,
      isEachAlone: options.alone,
      environmentOf: (number) => ({ ...process.env, ...servers.environmentOf(number) }),
      onDone,
    });
  } finally {
    await servers.stop();
  }
  keepDurations(seconds, options['keep-durations']);
  sayWhatTookLongest();
  sayWhatFailed();
  const cpu = cpuSecondsOf(process.pid);
  say(
    `\nPROPERTY_SEED=${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s` +
      (cpu === undefined ? '' : `, processor ${(cpu / 60).toFixed(1)} min`),
  );
  say(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  say(`${sum.passed} passed, ${sum.failed + 1} failed`);
  process.exitCode = 1;
});
