// `npm run bench:log`: how many lines a second the log keeper takes into the tree as it grows, against what the database takes of the same rows
// by one statement, and how long a proof takes. `--leaves 10000000` is some half an hour's work; the default a minute's.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate, openDatabase, type OpenDatabase } from '../../db/database.ts';
import { consistencyProof, inclusionProofs, integrateLog } from '../../db/merkleLog.ts';
import { logSigner } from '../../evidence/ledger/logSigner.ts';
import { freePort } from '../../stack/ports.ts';
import { startPostgres } from '../../stack/postgres.ts';
import { percentile, tableOf } from './figures.ts';

const { values } = parseArgs({ options: { leaves: { type: 'string', default: '200000' } } });
const leaves = Number(values.leaves);
if (!Number.isInteger(leaves) || leaves < 10_000) throw new Error('--leaves: give a whole number of at least 10000.');
const rows = 10;
const atOnce = 5000;
const proofs = 200;

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};

/** Lines as long as those of visits, which are the most. */
async function append(db: OpenDatabase, lines: number): Promise<void> {
  for (let done = 0; done < lines; done += atOnce)
    await db.raw(
      `select append_audit('service:main', (select array_agg(format('{"at":"2026-03-02T09:00:00.000Z","type":"recordRead","what":"%s"}', repeat('x', 120)))
         from generate_series(1, least(:atOnce::integer, :left::integer))))`,
      { atOnce, left: lines - done },
    );
}

/** The same rows once more, into tables alike. */
async function copyRows(db: OpenDatabase, from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += atOnce)
    await db.transaction(async (transaction) => {
      const range = { first, end: Math.min(to, first + atOnce) };
      await transaction.raw(
        'insert into plain_leaves select * from log_leaves where leaf_index >= :first and leaf_index < :end',
        range,
      );
      for (let level = 0, [low, high] = [range.first, range.end]; low < high; level += 1, low >>= 1, high >>= 1)
        await transaction.raw(
          'insert into plain_nodes select * from log_nodes where level = :level and index >= :low and index < :high on conflict do nothing',
          { level, low, high },
        );
    });
}

async function proofTimes(db: OpenDatabase, size: number): Promise<number[]> {
  const times: number[] = [];
  for (let each = 0; each < proofs; each += 1) {
    const index = Math.floor(((each * 7919) % proofs) * (size / proofs));
    times.push(1000 * (await seconds(() => inclusionProofs(db, [index], size))));
  }
  return times;
}

const folder = await mkdtemp(join(tmpdir(), 'sign-off-bench-log-'));
await chmod(folder, 0o755);
const postgres = await startPostgres({ folder, port: await freePort(), database: 'log' });
const db = openDatabase(postgres.url, { poolSize: 2 });
try {
  await migrate(db);
  await db.raw('create table plain_leaves (like log_leaves including all)');
  await db.raw('create table plain_nodes (like log_nodes including all)');
  const signer = logSigner('example.com/log', generateKeyPairSync('ed25519').privateKey);
  const table = [['leaves', 'taken in /s', 'the same rows /s', 'proof p50 ms', 'p95', 'consistency ms']];
  const part = Math.ceil(leaves / rows);
  for (let size = part; size <= part * rows; size += part) {
    await append(db, part);
    const keeping = await seconds(() => integrateLog(db, signer));
    const copying = await seconds(() => copyRows(db, size - part, size));
    const times = await proofTimes(db, size);
    const consistency = 1000 * (await seconds(() => consistencyProof(db, Math.ceil(size / 3), size)));
    table.push([
      size.toLocaleString('en'),
      ...[part / keeping, part / copying].map((each) => Math.round(each).toLocaleString('en')),
      ...[percentile(times, 50), percentile(times, 95), consistency].map((each) => each.toFixed(1)),
    ]);
  }
  console.log(
    `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}, PostgreSQL that is safe against power loss\n`,
  );
  console.log(tableOf(table));
} finally {
  await db.destroy();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit();
