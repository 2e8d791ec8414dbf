// The shapes under `components`: those that something refers to, under their plain names, with what can go wrong at the end.
import type { Described, Schema } from './describe.ts';

const prefix = '#/components/schemas/';

/** Changes the document itself. A shape that only answers have is called "Milestone" and not "MilestoneOutput". */
export function tidyComponents(given: object, last: readonly string[]): void {
  const document = given as Described;
  const schemas = document.components?.schemas ?? {};
  const used = reachable([document.paths ?? {}, document.webhooks ?? {}], schemas);
  const nameOf = (name: string): string => {
    const plain = name.replace(/Output$/, '');
    return plain !== name && !used.has(plain) ? plain : name;
  };
  rename(document, nameOf);
  const kept = Object.entries(schemas)
    .filter(([name]) => used.has(name))
    .map(([name, schema]) => [nameOf(name), schema] as const);
  const isLast = ([name]: readonly [string, Schema]): boolean => last.includes(name);
  if (document.components)
    document.components.schemas = Object.fromEntries([
      ...kept.filter((each) => !isLast(each)).sort(([a], [b]) => (a < b ? -1 : 1)),
      ...last.flatMap((name) => kept.filter(([each]) => each === name)),
    ]);
}

function reachable(from: object, schemas: Readonly<Record<string, Schema>>, seen = new Set<string>()): Set<string> {
  eachReference(from, ({ $ref = '' }) => {
    const name = $ref.replace(prefix, '');
    if (seen.has(name) || !schemas[name]) return;
    seen.add(name);
    reachable(schemas[name], schemas, seen);
  });
  // Only problems refer to it, and they do so from responses that have names of their own.
  return schemas.Problem && !seen.has('Problem') ? reachable({ $ref: `${prefix}Problem` }, schemas, seen) : seen;
}

const rename = (document: object, nameOf: (name: string) => string): void =>
  eachReference(document, (each) => {
    if (each.$ref?.startsWith(prefix)) each.$ref = `${prefix}${nameOf(each.$ref.slice(prefix.length))}`;
  });

function eachReference(node: object, visit: (reference: Schema) => void): void {
  if ('$ref' in node && typeof node.$ref === 'string') visit(node as Schema);
  for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) eachReference(value, visit);
}
