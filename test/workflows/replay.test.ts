// Replays recorded histories with the workflows as they are now, and shows that the check finds a change that breaks one.
import assert from 'node:assert/strict';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { commandNames } from '../../domain/commands.ts';
import { isEndPhase } from '../../domain/milestone.ts';
import { phases } from '../../domain/phases.ts';
import * as act from '../domain/acts.ts';
import type { Act } from '../domain/acts.ts';
import {
  divergence,
  recordedHistories,
  replay,
  replayBundle,
  type RecordedHistory,
  type Replayed,
} from '../histories/histories.ts';
import { isInShare } from '../run/properties.ts';
import { decidedOtherwise, evolvedOtherwise, madeUpVersion2, tightened, type Change } from '../support/changedRules.ts';
import { testConverters } from '../support/testEncryption.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer, quietRuntime } from '../support/temporal.ts';

let bundled: Promise<WorkflowBundle> | undefined;
const version2 = (): Promise<WorkflowBundle> => (bundled ??= replayBundle({ changes: madeUpVersion2 }));

describe('Recorded histories', function () {
  this.timeout(300_000);
  let histories: RecordedHistory[];
  let replayed: Replayed[];
  before(async () => {
    await quietRuntime();
    histories = await recordedHistories();
    replayed = await replay(await replayBundle(), histories);
  });

  /** By other workflows than those of now a third of them is replayed in a run. */
  const inShare = (start: number): RecordedHistory[] => histories.filter((_, index) => isInShare(start + index, 3));

  async function replayWith(changes: readonly Change[], ...names: string[]): Promise<Replayed[]> {
    return replay(
      await replayBundle({ changes }),
      histories.filter((each) => names.includes(each.name.replace(/^\d+-/, ''))),
    );
  }

  it('are there for the situations a workflow can be found in', () => {
    const kinds = histories.map((each) => each.name.replace(/^\d+-/, ''));
    for (const kind of ['mid-wait', 'after-an-escalation', 'finished', 'reopened', 'taken-over', 'continued-as-new'])
      assert.ok(kinds.includes(kind), `no history ${kind}`);
  });

  it('wait in the midst of every stage in which something can be waited for', () => {
    const ends = histories.flatMap(({ end }) => (end ? [end.milestone] : []));
    const waitedIn = new Set(ends.map(({ stage }) => stage.phase).filter((each) => !isEndPhase(each)));
    assert.deepEqual(waitedIn, new Set(phases.filter((each) => !isEndPhase(each))));
    assert.ok(
      ends.some(({ clockStops }) => clockStops.some((each) => each.to === undefined)),
      'one whose clock stands still',
    );
  });

  it('take a milestone through every phase, and every kind of message to acceptance and to refusal', () => {
    const states = replayed.flatMap((each) => each.batches).map((each) => each.snapshot);
    assert.deepEqual(new Set(states.map((each) => each.stage.phase)), new Set(phases));
    const outcomes = new Set(
      states.flatMap((each) => Object.values(each.messages)).map((each) => `${each.name} ${each.outcome}`),
    );
    // Nobody is nudged before a day has passed without a word, and these courses are played within one.
    const isPlayed = (each: string): boolean => each !== 'nudge accepted';
    for (const name of commandNames)
      for (const outcome of ['accepted', 'refused'].filter((each) => isPlayed(`${name} ${each}`)))
        assert.ok(outcomes.has(`${name} ${outcome}`), `no ${name} is ${outcome} in any of them`);
  });

  it('are all replayed to their end by the workflows as they are now, and end in the state on record', () => {
    for (const each of replayed) {
      assert.equal(each.error, undefined, each.name);
      assert.equal(divergence(each), undefined, each.name);
    }
    assert.ok(replayed.filter((each) => each.end).length >= 12);
  });

  it('betray commands that are not behind a patch', async () => {
    const unpatched = await replayBundle({ workflows: 'test/histories/unpatchedChange.ts' });
    for (const { name, error, end } of await replay(unpatched, inShare(0)))
      if (end) assert.ok(error instanceof DeterminismViolationError, `${name}: ${String(error)}`);
  });

  it('betray a rule that decides otherwise without a version, by the head hash and by the end state', async () => {
    const resubmitted = await replayWith(decidedOtherwise, 'disputed', 'escalated');
    assert.equal(resubmitted.length, 2);
    for (const each of resubmitted) {
      assert.match(String(each.error), /on record with other events than this release decides/);
      assert.ok(divergence(each), `${each.name} ends as on record`);
    }
  });

  it('betray a rule that only makes another state of the same events, by the end state', async () => {
    const [signed] = await replayWith(evolvedOtherwise, 'finished');
    assert.ok(signed);
    assert.equal(signed.error, undefined);
    assert.equal(divergence(signed), 'ends in another state');
  });

  it('betray a message’s shape that was tightened without a version', async () => {
    const [escalated] = await replayWith(tightened, 'escalated');
    assert.match(String(escalated?.error), /on record with other events than this release decides/);
  });

  it('go on by version 1 where the same changes are behind a version 2', async () => {
    for (const each of await replay(await version2(), inShare(1))) {
      assert.equal(each.error, undefined, each.name);
      if (!each.end) continue;
      const last = each.batches.at(-1)?.snapshot;
      assert.equal(last?.rulesVersion, 1);
      assert.deepEqual(JSON.parse(JSON.stringify({ ...last, shapesVersion: 1 })), each.end.milestone, each.name);
    }
  });

  it('hold nothing of the machine they were recorded on', () => {
    for (const { name, text } of histories) {
      for (const [, identity] of text.matchAll(/"identity": ?"([^"]*)"/g))
        assert.match(identity ?? '', /^(worker|host|history-service|)$/, name);
      assert.doesNotMatch(text, /\d+@\w|\/home\/|\/work\/|\/root\/|\/Users\//, name);
    }
  });
});

describe('Milestones served by a release that brings a version 2 of the rules', function () {
  this.timeout(120_000);
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  /** By updates, made from the state that the workflow tells: the record has one that this release cannot read. */
  async function play(milestone: StagedMilestone, ...acts: Act[]): Promise<void> {
    for (const each of acts) await milestone.update(milestone.messageOn(await milestone.state(), each));
  }

  const codeOf = (milestone: StagedMilestone, each: Act): Promise<string> =>
    play(milestone, each).then(
      () => 'accepted',
      ({ cause }: { cause: { type: string } }) => cause.type,
    );

  it('go on by version 1 where they ran before, and by version 2 where they start', async () => {
    const running = await stage.start();
    await running.play(act.submit());
    await stage.stopWorker();
    const worker = await Worker.create({
      connection: stage.environment.nativeConnection,
      namespace: stage.environment.client.options.namespace ?? 'default',
      taskQueue: stage.taskQueue,
      activities: stage.activities,
      dataConverter: testConverters.ofWorker,
      workflowBundle: await version2(),
      sinks: { captured: { batch: { fn: () => undefined } } },
    });
    await worker.runUntil(async () => {
      const started = await stage.start();
      await play(started, act.submit());
      for (const [milestone, version, ...codes] of [
        [running, 1, 'accepted', 'NOT_ESCALATABLE'],
        [started, 2, 'ALREADY_DECIDED', 'INVALID_MESSAGE'],
      ] as const) {
        await play(milestone, act.report('validator1'), act.fail('validator2'), act.submit());
        const found = [
          await codeOf(milestone, act.report('validator1')),
          await codeOf(milestone, act.escalate('manager')),
        ];
        assert.deepEqual(found, codes, `version ${version}`);
        const [first] = await milestone.events();
        assert.ok(first?.type === 'milestoneStarted');
        assert.equal(first.rulesVersion, version);
        assert.equal((await milestone.state()).rulesVersion, version);
      }
    });
  });
});
