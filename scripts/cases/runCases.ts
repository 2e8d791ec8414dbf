// Runs every case of a folder by the kind its file is of, and says of each whether it holds. Decides nothing about what is right.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { bounces } from './bounces.ts';
import { calendars } from './calendars.ts';
import { CaseEnvironment } from './caseEnvironment.ts';
import { failing, type Case, type CaseKind } from './caseKind.ts';
import { money } from './money.ts';
import { names } from './names.ts';
import { openContracting } from './openContracting.ts';
import { replies } from './replies.ts';
import { requirementsMatrix } from './requirementsMatrix.ts';

/** In the order they are run. */
export const caseKinds: readonly CaseKind[] = [
  calendars,
  openContracting,
  names,
  money,
  requirementsMatrix,
  bounces,
  replies,
];

export interface CaseResult {
  file: string;
  case: string;
  /** What is wrong; absent where the case holds. */
  failure?: string;
}

/** Only this file of a folder holds no case. */
const about = 'README.md';

/**
 * Every case below `folder`, each told to `onResult` when it has run. A file of no kind, a malformed case and a folder
 * without cases are failures: what was meant to be tried and is not would look like success.
 */
export async function runCases(
  folder: string,
  onResult: (result: CaseResult) => void = () => undefined,
): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const environment = new CaseEnvironment();
  try {
    for (const { file, each } of await casesIn(folder)) {
      const result: CaseResult = { file, case: each.name, ...(await failureOf(each, environment)) };
      results.push(result);
      onResult(result);
    }
  } finally {
    await environment.close();
  }
  return results;
}

async function casesIn(folder: string): Promise<{ file: string; each: Case }[]> {
  const files = await filesIn(folder);
  if (files.length === 0) return [{ file: folder, each: failing('the folder', 'holds no case') }];
  const ordered = files.map((file) => ({ file, kind: caseKinds.findIndex((each) => each.isOf(file)) }));
  ordered.sort((a, b) => a.kind - b.kind || (a.file < b.file ? -1 : 1));
  const read = ordered.map(async ({ file, kind }) => {
    const cases = caseKinds[kind]?.read(file, await readFile(join(folder, file))) ?? [ofNoKind()];
    return cases.map((each) => ({ file, each }));
  });
  return (await Promise.all(read)).flat();
}

const ofNoKind = (): Case =>
  failing('the file', `is of no kind that is known; there are ${caseKinds.map((each) => each.name).join(', ')}`);

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((each) => !each.isDirectory())
    .map((each) => relative(folder, join(each.parentPath, each.name)).replaceAll('\\', '/'))
    .filter((each) => each !== about);
}

async function failureOf(each: Case, environment: CaseEnvironment): Promise<{ failure?: string }> {
  try {
    await each.run(environment);
    return {};
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
