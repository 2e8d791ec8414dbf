// The outbox: who may take an effect, when, and what becomes of one whose dispatcher died.
import assert from 'node:assert/strict';
import { findMessageId, listMails, readOutgoingMails } from '../../db/mails.ts';
import {
  claimEffects,
  countedAtMost,
  countEffects,
  countPending,
  queueAnew,
  renewClaims,
  settleEffects,
  type ClaimedEffect,
  type Outcome,
} from '../../db/outbox.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';

const validators = ['validator1', 'validator2'];
const sent: Outcome = { status: 'done', response: '250 taken' };

describe('Outbox with two mails due', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
    await recorder(database.db)(batchOf(given(act.submit())));
  });
  afterEach(() => database.drop());

  const claim = (claimant = 'one', limit = 20, leaseSeconds = 120) =>
    claimEffects(database.db, { room: { mail: limit }, claimant, leaseSeconds });
  const settle = (effect: ClaimedEffect, outcome: Outcome) => settleEffects(database.db, [{ effect, outcome }]);
  const recipients = async (effects: readonly ClaimedEffect[]): Promise<string[]> => {
    const mails = await readOutgoingMails(
      database.db,
      effects.map((each) => each.reference),
    );
    return [...mails.values()].map((each) => each.recipientId).sort();
  };
  const mails = async () => (await listMails(database.db, { milestoneId: 'M1', page: { limit: 10 } })).items;
  const statuses = async () => (await mails()).map(({ status, attempts }) => `${status} ${attempts}`).sort();
  /** As if everything had happened that long ago. */
  const age = (seconds: number) =>
    database
      .db('outbox')
      .update({ next_attempt_at: database.db.raw('next_attempt_at - make_interval(secs => ?)', [seconds]) });

  it('gives each mail to one claimant, however many ask at once', async () => {
    const claims = await Promise.all(['one', 'two', 'three', 'four'].map((claimant) => claim(claimant, 1)));
    assert.deepEqual(await recipients(claims.flat()), validators);
    assert.equal(claims.flat().length, 2);
    assert.deepEqual(await claim(), []);
  });

  it('finds a mail by the first part of its Message-ID, taken letter by letter', async () => {
    const { db } = database;
    const [mail] = await mails();
    assert.ok(mail);
    const localPart = mail.messageIdHeader.slice(1).split('@')[0] ?? '';
    assert.equal(await findMessageId(db, localPart), mail.messageIdHeader);
    for (const other of [`${localPart.slice(0, -1)}_`, `${localPart.slice(0, -1)}%`, '%', localPart.slice(0, -1)])
      assert.equal(await findMessageId(db, other), undefined, other);
  });

  it('gives out no more than asked for', async () => {
    assert.equal((await claim('one', 1)).length, 1);
    assert.equal((await claim('one', 1)).length, 1);
  });

  it('leaves a claimed mail alone until its claim lapses, then says that it is sent again', async () => {
    const first = await claim('dead');
    assert.ok(first.every((each) => !each.isRepeat));
    await age(100);
    assert.deepEqual(await claim('alive'), []);
    await age(100);
    const again = await claim('alive');
    assert.deepEqual(await recipients(again), validators);
    assert.ok(again.every((each) => each.isRepeat && each.attempts === 2));
    for (const each of again) await settle(each, sent);
    assert.deepEqual(
      (await mails()).map((each) => [each.status, each.attempts, each.repeats]),
      [
        ['sent', 2, 1],
        ['sent', 2, 1],
      ],
    );
  });

  it('leaves a claim with who renews it, and with nobody else', async () => {
    const [one, two] = await claim('alive');
    assert.ok(one && two);
    await age(100);
    await renewClaims(database.db, [one.effectId], { claimant: 'alive', leaseSeconds: 120 });
    await renewClaims(database.db, [two.effectId], { claimant: 'somebody else', leaseSeconds: 120 });
    await age(100);
    assert.deepEqual(
      (await claim('next')).map((each) => each.effectId),
      [two.effectId],
    );
  });

  it('waits as long as told after a deferral', async () => {
    const [mail] = await claim('one', 1);
    assert.ok(mail);
    await settle(mail, { status: 'later', error: '450 busy', delaySeconds: 60 });
    assert.ok((await claim()).every((each) => each.effectId !== mail.effectId));
    await age(61);
    assert.deepEqual(
      (await claim('one', 20, 3600)).map((each) => [each.effectId, each.isRepeat]),
      [[mail.effectId, false]],
    );
  });

  it('gives out nothing that was sent or has failed, and keeps what failed with the reason', async () => {
    const [one, two] = await claim();
    assert.ok(one && two);
    await settleEffects(database.db, [
      { effect: one, outcome: sent },
      { effect: two, outcome: { status: 'failed', error: '550 no such mailbox' } },
    ]);
    await age(1000);
    assert.deepEqual(await claim(), []);
    assert.equal(await countPending(database.db), 0);
    assert.deepEqual(await statuses(), ['failed 1', 'sent 1']);
    assert.deepEqual(
      (await countEffects(database.db)).map(({ since: _since, ...each }) => each),
      [{ kind: 'mail', status: 'failed', effects: 1 }],
    );
    assert.deepEqual(await database.db('outbox').pluck('last_error'), ['550 no such mailbox']);
  });

  it('counts no further than a thousand of a kind, the oldest of all among them', async () => {
    const many = Array.from({ length: countedAtMost + 1 }, (_, place) => ({
      ...{ kind: 'fileRemoval', reference: `file ${place}` },
      queued_at: new Date(Date.UTC(2026, 0, 1) - place).toISOString(),
    }));
    await database.db('outbox').insert(many);
    const counted = (await countEffects(database.db)).filter((each) => each.kind === 'fileRemoval');
    const since = many.at(-1)?.queued_at;
    assert.deepEqual(counted, [{ kind: 'fileRemoval', status: 'waiting', effects: countedAtMost, since }]);
  });

  it('says of each milestone and mail what waits, since when, after how many attempts and why', async () => {
    const [mail] = await claim('one', 1);
    assert.ok(mail);
    await settle(mail, { status: 'later', error: '450 busy', delaySeconds: 60 });
    const row = await database.db('outbox').where({ effect_id: mail.effectId }).first();
    assert.deepEqual(
      [row.kind, row.reference, row.milestone_id, row.status, row.attempts, row.last_error],
      ['mail', mail.reference, 'M1', 'waiting', 1, '450 busy'],
    );
    assert.equal((row.queued_at as Date).toISOString(), mail.queuedAt);
  });

  it('does not take back what was sent when a slow dispatcher reports late', async () => {
    const [mail] = await claim('slow', 1);
    assert.ok(mail);
    await settle(mail, sent);
    await settle(mail, { status: 'later', error: 'timeout', delaySeconds: 0 });
    await settle(mail, { status: 'failed', error: 'too late' });
    assert.deepEqual(await statuses(), ['queued 0', 'sent 1']);
  });

  it('takes from a slow dispatcher that a mail was sent, and nothing else once somebody else has it', async () => {
    const [slow] = await claim('slow', 1);
    assert.ok(slow);
    await age(200);
    const again = (await claim('next')).find((each) => each.effectId === slow.effectId);
    assert.ok(again?.isRepeat);
    await settle(slow, { status: 'failed', error: 'too late' });
    assert.equal((await database.db('outbox').where({ effect_id: slow.effectId }).first()).status, 'claimed');
    await settle(slow, sent);
    await settle(again, { status: 'failed', error: '550 sent already' });
    assert.deepEqual(await statuses(), ['sending 1', 'sent 2']);
  });

  it('performs anew what is queued again while it is in hand', async () => {
    const file = { reference: 'a'.repeat(64) };
    const queue = () => database.db.transaction((transaction) => queueAnew(transaction, 'fileRemoval', [file]));
    const claimFile = () => claimEffects(database.db, { room: { fileRemoval: 1 }, claimant: 'one', leaseSeconds: 60 });
    await queue();
    const [before] = await claimFile();
    assert.ok(before);
    await queue();
    await settle(before, { status: 'done' });
    const [after] = await claimFile();
    assert.deepEqual([after?.reference, after?.attempts], [file.reference, 1]);
    await settle(after as ClaimedEffect, { status: 'done' });
    assert.deepEqual(await claimFile(), []);
  });

  it('gives each kind its own room, the longest due first', async () => {
    const files = ['a', 'b', 'c'].map((each) => ({ reference: each.repeat(64) }));
    await database.db.transaction((transaction) => queueAnew(transaction, 'fileRemoval', files));
    await database
      .db('outbox')
      .where({ reference: files[1]?.reference })
      .update({ next_attempt_at: new Date(0) });
    const claimed = await claimEffects(database.db, {
      room: { fileRemoval: 1, mail: 5 },
      claimant: 'one',
      leaseSeconds: 60,
    });
    assert.deepEqual(
      claimed.filter((each) => each.kind === 'fileRemoval').map((each) => each.reference),
      [files[1]?.reference],
    );
    assert.equal(claimed.filter((each) => each.kind === 'mail').length, 2);
  });

  it('keeps what other servers say, whatever characters they use', async () => {
    const [one, two] = await claim();
    assert.ok(one && two);
    await settleEffects(database.db, [
      { effect: one, outcome: { status: 'done', response: '250 \0 taken \ud800' } },
      { effect: two, outcome: { status: 'later', error: `\udc00${'x'.repeat(5000)}`, delaySeconds: 1 } },
    ]);
    assert.equal((await database.db('mails').whereNotNull('sent_at').first()).response, '250  taken \ufffd');
    assert.equal((await mails()).find((each) => each.status === 'queued')?.lastError?.length, 1000);
  });

  it('never holds the same mail twice', async () => {
    await recorder(database.db)(batchOf(given(act.submit())));
    assert.equal(await countPending(database.db), 2);
  });
});
