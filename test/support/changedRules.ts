// Makes the product anew with its source changed, as a release to come might be: for tests that such a change is caught.
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from './checkout.ts';

/** In a file of the product: what is written there, and what takes its place. */
export interface Change {
  file: string;
  from: string;
  to: string;
}

/**
 * A rule changed without a new version: sign-off requests are numbered otherwise, which every event that prepares one
 * shows, and the last signature comes first, which only the state shows.
 */
const requestNumber = 'requestNumber: `${milestone.milestoneId}-S${contents.packageVersion}`';
const otherRequestNumber = 'requestNumber: `${milestone.milestoneId}-R${contents.packageVersion}`';
const signatures = 'signatures: [...milestone.signatures, signature]';
const otherSignatures = 'signatures: [signature, ...milestone.signatures]';

const compilation = 'domain/compilation/deliverableCompilation.ts';
const folds = 'domain/folds.ts';
const versions = 'domain/rulesVersions.ts';

/** A change of what is decided: other events. */
export const decidedOtherwise: readonly Change[] = [{ file: compilation, from: requestNumber, to: otherRequestNumber }];

/** A change of what follows from the same events: another state. */
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
    to: 'export const numbersRequestsByR = (milestone: UnderRules): boolean => milestone.rulesVersion >= 2;\n\nexport interface Shapes {',
  },
  {
    file: compilation,
    from: requestNumber,
    to: `${otherRequestNumber.replace('-R', "-${numbersRequestsByR(milestone) ? 'R' : 'S'}")}`,
  },
  {
    file: folds,
    from: signatures,
    to: 'signatures: numbersRequestsByR(milestone) ? [signature, ...milestone.signatures] : [...milestone.signatures, signature]',
  },
  { file: folds, from: 'import ', to: "import { numbersRequestsByR } from './rulesVersions.ts';\nimport " },
  { file: compilation, from: 'import ', to: "import { numbersRequestsByR } from '../rulesVersions.ts';\nimport " },
];

export interface ChangedProduct {
  /** The folder of its sources, to bundle from. */
  root: string;
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
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
