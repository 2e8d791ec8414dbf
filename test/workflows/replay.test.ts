// Replays recorded histories with the workflows as they are now, and shows that the check finds a change that breaks one.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { workflowBundle } from '../../worker/workflowBundle.ts';
import { milestoneWorkflowId } from '../../workflows/milestoneWorkflowId.ts';
import { readHistory } from '../histories/readHistory.ts';
import '../support/temporal.ts';

const folder = new URL('../histories/', import.meta.url);

interface Recorded {
  name: string;
  workflowId: string;
  text: string;
  history: ReturnType<typeof readHistory>;
}

/** Under the workflow ID it ran under: a milestone refuses to run under another. */
async function recorded(): Promise<Recorded[]> {
  const names = (await readdir(folder)).filter((each) => each.endsWith('.json'));
  return Promise.all(
    names.sort().map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8');
      const history = readHistory(text);
      const [input] = history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
      const { milestoneId = '' } = input
        ? (JSON.parse(Buffer.from(input.data ?? []).toString()) as { milestoneId?: string })
        : {};
      const workflowId = milestoneId === '' ? name : milestoneWorkflowId(milestoneId);
      return { name, workflowId, text, history };
    }),
  );
}

async function replay(workflows: WorkflowBundleOption): Promise<Map<string, unknown>> {
  const outcomes = new Map<string, unknown>();
  const options = { workflowBundle: workflows, reuseV8Context: true };
  for (const { name, workflowId, history } of await recorded())
    for await (const { error } of Worker.runReplayHistories(options, [{ workflowId, history }]))
      outcomes.set(name, error);
  return outcomes;
}

describe('Recorded histories', function () {
  this.timeout(120_000);

  it('are there for every kind of moment a workflow can be found in', async () => {
    const kinds = (await recorded()).map((each) => each.name.replace(/^[\d.]+-|\.json$/g, ''));
    for (const kind of [
      'after-an-escalation',
      'conditional',
      'continued-as-new',
      'disputed',
      'finished',
      'mail-room',
      'mid-wait',
    ])
      assert.ok(kinds.includes(kind), `no history ${kind}`);
  });

  it('are all replayed to their end by the workflows as they are now', async () => {
    const outcomes = await replay(workflowBundle());
    assert.ok(outcomes.size >= 7);
    for (const [name, error] of outcomes) assert.equal(error, undefined, name);
  });

  it('betray a change that is not behind a patch', async () => {
    const workflowsPath = fileURLToPath(new URL('unpatchedChange.ts', folder));
    const silent = () => undefined;
    const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent, log: silent };
    const outcomes = await replay(await bundleWorkflowCode({ workflowsPath, logger }));
    for (const [name, error] of outcomes)
      if (!name.includes('mail-room'))
        assert.ok(error instanceof DeterminismViolationError, `${name}: ${String(error)}`);
  });

  it('hold nothing of the machine they were recorded on', async () => {
    for (const { workflowId, text } of await recorded()) {
      for (const [, identity] of text.matchAll(/"identity": ?"([^"]*)"/g))
        assert.match(identity ?? '', /^(worker|host|)$/, workflowId);
      assert.doesNotMatch(text, /\d+@\w|\/home\/|\/work\/|\/root\/|\/Users\//, workflowId);
    }
  });
});
