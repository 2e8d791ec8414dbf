// What a run of the bench says at its end: a table, the spread of each comparison, and a line of JSON.
import { figuresOf, ratioOf, rounded, spreadOf, tableOf, type ByVariant, type Figures, type Round } from './figures.ts';
import type { Way } from './driveRound.ts';
import type { VariantName } from './variants.ts';
import type { Memory } from './workerProcess.ts';

export interface MemoryUse {
  empty: Memory;
  full: Memory;
}

const megabytes = (bytes: number): number => bytes / 2 ** 20;

export function report(
  rounds: ReadonlyMap<Way, ByVariant<Round[]>>,
  memory: ByVariant<MemoryUse>,
  { open }: { open: number },
): string[] {
  const head = ['', 'milestones/s', 'ack p50 ms', 'p95', 'p99', 'events', 'bytes', `MB, ${open} open`, 'MB, none'];
  const rows = [...rounds].flatMap(([way, by]) =>
    variantsIn(by).map(([name, each]) =>
      rowOf(`${name}, ${way}`, figuresOf(each), way === 'signals' ? memory[name] : undefined),
    ),
  );
  const spreads = [...rounds].flatMap(([way, { product, ...others }]) =>
    variantsIn(others).map(([name, each]) => spreadLine(way, name, product ?? [], each)),
  );
  return ['', tableOf([head, ...rows]), '', ...spreads, '', JSON.stringify(rounded(summary(rounds, memory, open)))];
}

const variantsIn = <T>(by: ByVariant<T>): [VariantName, T][] => Object.entries(by) as [VariantName, T][];

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

const shownAs: Partial<Record<VariantName, string>> = {
  unprotected: 'without encryption in Temporal and row-level security',
  doItYourself: 'the same outputs by the usual libraries',
};

function spreadLine(way: Way, name: VariantName, product: Round[], other: Round[]): string {
  const { lowest, highest } = spreadOf(product, other);
  const overall = ratioOf(figuresOf(product), figuresOf(other));
  const said = (key: keyof typeof lowest): string =>
    `${overall[key].toFixed(2)} (${lowest[key].toFixed(2)}–${highest[key].toFixed(2)})`;
  return (
    `By ${way}, product ÷ ${shownAs[name] ?? name}, in all (per pair of rounds): milestones/s ${said('milestonesPerSecond')}, ` +
    `acknowledge p95 ${said('acknowledgeP95')}, events ${said('historyEvents')}`
  );
}

function summary(rounds: ReadonlyMap<Way, ByVariant<Round[]>>, memory: ByVariant<MemoryUse>, open: number): object {
  const of = (way: Way, name: VariantName): Figures | undefined => {
    const found = rounds.get(way)?.[name];
    return found && figuresOf(found);
  };
  const ratio = (way: Way, other: VariantName): object | undefined => {
    const [product, beside] = [of(way, 'product'), of(way, other)];
    return product && beside && ratioOf(product, beside);
  };
  const full = (name: VariantName): object => {
    const used = memory[name];
    const byUpdates = of('updates', name);
    return {
      ...of('signals', name),
      ...(used ? { openMilestones: open, workerMegabytes: megabytes(used.full.resident) } : {}),
      ...(byUpdates ? { byUpdates } : {}),
    };
  };
  const names = variantsIn(rounds.get('signals') ?? {}).map(([name]) => name);
  const whatProtectionCosts = {
    signals: ratio('signals', 'unprotected'),
    updates: ratio('updates', 'unprotected'),
  };
  return {
    ...Object.fromEntries(names.map((name) => [name, full(name)])),
    ratio: {
      ...ratio('signals', 'bare'),
      updates: ratio('updates', 'bare'),
      doItYourself: ratio('signals', 'doItYourself'),
    },
    ...(names.includes('unprotected') ? { ratioToUnprotected: whatProtectionCosts } : {}),
  };
}
