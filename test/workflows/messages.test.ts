// Every message by signal and by update: the same result, the same record; bad ones refused with code, field and details.
import assert from 'node:assert/strict';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { commandNames, type CommandName } from '../../domain/commands.ts';
import type { SignOffErrorCode } from '../../domain/errors.ts';
import type { RefusalDetails } from '../../workflows/messages.ts';
import * as act from '../domain/acts.ts';
import type { Act } from '../domain/acts.ts';
import { engagementWith, planWith } from '../domain/cast.ts';
import { letterTerms } from '../domain/entering.ts';
import { given } from '../domain/scenario.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { testConverters } from '../support/testEncryption.ts';
import { devServer } from '../support/temporal.ts';

type Step = [Act, refusal?: [SignOffErrorCode, field?: string]];

/** A long dispute that still ends well, with each message in a good and a bad form. */
const longWay: Step[] = [
  [act.sign('approver1'), ['NOT_AWAITING_SIGNATURES']],
  [act.submit({ deliverables: [] }), ['PACKAGE_INCOMPLETE', 'deliverables']],
  [act.submit({}, 'outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [
    act.submit({ deliverables: [{ deliverableId: 'D1', version: '1', documentIds: ['missing'] }] }),
    ['DOCUMENT_UNKNOWN', 'deliverables'],
  ],
  [act.submit()],
  [act.report('validator1', { results: [] }), ['REPORT_INCOMPLETE', 'results']],
  [act.report('user1'), ['NOT_ON_LIST', 'actor.personId']],
  [act.takeBack('user1'), ['WRONG_ACTOR', 'actor.personId']],
  [act.takeBack()],
  [act.submit()],
  [act.fail('validator1')],
  [act.submit()],
  [act.report('validator1', { packageDigest: act.noDigest }), ['STALE_PACKAGE', 'packageDigest']],
  ...['validator1', 'validator2'].map((id): Step => [act.report(id)]),
  [act.schedule('outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.schedule()],
  [act.correctPerson('user2', { capacity: 'User' }, 'outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.correctPerson('user2', { email: 'user.two@example.com' })],
  [act.addPerson('user2'), ['INVALID_MESSAGE', 'person.personId']],
  [act.addPerson('joiner')],
  [act.extend(inDays(-1)), ['NOT_EXTENDABLE', 'newDeadlineOn']],
  [act.extend(businessDayIn(20))],
  [act.correctDays([]), ['INVALID_MESSAGE', 'holidays']],
  [act.correctDays(['2031-12-24'], ['2031-12-20'])],
  [act.resumeClock(), ['CLOCK_NOT_STOPPABLE', 'stopId']],
  [act.stopClock('user1'), ['WRONG_ACTOR', 'actor.personId']],
  ...([[act.stopClock()], [act.resumeClock()]] satisfies Step[]),
  [act.askForInformation('owner1'), ['NOT_ON_LIST', 'actor.personId']],
  ...([[act.askForInformation('user2')], [act.resumeClock()]] satisfies Step[]),
  [act.declineToDecide('owner1'), ['NOT_ON_LIST', 'actor.personId']],
  [act.declineToDecide('user2')],
  [act.requestMoreTime('owner1', businessDayIn(40)), ['NOT_ON_LIST', 'actor.personId']],
  [act.requestMoreTime('user2', businessDayIn(40))],
  [act.nameDeputy('outsider', 'deputy'), ['NOT_ON_LIST', 'actor.personId']],
  [act.nameDeputy('approver1', 'deputy')],
  [act.appointDeputy('owner2', 'outsider', undefined, undefined, 'user1'), ['WRONG_ACTOR', 'actor.personId']],
  [act.appointDeputy('owner2', 'outsider')],
  [act.endDeputy('D1', 'user1'), ['WRONG_ACTOR', 'actor.personId']],
  [act.endDeputy('D1')],
  [act.nudge('user1'), ['WRONG_ACTOR', 'actor.personId']],
  [act.amendPlan({ title: 'Other' }, 'outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.amendPlan({ title: 'Other' })],
  [act.declineAmendment('user1'), ['NOT_ON_LIST', 'actor.personId']],
  [act.declineAmendment('director')],
  [act.amendPlan({ title: 'Other' })],
  [act.withdrawAmendment('outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.withdrawAmendment()],
  [act.amendPlan({ title: 'Other' })],
  [act.consent('user1'), ['NOT_ON_LIST', 'actor.personId']],
  [act.consent('director')],
  [act.approve('owner1'), ['NOT_YET_ASKED', 'actor.personId']],
  [act.approve('user1', { verdict: 'requestRevision' }), ['INVALID_MESSAGE', 'reasons']],
  [act.comment('user1', 'Why?')],
  [act.address('F9'), ['FEEDBACK_UNKNOWN', 'feedbackId']],
  [act.address('F1')],
  [act.takeNotes('outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.takeNotes()],
  [act.refuse('outsider'), ['NOT_ON_LIST', 'actor.personId']],
  [act.refuse('user1')],
  [act.conclude('askAgain'), ['OUTCOME_NOT_AVAILABLE', 'outcome']],
  [act.conclude('reviewAgain')],
  [act.confirmOutcome('user2'), ['WRONG_ACTOR', 'actor.personId']],
  [act.confirmOutcome('user1')],
  [act.propose('E1', { severity: 1 }), ['EXCEPTION_NOT_ALLOWED', 'severity']],
  [act.propose('E1', { dueOn: inDays(20) })],
  [act.refuse('user2')],
  [act.conclude('reviewAgain')],
  [act.opposeOutcome('user1'), ['WRONG_ACTOR', 'actor.personId']],
  [act.opposeOutcome('user2')],
  [act.determine('formalSignOff')],
  [act.refuse('approver2')],
  [act.escalate('outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.escalate('manager')],
  [act.determine('formalSignOff', 'manager'), ['WRONG_ACTOR', 'actor.personId']],
  [act.determine('formalSignOff')],
  [act.sign('approver1', { typedName: 'Somebody else' }), ['NAME_MISMATCH', 'typedName']],
  [act.delegate('approver1', 'outsider'), ['DELEGATE_NOT_ELIGIBLE', 'toPersonId']],
  [act.delegate('approver1', 'deputy')],
  [act.reassign('deputy', 'approver1', {}, 'outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.reassign('deputy', 'approver1')],
  [act.withdrawSignature('approver1'), ['NOTHING_TO_WITHDRAW', 'actor.personId']],
  [act.sign('approver1')],
  [act.withdrawSignature('approver1')],
  [act.sign('approver1')],
  [act.sign('approver2')],
  [act.beAway('nobody'), ['NOT_ON_LIST', 'absenteeId']],
  [act.beAway('director')],
  [act.bounce('director')],
  [act.but(act.bounce('director'), { mailId: 7 }), ['INVALID_MESSAGE', 'mailId']],
  [act.sign('director')],
  [act.cancel('manager'), ['MILESTONE_CLOSED']],
  [act.failException('E1'), ['EXCEPTION_NOT_ALLOWED', 'exceptionId']],
  [act.extendException('E1', inDays(30), 'manager'), ['WRONG_ACTOR', 'actor.personId']],
  [act.extendException('E1', inDays(30))],
  [act.showClosed('E1', 'manager'), ['WRONG_ACTOR', 'actor.personId']],
  [act.showClosed('E1')],
  [act.rejectClosure('E1', 'author'), ['SEPARATION_OF_DUTIES', 'actor.personId']],
  [act.rejectClosure('E1', 'approver1')],
  [act.proposeRevocation('outsider'), ['WRONG_ACTOR', 'actor.personId']],
  [act.proposeRevocation()],
  [act.declineRevocation('manager'), ['WRONG_ACTOR', 'actor.personId']],
  [act.declineRevocation()],
  [act.verify('E1', 'author'), ['SEPARATION_OF_DUTIES', 'actor.personId']],
  [act.verify('E1', 'approver1')],
];

const calledOff: Step[] = [[act.cancel('outsider'), ['WRONG_ACTOR', 'actor.personId']], [act.cancel('sponsor')]];

const takenBack: Step[] = [
  ...act.toSignOff.map((each): Step => [each]),
  [act.enter('approver1', { decidedOn: inDays(1) }), ['INVALID_MESSAGE', 'decidedOn']],
  [act.enter('approver1', { decidedOn: inDays(0) })],
  [act.opposeEntry('approver2'), ['WRONG_ACTOR', 'actor.personId']],
  [act.opposeEntry('approver1')],
  [act.propose('E1', { dueOn: inDays(20) })],
  ...['approver1', 'approver2', 'director'].map((by): Step => [act.sign(by)]),
  [act.proposeRevocation()],
  [act.confirmRevocation('manager'), ['WRONG_ACTOR', 'actor.personId']],
  [act.confirmRevocation()],
];

/** Would need an exception that is overdue, and a day without a word; the tests of closing exceptions and of the clock have those. */
const onlyLater: CommandName[] = ['failException', 'nudge'];

function businessDayIn(days: number): string {
  const isWeekend = [0, 6].includes(new Date(inDays(days)).getUTCDay());
  return isWeekend ? inDays(days + 2) : inDays(days);
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

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

  for (const [what, steps, end] of [
    ['of a long dispute', longWay, 'accepted'],
    ['of a cancellation', calledOff, 'cancelled'],
    ['of a revocation', takenBack, 'revoked'],
  ] as const)
    it(`${what} gets the same result and leaves the same record`, async () => {
      const [bySignal, byUpdate] = [await stage.start(letterTerms), await stage.start(letterTerms)];
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
      plan: { deliverables: [], requirements: [] },
      stage: { phase: 'formalSignOff' },
    } as unknown as Parameters<Act>[0];
    const tried = (isGood: boolean) =>
      new Set(
        [...longWay, ...calledOff, ...takenBack]
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
