// Every message by signal and by update: the same result, the same record; bad ones refused with code, field and details.
import assert from 'node:assert/strict';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { commandNames } from '../../domain/commands.ts';
import type { RefusalDetails } from '../../workflows/messages.ts';
import * as act from '../domain/acts.ts';
import type { Act } from '../domain/acts.ts';
import { engagementWith, planWith } from '../domain/cast.ts';
import { letterTerms } from '../domain/entering.ts';
import { partTerms } from '../domain/parting.ts';
import { given } from '../domain/scenario.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { testConverters } from '../support/testEncryption.ts';
import { devServer } from '../support/temporal.ts';
import { calledOff, longWay, ofAPart, onlyLater, takenBack, type Step } from './everyMessage.ts';

const idOf = (raw: unknown): string => (raw as { messageId: string }).messageId;

/** Sends the steps as updates and checks each answer against what is expected and what is on record. */
async function playByUpdates(milestone: StagedMilestone, steps: Step[]): Promise<void> {
  for (const [each, refusal] of steps) {
    const message = await milestone.message(each);
    if (!refusal) {
      const answer = await milestone.update(message);
      const { messages } = await milestone.recorded();
      assert.equal(answer.sequence, messages[answer.messageId]?.sequence);
      assert.equal(answer.isRepeat, false);
      continue;
    }
    await assert.rejects(milestone.update(message), (error: WorkflowUpdateFailedError) => {
      const failure = error.cause as ApplicationFailure;
      const [details] = failure.details as [RefusalDetails];
      assert.deepEqual([failure.type, details.field], [refusal[0], refusal[1]], failure.message);
      return true;
    });
    const [refused] = (await milestone.refusedMessages()).slice(-1);
    assert.deepEqual([refused?.messageId, refused?.code], [idOf(message.raw), refusal[0]]);
  }
}

/** What is on record, without what two milestones cannot have in common. */
async function recordOf(milestone: StagedMilestone) {
  const { milestoneId, documentId } = milestone;
  const { messages } = await milestone.recorded();
  const refused = (await milestone.refusedMessages()).map(({ at: _at, ...rest }) => rest);
  const events = await milestone.eventTypes();
  const mails = await milestone.mailKinds();
  const plain = JSON.stringify({ messages, refused, events, mails })
    .replaceAll(milestoneId.slice(2), 'unique')
    .replaceAll(documentId, 'doc')
    .replaceAll(documentId.replace('doc', 'letter'), 'letter')
    .replaceAll(/[0-9a-f]{12}…/g, 'digest…')
    // What a message said, package digests of its own milestone included.
    .replaceAll(/"content":"[0-9a-f]{32}"/g, '"content":"digest"');
  return JSON.parse(plain) as { events: string[] };
}

