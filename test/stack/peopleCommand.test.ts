// `npm run people`, on a real database: gives and ends roles, lists and ends sessions, and names the option at fault.
import assert from 'node:assert/strict';
import { findSession } from '../../db/sessions.ts';
import { readRolesOf } from '../../db/roleGrants.ts';
import { peopleCommand } from '../../stack/peopleCommand.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { limits, testSession } from '../support/signedIn.ts';

describe('npm run people', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  const people = async (...args: string[]): Promise<string> =>
    (await peopleCommand(database.db, limits, args, new Date().toISOString())).join('\n');
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

  it('gives a role to whoever has the mailbox, from when until when it says, and ends it at once', async () => {
    const give = (...args: string[]) =>
      people('give', '--address', 'Finn+x@firm.example', '--role', 'finance', '--reason', 'Invoices', ...args);
    const rolesNow = () => readRolesOf(database.db, 'finn@firm.example');
    await give('--from', inHours(1));
    assert.deepEqual(await rolesNow(), []);
    const given = await give('--until', inHours(1));
    assert.deepEqual(await rolesNow(), ['finance']);
    const [grantId = ''] = given.split(' ');
    const ended = await people('end-role', grantId, '--reason', 'Moved');
    assert.match(ended, /ended {8}\S+ by npm run people: Moved/);
    assert.equal(await people('end-role', grantId, '--reason', 'Again'), ended, 'it stays as it ended first');
    assert.deepEqual(await rolesNow(), []);
    assert.match(await people('roles'), /finance: Finn\+x@firm\.example[^]*Invoices/);
    const row = database.db('role_grants').where({ grant_id: grantId });
    await assert.rejects(row.update({ role: 'auditor' }), /never changes/);
  });

  it('lists who is signed in without any secret, and ends a session', async () => {
    const { headers } = await testSession(database.db, 'manager@example.com', { name: 'Mona' });
    const secret = headers.cookie.replace('signoff-session=', '');
    const listed = await people('sessions');
    assert.match(listed, /Mona <manager@example\.com>/);
    assert.ok(!listed.includes(secret));
    assert.ok(await findSession(database.db, secret, limits));
    const [sessionId = ''] = listed.split(' ');
    assert.match(await people('end-session', sessionId, '--reason', 'Laptop lost'), /ended at .*: Laptop lost/);
    assert.equal(await findSession(database.db, secret, limits), undefined);
  });

  it('names the option at fault, and does nothing', async () => {
    const give = ['give', '--address', 'a@example.com', '--role', 'finance', '--reason', 'x'];
    for (const [args, why] of [
      [[], /Say what is to be done/],
      [['give', '--role', 'finance', '--reason', 'x'], /--address: /],
      [['give', '--address', 'a@example.com', '--role', 'approver', '--reason', 'x'], /--role: [^]*Roles, each/],
      [[...give, '--until', 'soon'], /--until: "soon"/],
      [[...give, '--until', inHours(-1)], /cannot end at/],
      [['end-role', 'grant-x', '--reason', 'y'], /No role was given as "grant-x"/],
      [['end-session', 'ses-x', '--reason', 'y'], /no session "ses-x"/],
      [['end-session', 'ses-x'], /--reason: /],
      [['end-session'], /Name one session/],
    ] as const)
      await assert.rejects(people(...args), why);
  });
});
