// A milestone that is over while something is still to follow it: neither disposed of nor redacted before, by whatever door.
import assert from 'node:assert/strict';
import { disposeOfRecord } from '../../administration/disposal.ts';
import { recordEngagementEnd } from '../../administration/engagementEnd.ts';
import { erasePerson } from '../../administration/erasure.ts';
import { openDatabase, type Database, type OpenDatabase } from '../../db/database.ts';
import { findTombstone } from '../../db/disposal.ts';
import { listErasures } from '../../db/erasures.ts';
import { readRetention } from '../../db/retention.ts';
import type { MilestoneEvent } from '../../domain/events.ts';
import { canonicalJson } from '../../evidence/ledger/canonicalJson.ts';
import * as act from '../domain/acts.ts';
import { counsel, disposal } from '../domain/keptRecord.ts';
import { given, noted, published, type Scenario } from '../domain/scenario.ts';
import { age } from '../support/agedRecord.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';

const by = { keyId: 'key-1', now: new Date().toISOString() };
const request = { personId: 'user1', reason: 'Asked for it', requestedOn: '2020-01-31' };
const until = '2026-03-05T10:00:00.000Z';

const conditional = published(given(...act.toConditional));
const accepted = given(...act.toAccepted);
const awaiting = published(accepted, { awaitsTimestampUntil: until });
const timestamp = { certificateNumber: 'M1-C1', level: 'B-B' as const };
const settled = (type: 'certificateTimestamped' | 'timestampAbandoned'): MilestoneEvent => ({ type, timestamp });

describe('A record that something is still to follow', () => {
  let database: TestDatabase;
  let db: OpenDatabase;
  let owner: Database;
  beforeEach(async () => {
    database = await testDatabase();
    db = database.db;
    owner = openDatabase(database.ownerUrl, { poolSize: 1 });
  });
  afterEach(async () => {
    await owner.destroy();
    await database.drop();
  });

  const onRecord = async (scenario: Scenario): Promise<void> => {
    await recorder(db)(batchOf(scenario));
    await age(database.ownerUrl, 20);
    const end = { endedOn: '2010-01-31', reason: 'All delivered', recordedBy: counsel };
    await recordEngagementEnd(db, 'engagement-1', end, by);
  };
  const disposeDirectly = async (as: Database): Promise<unknown> => {
    const { last_hash: head } = await db('milestones').first('last_hash');
    const tombstone = canonicalJson({ milestoneId: 'M1', events: { head }, certificates: [] });
    return as.raw('select dispose_of_record(?, ?)', ['M1', tombstone]);
  };
  const eraseDirectly = (as: Database) =>
    as.raw('select erase_person(?, ?, ?, ?, ?, ?, ?, ?)', ['M1', 'user1', 'x', '2020-01-31', '{}', '{}', '[]', '[]']);
  const listed = async (): Promise<string | undefined> => {
    const row = await db('engagements').first<{ terms: { people: { personId: string; email: string }[] } }>('terms');
    return row.terms.people.find((each) => each.personId === 'user1')?.email;
  };

  const unfinished: [what: string, scenario: Scenario, says: RegExp, guardSays: RegExp][] = [
    ['an acceptance to be published', accepted, /M1-C1 is not published yet/, /not published yet/],
    [
      'a seal that awaits its timestamp',
      awaiting,
      /seal of certificate M1-C1 awaits its timestamp, until 2026-03-05/,
      /awaits its timestamp/,
    ],
    [
      'a revocation to be certified',
      published(accepted).when(act.proposeRevocation()).when(act.confirmRevocation()),
      /M1-C2 is not published yet/,
      /not published yet/,
    ],
  ];
  for (const [what, scenario, says, guardSays] of unfinished)
    it(`stays whole: ${what}`, async () => {
      await onRecord(scenario);
      const refused = { code: 'MILESTONE_NOT_OVER', message: says };
      await assert.rejects(disposeOfRecord(db, 'M1', disposal, by), refused);
      await assert.rejects(erasePerson(db, 'M1', request, by), refused);
      for (const as of [db, owner]) {
        await assert.rejects(disposeDirectly(as), guardSays);
        await assert.rejects(eraseDirectly(as), guardSays);
      }
      assert.equal(await findTombstone(db, 'M1'), undefined);
      assert.deepEqual(await listErasures(db, 'M1'), []);
      assert.equal(await listed(), 'user1@example.com');
    });

  const finished: [what: string, scenario: Scenario][] = [
    ['outputs', published(accepted)],
    ['a timestamp', noted(awaiting, settled('certificateTimestamped'))],
    ['the word that there will be no timestamp', noted(awaiting, settled('timestampAbandoned'))],
    ['outputs of acceptance and close-out', published(conditional.when(act.verify('E1', 'approver1')))],
    ['nothing, for it was cancelled', given(act.cancel('manager'))],
  ];
  for (const [what, scenario] of finished)
    it(`may go once it has ${what}`, async () => {
      await onRecord(scenario);
      assert.deepEqual((await readRetention(db, 'M1'))?.pending, []);
      assert.equal((await erasePerson(db, 'M1', request, by))?.isRepeat, false);
      assert.equal(await listed(), '[erased]');
      await eraseDirectly(db);
      assert.equal((await disposeOfRecord(db, 'M1', disposal, by))?.isRepeat, false);
    });
});
