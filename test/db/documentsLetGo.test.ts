// Documents that nothing on record names, on real PostgreSQL: gone after a time with their file, and what keeps them.
import assert from 'node:assert/strict';
import { letDocumentGo } from '../../administration/documents.ts';
import { placeHold } from '../../administration/legalHolds.ts';
import { findDocuments, listDocuments } from '../../db/documents.ts';
import { expireRows } from '../../db/expiry.ts';
import { asJob, inEngagement } from '../../db/inScope.ts';
import type { OpenDatabase } from '../../db/database.ts';
import * as act from '../domain/acts.ts';
import { placing } from '../domain/keptRecord.ts';
import { given } from '../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';

const now = new Date().toISOString();
const settings = { unusedDocumentDays: 40 };

describe('Documents that nothing names', () => {
  let database: TestDatabase;
  let db: OpenDatabase;
  const uploaded = (documentId: string, days: number) =>
    db('documents').insert({
      ...{ document_id: documentId, engagement_id: 'engagement-1', file_name: documentId, media_type: 'text/plain' },
      ...{ size_bytes: 1, sha256: documentId.charCodeAt(0).toString(16).padStart(64, '0') },
      ...{ uploaded_by: '{"personId":"author"}', uploaded_at: db.raw('now() - make_interval(days => ?)', [days]) },
    });
  const ids = () => db('documents').orderBy('document_id').pluck('document_id');
  const expire = async () => {
    const { unusedDocuments, removedDocuments } = await expireRows(asJob(db, 'keeper'), settings);
    return [unusedDocuments, removedDocuments];
  };
  const aDayLater = () =>
    db('documents')
      .whereNotNull('removed_at')
      .update({ removed_at: db.raw(`removed_at - interval '25 hours'`) });
  const within = () => inEngagement(db, 'engagement-1');
  const manager = { personId: 'manager' };

  beforeEach(async () => {
    database = await testDatabase();
    db = database.db;
    await recorder(db)(batchOf(given()));
  });
  afterEach(() => database.drop());

  it('are found by nobody after their time, and a day later gone, their files queued to go', async () => {
    await uploaded('old', 41);
    await uploaded('young', 39);
    assert.deepEqual(await expire(), [1, 0]);
    assert.deepEqual(await findDocuments(within(), 'engagement-1', ['old']), []);
    const listed = await listDocuments(within(), { engagementId: 'engagement-1', page: { limit: 10 } });
    assert.deepEqual(
      listed.items.map((each) => each.documentId),
      ['young'],
    );
    assert.deepEqual(
      [await expire(), await ids()],
      [
        [0, 0],
        ['old', 'young'],
      ],
    );
    await aDayLater();
    assert.deepEqual([await expire(), await ids()], [[0, 1], ['young']]);
    const queued = await db('outbox').where({ kind: 'fileRemoval' }).pluck('reference');
    assert.deepEqual(queued, [`${'o'.charCodeAt(0).toString(16).padStart(64, '0')}@engagement-1`]);
  });

  it('are on record from the package that names them on, also where it was decided while they went', async () => {
    await uploaded('doc1', 50);
    await letDocumentGo(within(), 'doc1', manager, now);
    assert.equal(await letDocumentGo(within(), 'doc1', manager, now), false);
    await aDayLater();
    await recorder(db)(batchOf(given(act.submit()), { since: given(), batch: 2 }));
    assert.equal((await findDocuments(within(), 'engagement-1', ['doc1'])).length, 1);
    assert.deepEqual([await expire(), await ids()], [[0, 0], ['doc1']]);
    await assert.rejects(letDocumentGo(within(), 'doc1', manager, now), { code: 'DOCUMENT_IN_USE' });
  });

  it('stay under a hold on a milestone of the engagement', async () => {
    await uploaded('old', 41);
    await uploaded('removed', 1);
    await letDocumentGo(within(), 'removed', manager, now);
    await aDayLater();
    await placeHold(db, { engagementId: 'engagement-1', milestoneId: 'M1' }, 'H1', placing, { keyId: 'key-1', now });
    assert.deepEqual(
      [await expire(), await ids()],
      [
        [0, 0],
        ['old', 'removed'],
      ],
    );
    await assert.rejects(letDocumentGo(within(), 'old', manager, now), { code: 'UNDER_LEGAL_HOLD' });
  });
});
