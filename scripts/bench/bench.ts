// `npm run bench`: the full product against the naive Temporal workflow of the same messages, in turn, on one server.
import { join } from 'node:path';
import { migrate } from '../../db/database.ts';
import { freePort } from '../../stack/ports.ts';
import { createBareTables } from './bareActivities.ts';
import { driveTurn, eachOf, type Way } from './driveTurn.ts';
import { figuresOf, ratioOf, rounded, spreadOf, tableOf, type Figures, type Pair, type Turn } from './figures.ts';
import { prepareGround, type Ground } from './ground.ts';
import { readOptions, type BenchOptions } from './options.ts';
import { bareVariant, productVariant, until, type Variant, type VariantName } from './variants.ts';
import { forkWorker, type Memory, type WorkerProcess } from './workerProcess.ts';

const names: VariantName[] = ['product', 'bare'];
const bareTaskQueue = 'bench-bare';
const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function forkWorkerOf(name: VariantName, ground: Ground): Promise<WorkerProcess> {
  const worker = await forkNamed(name, ground);
  ground.stops.push(worker.stop);
  return worker;
}

async function forkNamed(name: VariantName, ground: Ground): Promise<WorkerProcess> {
  const servers = { DATABASE_URL: ground[name].url, TEMPORAL_ADDRESS: ground.temporalAddress };
  if (name === 'bare')
    return forkWorker(new URL('bareWorker.ts', import.meta.url), { ...servers, BARE_TASK_QUEUE: bareTaskQueue });
  return forkWorker(new URL('productWorker.ts', import.meta.url), {
    ...servers,
    PORT: String(await freePort()),
    SMTP_URL: ground.mail.url,
    STATE_FOLDER: ground.folder,
    DOCUMENT_STORE: join(ground.folder, 'documents'),
  });
}

/** Turns of both variants, one after the other, after a warm-up that counts for nothing. */
async function inTurn(variants: Pair<Variant>, way: Way, options: BenchOptions): Promise<Pair<Turn[]>> {
  const { milestones, atOnce, rounds, warmUp } = options;
  const turns: Pair<Turn[]> = { product: [], bare: [] };
  for (const name of names) {
    await driveTurn(variants[name], { prefix: `warm-up-${way}`, milestones: warmUp, atOnce, way });
    say(`  ${name} is warm`);
  }
  for (let round = 1; round <= rounds; round += 1)
    for (const name of names) {
      const turn = await driveTurn(variants[name], { prefix: `${way}-${round}`, milestones, atOnce, way });
      turns[name].push(turn);
      const { milestonesPerSecond, acknowledge } = figuresOf([turn]);
      say(
        `  ${way} round ${round} ${name.padEnd(7)}  ${milestonesPerSecond.toFixed(2)} milestones/s, ` +
          `acknowledged p50/p95 ${acknowledge.p50.toFixed(0)}/${acknowledge.p95.toFixed(0)} ms`,
      );
    }
  return turns;
}

const megabytes = (bytes: number): number => bytes / 2 ** 20;

interface Weight {
  empty: Memory;
  full: Memory;
}

/** A fresh worker, alone, before and after it holds `open` milestones that wait for their first message. */
async function weigh(variant: Variant, ground: Ground, { open, atOnce }: BenchOptions): Promise<Weight> {
  const worker = await forkWorkerOf(variant.name, ground);
  try {
    const empty = await worker.memory();
    const ids = Array.from({ length: open }, (_, index) => `open-${index + 1}`);
    await eachOf(ids, atOnce, async (id) => void (await variant.start(id)));
    await until(async () => (await variant.countOpen('open-')) === open);
    await variant.settle();
    const full = await worker.memory();
    const [before, after] = [empty, full].map((each) => megabytes(each.resident).toFixed(0));
    say(`  ${variant.name} worker with ${open} open milestones: ${after} MB, with none ${before} MB`);
    return { empty, full };
  } finally {
    await worker.stop();
  }
}

