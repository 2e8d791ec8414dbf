// `npm run bench:data`: fills databases with milestones, then prints how fast PostgreSQL answers each hot query, and by which index.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate, openDatabase } from '../../db/database.ts';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres.ts';
import { fillDatabase } from './data/fillDatabase.ts';
import { hotQueries } from './data/hotQueries.ts';
import { faultsOf, growthOf, measure, type Filled, type Measured } from './data/measure.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function readSizes(): number[] {
  const { values } = parseArgs({ options: { milestones: { type: 'string', multiple: true } } });
  const sizes = (values.milestones ?? ['100000', '1000000']).map(Number);
  if (!sizes.every((each) => Number.isInteger(each) && each >= 10_000))
    throw new Error('--milestones: give a whole number of at least 10000; twice to see what grows.');
  return sizes.sort((a, b) => a - b);
}

async function fill(url: string, milestones: number): Promise<Filled> {
  const admin = openDatabase(url, { poolSize: 1 });
  await admin.raw(`create database bench_${milestones}`);
  await admin.destroy();
  const db = openDatabase(url.replace(/[^/]*$/, `bench_${milestones}`), { poolSize: 2 });
  const from = performance.now();
  await migrate(db);
  await fillDatabase(db, milestones);
  const seconds = Math.round((performance.now() - from) / 1000);
  const { rows } = await db.raw<{ rows: { size: string }[] }>(
    'select pg_size_pretty(pg_database_size(current_database())) as size',
  );
  say(`${milestones.toLocaleString('en')} milestones, filled in ${seconds} s, ${rows[0]?.size}`);
  return { db, milestones };
}

const cells = (cellsOfRow: readonly string[]): string => `| ${cellsOfRow.join(' | ')} |`;

function rowOf(measured: Measured): string {
  const { query, times, ways } = measured;
  const growth = growthOf(measured);
  const faults = faultsOf(measured);
  const verdict = faults.length > 0 ? `**${faults.join(', ')}**` : (query.takesItsTime ?? 'good');
  return cells([
    query.name,
    ...times.map(({ p50, p95 }) => `${p50.toFixed(1)} / ${p95.toFixed(1)}`),
    `${growth.p50.toFixed(2)} / ${growth.p95.toFixed(2)}`,
    verdict,
    ways.join('; '),
  ]);
}

/** Of all queries, how many fail. */
async function measureAll(databases: readonly Filled[]): Promise<number> {
  const sizes = databases.map(({ milestones }) => `${milestones.toLocaleString('en')}, p50 / p95 ms`);
  say(`\n${cells(['Query', ...sizes, 'ratio', 'verdict', 'reaches rows by'])}`);
  say(cells(['---', ...sizes.map(() => '---'), '---', '---', '---']));
  let failed = 0;
  for (const query of hotQueries) {
    const measured = await measure(databases, query);
    if (faultsOf(measured).length > 0) failed += 1;
    say(rowOf(measured));
  }
  return failed;
}

async function main(): Promise<void> {
  const sizes = readSizes();
  say(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${new Date().toISOString().slice(0, 10)}`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'sign-off-bench-data-'));
  // PostgreSQL runs as another user when we are root, and must reach its folder.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ folder, port: await freePort(), database: 'data', isDisposable: true });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => {
      // What is under way now fails, since its server goes.
      process.on('uncaughtException', () => undefined);
      void stop().finally(() => process.exit(code));
    });
  const filled: Filled[] = [];
  try {
    for (const milestones of sizes) filled.push(await fill(postgres.url, milestones));
    const failed = await measureAll(filled);
    say(failed === 0 ? '\nAll are fast and flat.' : `\n${failed} of ${hotQueries.length} fail.`);
    if (failed > 0) process.exitCode = 1;
  } finally {
    for (const { db } of filled) await db.destroy();
    await stop();
  }
}

await main();
