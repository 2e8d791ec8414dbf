// Files that a disposal lets go: removed from the store, kept where another record refers to them, given up when the store stays away.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { fileRemovalHandler } from '../../activities/dispatch/fileRemovalHandler.ts';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { disposeOfRecord } from '../../administration/disposal.ts';
import { recordEngagementEnd } from '../../administration/engagementEnd.ts';
import { placeHold, releaseHold } from '../../administration/legalHolds.ts';
import { requeueGivenUp } from '../../db/filesToRemove.ts';
import { readHolds } from '../../db/legalHolds.ts';
import { countObstacles } from '../../db/obstacles.ts';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import * as act from '../domain/acts.ts';
import { counsel, disposal, placing, release } from '../domain/keptRecord.ts';
import { given, noted } from '../domain/scenario.ts';
import { age } from '../support/agedRecord.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';
import { withFiles } from '../support/testFiles.ts';

const M1 = { engagementId: 'engagement-1', milestoneId: 'M1' };
const by = { keyId: 'key-1', now: new Date().toISOString() };
const end = { endedOn: '2010-01-31', reason: 'All delivered', recordedBy: counsel };

describe('Files that a disposal lets go', () => {
  let record: PublishedRecord;
  beforeEach(async () => {
    record = await PublishedRecord.open();
    const scenario = given(...act.toAccepted);
    await record.record(scenario);
    const outputs = await record.publish('M1-C1');
    await record.record(noted(scenario, { type: 'outputsPublished', outputs }), scenario);
    await age(record.database.ownerUrl, 20);
    await recordEngagementEnd(record.database.db, 'engagement-1', end, by);
  });
  afterEach(() => record.close());

  /** Removes what is due and says how many effects came to what. */
  const removeFiles = async (remove = (sha256: string) => record.files.remove(sha256)) => {
    const { db } = record.database;
    const log = pino({ level: 'silent' });
    const fileRemoval = fileRemovalHandler({
      db,
      log,
      files: withFiles(record.store, (files) => ({ ...files, remove })),
    });
    return (await dispatchDue({ db, log, handlers: { fileRemoval } })).fileRemoval;
  };
  const put = (content: string, files = record.files) => files.put(Readable.from([content]));
  const document = (documentId: string, sha256: string, engagementId = 'engagement-1') => ({
    ...{ document_id: documentId, engagement_id: engagementId, file_name: 'a', media_type: 'text/plain' },
    ...{ size_bytes: 1, sha256, uploaded_by: '{}' },
  });

  it('are given up when the store stays away for a week, and due again when the service starts', async () => {
    const { db } = record.database;
    await disposeOfRecord(db, 'M1', disposal, by);
    const away = () => Promise.reject(new Error('the store is away'));
    const { later } = await removeFiles(away);
    assert.ok(later > 0);
    const aged = { queued_at: db.raw(`now() - interval '8 days'`), attempts: 9, next_attempt_at: db.fn.now() };
    await db('outbox').update(aged);
    for (let given = 0; given < later;) given += (await removeFiles(away)).failed;
    assert.deepEqual((await countObstacles(db))[0]?.kind, 'fileRemoval');
    assert.equal((await removeFiles()).done, 0);
    await requeueGivenUp(db);
    for (let done = 0; done < later;) done += (await removeFiles()).done;
    assert.equal((await db('outbox')).length, 0);
  });

  it('are removed from the store, but for those that another record of the engagement refers to', async () => {
    const { db } = record.database;
    const [own, shared] = [await put('doc1'), await put('letter to both')];
    const theirs = record.store.of('E2');
    await put('letter to both', theirs);
    await db('documents').insert(document('draft', shared.sha256));
    await db('engagements').insert({ engagement_id: 'E2', name: 'x', terms: '{}', registered_by: '{}' });
    await db('documents').insert(document('theirs', shared.sha256, 'E2'));
    const kept = (await disposeOfRecord(db, 'M1', disposal, by))?.kept;
    const files = kept?.tombstone.files ?? [];
    assert.ok(kept?.tombstone.archives[0] && files.includes(kept.tombstone.archives[0].sha256));
    assert.ok(files.includes(own.sha256) && files.includes(shared.sha256));
    await db('documents').insert(document('uploaded meanwhile', own.sha256));
    assert.deepEqual(await removeFiles(), { done: files.length, later: 0, failed: 0 });
    for (const each of files) assert.equal((await record.files.has(each)) !== undefined, each === own.sha256, each);
    assert.ok(await theirs.has(shared.sha256), 'the same file of another engagement is another one');
    assert.equal((await db('outbox')).length, 0);
  });

  it('are not forgotten when the process dies before, in between or after, or the store fails', async () => {
    const { db } = record.database;
    const files = (await disposeOfRecord(db, 'M1', disposal, by))?.kept.tombstone.files ?? [];
    assert.ok(files.length >= 2);
    const failing = await removeFiles(() => Promise.reject(new Error('the store is down')));
    assert.deepEqual(failing, { done: 0, later: files.length, failed: 0 });
    const noted = await db('outbox');
    assert.equal(noted.length, files.length);
    assert.match(String(noted[0]?.last_error), /the store is down/);
    await db('outbox').update({ next_attempt_at: db.fn.now() });
    // Gone from the store already, as after dying between the removal and the commit.
    await record.files.remove(files[0] ?? '');
    await removeFiles();
    assert.equal((await db('outbox')).length, 0);
    for (const each of files) assert.equal(await record.files.has(each), undefined);
  });

  it('leave a tombstone that says nothing of people but who authorised it, with the digest of everything', async () => {
    const { db } = record.database;
    const before = await db('milestones').where({ milestone_id: 'M1' }).first('last_hash', 'sequence');
    const archive = await db('archives').first('sha256');
    const kept = (await disposeOfRecord(db, 'M1', disposal, by))?.kept;
    assert.ok(kept);
    const { tombstone } = kept;
    assert.equal(sha256Hex(kept.document), kept.sha256);
    assert.deepEqual(tombstone.events, { count: before.sequence, head: before.last_hash });
    assert.deepEqual(tombstone.archives, [{ certificateNumber: 'M1-C1', version: 1, sha256: archive.sha256 }]);
    assert.equal(tombstone.certificates[0]?.pdfSha256.length, 1);
    assert.equal(tombstone.disposedAt, by.now, 'the instant it was decided at');
    assert.deepEqual(tombstone.authorisedBy, counsel);
    assert.deepEqual(tombstone.carriedOutBy, { keyId: by.keyId });
    assert.equal(tombstone.retention.keptUntil, '2017-01-31');
    assert.ok(!kept.document.includes('Name of') && !kept.document.includes('@'));
  });

  it('leave nothing of what was said in any table, nor the people of an engagement with no record left', async () => {
    const { db } = record.database;
    await placeHold(db, M1, 'H1', placing, by);
    await releaseHold(db, M1, 'H1', release, by);
    await disposeOfRecord(db, 'M1', disposal, by);
    const { rows } = await db.raw(
      `select tablename from pg_tables where schemaname = 'public' and tablename not like 'knex%'`,
    );
    const tables = (rows as { tablename: string }[]).map((each) => each.tablename);
    assert.ok(tables.includes('mails') && tables.length > 25);
    for (const table of tables) {
      const contents = JSON.stringify(await db(table));
      for (const said of ['Name of', '@example.com', 'Looked at everything', 'Design document', 'All done'])
        assert.ok(!contents.includes(said), `${table} has "${said}"`);
    }
    assert.equal((await readHolds(db, M1)).length, 1);
  });
});
