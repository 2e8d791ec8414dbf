// Recording what was decided: once, whole, in order, and in a chain of hashes that shows any change.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { recordBatch as recordBatchActivity } from '../../activities/recordBatch.ts';
import { findEngagement, insertEngagement } from '../../db/engagements.ts';
import { listMails } from '../../db/mails.ts';
import { findMilestone, registerMilestone } from '../../db/milestones.ts';
import { OtherHead, RecordConflict, recordBatch } from '../../db/recordBatch.ts';
import { listRequests } from '../../db/requests.ts';
import { listRefusedMessages, readEvents } from '../../db/timeline.ts';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { bare, batchOf, linkSecret, recorder } from './batches.ts';
import { signedOnRecord, testEntrances } from '../support/testVouchers.ts';

const all = 1_000_000;
const started = given();
const submitted = given(act.submit());
const validated = submitted.when(act.report('validator1'));

describe('Recording a batch', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.drop());

  const everything = async () => {
    const tables = ['milestones', 'milestone_events', 'decisions', 'refused_messages', 'requests', 'mails'];
    return Object.fromEntries(
      await Promise.all(tables.map(async (table) => [table, await database.db(table)] as const)),
    );
  };

  it('puts events, the state after them, requests and mails on record together', async () => {
    const { db } = database;
    await recorder(db)(batchOf(submitted));
    const row = await findMilestone(db, 'M1');
    assert.deepEqual(row?.snapshot, submitted.milestone);
    assert.deepEqual([row?.phase, row?.sequence], ['validating', submitted.history.length]);
    const recipients = (await listMails(db, { milestoneId: 'M1', page: { limit: 100 } })).items.map(
      (each) => each.recipientId,
    );
    assert.deepEqual(recipients.sort(), ['validator1', 'validator2']);
    assert.equal((await listRequests(db, 'M1')).length, 2);
  });

  it('looks keys of the entrances up at once where a voucher is by one it does not know, and only then', async () => {
    const { db } = database;
    const [voucher] = submitted.history.flatMap((each) => signedOnRecord(each).voucher ?? []);
    assert.ok(voucher);
    let isKnown = false;
    let lookedUp = 0;
    const record = recordBatchActivity({
      ...{ db, linkSecret, mailDomain: 'example.com', entranceKeys: { holds: () => isKnown } },
      followEntranceKeys: async () => {
        lookedUp += 1;
        isKnown = true;
      },
    });
    const first = batchOf(started);
    const vouchers = [{ voucher }] as unknown as typeof first.vouchers;
    assert.equal((await record({ ...first, vouchers })).isRecorded, true);
    assert.equal((await record({ ...batchOf(submitted, { since: started, batch: 2 }), vouchers })).isRecorded, true);
    assert.equal(lookedUp, 1);
  });

  it('chains every event to the one before by its hash, across batches', async () => {
    const { db } = database;
    await recorder(db)(batchOf(started));
    await recorder(db)(batchOf(submitted, { since: started, batch: 2 }));
    await recorder(db)(batchOf(validated, { since: submitted, batch: 3 }));
    const chained = await readEvents(db, 'M1', all);
    assert.deepEqual(
      chained.map((each) => each.event),
      validated.history.map(signedOnRecord),
    );
    let previousHash = '';
    for (const each of chained) {
      assert.equal(each.previousHash, previousHash);
      assert.equal(each.hash, sha256Hex(canonicalJson({ event: each.event, previousHash })));
      previousHash = each.hash;
    }
  });

  it('changes nothing when the same batch is recorded again', async () => {
    const { db } = database;
    await recorder(db)(batchOf(submitted));
    const before = await everything();
    const { head } = (await findMilestone(db, 'M1')) ?? {};
    assert.deepEqual(await recorder(db)(batchOf(submitted)), { isRecorded: true, head });
    assert.deepEqual(await everything(), before);
  });

  it('answers a late repeat with the head after that batch, also of one that only refused', async () => {
    const { db } = database;
    const refused = submitted.when(act.sign('approver1'));
    await recorder(db)(batchOf(submitted));
    const refusals = batchOf(refused, { since: submitted, batch: 2 });
    const first = await recorder(db)(refusals);
    await recorder(db)(batchOf(validated, { since: submitted, batch: 3 }));
    assert.deepEqual(await recorder(db)(refusals), first);
    const other = { ...refusals, refused: refusals.refused.map((each) => ({ ...each, messageId: 'another' })) };
    assert.deepEqual(await recorder(db)(other), { isRecorded: false });
  });

  it('refuses a batch decided on other events than those on record, late or not, and says so in the log', async () => {
    const { db } = database;
    await recorder(db)(batchOf(started));
    const lines: { reason?: string }[] = [];
    const log = pino({ level: 'error' }, { write: (line) => void lines.push(JSON.parse(line) as object) });
    const write = recordBatchActivity({ db, linkSecret, mailDomain: 'example.com', log, entranceKeys: testEntrances });
    const second = batchOf(submitted, { since: started, batch: 2 });
    const elsewhere = { ...second, follows: 'f'.repeat(64) };
    await assert.rejects(recordBatch(db, bare(elsewhere)), OtherHead);
    await assert.rejects(write(elsewhere), { type: 'OtherHead', nonRetryable: true });
    assert.match(lines[0]?.reason ?? '', /end with hash "f{64}"/);
    assert.equal((await findMilestone(db, 'M1'))?.lastBatch, 1);
    await recorder(db)(second);
    await assert.rejects(write(elsewhere), { type: 'OtherHead' });
  });

  it('records a batch once when two workers do it at the same time', async () => {
    const { db } = database;
    const batch = bare(batchOf(submitted));
    const recordings = await Promise.all([1, 2, 3, 4].map(() => recordBatch(db, batch)));
    assert.equal(new Set(recordings.map((each) => each.isRecorded && each.head)).size, 1);
    assert.equal((await readEvents(db, 'M1', all)).length, submitted.history.length);
  });

  it('leaves nothing behind when a part of the batch cannot be stored', async () => {
    const { db } = database;
    const broken = { ...bare(batchOf(submitted)), mails: [{ mailId: 'half a mail' }] } as never;
    await assert.rejects(recordBatch(db, broken));
    assert.ok(Object.values(await everything()).every((rows) => rows.length === 0));
  });

  it('leaves the batch that stands there when another version of it comes, and says so', async () => {
    const { db } = database;
    await recorder(db)(batchOf(started));
    await recorder(db)(batchOf(submitted, { since: started, batch: 2 }));
    const before = await everything();
    const later = given(act.cancel('manager'));
    const recording = await recorder(db)(batchOf(later, { since: started, batch: 2 }));
    assert.deepEqual(recording, { isRecorded: false });
    assert.deepEqual(await everything(), before);
  });

  it('refuses to leave a gap in the record, and takes the batch once the gap is filled', async () => {
    const { db } = database;
    await recorder(db)(batchOf(started));
    const third = batchOf(validated, { since: submitted, batch: 3 });
    await assert.rejects(recorder(db)(third), /would follow batch 1/);
    await recorder(db)(batchOf(submitted, { since: started, batch: 2 }));
    await recorder(db)(third);
    assert.deepEqual((await findMilestone(db, 'M1'))?.snapshot, validated.milestone);
  });

  it('keeps a second workflow from writing into a milestone that is another’s', async () => {
    const { db } = database;
    await recorder(db)(batchOf(started));
    const intruder = bare(batchOf(submitted, { since: started, batch: 2, of: { workflowId: 'by-hand' } }));
    await assert.rejects(recordBatch(db, intruder), RecordConflict);
    await assert.rejects(recorder(db)(intruder), { type: 'RecordConflict', nonRetryable: true });
    assert.deepEqual((await findMilestone(db, 'M1'))?.snapshot, started.milestone);
  });

  it('registers a milestone that was started in the Temporal UI, with its engagement', async () => {
    const { db } = database;
    await recorder(db)(batchOf(started));
    const row = await findMilestone(db, 'M1');
    assert.equal(row?.title, 'Design');
    assert.deepEqual(await findEngagement(db, 'engagement-1'), started.milestone.engagement);
  });

  it('leaves a registered engagement and milestone as they were registered, and takes no start with other terms', async () => {
    const { db } = database;
    const { engagement, plan } = started.milestone;
    const by = started.history[0]?.actor;
    assert.ok(by);
    await insertEngagement(db, { ...engagement, name: 'As registered' }, by);
    const registration = { milestoneId: 'M1', engagementId: 'engagement-1', workflowId: 'milestone-M1', plan };
    assert.equal(await registerMilestone(db, { ...registration, startedBy: by }), true);
    assert.equal(await registerMilestone(db, { ...registration, startedBy: by }), false);
    await assert.rejects(recorder(db)(batchOf(started)), { type: 'RecordConflict' });
    assert.equal((await findEngagement(db, 'engagement-1'))?.name, 'As registered');
    assert.equal((await db('milestones')).length, 1);
  });

  it('keeps earlier decisions on record and marks what no longer counts', async () => {
    const { db } = database;
    const failed = submitted.when(act.fail('validator1'));
    const again = failed.when(act.submit());
    await recorder(db)(batchOf(submitted));
    await recorder(db)(batchOf(failed, { since: submitted, batch: 2 }));
    await recorder(db)(batchOf(again, { since: failed, batch: 3 }));
    const decisions = await db('decisions').select('kind', 'person_id', 'voided_by_sequence');
    const frozen = again.history.findLast((each) => each.type === 'packageFrozen')?.sequence;
    assert.deepEqual(decisions, [{ kind: 'validationReported', person_id: 'validator1', voided_by_sequence: frozen }]);
  });

  it('shows what was refused, with its reason, beside the events', async () => {
    const { db } = database;
    await recorder(db)(batchOf(submitted));
    const refused = submitted.when(act.sign('approver1'));
    await recorder(db)(batchOf(refused, { since: submitted, batch: 2 }));
    const { items } = await listRefusedMessages(db, 'M1', { limit: 10 });
    assert.deepEqual(
      items.map(({ name, code, actor }) => [name, code, actor?.personId]),
      [['sign', 'NOT_AWAITING_SIGNATURES', 'approver1']],
    );
  });
});
