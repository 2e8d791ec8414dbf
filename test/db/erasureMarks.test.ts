// What an erasure may put in the place of what was said, as the database sees it, whoever asks.
import assert from 'node:assert/strict';
import { recordEngagementEnd } from '../../administration/engagementEnd.ts';
import type { OpenDatabase } from '../../db/database.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import * as act from '../domain/acts.ts';
import { counsel } from '../domain/keptRecord.ts';
import { given, published } from '../domain/scenario.ts';
import { age } from '../support/agedRecord.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';

type Started = Extract<RecordedEvent, { type: 'milestoneStarted' }>;

describe('A mark of an erasure', () => {
  let database: TestDatabase;
  let db: OpenDatabase;
  before(async () => {
    database = await testDatabase();
    db = database.db;
    await recorder(db)(batchOf(published(given(...act.toAccepted))));
    await age(database.ownerUrl, 20);
    const end = { endedOn: '2010-01-31', reason: 'All delivered', recordedBy: counsel };
    await recordEngagementEnd(db, 'engagement-1', end, { keyId: 'key-1', now: new Date().toISOString() });
  });
  after(() => database.drop());

  it('swallows no field, no entry of a list and nothing that is no text', async () => {
    const row = await db('milestone_events').where({ sequence: 1 }).first<{ event: Started }>('event');
    const { event } = row;
    const logged = await db('audit_entries').where({ chain: 'milestone:M1', sequence: 1 }).first('line');
    const line = logged.line as string;
    const { name, firm, client, ...engagement } = event.engagement;
    const events = [
      { ...event, engagement: { ...engagement, client, name: `${name}[erased]` } },
      { ...event, engagement: { ...engagement, firm, client: '[erased]' } },
      { ...event, engagement: '[erased]' },
      { ...event, sequence: '[erased]' },
      { ...event, actor: { ...event.actor, authentication: '[erased]' } },
      { ...event, engagement: { ...event.engagement, people: ['[erased]'] } },
      { ...event, engagement: { ...event.engagement, people: event.engagement.people.slice(1) } },
    ];
    const lines = [
      line.replace('"batch":1', '"batch":"[erased]"'),
      line.replace('"batch":1', '"batch":[erased]'),
      line.replace(/"entry":\{.*\},"previousHash"/, '"entry":"[erased]","previousHash"'),
      line.replace(/"at":"[^"]*",/, '"at":"[erased]",'.replace('","', '[erased]","')).replace(/"batch":1,/, ''),
      line.replace('"batch":1', '"batch": 1'),
    ];
    const erase = (changedEvents: object[], changedLines: object[]) =>
      db.raw('select erase_person(?, ?, ?, ?, ?, ?, ?, ?)', [
        ...['M1', 'user1', 'Asked', '2020-01-31', '{}', '{}'],
        ...[JSON.stringify(changedEvents), JSON.stringify(changedLines)],
      ]);
    for (const each of events)
      await assert.rejects(erase([{ sequence: 1, event: each, redacted: ['/x'] }], []), /append-only/);
    for (const each of lines) {
      assert.notEqual(each, line);
      await assert.rejects(
        erase([], [{ sequence: 1, line: each, redacted: ['/x'] }]),
        /append-only|invalid input syntax/,
      );
    }
  });
});
