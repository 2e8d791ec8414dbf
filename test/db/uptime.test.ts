// When the service ran: one row goes on for as long as it does, a restart is no outage, and an outage is what lies between two rows.
import assert from 'node:assert/strict';
import type { Database } from '../../db/database.ts';
import { listOutages, noteUp } from '../../db/uptime.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

describe('Uptime of the service', () => {
  let database: TestDatabase;
  let db: Database;
  before(async () => {
    database = await testDatabase();
    db = database.db;
  });
  after(() => database.drop());

  const ago = (column: string, minutes: number) =>
    db('service_uptime').update({ [column]: db.raw('now() - make_interval(mins => ?)', [minutes]) });
  const always = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' };

  it('is noted in one row for as long as it goes on, by however many processes', async () => {
    await Promise.all([noteUp(db), noteUp(db)]);
    await ago('up_until', 4);
    await noteUp(db);
    assert.equal((await db('service_uptime')).length, 1);
    assert.deepEqual(await listOutages(db, always), []);
  });

  it('ends with an outage, of which is told what lies in the period that is asked about', async () => {
    await ago('up_from', 90);
    await ago('up_until', 60);
    await noteUp(db);
    const [outage, ...others] = await listOutages(db, always);
    assert.ok(outage);
    assert.deepEqual(others, []);
    const minutes = (Date.parse(outage.to) - Date.parse(outage.from)) / 60_000;
    assert.ok(minutes > 59 && minutes < 61, String(minutes));
    assert.deepEqual(await listOutages(db, { ...always, to: outage.from }), []);
    assert.deepEqual(await listOutages(db, { ...always, from: outage.to }), []);
  });

  it('has an outage while nobody notes anything, so that what falls due meanwhile knows of it', async () => {
    await ago('up_until', 30);
    const open = (await listOutages(db, always)).at(-1);
    assert.ok(open);
    const minutes = (Date.parse(open.to) - Date.parse(open.from)) / 60_000;
    assert.ok(minutes > 29 && minutes < 31, String(minutes));
  });
});
