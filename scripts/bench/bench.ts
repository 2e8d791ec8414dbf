// `npm run bench`: the full product against the naive Temporal workflow of the same messages, in turn, on one server.
import { join } from 'node:path';
import { migrate } from '../../db/database.ts';
import { grantToService, loginIn } from '../../db/roles.ts';
import { freePort } from '../../stack/ports.ts';
import { createBareTables } from './bareActivities.ts';
import { driveRound, eachOf, type Way } from './driveRound.ts';
import { figuresOf, ratioOf, rounded, spreadOf, tableOf, type Figures, type Pair, type Round } from './figures.ts';
import { prepareEnvironment, type Environment } from './environment.ts';
import { readOptions, type BenchOptions } from './options.ts';
import { bareVariant, productVariant, until, type Variant, type VariantName } from './variants.ts';
import { forkWorker, type Memory, type WorkerProcess } from './workerProcess.ts';

const names: VariantName[] = ['product', 'bare'];
const bareTaskQueue = 'bench-bare';
const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function forkWorkerOf(name: VariantName, environment: Environment): Promise<WorkerProcess> {
  const worker = await forkNamed(name, environment);
  environment.stops.push(worker.stop);
  return worker;
}

async function forkNamed(name: VariantName, environment: Environment): Promise<WorkerProcess> {
  const servers = { DATABASE_URL: environment[name].url, TEMPORAL_ADDRESS: environment.temporalAddress };
  if (name === 'bare')
    return forkWorker(new URL('bareWorker.ts', import.meta.url), { ...servers, BARE_TASK_QUEUE: bareTaskQueue });
  return forkWorker(new URL('productWorker.ts', import.meta.url), {
    ...servers,
    PORT: String(await freePort()),
    SMTP_URL: environment.mail.url,
    STATE_FOLDER: environment.folder,
    DOCUMENT_STORE: join(environment.folder, 'documents'),
  });
}

/** Rounds of both variants, one after the other, after a warm-up that counts for nothing. */
async function alternate(variants: Pair<Variant>, way: Way, options: BenchOptions): Promise<Pair<Round[]>> {
  const { milestones, atOnce, warmUp } = options;
  const rounds: Pair<Round[]> = { product: [], bare: [] };
  for (const name of names) {
    await driveRound(variants[name], { prefix: `warm-up-${way}`, milestones: warmUp, atOnce, way });
    say(`  ${name} is warm`);
  }
  for (let index = 1; index <= options.rounds; index += 1)
    for (const name of names) {
      const round = await driveRound(variants[name], { prefix: `${way}-${index}`, milestones, atOnce, way });
      rounds[name].push(round);
      const { milestonesPerSecond, acknowledge } = figuresOf([round]);
      say(
        `  ${way} round ${index} ${name.padEnd(7)}  ${milestonesPerSecond.toFixed(2)} milestones/s, ` +
          `acknowledged p50/p95 ${acknowledge.p50.toFixed(0)}/${acknowledge.p95.toFixed(0)} ms`,
      );
    }
  return rounds;
}

const megabytes = (bytes: number): number => bytes / 2 ** 20;

interface MemoryUse {
  empty: Memory;
  full: Memory;
}

/** A fresh worker, alone, before and after it holds `open` milestones that wait for their first message. */
async function measureMemory(
  variant: Variant,
  environment: Environment,
  { open, atOnce }: BenchOptions,
): Promise<MemoryUse> {
  const worker = await forkWorkerOf(variant.name, environment);
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

function rowOf(name: string, figures: Figures, memory: MemoryUse | undefined): string[] {
  const { acknowledge } = figures;
  return [
    name,
    figures.milestonesPerSecond.toFixed(2),
    ...[acknowledge.p50, acknowledge.p95, acknowledge.p99].map((each) => each.toFixed(0)),
    figures.historyEvents.toFixed(1),
    figures.historyBytes.toFixed(0),
    memory ? megabytes(memory.full.resident).toFixed(0) : '',
    memory ? megabytes(memory.empty.resident).toFixed(0) : '',
  ];
}

const spreadLine = (way: Way, rounds: Pair<Round[]>): string => {
  const { lowest, highest } = spreadOf(rounds);
  const range = (key: keyof typeof lowest): string => `${lowest[key].toFixed(2)}–${highest[key].toFixed(2)}`;
  return (
    `By ${way}, product ÷ bare per pair of rounds: milestones/s ${range('milestonesPerSecond')}, ` +
    `acknowledge p95 ${range('acknowledgeP95')}, events ${range('historyEvents')}`
  );
};

async function measure(environment: Environment, options: BenchOptions): Promise<void> {
  await migrate(environment.product.db);
  await grantToService(environment.product.db, loginIn(environment.product.url));
  await createBareTables(environment.bare.db);
  const variants: Pair<Variant> = {
    product: await productVariant(environment.client, environment.product.db, environment.folder),
    bare: bareVariant(environment.client, environment.bare.db, bareTaskQueue),
  };
  const ways: Way[] = options.updates ? ['signals', 'updates'] : ['signals'];
  const rounds = new Map<Way, Pair<Round[]>>();
  const workers = await Promise.all(names.map((name) => forkWorkerOf(name, environment)));
  try {
    for (const way of ways) rounds.set(way, await alternate(variants, way, options));
  } finally {
    await Promise.all(workers.map((each) => each.stop()));
  }
  say(`  ${environment.mail.taken()} mails taken by the sink`);
  const memory: Partial<Pair<MemoryUse>> = {};
  if (options.open > 0)
    for (const name of names) memory[name] = await measureMemory(variants[name], environment, options);
  report(rounds, memory, options);
}

function report(rounds: Map<Way, Pair<Round[]>>, memory: Partial<Pair<MemoryUse>>, { open }: BenchOptions): void {
  const head = ['', 'milestones/s', 'ack p50 ms', 'p95', 'p99', 'events', 'bytes', `MB, ${open} open`, 'MB, none'];
  const rows = [...rounds].flatMap(([way, pair]) =>
    names.map((name) => rowOf(`${name}, ${way}`, figuresOf(pair[name]), way === 'signals' ? memory[name] : undefined)),
  );
  say(`\n${tableOf([head, ...rows])}\n`);
  for (const [way, pair] of rounds) say(spreadLine(way, pair));
  say('');
  const of = (way: Way, name: VariantName): Figures | undefined => {
    const pair = rounds.get(way);
    return pair && figuresOf(pair[name]);
  };
  const [product, bare] = names.map((name) => ({ ...(of('signals', name) as Figures) }));
  const full = (name: VariantName) => {
    const used = memory[name];
    const byUpdates = of('updates', name);
    return {
      ...of('signals', name),
      ...(used ? { openMilestones: open, workerMegabytes: megabytes(used.full.resident) } : {}),
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
    await measure(await prepareEnvironment(stops), options);
  } finally {
    await stop();
  }
}

bench().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