describe('Message by signal and by update', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  for (const [what, steps, end, terms] of [
    ['of a long dispute', longWay, 'accepted', letterTerms],
    ['of a cancellation', calledOff, 'cancelled', letterTerms],
    ['of a revocation', takenBack, 'revoked', letterTerms],
    ['of a part', ofAPart, 'cancelled', partTerms],
  ] as const)
    it(`${what} gets the same result and leaves the same record`, async () => {
      const [bySignal, byUpdate] = [await stage.start(terms), await stage.start(terms)];
      await Promise.all([bySignal.signalInTurn(...steps.map(([each]) => each)), playByUpdates(byUpdate, steps)]);
      for (const each of [bySignal, byUpdate]) assert.equal((await each.handle.result()).phase, end);
      assert.deepEqual(await recordOf(bySignal), await recordOf(byUpdate));
    });

  it('is tried for every message there is', () => {
    const nobody = {
      messages: {},
      packages: [],
      exceptions: [],
      personCorrections: [],
      amendments: [],
      parts: [],
      plan: { deliverables: [], requirements: [] },
      stage: { phase: 'formalSignOff' },
    } as unknown as Parameters<Act>[0];
    const tried = (isGood: boolean) =>
      new Set(
        [...longWay, ...calledOff, ...takenBack, ...ofAPart]
          .filter((step) => (step[1] === undefined) === isGood)
          .map(([each]) => each(nobody).name),
      );
    assert.deepEqual([...tried(true), ...onlyLater].sort(), [...commandNames].sort());
    assert.deepEqual([...tried(false)].sort(), [...commandNames].sort());
  });

  it('is ruled on once however often and in whatever way it comes', async () => {
    const milestone = await stage.start();
    const submission = await milestone.message(act.submit());
    await milestone.send(submission);
    await milestone.send(submission);
    await milestone.until('validating');
    const first = await milestone.message(act.report('validator1'));
    assert.equal((await milestone.update(first)).isRepeat, false);
    assert.equal((await milestone.update(first)).isRepeat, true);
    const second = await milestone.message(act.report('validator2'));
    await milestone.send(second);
    assert.equal((await milestone.update(second)).phase, 'inReview');
    const approval = await milestone.message(act.approve('user1'));
    const { sequence } = await milestone.update(approval);
    await milestone.send(approval);
    const again = await milestone.update(approval);
    assert.deepEqual([again.sequence, again.isRepeat], [sequence, true]);
    const types = await milestone.eventTypes();
    const count = (type: string) => types.filter((each) => each === type).length;
    assert.deepEqual(['packageFrozen', 'validationReported', 'feedbackGiven'].map(count), [1, 2, 1]);
    assert.deepEqual(await milestone.refusedMessages(), []);
    const mails = await milestone.mailKinds();
    assert.deepEqual(
      mails.filter((each) => each.startsWith('reviewRequest')),
      ['reviewRequest to user1', 'reviewRequest to user2'],
    );
  });

  it('under an ID somebody else has used is refused, and the first one stands', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toReview, act.approve('user1'));
    const used = Object.keys((await milestone.recorded()).messages).at(-1);
    const stolen = act.but(act.approve('user2'), { messageId: used });
    await assert.rejects(milestone.play(stolen), (error: WorkflowUpdateFailedError) => {
      const { type, details } = error.cause as ApplicationFailure;
      assert.equal(type, 'INVALID_MESSAGE');
      assert.equal((details as [RefusalDetails])[0].field, 'messageId');
      return true;
    });
    await milestone.signal(stolen);
    assert.deepEqual((await milestone.play(act.approve('user2')))?.phase, 'inReview');
    const state = await milestone.recorded();
    assert.equal(state.messages[used ?? '']?.personId, 'user1');
    assert.equal((await milestone.refusedMessages()).length, 2);
  });

  it('that decides is refused, each kind of it, by signal with an API key and by update with access to Temporal', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toSignOff);
    const { sequence } = await milestone.recorded();
    const sent = (index: number, authentication: object, each: Act) =>
      act.but(act.by(authentication, each), { messageId: `${JSON.stringify(authentication)}-${index}` });
    for (const [index, each] of act.everyDecision.entries()) {
      await milestone.signal(sent(index, { method: 'apiKey', keyId: 'k1' }, each));
      await assert.rejects(
        milestone.play(sent(index, { method: 'temporalMessage' }, each)),
        ({ cause }: WorkflowUpdateFailedError) => (cause as ApplicationFailure).type === 'CHANNEL_NOT_ALLOWED',
      );
    }
    const refused = await milestone.refusedMessages();
    assert.equal(refused.length, 2 * act.everyDecision.length);
    assert.ok(refused.every(({ code }) => code === 'CHANNEL_NOT_ALLOWED'));
    assert.equal((await milestone.recorded()).sequence, sequence);
  });

  it('repeated after it was refused is told the same', async () => {
    const milestone = await stage.start();
    const bad = await milestone.message(act.submit({ deliverables: [] }));
    const answers: unknown[] = [];
    for (let turn = 0; turn < 2; turn += 1)
      await milestone.update(bad).catch(({ cause }: { cause: ApplicationFailure }) => {
        answers.push([cause.type, cause.message, cause.details]);
      });
    assert.equal(answers.length, 2);
    assert.deepEqual(answers[0], answers[1]);
    const [details] = (answers[0] as [string, string, [RefusalDetails]])[2];
    assert.ok(details.details.some((each) => each.includes('"D1"')));
    assert.equal((await milestone.refusedMessages()).length, 1);
  });
});

