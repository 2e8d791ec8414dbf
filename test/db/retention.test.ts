// Retention on real PostgreSQL: the database refuses for itself what rule 8 forbids, and no hold is lost to a disposal under way.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { disposeOfRecord } from '../../administration/disposal.ts';
import { recordEngagementEnd } from '../../administration/engagementEnd.ts';
import { erasePerson } from '../../administration/erasure.ts';
import { placeHold, releaseHold } from '../../administration/legalHolds.ts';
import { openDatabase, type Database, type OpenDatabase } from '../../db/database.ts';
import { listAuditLines } from '../../db/auditLog.ts';
import { findTombstone } from '../../db/disposal.ts';
import { asJob, inEngagement } from '../../db/inScope.ts';
import { registerMilestone } from '../../db/milestones.ts';
import { listDue, readRetention } from '../../db/retention.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { planWith } from '../domain/cast.ts';
import { obstaclesToDisposal, retentionOf } from '../../domain/records/retention.ts';
import { DataKeyGone, dataKeysOf } from '../../storage/encryption/dataKeys.ts';
import type { MasterKeys } from '../../storage/encryption/masterKey.ts';
import { openDataKeys } from '../../storage/encryption/openDataKeys.ts';
import { serviceChain } from '../../evidence/ledger/auditEntry.ts';
import { canonicalJson } from '../../evidence/ledger/canonicalJson.ts';
import * as act from '../domain/acts.ts';
import { counsel, disposal, placing, release } from '../domain/keptRecord.ts';
import { givenTerms, published } from '../domain/scenario.ts';
import { age, withoutTriggers } from '../support/agedRecord.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';
import { propertyRuns } from '../run/properties.ts';

const E1 = { engagementId: 'engagement-1' };
const M1 = { ...E1, milestoneId: 'M1' };
const by = { keyId: 'key-1', now: new Date().toISOString() };
const end = { endedOn: '2010-01-31', reason: 'All delivered', recordedBy: counsel };

const manager = { personId: 'manager', role: 'engagementManager', authentication: { method: 'system' } } as const;

/** What a master key does to keys is tried elsewhere; this one gives them back. */
const masterKey = {
  id: 'file:0000000000000000',
  wrap: async (key: Uint8Array) => key,
  unwrap: async (wrapped: Uint8Array) => wrapped,
};
const masterKeys: MasterKeys = {
  place: 'memory',
  byId: async () => masterKey,
  newest: async () => masterKey,
  makeFirst: async () => masterKey,
};

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

async function accepted(db: OpenDatabase, milestoneId = 'M1', terms: object = {}): Promise<void> {
  const scenario = published(givenTerms({ contract: terms }, ...act.toAccepted));
  await recorder(db)(batchOf(scenario, { of: { milestoneId, workflowId: `milestone-${milestoneId}` } }));
}

