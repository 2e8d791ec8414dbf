// The published Open Contracting 1.1 schemas and lib-cove-ocds, the checker of the standard's own review tool, kept in the cache folder.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { cacheFolder } from '../../stack/temporalBinary.ts';
import { fillOnce, keepsCompiled, skipFor } from './cachedTools.ts';

const execute = promisify(execFile);

/** Source packages that carry the published schemas among their own tests. */
const sources = [
  {
    name: 'ocdsextensionregistry-0.7.0',
    sha256: 'aae3b247712509f158e16f44747039cfd0a9ee847590aba4794933d6fa79341a',
    schemas: ['release-schema.json', 'versioned-release-validation-schema.json'],
  },
  {
    name: 'ocdskit-1.7.0',
    sha256: '02a7d6182bbd7672cfd26cdbcae9726fbacdb917203d2bd5a726caa30040ff76',
    schemas: ['release-package-schema.json'],
  },
] as const;
const checker = 'libcoveocds==0.17.0';

const folder = (): string => join(cacheFolder(), 'open-contracting-tools-1');
const quietly = ['--quiet', '--disable-pip-version-check'];

let installed: Promise<void> | undefined;

const install = (): Promise<void> =>
  fillOnce(folder(), async (fresh) => {
    await execute('python3', ['-m', 'pip', 'install', ...quietly, '--no-compile', '--target', fresh, checker], {
      maxBuffer: 1 << 26,
    });
    const schemas = join(fresh, 'standard/schema');
    await mkdir(join(schemas, 'codelists'), { recursive: true });
    for (const source of sources) await takeSchemas(source, fresh, schemas);
    await writeCodelists(schemas);
    await execute('python3', ['-m', 'zipfile', '-c', 'standard.zip', 'standard/'], { cwd: fresh });
  });

async function takeSchemas({ name, sha256, schemas }: (typeof sources)[number], fresh: string, to: string) {
  const wanted = name.replace(/-(?=[^-]*$)/, '==');
  const flags = ['--no-deps', '--no-binary', ':all:', '--dest', fresh];
  await execute('python3', ['-m', 'pip', 'download', ...quietly, ...flags, wanted]);
  const archive = join(fresh, `${name}.tar.gz`);
  const found = createHash('sha256')
    .update(await readFile(archive))
    .digest('hex');
  if (found !== sha256) throw new Error(`${wanted} has SHA-256 ${found}, expected ${sha256}`);
  for (const schema of schemas) {
    const member = `${name}/tests/fixtures/${schema}`;
    await execute('tar', ['-xzf', archive, '-C', to, '--strip-components', '3', member]);
  }
}

interface SchemaNode {
  codelist?: string;
  enum?: (string | null)[];
  items?: SchemaNode;
}

/** The closed codelists follow from the schema, which repeats their codes. */
async function writeCodelists(schemas: string): Promise<void> {
  const codes = new Map<string, string[]>();
  JSON.parse(await readFile(join(schemas, 'release-schema.json'), 'utf8'), (_, node: SchemaNode | null) => {
    const listed = node?.enum ?? node?.items?.enum;
    if (node?.codelist && listed)
      codes.set(
        node.codelist,
        listed.filter((each) => each !== null),
      );
    return node;
  });
  for (const [name, listed] of codes)
    await writeFile(join(schemas, 'codelists', name), ['Code', ...listed, ''].join('\n'));
}

/** Skips the test, with the reason, where the tools cannot be had; in CI that is a failure. */
export async function needOpenContractingTools(test: Context): Promise<void> {
  installed ??= install();
  const reason = await installed.then(
    () => undefined,
    (error: Error) => `The Open Contracting tools cannot be had; install Python 3 with pip. ${error.message}`,
  );
  skipFor(reason, test);
}

/** The schema of a release. Only after `needOpenContractingTools`. */
export const releaseSchema = async (): Promise<object> =>
  JSON.parse(await readFile(join(folder(), 'standard/schema/release-schema.json'), 'utf8')) as object;

/** What lib-cove-ocds finds; each is empty for a package without fault. */
export interface CoveFindings {
  validation_errors: unknown[];
  additional_closed_codelist_values: object;
  additional_checks: object;
  all_additional_fields: unknown[];
  deprecated_fields: unknown[];
}

/** Checks a release package by structure, codelists, empty fields, repeated IDs and unknown fields. */
export async function libcoveocds(releasePackage: object): Promise<CoveFindings> {
  const scratch = await mkdtemp(join(cacheFolder(), 'release-'));
  try {
    const file = join(scratch, 'package.json');
    await writeFile(file, JSON.stringify(releasePackage));
    const args = ['-m', 'libcoveocds', file, '--standard-zip', join(folder(), 'standard.zip')];
    const env = { ...process.env, PYTHONPATH: folder(), ...keepsCompiled };
    const { stdout } = await execute('python3', args, { env, maxBuffer: 1 << 26 });
    return JSON.parse(stdout) as CoveFindings;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
