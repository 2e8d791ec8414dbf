// `npm run bench:desk`: fills a database with milestones, then times what the desk, the portfolio, the search and the money read.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Access } from '../../api/http/holders.ts';
import { readForecast } from '../../api/http/forecast.ts';
import { readMoney, readPortfolio } from '../../api/http/portfolio.ts';
import { readWork } from '../../api/http/work.ts';
import { migrate, openDatabase, type OpenDatabase } from '../../db/database.ts';
import type { Role } from '../../domain/access/rights.ts';
import type { EngagementScope } from '../../domain/access/scope.ts';
import { grantToService, loginIn } from '../../db/roles.ts';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres.ts';
import { fillDatabase } from './data/fillDatabase.ts';
import { percentile } from './figures.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** What 19 of 20 reads must be answered within, in milliseconds. */
const limitMilliseconds = 150;
const rounds = 40;

const holding = (role: Role, scope: EngagementScope): Access => ({
  ...{ keyId: 'bench', label: 'bench', scope },
  holder: { roles: [role], scope, isReadOnly: true },
});

const everything = holding('auditor', 'all');
const one = holding('engagementManager', ['L0']);

const reads = (db: OpenDatabase): Record<string, (round: number, now: string) => Promise<unknown>> => {
  const asked = { isAll: false, page: 1, limit: 100 };
  return {
    'desk, of one who runs the largest engagement': (_round, now) => readWork(db, one, now),
    'desk, of all engagements': (_round, now) => readWork(db, everything, now),
    'portfolio, open': (_round, now) => readPortfolio(db, everything, asked, now),
    'portfolio, one stage, overdue': (_round, now) =>
      readPortfolio(db, everything, { ...asked, phase: 'inReview', isOverdue: true }, now),
    'search, two words, also over': (round, now) =>
      readPortfolio(db, everything, { ...asked, isAll: true, words: `design ${round + 100}` }, now),
    forecast: (_round, now) => readForecast(db, everything, undefined, now),
    money: (_round, now) => readMoney(db, everything, undefined, now),
  };
};

async function timesOf(read: (round: number, now: string) => Promise<unknown>): Promise<number[]> {
  const now = new Date().toISOString();
  await read(0, now);
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    await read(round, now);
    times.push(performance.now() - from);
  }
  return times;
}

async function measure(db: OpenDatabase): Promise<boolean> {
  say('\n| Read | p50, ms | p95, ms |\n| --- | --- | --- |');
  let isFast = true;
  for (const [name, read] of Object.entries(reads(db))) {
    const times = await timesOf(read);
    const [p50, p95] = [percentile(times, 50), percentile(times, 95)];
    isFast &&= p95 <= limitMilliseconds;
    say(`| ${name} | ${p50.toFixed(1)} | ${p95.toFixed(1)} |`);
  }
  return isFast;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { milestones: { type: 'string', default: '20000' } } });
  const milestones = Number(values.milestones);
  if (!Number.isInteger(milestones) || milestones < 10_000)
    throw new Error('--milestones: give a whole number of at least 10000.');
  say(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${new Date().toISOString().slice(0, 10)}`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'sign-off-bench-desk-'));
  // PostgreSQL runs as another user when we are root, and must reach its folder.
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ folder, port: await freePort(), database: 'desk', isDisposable: true });
  const db = openDatabase(postgres.url, { poolSize: 10 });
  try {
    await migrate(db);
    await fillDatabase(db, milestones);
    await grantToService(db, loginIn(postgres.url));
    const [open] = await db('milestones').where({ needs_workflow: true }).count({ count: '*' });
    say(`${milestones.toLocaleString('en')} milestones, ${String(open?.count)} of them open`);
    const isFast = await measure(db);
    say(isFast ? `\nAll within ${limitMilliseconds} ms.` : `\nNot all within ${limitMilliseconds} ms.`);
    if (!isFast) process.exitCode = 1;
  } finally {
    await db.destroy();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