describe('A record due for disposal', () => {
  let database: TestDatabase;
  let db: OpenDatabase;
  let owner: Database;
  beforeEach(async () => {
    database = await testDatabase();
    db = database.db;
    owner = openDatabase(database.ownerUrl);
    await accepted(db);
    await age(database.ownerUrl, 20);
    await recordEngagementEnd(db, 'engagement-1', end, by);
    await openDataKeys(asJob(db, 'keyRing'), masterKeys);
  });
  afterEach(async () => {
    await owner.destroy();
    await database.drop();
  });

  const passkeyOf = (personId: string) =>
    db('passkeys').insert({
      ...{ engagement_id: 'engagement-1', person_id: personId, credential_id: `of-${personId}`, enrolment: '{}' },
      ...{ transports: '[]', sign_count: 0, enrolled_at: new Date() },
    });
  const withPasskeys = (): Promise<string[]> => db('passkeys').orderBy('person_id').pluck('person_id');
  const old = async (milestoneId: string): Promise<void> => {
    await accepted(db, milestoneId);
    const theirs = { milestone_id: milestoneId };
    await withoutTriggers(database.ownerUrl, (as) =>
      as('milestone_events')
        .where(theirs)
        .update({ at: as.raw(`at - interval '20 years'`) }),
    );
  };
  const tombstone = async (): Promise<string> => {
    const row = await db('milestones').where({ milestone_id: 'M1' }).first('last_hash');
    return canonicalJson({ milestoneId: 'M1', events: { head: row.last_hash as string }, certificates: [] });
  };
  const disposeDirectly = async (as: Database) => as.raw('select dispose_of_record(?, ?)', ['M1', await tombstone()]);

  it('is listed, the longest overdue first, and marked while held', async () => {
    await accepted(db, 'M2');
    await withoutTriggers(database.ownerUrl, (as) =>
      as.raw(`update milestone_events set at = at - interval '14 years' where milestone_id = 'M2'`),
    );
    await placeHold(db, M1, 'H1', placing, by);
    const first = await listDue(db, 'all', { limit: 1 });
    const second = await listDue(db, 'all', { limit: 1, after: first.next ?? '' });
    assert.deepEqual(
      [...first.items, ...second.items].map((each) => [each.milestoneId, each.runsFrom, each.keptUntil, each.isHeld]),
      [
        ['M1', '2010-01-31', '2017-01-31', true],
        ['M2', '2012-03-02', '2019-03-02', false],
      ],
    );
    assert.equal(second.next, undefined);
  });

  it('is let go by the database only with no hold, on the milestone or on its engagement, and once', async () => {
    for (const [subject, holdId] of [
      [M1, 'H1'],
      [E1, 'H2'],
    ] as const) {
      await placeHold(db, subject, holdId, placing, by);
      await assert.rejects(disposeDirectly(db), /under a legal hold/);
      await assert.rejects(disposeDirectly(owner), /under a legal hold/);
      await assert.rejects(disposeOfRecord(db, 'M1', disposal, by), { code: 'UNDER_LEGAL_HOLD' });
      await releaseHold(db, subject, holdId, release, by);
    }
    await passkeyOf('user2');
    await disposeDirectly(db);
    assert.deepEqual(await withPasskeys(), [], 'nothing of the engagement is left that it was for');
    await assert.rejects(disposeDirectly(db), /is not over/);
  });

  it('takes the data keys of the engagement with it when it is the last, and not before, for nobody to bring back', async () => {
    await old('M2');
    const keys = dataKeysOf(asJob(db, 'keyRing'), masterKeys);
    const { keyId, key } = await keys.current('engagement-1');
    const shred = { wrapped_key: null, shredded_at: new Date(), retired_at: new Date() };
    const rows = (as: Database) => as('data_keys').where({ key_id: keyId });
    await disposeOfRecord(inEngagement(db, 'engagement-1'), 'M1', disposal, by);
    for (const each of [db, owner]) await assert.rejects(rows(each).update(shred), /and not before/);
    assert.deepEqual((await dataKeysOf(asJob(db, 'keyRing'), masterKeys).current('engagement-1')).key, key);

    await disposeOfRecord(inEngagement(db, 'engagement-1'), 'M2', disposal, by);
    const afresh = dataKeysOf(asJob(db, 'keyRing'), masterKeys);
    await assert.rejects(afresh.byId(keyId), /was shredded at/);
    await assert.rejects(afresh.current('engagement-1'), DataKeyGone);
    assert.equal((await rows(db).first('wrapped_key'))?.wrapped_key, null);
    await assert.rejects(rows(owner).update({ wrapped_key: Buffer.from(key), shredded_at: null }), /nothing else/);
    const lines = (await listAuditLines(db, serviceChain, { after: 0, limit: 100 })).map(({ line }) => line);
    assert.equal(lines.filter((line) => line.includes('"dataKeysShredded"')).length, 1);
    const more = { milestoneId: 'M3', engagementId: 'engagement-1', workflowId: 'milestone-M3', startedBy: manager };
    await assert.rejects(
      registerMilestone(inEngagement(db, 'engagement-1'), { ...more, plan: milestonePlan.parse(planWith()) }),
      /was disposed of, with its keys/,
    );
    assert.equal((await afresh.installation()).key.length, 32, 'what is the installation’s is as it was');
  });

  it('of two that are the last at the same time has one take the keys', async () => {
    await old('M2');
    const { keyId } = await dataKeysOf(asJob(db, 'keyRing'), masterKeys).current('engagement-1');
    await Promise.all(
      ['M1', 'M2'].map((each) => disposeOfRecord(inEngagement(db, 'engagement-1'), each, disposal, by)),
    );
    await assert.rejects(dataKeysOf(asJob(db, 'keyRing'), masterKeys).byId(keyId), DataKeyGone);
  });

  it('is kept by the database before its date, without an end of the engagement, and while under way', async () => {
    await recordEngagementEnd(db, 'engagement-1', { ...end, endedOn: new Date().toISOString().slice(0, 10) }, by);
    await assert.rejects(disposeDirectly(db), /is kept until/);
    await assert.rejects(disposeDirectly(owner), /is kept until/);
    await withoutTriggers(database.ownerUrl, (as) => as('engagement_ends').delete());
    await assert.rejects(disposeDirectly(db), /kept until its engagement ends/);
    await recordEngagementEnd(db, 'engagement-1', end, by);
    await withoutTriggers(database.ownerUrl, (as) => as('milestone_events').where({ type: 'accepted' }).delete());
    await assert.rejects(disposeDirectly(db), /is not over/);
  });

  it('is decided on at the instant that is handed in, whatever the clock says', async () => {
    const lastDay = { ...by, now: '2017-01-31T23:59:59.999Z' };
    await assert.rejects(disposeOfRecord(db, 'M1', disposal, lastDay), { code: 'RETENTION_NOT_OVER' });
    const dayAfter = { ...by, now: '2017-02-01T00:00:00.000Z' };
    const disposed = await disposeOfRecord(db, 'M1', disposal, dayAfter);
    assert.equal(disposed?.kept.tombstone.disposedAt, dayAfter.now);
  });

  it('is not let go with a tombstone that says something else than the record', async () => {
    const other = canonicalJson({ milestoneId: 'M1', events: { head: 'f'.repeat(64) }, certificates: [] });
    await assert.rejects(db.raw('select dispose_of_record(?, ?)', ['M1', other]), /says something else/);
  });

  it('is not let go where a hold placed meanwhile could go unseen', async () => {
    await assert.rejects(
      db.transaction((transaction) => disposeDirectly(transaction), { isolationLevel: 'repeatable read' }),
      /read committed/,
    );
  });

  it('leaves the service no right to write tombstones, or to change holds, ends and releases; triggers stop the owner', async () => {
    await placeHold(db, M1, 'H1', placing, by);
    await releaseHold(db, M1, 'H1', release, by);
    const forged = { milestone_id: 'M1', engagement_id: 'engagement-1', document: '{}', sha256: '' };
    await assert.rejects(db('tombstones').insert(forged), /permission denied/);
    await assert.rejects(
      db('erasures').insert({ milestone_id: 'M1', person_id: 'x', reason: 'x', requested_on: '2020-01-01' }),
      /permission denied/,
    );
    for (const table of ['legal_holds', 'legal_hold_releases', 'engagement_ends']) {
      await assert.rejects(db(table).delete(), /permission denied/, table);
      await assert.rejects(owner(table).delete(), /append-only/, table);
      await assert.rejects(owner(table).update({ reason: 'x' }), /append-only/, table);
    }
    await disposeDirectly(db);
    await assert.rejects(owner('tombstones').delete(), /append-only/);
    await assert.rejects(owner('tombstones').update({ sha256: '' }), /append-only/);
  });

  it('is not found by a function that somebody put other tables before', async () => {
    await placeHold(db, M1, 'H1', placing, by);
    await db
      .transaction(async (transaction) => {
        await transaction.raw('create temporary table legal_holds (like public.legal_holds) on commit drop');
        await transaction.raw('create temporary table legal_hold_releases (hold_id text) on commit drop');
        await assert.rejects(disposeDirectly(transaction), /under a legal hold/);
      })
      .catch((error: unknown) => assert.match(String(error), /aborted|legal hold/));
    assert.equal(await findTombstone(db, 'M1'), undefined);
  });

  it('lets an erasure put marks in the place of text, and nothing else', async () => {
    const { event } = await db('milestone_events').where({ sequence: 2 }).first('event');
    const logged = await db('audit_entries').where({ chain: 'milestone:M1', sequence: 1 }).first('line');
    const line = logged.line as string;
    const erase = (change: { event?: object; line?: string }) =>
      db.raw('select erase_person(?, ?, ?, ?, ?, ?, ?, ?)', [
        ...['M1', 'user1', 'Asked', '2020-01-31', '{}', '{}'],
        JSON.stringify(change.event ? [{ sequence: 2, event: change.event, redacted: ['/x'] }] : []),
        JSON.stringify(change.line ? [{ sequence: 1, line: change.line, redacted: ['/x'] }] : []),
      ]);
    await assert.rejects(erase({ event: { ...event, at: '2001-01-01T00:00:00.000Z' } }), /append-only/);
    await assert.rejects(erase({ event: { ...event, added: '[erased]' } }), /append-only/);
    await assert.rejects(erase({ line: line.replace('"batch":1', '"batch":2') }), /append-only/);
    await assert.rejects(erase({ line: `${line}[erased]x` }));
    assert.equal((await db('erasures')).length, 0);
    await erase({ event: { ...event, at: '[erased]' }, line: line.replace(/"head":"[0-9a-f]*"/, '"head":"[erased]"') });
    const after = await db('milestone_events').where({ sequence: 2 }).first('redacted', 'event');
    assert.deepEqual([after.redacted, after.event.at], [['/x'], '[erased]']);
    await assert.rejects(owner('milestone_events').where({ sequence: 2 }).update({ event }), /append-only/);
    await placeHold(db, M1, 'H1', placing, by);
    await assert.rejects(erase({ event: { ...event, at: '[erased]' } }), /under a legal hold/);
  });

  it('waits for a hold that is being placed, and finds it', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let isPlaced: () => void = () => undefined;
    const placed = new Promise<void>((resolve) => (isPlaced = resolve));
    const placingIt = db.transaction(async (transaction) => {
      await placeHold(transaction, M1, 'H1', placing, by);
      isPlaced();
      await held;
    });
    await placed;
    const disposing = disposeOfRecord(db, 'M1', disposal, by).catch(codeOf);
    await somebodyWaits(owner);
    letGo();
    await placingIt;
    assert.equal(await disposing, 'UNDER_LEGAL_HOLD');
  });

  it('lets a hold that comes while it is disposed of wait, and then say that nothing is left', async () => {
    let letGo: () => void = () => undefined;
    const disposed = new Promise<void>((resolve) => (letGo = resolve));
    let isDone: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (isDone = resolve));
    const disposing = db.transaction(async (transaction) => {
      await disposeDirectly(transaction);
      isDone();
      await disposed;
    });
    await done;
    const onMilestone = placeHold(db, M1, 'H1', placing, by).catch(codeOf);
    const onEngagement = placeHold(db, E1, 'H2', placing, by);
    await somebodyWaits(owner);
    letGo();
    await disposing;
    assert.equal(await onMilestone, 'MILESTONE_DISPOSED');
    assert.equal((await onEngagement)?.hold.on, 'engagement');
    assert.ok(await findTombstone(db, 'M1'));
  });

  it('loses a person from the list of people as well when they are erased from all its milestones at once', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `R${index}`);
    for (const id of ids) await accepted(db, id);
    const listed = async () => {
      const row = await db('engagements').first<{ terms: { people: { personId: string; email: string }[] } }>('terms');
      return row.terms.people.find((each) => each.personId === 'user1')?.email;
    };
    const request = { personId: 'user1', reason: 'Asked for it', requestedOn: '2020-01-31' };
    assert.equal(await listed(), 'user1@example.com');
    await passkeyOf('user1');
    await passkeyOf('user2');
    const done = await Promise.all(['M1', ...ids].map((id) => erasePerson(db, id, request, by)));
    assert.equal(await listed(), '[erased]');
    assert.deepEqual(await withPasskeys(), ['user2']);
    const last = done.filter((each) => !each?.erasure.kept.some(({ what }) => /list of people/.test(what)));
    assert.equal(last.length, 1, 'the last one finds no other that needs them');
  });

  it('is either held or disposed of, never both, when both are asked for at once', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `R${index}`);
    for (const id of ids) await accepted(db, id);
    await withoutTriggers(database.ownerUrl, (as) =>
      as.raw(`update milestone_events set at = at - interval '20 years' where milestone_id like 'R%'`),
    );
    const outcomes = await Promise.all(
      ids.map(async (id, index) => {
        const acts = [
          () => disposeOfRecord(db, id, disposal, by).then(() => 'disposed', codeOf),
          () => placeHold(db, { ...E1, milestoneId: id }, `H-${id}`, placing, by).then(() => 'held', codeOf),
        ];
        return Promise.all((index % 2 === 0 ? acts : acts.toReversed()).map((each) => each()));
      }),
    );
    for (const outcome of outcomes)
      assert.match(outcome.toSorted().join(), /^(UNDER_LEGAL_HOLD,held|MILESTONE_DISPOSED,disposed)$/);
  });
});