describe('Signal that no milestone can read', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  it('is put on record as refused, and the milestone goes on', async () => {
    const milestone = await stage.start();
    const { workflowService } = stage.environment.connection;
    const sendBytes = (signalName: string, text: string | Buffer) =>
      workflowService.signalWorkflowExecution({
        namespace: stage.environment.client.options.namespace,
        workflowExecution: { workflowId: milestone.handle.workflowId },
        signalName,
        input: { payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(text as string) }] },
      });
    // In plain; then sealed, as somebody does who has the service's keys.
    await sendBytes('sign', '{"messageId": "plain"}');
    const { namespace } = stage.environment.client.options;
    const [codec] = testConverters.ofClient.payloadCodecs ?? [];
    const context = { type: 'workflow', namespace, workflowId: milestone.handle.workflowId } as const;
    const sendSealed = async (text: string | Buffer) => {
      const json = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(text as string) };
      const input = { payloads: await codec?.encode([json], context) };
      const workflowExecution = { workflowId: context.workflowId };
      await workflowService.signalWorkflowExecution({ namespace, workflowExecution, signalName: 'sign', input });
    };
    await sendSealed('{"messageId": "half');
    await sendSealed('{"messageId": "twice", "actor": {}, "messageId": "other"}');
    await sendSealed(Buffer.from('{"messageId": "\xe4"}', 'latin1'));
    await milestone.handle.signal('sign');
    await milestone.handle.signal('sign', null);
    await milestone.handle.signal('sign', ['a', 'list']);
    await milestone.handle.signal('approveEverything', { messageId: 'x', actor: act.actorOf('director') });
    await milestone.play(act.submit());
    const refused = await milestone.refusedMessages();
    assert.deepEqual(
      refused.map((each) => [each.name, each.code]),
      [
        ['sign', 'MESSAGE_UNREADABLE'],
        ...[...Array<string>(6).fill('sign'), 'approveEverything'].map((name) => [name, 'INVALID_MESSAGE']),
      ],
    );
    assert.match(refused[0]?.message ?? '', /it came in plain/);
    assert.match(refused[1]?.message ?? '', /JSON object/);
    assert.match(refused[7]?.message ?? '', /send one of submitPackage/);
    assert.equal((await milestone.recorded()).stage.phase, 'validating');
  });

  it('is too late once the milestone is over, and changes nothing on record', async () => {
    const milestone = await stage.start();
    await milestone.play(act.cancel('manager'));
    await milestone.handle.result();
    const before = await milestone.events();
    const late = await milestone.message(act.submit());
    await assert.rejects(milestone.send(late), WorkflowNotFoundError);
    await assert.rejects(milestone.update(late), WorkflowNotFoundError);
    assert.deepEqual(await milestone.events(), before);
  });
});

describe('Workflow started with what is no milestone', () => {
  it('fails at once and says which field is wrong', async () => {
    const environment = await devServer();
    const stage = await MilestoneStage.open(environment);
    try {
      const startedBy = act.actorOf('manager');
      const start = { milestoneId: 'M-bad', engagement: engagementWith(), plan: planWith(), startedBy };
      const position = { lastBatch: 3, head: 'a'.repeat(64) };
      const { milestone } = given(...act.toReview);
      const state = { ...milestone, milestoneId: 'M-bad' };
      const { refusals: _refusals, ...incomplete } = state;
      const { shapesVersion: _version, ...unversioned } = state;
      const carrying = (continuedState: object, rest = {}) => ({ milestoneId: 'M-bad', continuedState, ...rest });
      for (const [input, field] of [
        [undefined, undefined],
        [{ milestoneId: 'other' }, 'milestoneId'],
        [{ milestoneId: 'M-bad' }, 'startedBy'],
        [{ milestoneId: 'M-bad', startedBy: act.actorOf('manager'), engagement: {} }, 'engagement.engagementId'],
        [{ ...start, plan: { ...planWith(), value: 'much' } }, 'plan.value'],
        [{ ...start, startedBy: { ...startedBy, role: 'king' } }, 'startedBy.role'],
        [{ ...start, package: { summary: 'All done' } }, 'package.completedOn'],
        [{ ...start, continueAsNewAfterEvents: 5 }, 'continueAsNewAfterEvents'],
        [carrying(position), 'continuedState.milestone'],
        [carrying({ ...position, head: 'unknown', milestone: state }), 'continuedState.head'],
        [carrying({ ...position, milestone: state }, { plan: planWith() }), 'plan'],
        [carrying({ ...position, milestone: unversioned }), 'continuedState.milestone.shapesVersion'],
        [carrying({ ...position, milestone: incomplete }), 'continuedState.milestone.refusals'],
        [
          carrying({ ...position, milestone: { ...state, stage: { phase: 'inReview' } } }),
          'continuedState.milestone.stage.wait',
        ],
        [carrying({ ...position, milestone }), 'continuedState.milestone.milestoneId'],
      ] as const) {
        const run = environment.client.workflow.execute('milestoneSignOff', {
          workflowId: 'milestone-M-bad',
          taskQueue: stage.taskQueue,
          args: [input],
        });
        await assert.rejects(run, ({ cause }: { cause: ApplicationFailure }) => {
          assert.equal(cause.type, 'INVALID_MESSAGE');
          assert.equal((cause.details as [RefusalDetails])[0].field, field);
          return true;
        });
      }
    } finally {
      await stage.close();
    }
  });
});
