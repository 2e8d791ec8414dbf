// An upgrade under load: process after process from this release to a made-up next one, back, and on again. No release is tagged yet, so
// this one is the release before: the next has another version of the rules, and a migration that adds to the tables.
import { execFile } from 'node:child_process';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { nextRelease, productWith } from '../../test/support/changedRules.ts';
import type { Installation, Part } from './installation.ts';

const execute = promisify(execFile);

/** Where its build lies, within a folder that is removed. */
export async function buildNext(folder: string): Promise<string> {
  const { root } = await productWith(nextRelease);
  const kept = join(folder, 'next');
  await rename(root, kept).catch(async () => {
    await execute('cp', ['-a', root, kept]);
    await execute('rm', ['-r', root]);
  });
  await execute(process.execPath, [join(kept, 'scripts/build/build.mjs')], { cwd: kept });
  return join(kept, 'dist');
}

export interface Rolling {
  folder: string;
  /** The build of the next release. */
  next: string;
  isUp(): Promise<boolean>;
  say(text: string): void;
  found(finding: string): void;
}

/** Counts what was done, by name. */
export async function rollUpgrade(installation: Installation, rolling: Rolling): Promise<Map<string, number>> {
  const { apis, workers, apiUrls } = installation;
  const { folder, next, say, found } = rolling;
  const [first, ...others] = workers;
  if (!first) throw new Error('An upgrade needs workers.');
  const done = new Map<string, number>();
  const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
    for (const deadline = Date.now() + 240_000; ; await sleep(500)) {
      if (await isSo().catch(() => false)) return;
      if (Date.now() > deadline) return found(`It was waited in vain until ${what}.`);
    }
  };
  const replace = async (part: Part, root: string, how: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    const name = `${part.name} ${part.root === root ? 'restarted' : root === next ? 'upgraded' : 'taken back'}`;
    say(name);
    const before = await startsOf(folder, part);
    part.signal(how);
    await part.gone();
    part.root = root;
    await part.start();
    await until(`${name} was up`, async () => (await startsOf(folder, part)) > before);
    await until('everything was up', rolling.isUp);
    done.set(name, (done.get(name) ?? 0) + 1);
  };
  const previous = first.root;
  await sleep(10_000);
  await replace(first, next);
  // What a cluster does to pods at any time: the release before starts again on the tables of the next one.
  for (const each of [...others, ...apis]) await replace(each, previous, 'SIGKILL');
  for (const each of [...apis, ...others]) await replace(each, next);
  await sleep(10_000);
  for (const each of [...workers, ...apis]) await replace(each, previous);
  say('milestones of the next release wait for it, and it is said so');
  await until('what the release before cannot run was told of', async () => {
    const health = (await (await fetch(`${apiUrls[0]}/health`)).json()) as { obstacles?: { kind: string }[] };
    return health.obstacles?.some(({ kind }) => kind === 'stuck') ?? false;
  });
  const logs = await Promise.all(workers.map((each) => readFile(logOf(folder, each), 'utf8')));
  if (!logs.some((each) => /"workflowId":"milestone-m\d+".*"a workflow gets nowhere"/.test(each)))
    found('No line of the log named the workflow whose tasks failed.');
  for (const each of [...workers, ...apis]) await replace(each, next);
  return done;
}

const logOf = (folder: string, { name }: Part): string => join(folder, `${name}.log`);

const startsOf = async (folder: string, part: Part): Promise<number> =>
  (await readFile(logOf(folder, part), 'utf8')).split(/The worker runs|The API answers at/).length;
