// What a compiled file imports, directly or not: tells which tests need a browser, a service of their own, or a worker.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const direct = new Map<string, string[]>();

function importsOf(file: string): string[] {
  const known = direct.get(file);
  if (known) return known;
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/^(?:import|\} from|export) .*?"(\.[^"]+\.js)"|^import "(\.[^"]+\.js)"/gm)];
  const paths = found.map(([, named, bare]) => join(dirname(file), named ?? bare ?? ''));
  direct.set(file, paths);
  return paths;
}

/** Paths of compiled files, itself included. */
export function reachableFrom(file: string): Set<string> {
  const reached = new Set([file]);
  for (const each of reached) for (const next of importsOf(each)) reached.add(next);
  return reached;
}
