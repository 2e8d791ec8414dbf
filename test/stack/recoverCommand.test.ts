// `npm run recover` on a real record and a real Temporal: what it names, what it leaves, what it mends, and the start that is refused.
import assert from 'node:assert/strict';
import type { ApplicationFailure } from '@temporalio/common';
import { pino } from 'pino';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { plainNoticeHandler } from '../../activities/dispatch/plainNoticeHandler.ts';
import { unknownNotices } from '../../activities/dispatch/unknownNotices.ts';
import { serviceChain } from '../../evidence/ledger/auditEntry.ts';
import { recoverCommand } from '../../stack/recoverCommand.ts';
import { asJob } from '../../db/inScope.ts';
import { queueWebhook } from '../../db/webhooks.ts';
import type { Administered } from '../../domain/records/administrativeActs.ts';
import { raiseMark } from '../../db/recordMark.ts';
import { queueAnew } from '../../db/outbox.ts';
import { listUnknown, noteUnknown, queueUnknownNotice } from '../../db/unknownWorkflows.ts';
import { openTransport } from '../../mail/transport.ts';
import { lookForUnknown } from '../../worker/lookForUnknown.ts';
import { assertRecordIsCurrent } from '../../worker/recordMark.ts';
import { assertRecordIsTheirs } from '../../workflows/client/recovery.ts';
import {
  dispatcherWorkflowId,
  markMemo,
  milestoneTaskQueue,
  milestoneWorkflowId,
} from '../../workflows/temporalNames.ts';
import { disagreements } from '../../workflows/client/recovery.ts';
import { ApiStage, assertProblem, type HttpMilestone } from '../api/apiStage.ts';
import * as act from '../domain/acts.ts';
import { withoutTriggers } from '../support/agedRecord.ts';
import { addressOf, openMailSink } from '../support/mailSink.ts';
import { testDatabase } from '../support/postgres.ts';
import { devServer } from '../support/temporal.ts';

