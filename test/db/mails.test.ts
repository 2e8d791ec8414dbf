// The outbox: who may take a mail, when, and what becomes of one whose sender died.
import assert from 'node:assert/strict';
import {
  claimMails,
  countQueued,
  findMailByMessageIdLocalPart,
  listMails,
  markFailed,
  markRetry,
  markSent,
} from '../../db/mails.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';

const validators = ['validator1', 'validator2'];

describe('Outbox with two mails due', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
    await recorder(database.db)(batchOf(given(act.submit())));
  });
  afterEach(() => database.drop());

  const claim = (claimant = 'one', limit = 20, staleAfterSeconds = 120) =>
    claimMails(database.db, { limit, claimant, staleAfterSeconds });
  const statuses = async () =>
    (await listMails(database.db, { page: { limit: 10 } })).items.map(
      ({ status, attempts }) => `${status} ${attempts}`,
    );
  /** As if the claims had been made that long ago. */
  const age = (seconds: number) =>
    database.db('mails').update({
      claimed_at: database.db.raw('claimed_at - make_interval(secs => ?)', [seconds]),
      next_attempt_at: database.db.raw('next_attempt_at - make_interval(secs => ?)', [seconds]),
    });

  it('gives each mail to one claimant, however many ask at once', async () => {
    const claims = await Promise.all(['one', 'two', 'three', 'four'].map((claimant) => claim(claimant, 1)));
    const taken = claims.flat().map((each) => each.recipientId);
    assert.deepEqual(taken.sort(), validators);
    assert.deepEqual(await claim(), []);
  });

  it('finds a mail by the first part of its Message-ID, taken letter by letter', async () => {
    const { db } = database;
    const [mail] = (await listMails(db, { page: { limit: 1 } })).items;
    assert.ok(mail);
    const localPart = mail.messageIdHeader.slice(1).split('@')[0] ?? '';
    assert.equal((await findMailByMessageIdLocalPart(db, localPart))?.mailId, mail.mailId);
    for (const other of [`${localPart.slice(0, -1)}_`, `${localPart.slice(0, -1)}%`, '%', localPart.slice(0, -1)])
      assert.equal(await findMailByMessageIdLocalPart(db, other), undefined, other);
  });

  it('gives out no more than asked for', async () => {
    assert.equal((await claim('one', 1)).length, 1);
    assert.equal((await claim('one', 1)).length, 1);
  });

  it('leaves a claimed mail alone until its sender must be dead, then says that it is sent again', async () => {
    const first = await claim('dead');
    assert.ok(first.every((each) => !each.isRepeat));
    await age(100);
    assert.deepEqual(await claim('alive'), []);
    await age(100);
    const again = await claim('alive');
    assert.deepEqual(again.map((each) => each.recipientId).sort(), validators);
    assert.ok(again.every((each) => each.isRepeat && each.attempts === 2));
    assert.deepEqual(
      again.map((each) => each.messageIdHeader).sort(),
      first.map((each) => each.messageIdHeader).sort(),
    );
  });

  it('waits as long as told after a deferral', async () => {
    const [mail] = await claim('one', 1);
    assert.ok(mail);
    await markRetry(database.db, mail.mailId, { error: '450 busy', delaySeconds: 60 });
    assert.ok((await claim()).every((each) => each.mailId !== mail.mailId));
    await age(61);
    assert.deepEqual(
      (await claim('one', 20, 3600)).map((each) => [each.mailId, each.isRepeat]),
      [[mail.mailId, false]],
    );
  });

  it('gives out nothing that was sent or has failed', async () => {
    const [one, two] = await claim();
    assert.ok(one && two);
    await markSent(database.db, one.mailId, { response: '250 taken' });
    await markFailed(database.db, two.mailId, { error: '550 no such mailbox' });
    await age(1000);
    assert.deepEqual(await claim(), []);
    assert.equal(await countQueued(database.db), 0);
    assert.deepEqual((await statuses()).sort(), ['failed 1', 'sent 1']);
  });

  it('does not take back what was sent when a slow sender reports late', async () => {
    const [mail] = await claim('slow', 1);
    assert.ok(mail);
    await markSent(database.db, mail.mailId, { response: '250 taken' });
    await markRetry(database.db, mail.mailId, { error: 'timeout', delaySeconds: 0 });
    await markFailed(database.db, mail.mailId, { error: 'too late' });
    assert.deepEqual((await statuses()).sort(), ['queued 0', 'sent 1']);
  });

  it('never holds the same mail twice', async () => {
    await recorder(database.db)(batchOf(given(act.submit())));
    assert.equal(await countQueued(database.db), 2);
  });
});