function rowOf(name: string, figures: Figures, weight: Weight | undefined): string[] {
  const { acknowledge } = figures;
  return [
    name,
    figures.milestonesPerSecond.toFixed(2),
    ...[acknowledge.p50, acknowledge.p95, acknowledge.p99].map((each) => each.toFixed(0)),
    figures.historyEvents.toFixed(1),
    figures.historyBytes.toFixed(0),
    weight ? megabytes(weight.full.resident).toFixed(0) : '',
    weight ? megabytes(weight.empty.resident).toFixed(0) : '',
  ];
}

const spreadLine = (way: Way, turns: Pair<Turn[]>): string => {
  const { lowest, highest } = spreadOf(turns);
  const range = (key: keyof typeof lowest): string => `${lowest[key].toFixed(2)}–${highest[key].toFixed(2)}`;
  return (
    `By ${way}, product ÷ bare per pair of turns: milestones/s ${range('milestonesPerSecond')}, ` +
    `acknowledge p95 ${range('acknowledgeP95')}, events ${range('historyEvents')}`
  );
};

async function measure(ground: Ground, options: BenchOptions): Promise<void> {
  await migrate(ground.product.db);
  await createBareTables(ground.bare.db);
  const variants: Pair<Variant> = {
    product: await productVariant(ground.client, ground.product.db, join(ground.folder, 'documents')),
    bare: bareVariant(ground.client, ground.bare.db, bareTaskQueue),
  };
  const ways: Way[] = options.updates ? ['signals', 'updates'] : ['signals'];
  const turns = new Map<Way, Pair<Turn[]>>();
  const workers = await Promise.all(names.map((name) => forkWorkerOf(name, ground)));
  try {
    for (const way of ways) turns.set(way, await inTurn(variants, way, options));
  } finally {
    await Promise.all(workers.map((each) => each.stop()));
  }
  say(`  ${ground.mail.taken()} mails taken by the sink`);
  const weights: Partial<Pair<Weight>> = {};
  if (options.open > 0) for (const name of names) weights[name] = await weigh(variants[name], ground, options);
  report(turns, weights, options);
}

function report(turns: Map<Way, Pair<Turn[]>>, weights: Partial<Pair<Weight>>, { open }: BenchOptions): void {
  const head = ['', 'milestones/s', 'ack p50 ms', 'p95', 'p99', 'events', 'bytes', `MB, ${open} open`, 'MB, none'];
  const rows = [...turns].flatMap(([way, pair]) =>
    names.map((name) => rowOf(`${name}, ${way}`, figuresOf(pair[name]), way === 'signals' ? weights[name] : undefined)),
  );
  say(`\n${tableOf([head, ...rows])}\n`);
  for (const [way, pair] of turns) say(spreadLine(way, pair));
  say('');
  const of = (way: Way, name: VariantName): Figures | undefined => {
    const pair = turns.get(way);
    return pair && figuresOf(pair[name]);
  };
  const [product, bare] = names.map((name) => ({ ...(of('signals', name) as Figures) }));
  const full = (name: VariantName) => {
    const weight = weights[name];
    const byUpdates = of('updates', name);
    return {
      ...of('signals', name),
      ...(weight ? { openMilestones: open, workerMegabytes: megabytes(weight.full.resident) } : {}),
      ...(byUpdates ? { byUpdates } : {}),
    };
  };
  say(
    JSON.stringify(
      rounded({
        product: full('product'),
        bare: full('bare'),
        ratio: ratioOf(product as Figures, bare as Figures),
      }),
    ),
  );
}

async function bench(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let each = stops.pop(); each; each = stops.pop())
      await each().catch((error: unknown) => say(`While stopping: ${String(error)}`));
  };
  process.on('SIGINT', () => {
    // What is under way now fails, since its servers go.
    process.on('uncaughtException', () => undefined);
    void stop().finally(() => process.exit(130));
  });
  try {
    say('Preparing PostgreSQL, Temporal and a mail sink');
    await measure(await prepareGround(stops), options);
  } finally {
    await stop();
  }
}

bench().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
