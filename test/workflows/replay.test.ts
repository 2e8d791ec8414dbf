// Replays recorded histories with the workflows as they are now, and shows that the check finds a change that breaks one.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DeterminismViolationError } from '@temporalio/workflow';
import { commandNames } from '../../domain/commands.ts';
import type { Phase } from '../../domain/milestone.ts';
import {
  divergence,
  recordedHistories,
  replay,
  replayBundle,
  type RecordedHistory,
  type Replayed,
} from '../histories/histories.ts';
import {
  decidedOtherwise,
  evolvedOtherwise,
  madeUpVersion2,
  productWith,
  tightened,
  type Change,
} from '../support/changedRules.ts';
import { checkout } from '../support/checkout.ts';
import '../support/temporal.ts';

const phases: Record<Phase, true> = {
  compiling: true,
  rework: true,
  validating: true,
  inReview: true,
  formalSignOff: true,
  facilitation: true,
  escalated: true,
  acceptedWithExceptions: true,
  accepted: true,
  revoked: true,
  terminated: true,
  cancelled: true,
};

describe('Recorded histories', function () {
  this.timeout(300_000);
  let histories: RecordedHistory[];
  let replayed: Replayed[];
  before(async () => {
    histories = await recordedHistories();
    replayed = await replay(await replayBundle(), histories);
  });

  async function replayWith(changes: readonly Change[], ...names: string[]): Promise<Replayed[]> {
    const product = await productWith(changes);
    try {
      const some = histories.filter((each) => names.length === 0 || names.includes(each.name.replace(/^\d+-/, '')));
      return await replay(await replayBundle(product.root), some);
    } finally {
      await product.remove();
    }
  }

  it('are there for the situations a workflow can be found in', () => {
    const kinds = histories.map((each) => each.name.replace(/^\d+-/, ''));
    for (const kind of ['mid-wait', 'after-an-escalation', 'finished', 'reopened', 'taken-over', 'continued-as-new'])
      assert.ok(kinds.includes(kind), `no history ${kind}`);
  });

  it('take a milestone through every phase, and every kind of message to acceptance and to refusal', () => {
    const states = replayed.flatMap((each) => each.batches).map((each) => each.snapshot);
    assert.deepEqual(new Set(states.map((each) => each.stage.phase)), new Set(Object.keys(phases)));
    const outcomes = new Set(
      states.flatMap((each) => Object.values(each.messages)).map((each) => `${each.name} ${each.outcome}`),
    );
    for (const name of commandNames)
      for (const outcome of ['accepted', 'refused'])
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
    const unpatched = join(checkout, 'test/histories/unpatchedChange.ts');
    for (const { name, error, end } of await replay(await replayBundle(undefined, unpatched), histories))
      if (end) assert.ok(error instanceof DeterminismViolationError, `${name}: ${String(error)}`);
  });

  it('betray a rule that decides otherwise without a version, by the head hash and by the end state', async () => {
    for (const each of await replayWith(decidedOtherwise, 'finished', 'conditional')) {
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
    for (const each of await replayWith(madeUpVersion2)) {
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