/** Until some connection of this database waits for a lock of another. */
async function somebodyWaits(owner: Database): Promise<void> {
  for (;;) {
    const { rows } = await owner.raw(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
    await new Promise((wait) => setTimeout(wait, 20));
  }
}

describe('The dates of retention', function () {
  this.timeout(600_000);
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
    await accepted(database.db);
  });
  after(() => database.drop());

  it('are counted alike by the domain and by the database, in every zone, form and leap year', async () => {
    const { db, ownerUrl } = database;
    const owner = openDatabase(ownerUrl, { poolSize: 1 });
    await owner.raw('set session_replication_role = replica');
    const day = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2040, 0, 1) }).map((each) => new Date(each));
    const leapDay = fc
      .constantFrom('2028-02-29T23:30:00.000Z', '2024-02-29T00:30:00.000Z')
      .map((each) => new Date(each));
    const terms = fc.constantFrom<[object, string]>(
      [{ rule: 'byForm' }, 'simple'],
      [{ rule: 'byForm' }, 'deed'],
      [{ rule: 'latentDamage' }, 'deed'],
      [{ rule: 'own', years: 1 }, 'simple'],
      [{ rule: 'own', years: 100 }, 'simple'],
    );
    const zones = fc.constantFrom('UTC', 'Europe/London', 'Pacific/Kiritimati', 'America/Adak', 'Asia/Kathmandu');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(day, leapDay),
        fc.oneof(day, leapDay),
        terms,
        zones,
        async (at, ended, [retention, form], zone) => {
          const contract = { retention, form, calendar: { timeZone: zone } };
          await owner('milestone_events').where({ type: 'accepted' }).update({ at });
          await owner('milestone_events')
            .where({ sequence: 1 })
            .update({ event: owner.raw(`jsonb_set(event, '{engagement,contract}', ?)`, [JSON.stringify(contract)]) });
          await owner('engagement_ends').delete();
          await owner('engagement_ends').insert({
            engagement_id: 'engagement-1',
            ended_on: ended.toISOString().slice(0, 10),
            reason: 'x',
            recorded_by: '{}',
          });
          const state = await readRetention(db, 'M1');
          assert.ok(state);
          const { runsFrom, keptUntil, years } = retentionOf(state);
          const row = await db('milestone_retention')
            .where({ milestone_id: 'M1' })
            .first('years', db.raw('runs_from::text as runs_from'), db.raw('kept_until::text as kept_until'));
          assert.deepEqual({ ...row }, { years, runs_from: runsFrom, kept_until: keptUntil });
          const { rows } = await db.raw(
            `select kept_until < local_date(now(), zone, '0') as is_due from milestone_retention`,
          );
          const isDue = obstaclesToDisposal(state, new Date().toISOString()).length === 0;
          assert.equal(rows[0]?.is_due, isDue);
          await owner.raw(`select refresh_retention('{M1}')`);
          assert.deepEqual(
            (await listDue(db, 'all', { limit: 2 })).items.map((each) => [each.runsFrom, each.keptUntil]),
            isDue ? [[runsFrom, keptUntil]] : [],
          );
        },
      ),
      { numRuns: propertyRuns(0.3) },
    );
    await owner.destroy();
  });
});
