// `npm run bench:data`: fills a database with milestones, then prints how PostgreSQL answers each hot query, and how fast.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate, openDatabase, type Database } from '../../db/database.ts';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres.ts';
import { examine } from './data/explain.ts';
import { fillDatabase } from './data/fillDatabase.ts';
import { hotQueries, type HotQuery } from './data/hotQueries.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const limitMilliseconds = 20;
const runs = 100;

/** Milliseconds at which half and 19 of 20 runs were done, each about another milestone, after a few that do not count. */
async function timesOf(db: Database, query: HotQuery, milestones: number): Promise<{ p50: number; p95: number }> {
  const times: number[] = [];
  const count = query.isReport ? 5 : runs;
  for (let run = -5; run < count; run += 1) {
    // A prime step, so that the milestones are far apart and differ in every run.
    const n = 1 + ((Math.abs(run) * 7919 * 13) % (milestones - 3));
    const transaction = await db.transaction();
    const from = performance.now();
    await query.run(transaction, n);
    if (run >= 0) times.push(performance.now() - from);
    await transaction.rollback();
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

async function measure(db: Database, milestones: number): Promise<number> {
  let faults = 0;
  say(`\n| Query | p50 ms | p95 ms | reaches rows by |\n|---|---|---|---|`);
  for (const query of hotQueries) {
    const { ways, readWhole } = await examine(db, query, Math.floor(milestones / 2));
    const { p50, p95 } = await timesOf(db, query, milestones);
    const isSlow = !query.isReport && p95 > limitMilliseconds;
    if (isSlow || readWhole.length > 0) faults += 1;
    const flags = [...(isSlow ? ['SLOW'] : []), ...readWhole.map((each) => `SEQ SCAN of ${each}`)];
    say(`| ${query.name} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${[...flags, ...ways].join('; ')} |`);
  }
  return faults;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { milestones: { type: 'string', multiple: true } } });
  const sizes = (values.milestones ?? ['100000', '1000000']).map(Number);
  if (!sizes.every((each) => Number.isInteger(each) && each >= 1000))
    throw new Error('--milestones: give a whole number of at least 1000; twice for two sizes.');
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
  try {
    for (const milestones of sizes) {
      const admin = openDatabase(postgres.url, { poolSize: 1 });
      await admin.raw(`create database bench_${milestones}`);
      await admin.destroy();
      const db = openDatabase(postgres.url.replace(/[^/]*$/, `bench_${milestones}`), { poolSize: 2 });
      try {
        const from = performance.now();
        await migrate(db);
        await fillDatabase(db, milestones);
        const { rows } = await db.raw<{ rows: { size: string }[] }>(
          'select pg_size_pretty(pg_database_size(current_database())) as size',
        );
        say(
          `\n${milestones} milestones, filled in ${Math.round((performance.now() - from) / 1000)} s, ${rows[0]?.size}`,
        );
        if ((await measure(db, milestones)) > 0) process.exitCode = 1;
      } finally {
        await db.destroy();
      }
    }
  } finally {
    await stop();
  }
}

await main();