describe('npm run recover', function () {
  let stage: ApiStage;
  let [missing, ahead, unknown, well]: HttpMilestone[] = [];
  /** As if all of them had been started long ago. */
  const now = new Date(Date.now() + 3_600_000);
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
    [missing, ahead, unknown, well] = await Promise.all([1, 2, 3, 4].map(() => stage.milestone()));
    for (const each of all()) await each.state();
    await handleOf(missing).terminate('tidying up');
    const { db, ownerUrl } = stage.database;
    const row = () => db('milestones').where({ milestone_id: ahead?.milestoneId }).first();
    const older = await row();
    await ahead?.play(act.submit());
    await withoutTriggers(ownerUrl, async (owner) => {
      await owner('milestones')
        .where({ milestone_id: ahead?.milestoneId })
        .update({
          ...{ phase: older.phase, deadline: older.deadline, snapshot: JSON.stringify(older.snapshot) },
          ...{ sequence: older.sequence, last_batch: older.last_batch, last_hash: older.last_hash },
        });
      await owner('milestone_events')
        .where({ milestone_id: ahead?.milestoneId })
        .where('sequence', '>', older.sequence)
        .delete();
      await owner('milestone_events').where({ milestone_id: unknown?.milestoneId }).delete();
      await owner('milestones').where({ milestone_id: unknown?.milestoneId }).delete();
    });
    // Temporal lists a moment later.
    for (;;) {
      const listed = new Map((await recover()).map((each) => [each.split(' ')[0], each]));
      if (all().every((each) => each === well || listed.has(each.milestoneId))) break;
      await new Promise((wait) => setTimeout(wait, 100));
    }
  });
  after(() => stage.close());

  const all = (): HttpMilestone[] => [missing, ahead, unknown, well].filter((each) => each !== undefined);
  const handleOf = (milestone?: HttpMilestone) =>
    stage.client.workflow.getHandle(milestoneWorkflowId(milestone?.milestoneId ?? ''));
  const statusOf = async (milestone?: HttpMilestone) => (await handleOf(milestone).describe()).status.name;
  /** About these alone: the server is others' as well. */
  const recover = (...args: string[]): Promise<string[]> =>
    recoverCommand({ client: stage.client, db: stage.database.db, now }, [
      ...args,
      ...all().flatMap(({ milestoneId }) => ['--milestone', milestoneId]),
    ]);
  const said = (lines: string[], milestone?: HttpMilestone): string | undefined =>
    lines
      .find((each) => each.startsWith(`${milestone?.milestoneId} `))
      ?.slice((milestone?.milestoneId.length ?? 0) + 2);

  it('names what does not agree and changes nothing, unless it is told to', async () => {
    const runs = await Promise.all([ahead, unknown, well].map(async (each) => (await handleOf(each).describe()).runId));
    const lines = await recover();
    assert.equal(said(lines, missing), 'missing: its workflow is gone (terminated); the record ends with event 1');
    assert.match(said(lines, ahead) ?? '', /^ahead: its workflow is at event \d, in validating; the record at 1$/);
    assert.equal(said(lines, unknown), 'unknown: it runs in Temporal, and this record does not have it');
    assert.equal(said(lines, well), undefined);
    assert.ok(lines.includes('Nothing was changed.'));
    assert.equal(await statusOf(missing), 'TERMINATED');
    const after = await Promise.all(
      [ahead, unknown, well].map(async (each) => (await handleOf(each).describe()).runId),
    );
    assert.deepEqual(after, runs);
    await assert.rejects(recover('--record-is-right'), /say --apply too[\s\S]*npm run recover --/);
  });

  it('is told of milestones that are not on record, by health, log and one mail to the administrator, until they run no more', async () => {
    const { client } = stage;
    const { db } = stage.database;
    const said: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => void said.push(line) });
    const look = lookForUnknown({ client, db, log });
    const noted = () => db('unknown_workflows').where({ milestone_id: unknown?.milestoneId });
    while ((await noted()).length === 0) await look(now);
    assert.deepEqual(await db('unknown_workflows').where({ milestone_id: well?.milestoneId }), []);
    // Other tests have left workflows in this namespace as well, and only so many are named.
    await db('unknown_workflows').whereNot({ milestone_id: unknown?.milestoneId }).delete();
    assert.deepEqual(await listUnknown(asJob(db, 'keeper')), [unknown?.milestoneId]);
    assert.match(said.join(), /milestones run in Temporal that are not on record/);
    const { status, body } = await stage.get<{ status: string; unknownWorkflows: { workflows: number } }>('/health');
    assert.deepEqual([status, body.status], [200, 'degraded']);
    assert.ok(body.unknownWorkflows.workflows >= 1);

    const keeper = asJob(db, 'keeper');
    assert.deepEqual([await queueUnknownNotice(keeper), await queueUnknownNotice(keeper)], [true, false]);
    await noteUnknown(keeper, ['one-more']);
    assert.equal(await queueUnknownNotice(keeper), false, 'not within a day');
    const sink = await openMailSink();
    const transport = openTransport(sink.url, 'Sign-Off <sign-off@example.com>');
    const about = { log, transport, mailDomain: 'example.com' };
    const unknownNotice = plainNoticeHandler(about, unknownNotices(db, 'administrator@example.com'));
    await dispatchDue({ db, log, handlers: { unknownNotice } });
    await db('unknown_workflows').delete();
    await db.transaction((each) => queueAnew(each, 'unknownNotice', [{ reference: 'all' }]));
    await dispatchDue({ db, log, handlers: { unknownNotice } });
    transport.close();
    await sink.close();
    const [mail, ...more] = sink.mails;
    assert.ok(mail && more.length === 0, 'nothing once they run no more');
    assert.equal(addressOf(mail), 'administrator@example.com');
    assert.match(mail.subject ?? '', /in Temporal without a record$/);
    assert.ok(mail.text?.includes(unknown?.milestoneId ?? '') && mail.text.includes('npm run recover'));
    await look(now);
  });

  it('and a retry are asked for in Temporal as well, as updates of the dispatcher, each on record, and refused with a reason', async () => {
    const { client, database } = stage;
    const dispatcher = await client.workflow.start('dispatcher', {
      ...{ workflowId: `dispatcher-${well?.milestoneId}`, taskQueue: milestoneTaskQueue },
    });
    const ask = async (act: string, about: object): Promise<string> => {
      const asked = { reason: 'asked for in a test', ...about };
      const update = dispatcher.executeUpdate<Administered, [object]>(act, { args: [asked] });
      return update.then(
        ({ did }) => did.join(' '),
        ({ cause }: { cause: ApplicationFailure }) => `${cause.type}: ${cause.message}`,
      );
    };
    const outbox = () => database.db('outbox').where({ kind: 'webhook', milestone_id: well?.milestoneId });
    const of = { milestoneId: well?.milestoneId ?? '', engagementId: 'E1', at: now.toISOString() };
    await queueWebhook(database.db, { ...of, type: 'invoice.registered', subject: 'a', data: {} });
    await outbox().update({ status: 'failed', failed_at: now, attempts: 9 });
    assert.match(
      await ask('retryEffects', { milestoneId: well?.milestoneId }),
      /^1 effects that waited or were given up/,
    );
    assert.deepEqual(await outbox().where({ status: 'failed' }), []);
    assert.match(await ask('recover', { milestoneId: well?.milestoneId }), /agree; nothing was changed/);
    assert.match(
      await ask('recover', { milestoneId: ahead?.milestoneId }),
      /^INVALID_MESSAGE: .* is ahead: .*send "recordIsRight": true/,
    );
    assert.match(await ask('retryEffects', { milestoneId: 'nobody' }), /^INVALID_MESSAGE: .*no milestone "nobody"/);
    assert.match(await ask('recover', { milestoneId: 'nobody', reason: '' }), /^INVALID_MESSAGE: reason: /);
    await dispatcher.terminate();
    assert.equal(await statusOf(ahead), 'RUNNING');
    const entries = await database.db('audit_entries').where({ chain: serviceChain }).orderBy('sequence').pluck('line');
    const said = entries
      .map((line) => (JSON.parse(line) as { entry: { type: string; route?: string; what?: object } }).entry)
      .filter(({ type }) => type === 'effectsRetried' || type === 'attemptRefused');
    assert.deepEqual(
      said.map(({ type, route }) => (route === undefined ? type : `${type} ${route}`)),
      ['effectsRetried', ...['recover', 'retryEffects', 'recover'].map((each) => `attemptRefused ${each}`)],
    );
    assert.deepEqual(said[0]?.what, { milestoneId: well?.milestoneId, reason: 'asked for in a test' });
  });

  it('names over the API page by page what does not agree, those on record first, each by ID', async () => {
    const { client } = stage;
    const onRecord = [missing, ahead].map((each) => each?.milestoneId ?? '').sort();
    const page = (after?: string) =>
      stage.get<{ items: { milestoneId: string }[]; next?: string }>(
        `/disagreements?limit=1${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`,
      );
    const first = await page();
    const second = await page(first.body.next);
    assert.deepEqual(
      [first, second].flatMap(({ body }) => body.items.map((each) => each.milestoneId)),
      onRecord,
    );
    assertProblem(await page('x'), 400, 'INVALID_MESSAGE', 'after');
    const namedAfter = async (milestoneId: string): Promise<string[]> => {
      const named: string[] = [];
      const from = { isOnRecord: false, milestoneId };
      for await (const found of disagreements({ client, db: stage.database.db, now }, from))
        named.push(found.milestoneId);
      return named;
    };
    const own = unknown?.milestoneId ?? '';
    const all = await namedAfter('');
    assert.ok(all.includes(own) && !all.includes(onRecord[0] ?? ''));
    assert.deepEqual(all, all.toSorted());
    const rest = await namedAfter(own);
    assert.ok(rest.every((each) => each > own));
  });

  it('starts again what the record knows all of, then, where the record is said to be right, ends what it does not know', async () => {
    const milestoneIds = all().map(({ milestoneId }) => milestoneId);
    const rehearsal = { milestoneIds, reason: 'x', isRehearsal: true };
    const { body } = await stage.post<{ items: { becomes: string }[] }>('/recoveries', rehearsal);
    assert.deepEqual(
      body.items.map(({ becomes }) => becomes),
      ['goesOn', 'left', 'left', 'agrees'],
      'the same over the API, which changes nothing before it is told to',
    );
    const first = await recover('--apply');
    assert.match(said(first, missing) ?? '', /; goes on from the record$/);
    assert.doesNotMatch(said(first, ahead) ?? '', /goes on/);
    assert.ok(first.includes('2 left as they are.'));
    assert.deepEqual(
      [await statusOf(missing), await statusOf(unknown), await statusOf(ahead)],
      ['RUNNING', 'RUNNING', 'RUNNING'],
    );
    const second = await recover('--apply', '--record-is-right');
    assert.match(said(second, ahead) ?? '', /^ahead: .*; goes on from the record$/);
    assert.match(said(second, unknown) ?? '', /^unknown: .*; ended$/);
    assert.equal(await statusOf(unknown), 'TERMINATED');
    const { client } = stage;
    const { db } = stage.database;
    const look = lookForUnknown({ client, db, log: pino({ level: 'silent' }) });
    const isNoted = async () => (await listUnknown(asJob(db, 'keeper'))).includes(unknown?.milestoneId ?? '');
    while (await isNoted()) await look(now);
    await ahead?.play(act.submit());
    assert.equal((await ahead?.state())?.stage.phase, 'validating');
    const lines = await readLines();
    for (const each of [missing, ahead, unknown])
      assert.equal(lines.filter((line) => line.includes(`"milestoneId":"${each?.milestoneId}"`)).length, 1);
  });

  const readLines = async (): Promise<string[]> =>
    stage.database
      .db('audit_entries')
      .where({ chain: serviceChain })
      .whereLike('line', '%workflowsRecovered%')
      .pluck('line');

  it('is asked before a start on an older or another record than Temporal was told of goes on', async () => {
    const { client, database } = stage;
    const namespace = client.options.namespace;
    const keeper = asJob(database.db, 'keeper');
    const current = (db = database.db) => assertRecordIsCurrent({ client, db }, namespace);
    await client.workflow.start('dispatcher', {
      ...{ workflowId: dispatcherWorkflowId, taskQueue: milestoneTaskQueue },
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    });
    const dispatcher = client.workflow.getHandle(dispatcherWorkflowId);
    while (!(await dispatcher.describe()).memo?.[markMemo]) await new Promise((wait) => setTimeout(wait, 50));
    await current();
    await raiseMark(keeper);
    await current();

    await keeper('record_mark').update({ mark: 0 });
    await assert.rejects(current(), /older copy: it was marked last on .* was told of a mark of .*--accept-record/);
    const empty = await testDatabase();
    try {
      await assert.rejects(current(empty.db), /belongs to another record than this one, which is empty\./);
      await raiseMark(asJob(empty.db, 'keeper'));
      await assert.rejects(current(empty.db), /which is another installation’s\./);
    } finally {
      await empty.drop();
    }

    assert.match((await recover('--accept-record')).join(), /the one that Temporal knows from now on/);
    await current();
    await dispatcher.terminate();
    const accepted = await database
      .db('audit_entries')
      .where({ chain: serviceChain })
      .whereLike('line', '%recordAccepted%');
    assert.equal(accepted.length, 1);
  });

  it('is named where a worker is not started, since Temporal runs milestones of which the record has none', async () => {
    const empty = await testDatabase();
    try {
      await assert.rejects(
        assertRecordIsTheirs({ client: stage.client, db: empty.db, now }, 'ours'),
        /runs milestones in namespace ours \(.*it is empty, or another installation’s.*npm run recover -- --apply --record-is-right/,
      );
    } finally {
      await empty.drop();
    }
  });
});
