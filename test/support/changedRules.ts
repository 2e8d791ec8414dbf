// Makes the product anew with its source changed, as a release to come might be: for tests that such a change is caught.
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { checkout } from './checkout.ts';

/** In a file of the product: what is written there, and what takes its place. */
export interface Change {
  file: string;
  from: string;
  to: string;
}

const versions = 'domain/rulesVersions.ts';
const voiding = 'domain/records/voiding.ts';
const folds = 'domain/folds.ts';

const reports = "reports: voidIn('validationReported', reports, isTheirs)";
const signatures = 'signatures: [...milestone.signatures, signature]';
const otherSignatures = 'signatures: [signature, ...milestone.signatures]';

/**
 * A rule changed without a new version: what validators reported on a package still counts for the next one. Other events
 * come of it, since nobody has to report again; another state of the same events; and other files in the archive.
 */
export const decidedOtherwise: readonly Change[] = [{ file: voiding, from: reports, to: 'reports' }];

/** A change only of what follows from the same events: the last signature comes first. */
export const evolvedOtherwise: readonly Change[] = [{ file: folds, from: signatures, to: otherSignatures }];

const escalateShape = 'export const escalate = z.object({ ...envelope, reason: text(4000) });';

/** The shape of a message tightened without a version: thirty characters at least, where senders were told one. */
export const tightened: readonly Change[] = [
  {
    file: 'domain/commands.ts',
    from: escalateShape,
    to: escalateShape.replace('text(4000)', "text(4000).refine((said) => said.length >= 30, 'say more')"),
  },
];

/** The shape behind a version 2, by whose shapes only milestones are read that start under it. */
export const tightenedInVersion2: readonly Change[] = [
  { file: versions, from: 'currentRulesVersion = 1', to: 'currentRulesVersion: number = 2' },
  {
    file: versions,
    from: '  1: { commands: commandSchemas, engagement, plan: milestonePlan },',
    to: `  1: { commands: commandSchemas, engagement, plan: milestonePlan },
  2: {
    commands: {
      ...commandSchemas,
      escalate: commandSchemas.escalate.refine(({ reason }) => reason.length >= 30, 'say more') as never,
    },
    engagement,
    plan: milestonePlan,
  },`,
  },
];

/** All of them behind a version 2; for the rules a predicate in the one file, asked where it applies. */
export const madeUpVersion2: readonly Change[] = [
  ...tightenedInVersion2,
  {
    file: versions,
    from: 'export interface Shapes {',
    to: 'export const keepsReports = (milestone: UnderRules): boolean => milestone.rulesVersion >= 2;\n\nexport interface Shapes {',
  },
  { file: voiding, from: reports, to: reports.replace(': ', ': keepsReports(milestone) ? reports : ') },
  {
    file: folds,
    from: signatures,
    to: `signatures: keepsReports(milestone) ? [signature, ...milestone.signatures] : [...milestone.signatures, signature]`,
  },
  { file: voiding, from: 'import ', to: "import { keepsReports } from '../rulesVersions.ts';\nimport " },
  { file: folds, from: 'import ', to: "import { keepsReports } from './rulesVersions.ts';\nimport " },
];

/** A release to come: shapes of a version 2, and a migration that adds a column and a table. */
export const nextRelease: readonly Change[] = [
  ...tightenedInVersion2,
  {
    file: 'db/migrations/index.ts',
    from: "const migrations: Migration[] = [{ name: '0001-baseline', ...baseline }];",
    to: `const migrations: Migration[] = [
  { name: '0001-baseline', ...baseline },
  {
    name: '0002-notes.expand',
    async up(db) {
      await db.schema.alterTable('milestones', (table) => void table.text('note'));
      await db.schema.createTable('notes', (table) => void table.text('note'));
    },
  },
];`,
  },
];

export interface ChangedProduct {
  /** The folder of its sources, to bundle from. */
  root: string;
  /** What these of its files export, to be called. */
  load<T>(...files: string[]): Promise<T>;
  remove(): Promise<void>;
}

/** A copy of the product's source with the changes made. Throws when a change finds nothing to change. */
export async function productWith(changes: readonly Change[]): Promise<ChangedProduct> {
  const folder = await mkdtemp(join(tmpdir(), 'changed-rules-'));
  const left = new Set(['node_modules', 'test', 'docs', 'dist']);
  for (const name of await readdir(checkout))
    if (!name.startsWith('.') && !left.has(name))
      await cp(join(checkout, name), join(folder, name), { recursive: true });
  await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, from, to } of changes) {
    const source = await readFile(join(folder, file), 'utf8');
    if (!source.includes(from))
      throw new Error(`${file} has no "${from}"; bring test/support/changedRules.ts up to date`);
    await writeFile(
      join(folder, file),
      source.replace(from, () => to),
    );
  }
  return {
    root: folder,
    async load<T>(...files: string[]) {
      const contents = files.map((each) => `export * from './${each}';`).join('\n');
      const outfile = join(folder, 'loaded.mjs');
      const entry = { stdin: { contents, resolveDir: folder }, outfile };
      await build({ ...entry, bundle: true, format: 'esm', platform: 'node', packages: 'external', logLevel: 'error' });
      return (await import(pathToFileURL(outfile).href)) as T;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
