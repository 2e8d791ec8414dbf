// Lists page by page: nothing is shown twice or left out while rows are added, and a made-up cursor is told as such.
import assert from 'node:assert/strict';
import { listDocuments, insertDocument } from '../../db/documents.ts';
import { insertEngagement, listEngagements } from '../../db/engagements.ts';
import { listEvents } from '../../db/timeline.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { systemActor } from '../../domain/people/people.ts';
import * as act from '../domain/acts.ts';
import { engagementWith } from '../domain/cast.ts';
import { given } from '../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';

describe('List read page by page', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
    await recorder(database.db)(batchOf(given(...act.toReview)));
  });
  after(() => database.drop());

  const addDocument = (name: string) =>
    insertDocument(database.db, {
      documentId: name,
      engagementId: 'engagement-1',
      fileName: name,
      mediaType: 'text/plain',
      sizeBytes: 1,
      sha256: 'a'.repeat(64),
      uploadedBy: systemActor,
    });

  it('shows every row once and in order, those added meanwhile included', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await addDocument(name);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = { limit: 2, ...(after ? { after } : {}) };
      const { items, next } = await listDocuments(database.db, { engagementId: 'engagement-1', page });
      assert.ok(items.length <= 2);
      seen.push(...items.map((each) => each.documentId));
      if (seen.length === 2) for (const name of ['f', 'g']) await addDocument(name);
      after = next;
    } while (after);
    assert.deepEqual(seen, ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('tells rows of the very same instant apart', async () => {
    await database.db('documents').update({ uploaded_at: '2026-03-02T10:00:00.123456Z' });
    const page = { limit: 3 };
    const first = await listDocuments(database.db, { engagementId: 'engagement-1', page });
    const second = await listDocuments(database.db, {
      engagementId: 'engagement-1',
      page: { ...page, after: first.next ?? '' },
    });
    assert.deepEqual(
      [...first.items, ...second.items].map((each) => each.documentId),
      ['a', 'b', 'c', 'd', 'e', 'f'],
    );
  });

  it('ends with a full last page, without promising another', async () => {
    const engagement = engagementSchema.parse(engagementWith({}, { engagementId: 'engagement-2' }));
    await insertEngagement(database.db, engagement, systemActor);
    const { items, next } = await listEngagements(database.db, 'all', { limit: 2 });
    assert.deepEqual(
      items.map((each) => each.engagementId),
      ['engagement-1', 'engagement-2'],
    );
    assert.equal(next, undefined);
  });

  const cursors: [string, string][] = [
    ['that is no JSON', 'nonsense'],
    ['with too few values', Buffer.from('["x"]').toString('base64url')],
    ['with values that are no text', Buffer.from('[1,2]').toString('base64url')],
    ['whose values do not fit the columns', Buffer.from('["M1","first"]').toString('base64url')],
    ['beyond every number', Buffer.from('["M1","99999999999"]').toString('base64url')],
    ['with a NUL in it', Buffer.from('["\\u0000","1"]').toString('base64url')],
    ['that is empty', ''],
  ];
  for (const [what, after] of cursors)
    it(`refuses a cursor ${what}`, async () => {
      await assert.rejects(listEvents(database.db, 'M1', { limit: 2, after }), {
        code: 'INVALID_MESSAGE',
        field: 'after',
      });
    });
});
