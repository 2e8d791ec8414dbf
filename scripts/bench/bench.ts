// `npm run bench`: the full product against naive Temporal workflows of the same messages, with its outputs and without, in turn, on one server.
import { createBareTables } from './bareActivities.ts';
import { doItYourselfVariant } from './doItYourself/variant.ts';
import { driveRound, eachOf, type Way } from './driveRound.ts';
import { figuresOf, type ByVariant, type Round } from './figures.ts';
import { prepareEnvironment, type Environment } from './environment.ts';
import { readOptions, type BenchOptions } from './options.ts';
import { report, type MemoryUse } from './report.ts';
import { prepareProduct } from './prepareProduct.ts';
import { bareTaskQueue, forkWorkerOf } from './variantWorkers.ts';
import { bareVariant, until, type Variant, type VariantName } from './variants.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Rounds of all variants, one after the other and every other time backwards, after a warm-up that counts for nothing. */
async function alternate(variants: readonly Variant[], way: Way, options: BenchOptions): Promise<ByVariant<Round[]>> {
  const { milestones, atOnce, warmUp } = options;
  const rounds: ByVariant<Round[]> = {};
  for (const variant of variants) {
    await driveRound(variant, { prefix: `warm-up-${way}`, milestones: warmUp, atOnce, way });
    say(`  ${variant.name} is warm`);
  }
  for (let index = 1; index <= options.rounds; index += 1)
    for (const variant of index % 2 === 1 ? variants : variants.toReversed()) {
      const round = await driveRound(variant, { prefix: `${way}-${index}`, milestones, atOnce, way });
      (rounds[variant.name] ??= []).push(round);
      const { milestonesPerSecond, acknowledge } = figuresOf([round]);
      say(
        `  ${way} round ${index} ${variant.name.padEnd(12)}  ${milestonesPerSecond.toFixed(2)} milestones/s, ` +
          `acknowledged p50/p95 ${acknowledge.p50.toFixed(0)}/${acknowledge.p95.toFixed(0)} ms`,
      );
    }
  return rounds;
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
    const [before, after] = [empty, full].map((each) => (each.resident / 2 ** 20).toFixed(0));
    say(`  ${variant.name} worker with ${open} open milestones: ${after} MB, with none ${before} MB`);
    return { empty, full };
  } finally {
    await worker.stop();
  }
}

async function variantsOf({ of }: Environment, { unprotected, doItYourself }: BenchOptions): Promise<Variant[]> {
  await createBareTables(of.bare.db);
  return [
    await prepareProduct('product', of.product),
    ...(unprotected ? [await prepareProduct('unprotected', of.unprotected)] : []),
    ...(doItYourself ? [await doItYourselfVariant(of.doItYourself)] : []),
    bareVariant(of.bare.client, of.bare.db, bareTaskQueue),
  ];
}

async function measure(environment: Environment, options: BenchOptions): Promise<void> {
  const variants = await variantsOf(environment, options);
  const ways: Way[] = options.updates ? ['signals', 'updates'] : ['signals'];
  const rounds = new Map<Way, ByVariant<Round[]>>();
  const workers = await Promise.all(variants.map(({ name }) => forkWorkerOf(name, environment)));
  try {
    for (const way of ways) rounds.set(way, await alternate(variants, way, options));
  } finally {
    await Promise.all(workers.map((each) => each.stop()));
  }
  say(`  ${environment.mail.taken()} mails taken by the sink`);
  const memory: ByVariant<MemoryUse> = {};
  const measured: VariantName[] = options.open > 0 ? ['product', 'bare'] : [];
  for (const variant of variants)
    if (measured.includes(variant.name)) memory[variant.name] = await measureMemory(variant, environment, options);
  for (const line of report(rounds, memory, options)) say(line);
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
