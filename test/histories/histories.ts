// The recorded histories with the states they must end in, and their replay by some workflows: what comes of each.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { bundleWorkflowCode, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { WorkflowInfo } from '@temporalio/workflow';
import type { Milestone } from '../../domain/milestone.ts';
import type { Batch } from '../../domain/records/batch.ts';
import { headAfter } from '../../domain/records/eventChain.ts';
import { upcastMilestone } from '../../domain/records/upcast.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import type { Change } from '../support/changedRules.ts';
import { checkout } from '../support/checkout.ts';
import { readHistory } from './readHistory.ts';

const folder = join(checkout, 'test/histories');

/** What the record had when the history was taken. */
export interface EndState {
  lastBatch: number;
  head: string;
  milestone: Milestone;
}

export interface RecordedHistory {
  name: string;
  /** A milestone refuses to run under another than the one it ran under. */
  workflowId: string;
  text: string;
  history: ReturnType<typeof readHistory>;
  /** Absent for workflows that are no milestone's. */
  end?: EndState;
}

export async function recordedHistories(): Promise<RecordedHistory[]> {
  const files = await readdir(folder);
  const names = files.filter((each) => each.endsWith('.json') && !each.endsWith('.end.json')).sort();
  return Promise.all(
    names.map(async (file) => {
      const name = file.slice(0, -'.json'.length);
      const text = await readFile(join(folder, file), 'utf8');
      const end = files.includes(`${name}.end.json`)
        ? (JSON.parse(await readFile(join(folder, `${name}.end.json`), 'utf8')) as EndState)
        : undefined;
      const workflowId = end ? milestoneWorkflowId(end.milestone.milestoneId) : name;
      return { name, workflowId, text, history: readHistory(text), ...(end ? { end } : {}) };
    }),
  );
}

const silent = () => undefined;

/** Bundles the workflows so that their batches, and what a replay fails by, are seen, for nothing leaves here: with changes made to their source, or others in their place. */
export function replayBundle({ changes = [], workflows = 'workflows/index.ts' }: Bundled = {}): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: join(checkout, workflows),
    preloadModules: [join(checkout, 'workflows/preload.ts')],
    payloadConverterPath: join(checkout, 'workflows/payloadConverter.ts'),
    workflowInterceptorModules: [join(folder, 'captureBatches.ts')],
    logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent, log: silent },
    webpackConfigHook: (config) => ({
      ...config,
      // Of the source maps the worker only wants that there is one.
      devtool: 'inline-nosources-cheap-source-map',
      module: { rules: [...(config.module?.rules ?? []).filter(isForTypeScript), ...changing(changes)] },
      // One bundle differs from the next by a rule or two: what is alike is kept.
      cache: { type: 'filesystem', cacheDirectory: join(checkout, 'node_modules/.cache/milestone-sign-off/webpack') },
    }),
  });
}

interface Bundled {
  changes?: readonly Change[];
  workflows?: string;
}

/** The other rule reads the source maps of packages. */
const isForTypeScript = (rule: unknown): boolean => (rule as { test: RegExp }).test.test('a.ts');

function changing(changes: readonly Change[]) {
  if (changes.length === 0) return [];
  const placed = changes.map(({ file, ...change }) => ({ ...change, path: join(checkout, file) }));
  // Named with its changes, or what is kept of one bundle would be taken for the next whose changes are others.
  const loader = `${join(folder, 'changeLoader.cjs')}?${JSON.stringify({ changes: placed })}`;
  return [{ enforce: 'pre' as const, resource: placed.map(({ path }) => path), use: [loader] }];
}

export interface Replayed {
  name: string;
  /** Why the replay did not come to its end. */
  error: Error | undefined;
  batches: Batch[];
  end?: EndState;
}

/** Replays one after the other, in one worker; nothing is recorded, and what would be is returned. */
export async function replay(bundle: WorkflowBundle, histories: readonly RecordedHistory[]): Promise<Replayed[]> {
  const byRun = new Map<string, Batch[]>();
  const fn = ({ runId }: WorkflowInfo, batch: Batch): void => {
    byRun.set(runId, [...(byRun.get(runId) ?? []), batch]);
  };
  const sinks = { captured: { batch: { fn, callDuringReplay: true } } };
  const replayed: Replayed[] = [];
  for await (const { runId, error } of Worker.runReplayHistories({ workflowBundle: bundle, sinks }, histories)) {
    const { name, end } = histories[replayed.length] as RecordedHistory;
    replayed.push({ name, error, batches: byRun.get(runId) ?? [], ...(end ? { end } : {}) });
  }
  return replayed;
}

/** In what the replay ends otherwise than the record did; undefined when it does not. */
export function divergence({ batches, end }: Replayed): string | undefined {
  if (!end) return undefined;
  const last = batches.at(-1);
  if (!last) return 'decided nothing';
  if (last.batch !== end.lastBatch) return `ends with batch ${last.batch} where the record has ${end.lastBatch}`;
  if (headAfter(last.follows, last.events) !== end.head) return 'ends with another head';
  const states = [end.milestone, last.snapshot].map((each) => upcastMilestone(JSON.parse(JSON.stringify(each))));
  return isDeepStrictEqual(states[0], states[1]) ? undefined : 'ends in another state';
}
