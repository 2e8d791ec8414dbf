// What is sent past the entrances, by signal, update and start: whatever it says of who acts, it is recorded as sent in Temporal.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import * as act from '../domain/acts.ts';
import { planWith } from '../domain/cast.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';
import { addressee, testEntrances, vouched } from '../support/testVouchers.ts';

type Raw = Record<string, unknown>;
type Forge = (taken: { name: string; raw: Raw }, milestone: StagedMilestone) => Raw;

const now = (): string => new Date().toISOString();
const methodOf = (event: RecordedEvent | undefined) => event?.actor.authentication.method;

/** Each takes a message that an entrance did hand over, and makes another of it. */
const forgeries: Record<string, Forge> = {
  'nobody vouched for': ({ raw: { voucher: _none, ...raw } }) => raw,
  'with other words': ({ raw }) => ({ ...raw, location: 'Elsewhere' }),
  'by somebody else': ({ raw }) => ({ ...raw, actor: { ...(raw.actor as object), personId: 'sponsor' } }),
  'in another way': ({ raw }) => ({
    ...raw,
    actor: { ...(raw.actor as object), authentication: { method: 'requestLink', requestId: 'forged' } },
  }),
  'as another message': ({ raw }) => ({ ...raw, messageId: `${String(raw.messageId)}-again` }),
  'taken at another time': ({ raw }) => ({
    ...raw,
    voucher: { ...(raw.voucher as object), takenAt: '2026-01-01T00:00:00.000Z' },
  }),
  'handed over as another command': ({ raw: { voucher: _other, ...raw } }, { milestoneId }) => ({
    ...raw,
    voucher: vouched<Raw>(milestoneId, 'cancel', raw, now()).voucher,
  }),
  'handed over to another milestone': ({ name, raw: { voucher: _other, ...raw } }) =>
    vouched('M-other', name, raw, now()),
  'by a key of nobody': ({ raw }) => ({ ...raw, voucher: { ...(raw.voucher as object), keyId: '0'.repeat(16) } }),
};

describe('Message that no entrance vouches for', function () {
  let stage: MilestoneStage;
  let milestone: StagedMilestone;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
    milestone = await stage.start();
    await milestone.play(act.submit());
  });
  after(() => stage.close());

  for (const [what, forge] of Object.entries(forgeries))
    it(`is recorded as sent in Temporal, by update and by signal: ${what}`, async () => {
      for (const way of ['update', 'send'] as const) {
        const taken = await milestone.message(act.schedule());
        const raw = { ...forge(taken, milestone) };
        await milestone[way]({ name: taken.name, raw }).catch(() => undefined);
        await milestone.recorded(({ messages }) => Object.hasOwn(messages, raw.messageId as string));
        const refused = (await milestone.refusedMessages()).find((each) => each.messageId === raw.messageId);
        const event = (await milestone.events()).find((each) => each.messageId === raw.messageId);
        assert.equal(refused?.actor?.authentication.method ?? methodOf(event), 'temporalMessage');
        assert.equal(event?.voucher, undefined);
      }
    });

  it('takes nothing from those that came with it, which are vouched for, and adds one event to the history', async () => {
    const other = await stage.start();
    await other.play(act.submit());
    await stage.stopWorker();
    const [first, second] = [await other.message(act.schedule()), await other.message(act.schedule())];
    const forged = { ...second.raw, messageId: 'forged', location: 'Elsewhere' };
    await other.send(first);
    await other.send({ name: second.name, raw: forged });
    await stage.startWorker();
    await other.recorded(({ messages }) => 'forged' in messages);
    const events = (await other.events()).filter((each) => each.type === 'reviewMeetingScheduled');
    assert.deepEqual(events.map(methodOf), ['apiKey', 'temporalMessage']);
    assert.deepEqual(
      events.map((each) => each.voucher?.command),
      ['scheduleReviewMeeting', undefined],
    );
    assert.deepEqual(events[0]?.said, { startsAt: first.raw.startsAt, location: 'Room 1' });
    const { events: history = [] } = await other.handle.fetchHistory();
    const markers = (history ?? []).filter((each) => each.markerRecordedEventAttributes);
    const tried = markers.filter((each) => JSON.stringify(each).includes('lang_local_activity') || each);
    assert.ok(tried.length > 0);
    await other.handle.terminate();
  });

  it('is no word of what became of a mail', async () => {
    const fields = { mailId: 'm', addresseeId: 'validator1', reason: '550 no such user' };
    const raw = { messageId: 'forged-return', actor: { ...mailRoom }, ...fields };
    await milestone.send({ name: 'reportUndeliverable', raw });
    await milestone.recorded(({ messages }) => 'forged-return' in messages);
    assert.equal(
      (await milestone.refusedMessages()).find((each) => each.messageId === 'forged-return')?.code,
      'WRONG_ACTOR',
    );
    await milestone.send({
      name: 'reportUndeliverable',
      raw: vouched(milestone.milestoneId, 'reportUndeliverable', { ...raw, messageId: 'told' }, now()),
    });
    await milestone.recorded(({ undeliverable }) => undeliverable.some((each) => each.mailId === 'm'));
  });

  it('starts no milestone in the name of its manager, nor with a package of theirs', async () => {
    const { engagement, milestoneId: known } = await milestone.recorded();
    const submission = (await milestone.message(act.submit())).raw;
    const { messageId: _id, actor: startedBy, voucher: _none, ...contents } = submission;
    const milestoneId = `${known}-2`;
    const to = addressee(known);
    const taken = { entrance: 'api', takenAt: now() } as const;
    const vouchers = {
      start: testEntrances.vouch(to, 'startMilestone', submission, taken),
      package: testEntrances.vouch(to, 'submitPackage', submission, taken),
    };
    const handle = await stage.environment.client.workflow.start('milestoneSignOff', {
      workflowId: milestoneWorkflowId(milestoneId),
      taskQueue: stage.taskQueue,
      args: [{ milestoneId, engagement, plan: planWith(), startedBy, package: contents, vouchers }],
    });
    const started = Object.assign(Object.create(Object.getPrototypeOf(milestone) as object) as StagedMilestone, {
      ...milestone,
      milestoneId,
      handle,
    });
    await started.recorded(({ messages }) => Object.keys(messages).length > 0);
    const events = await started.events();
    assert.deepEqual(
      events.slice(0, 2).map((each) => [each.type, methodOf(each), each.voucher]),
      [
        ['milestoneStarted', 'temporalMessage', undefined],
        ['packageFrozen', 'temporalMessage', undefined],
      ],
    );
    await handle.terminate();
  });
});

const mailRoom = { personId: 'mail', role: 'system', authentication: { method: 'system' } };
