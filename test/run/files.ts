// Which test files run, in which order, and which of them must not run side by side.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { checkout } from '../support/checkout.ts';
import { reachableFrom } from './imports.ts';

export interface TestFile {
  /** As people name it: the source, below the checkout, with slashes. */
  source: string;
  compiled: string;
  /** From earlier runs where there were any, else by its length. */
  expectedSeconds: number;
  /** Of each kind of burden only as many files run at once as `atOnce` says. */
  burdens: Burden[];
  /** Compiled files of the build that it imports, directly or not. */
  reaches: ReadonlySet<string>;
}

/** What takes a machine so far that more at once would make each other's tests late: by the file that brings it in. */
const burdens = {
  'a browser': 'test/support/browser.js',
  'an installation': 'test/stack/service.js',
} as const;

export type Burden = keyof typeof burdens;

export const atOnce: Record<Burden, number> = { 'a browser': 2, 'an installation': 1 };

const dist = join(checkout, 'dist');
const committed = join(checkout, 'test/run/durations.json');
/** Of this machine, out of the way of everybody else's. */
const measured = join(checkout, 'node_modules/.cache/milestone-sign-off/test-durations.json');
const bytesPerSecond = 4000;

/** Those that a pattern fits, or all; the longest first. Throws when a pattern fits none. */
export function findTestFiles(patterns: readonly string[]): TestFile[] {
  const all = filesBelow('test').filter((path) => path.endsWith('.test.js'));
  const expected = { ...read(committed), ...read(measured) };
  const files = all.map((path): TestFile => {
    const source = path.replace(/\.js$/, '.ts');
    const compiled = join(dist, path);
    const reaches = new Set([...reachableFrom(compiled)].map((each) => slashed(relative(dist, each))));
    return {
      source,
      compiled,
      expectedSeconds: expected[source] ?? readFileSync(compiled).length / bytesPerSecond,
      burdens: (Object.keys(burdens) as Burden[]).filter((each) => reaches.has(burdens[each])),
      reaches,
    };
  });
  for (const pattern of patterns)
    if (!files.some((each) => fits(each, pattern))) throw new Error(`No test file fits ${pattern}.`);
  return files
    .filter((each) => patterns.length === 0 || patterns.some((pattern) => fits(each, pattern)))
    .sort((a, b) => b.expectedSeconds - a.expectedSeconds);
}

const fits = ({ source }: TestFile, pattern: string): boolean =>
  source === pattern || source.startsWith(`${pattern.replace(/\/$/, '')}/`);

const slashed = (path: string): string => path.replaceAll('\\', '/');

function filesBelow(folder: string): string[] {
  return readdirSync(join(dist, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

const read = (path: string): Record<string, number> => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
};

/** For the next run. `isForAll` also where it is committed, for machines that have measured nothing yet. */
export function keepDurations(seconds: Record<string, number>, isForAll: boolean): void {
  const kept = { ...read(measured), ...seconds };
  mkdirSync(dirname(measured), { recursive: true });
  writeFileSync(measured, JSON.stringify(kept, undefined, 2));
  if (!isForAll) return;
  // A run of some files alone keeps what is known of the others.
  const worthIt = Object.entries(kept).filter(([file, each]) => each >= 1 && existsSync(join(checkout, file)));
  const rounded = worthIt.map(([file, each]) => [file, Math.round(each)] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(committed, `${JSON.stringify(Object.fromEntries(rounded), undefined, 2)}\n`);
}
