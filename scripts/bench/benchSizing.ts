// `npm run bench:sizing`: what a milestone takes of Temporal, database, disk and processors, how many a day that leaves room for, and what a year
// of them comes to; with so many open beside them, by one worker or several, on Temporal's development or production server.
import { readFile, readdir, stat } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { driveRound, eachOf } from './driveRound.ts';
import { prepareEnvironment } from './environment.ts';
import { figuresOf, tableOf } from './figures.ts';
import { prepareProduct } from './prepareProduct.ts';
import { actionsIn, dispatcherActionsPerYear, yearOf, type PerMilestone } from './sizing.ts';
import { until } from './variants.ts';
import type { WorkerProcess } from './workerProcess.ts';
import { forkWorkerOf } from './variantWorkers.ts';

const { values } = parseArgs({
  options: {
    milestones: { type: 'string', default: '100' },
    'at-once': { type: 'string', default: '20' },
    /** Milestones that wait for their first message meanwhile. */
    open: { type: 'string', default: '0' },
    /** Processes, each API and worker. */
    workers: { type: 'string', default: '1' },
    /** Temporal's production server on PostgreSQL, which Go builds the first time. */
    full: { type: 'boolean', default: false },
    /** For a million actions, a gigabyte a month and a processor an hour. */
    prices: { type: 'string', default: '50,0.12,0.04' },
  },
});
const [milestones, atOnce, open, workers] = [values.milestones, values['at-once'], values.open, values.workers].map(
  Number,
);
if (!milestones || !atOnce || open === undefined || !workers) throw new Error('Give whole numbers.');
const [actions = 0, gigabyteMonth = 0, processorHour = 0] = values.prices.split(',').map(Number);

const ticksPerSecond = 100;

/** Of a process with all its threads; 0 where the system does not say. */
async function processorSeconds(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

async function bytesOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    files.filter((each) => each.isFile()).map(async (each) => (await stat(join(each.parentPath, each.name))).size),
  );
  return sizes.reduce((sum, each) => sum + each, 0);
}

async function databaseBytes(db: OpenDatabase): Promise<number> {
  const { rows } = await db.raw<{ rows: { bytes: string }[] }>('select pg_database_size(current_database()) as bytes');
  return Number(rows[0]?.bytes);
}

async function tables(db: OpenDatabase): Promise<Map<string, number>> {
  const { rows } = await db.raw<{ rows: { name: string; bytes: string }[] }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  );
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

async function sizing(stops: (() => Promise<unknown>)[]): Promise<void> {
  const environment = await prepareEnvironment(stops, values.full);
  const { db, client, stateFolder } = environment.of.product;
  const product = await prepareProduct('product', environment.of.product);
  const processes: WorkerProcess[] = [];
  for (let each = 0; each < workers!; each += 1) processes.push(await forkWorkerOf('product', environment));
  if (open! > 0) {
    const ids = Array.from({ length: open! }, (_, index) => `open-${index + 1}`);
    await eachOf(ids, atOnce!, async (id) => void (await product.start(id)));
    await until(async () => (await product.countOpen('open-')) === open);
    await product.settle();
    console.log(`${open} milestones are open`);
  }
  await driveRound(product, { prefix: 'warm-up', milestones: 10, atOnce: atOnce!, way: 'signals' });
  const measured = async () => ({
    database: await databaseBytes(db),
    documents: await bytesOf(join(stateFolder, 'documents')),
    seconds: (await Promise.all(processes.map(({ pid }) => processorSeconds(pid)))).reduce((a, b) => a + b, 0),
    tables: await tables(db),
  });
  const before = await measured();
  const round = await driveRound(product, {
    prefix: 'sized',
    milestones: milestones!,
    atOnce: atOnce!,
    way: 'signals',
  });
  const after = await measured();
  let counted = 0;
  const ids = Array.from({ length: milestones! }, (_, index) => milestoneWorkflowId(`sized-${index + 1}`));
  await eachOf(ids, atOnce!, async (id) => {
    const { events } = await client.workflow.getHandle(id).fetchHistory();
    counted += actionsIn(events ?? []);
  });
  const { milestonesPerSecond, acknowledge, historyBytes, historyEvents } = figuresOf([round]);
  const per: PerMilestone = {
    actions: counted / milestones!,
    historyBytes,
    databaseBytes: (after.database - before.database) / milestones!,
    documentBytes: (after.documents - before.documents) / milestones!,
    workerSeconds: (after.seconds - before.seconds) / milestones!,
  };
  const memory = await Promise.all(processes.map((each) => each.memory()));
  say(
    milestonesPerSecond,
    acknowledge.p95,
    historyEvents,
    per,
    memory.map(({ resident }) => resident),
  );
  const grown = [...after.tables]
    .map(([name, bytes]) => [name, (bytes - (before.tables.get(name) ?? 0)) / milestones!] as const)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 8);
  console.log('\nDatabase, by table, kB a milestone:');
  console.log(grown.map(([name, bytes]) => `  ${name} ${(bytes / 1000).toFixed(1)}`).join('\n'));
}

function say(perSecond: number, p95: number, events: number, per: PerMilestone, resident: number[]): void {
  const [cpu] = cpus();
  const server = values.full ? 'production server on PostgreSQL' : 'development server';
  console.log(
    `\n${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${server}`,
  );
  console.log(
    `${milestones} milestones, ${atOnce} at a time, ${workers} worker(s), ${open} open: ${perSecond.toFixed(2)}/s, ` +
      `${Math.floor(perSecond * 86_400).toLocaleString('en')} a day; signals acknowledged p95 ${p95.toFixed(0)} ms; ` +
      `${resident.map((each) => `${Math.round(each / 2 ** 20)} MB`).join(', ')} resident`,
  );
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
  console.log(
    `Each: ${events.toFixed(1)} events, ${kilobytes(per.historyBytes)} of history, ${per.actions.toFixed(1)} actions, ` +
      `${kilobytes(per.databaseBytes)} of database, ${kilobytes(per.documentBytes)} of files, ${(per.workerSeconds * 1000).toFixed(0)} ms of worker processor`,
  );
  console.log(`The dispatcher by itself: ${dispatcherActionsPerYear.toLocaleString('en')} actions a year`);
  const prices = { actions, gigabyteMonth, processorHour };
  const years = [1000, 100_000, 10_000_000].map((each) => yearOf(each, per, prices));
  console.log(
    `\nA year, at ${actions} for a million actions, ${gigabyteMonth} for a GB-month, ${processorHour} for a processor-hour:`,
  );
  console.log(
    tableOf([
      ['milestones', 'actions', 'database GB', 'files GB', 'processor h', 'cost'],
      ...years.map((each) => [
        each.milestones.toLocaleString('en'),
        each.actions.toLocaleString('en', { maximumFractionDigits: 0 }),
        each.databaseGigabytes.toFixed(2),
        each.documentGigabytes.toFixed(2),
        each.processorHours.toFixed(1),
        each.cost.toFixed(0),
      ]),
    ]),
  );
}

const stops: (() => Promise<unknown>)[] = [];
try {
  await sizing(stops);
} finally {
  for (let each = stops.pop(); each; each = stops.pop()) await each().catch(console.error);
}
process.exit();
