// What grows with use goes after its time, and only that: people's visits, dead webhooks and what a hold keeps stay.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { pino } from 'pino';
import type { OpenDatabase } from '../../db/database.ts';
import { expireRows } from '../../db/expiry.ts';
import { placeHold } from '../../administration/legalHolds.ts';
import * as act from '../domain/acts.ts';
import { placing } from '../domain/keptRecord.ts';
import { given } from '../domain/scenario.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { keepExpiring } from '../../worker/keepExpiring.ts';
import { batchOf, recorder } from './batches.ts';

const none = {
  requestOpenings: 0,
  calendarFeeds: 0,
  drafts: 0,
  idempotencyKeys: 0,
  confirmationCodes: 0,
  passkeyChallenges: 0,
  machineVisits: 0,
  refusedMessages: 0,
  deliveredWebhooks: 0,
  quarantinedFiles: 0,
  rateLimits: 0,
  sessions: 0,
  mailboxLinks: 0,
  logoutTokens: 0,
  unfinishedUploads: 0,
  removedDocuments: 0,
  unusedDocuments: 0,
};
const kept = { unusedDocumentDays: 365 };
const M1 = { engagementId: 'engagement-1', milestoneId: 'M1' };

describe('Rows that grow with use', () => {
  let database: TestDatabase;
  let db: OpenDatabase;
  let requestId: string;
  beforeEach(async () => {
    database = await testDatabase();
    db = database.db;
    await recorder(db)(batchOf(given(act.submit())));
    requestId = (await db('requests').first<{ request_id: string }>('request_id')).request_id;
  });
  afterEach(() => database.drop());

  const ago = (days: number) => db.raw('now() - make_interval(days => ?)', [days]);
  const visit = (isHuman: boolean, days: number) => ({
    request_id: requestId,
    method: 'GET',
    is_human: isHuman,
    at: ago(days),
  });
  const refusal = (days: number) => ({
    ...{ milestone_id: 'M1', message_id: 'm', name: 'sign', at: ago(days) },
    ...{ code: 'NOT_AWAITING_SIGNATURES', message: 'Too early.', details: '[]' },
  });
  /** One that is not delivered waits in the outbox, or was given up there. */
  const webhook = (webhookId: string, status: 'delivered' | 'dead', days: number) => ({
    ...{ webhook_id: webhookId, milestone_id: 'M1', type: 'invoice.registered', payload: '{}' },
    ...(status === 'delivered' ? { delivered_at: ago(days) } : {}),
  });
  const key = (name: string, days: number) => ({
    key: name,
    route: 'POST /x',
    request_hash: 'h',
    claimed_at: ago(days),
  });
  const code = (codeId: string, days: number) => ({
    ...{ code_id: codeId, request_id: requestId, code_hash: 'h', expires_at: ago(days) },
  });

  const session = (name: string, days: number) => ({
    ...{ session_id: name, secret_hash: createHash('sha256').update(name).digest('hex'), holder_id: 'person-1' },
    ...{ issuer: 'i', subject: 's', address: 'a@example.com', mailbox: 'a@example.com', name: 'A' },
    ...{ authenticated_at: ago(days), created_at: ago(days), last_used_at: ago(days), expires_at: ago(days) },
  });

  const challenge = (name: string, days: number) => ({
    ...{ challenge: name, request_id: requestId, purpose: 'decide', nonce: 'n', expires_at: ago(days) },
  });

  const mailboxLink = (name: string, days: number) => ({
    ...{ link_id: name, address: 'a@example.com', mailbox: 'a@example.com', language: 'en' },
    ...{ created_at: ago(days), expires_at: ago(days) },
  });

  const opening = (name: string, days: number) => ({
    ...{ request_id: requestId, opened_by: name, shown: 'a'.repeat(64), opened_at: ago(days) },
  });

  const feed = (name: string, days: number) => ({
    ...{ holder_id: name, token_hash: createHash('sha256').update(name).digest('hex') },
    ...{ mailbox: 'a@example.com', name: 'A', language: 'en', made_at: ago(800), last_read_at: ago(days) },
  });

  const draft = (draftId: string, days: number) => ({
    ...{ holder_id: 'person-1', draft_id: draftId, form: 'engagement', key_id: 'dk-1', sealed: Buffer.from('x') },
    ...{ mentions: [], kept_at: ago(days) },
  });

  const upload = (name: string, days: number) => ({
    ...{ upload_id: name, engagement_id: 'engagement-1', file_name: 'f', media_type: 't', length_bytes: 99 },
    ...{ uploaded_by: '{}', touched_at: ago(days) },
  });
  const piece = (name: string, offset: number) => ({
    ...{
      upload_id: name,
      offset_bytes: offset,
      size_bytes: 9,
      sha256: name === 'old' ? 'a'.repeat(64) : 'b'.repeat(64),
    },
  });

  const fillOldAndNew = async () => {
    await db('idempotency_keys').insert([key('old', 8), key('new', 6)]);
    await db('confirmation_codes').insert([code('old', 2), code('new', 0)]);
    await db('sessions').insert([session('old', 401), session('new', 399)]);
    await db('logout_tokens').insert([
      { token_hash: 'old', taken_at: ago(2) },
      { token_hash: 'new', taken_at: ago(0) },
    ]);
    await db('calendar_feeds').insert([feed('old', 401), feed('new', 399)]);
    await db('drafts').insert([draft('old', 31), draft('new', 29)]);
    await db('uploads').insert([upload('old', 2), upload('new', 0)]);
    await db('upload_pieces').insert([piece('old', 0), piece('old', 9), piece('new', 0)]);
    await db('mailbox_links').insert([mailboxLink('old', 2), mailboxLink('new', 0)]);
    await db('passkey_challenges').insert([challenge('old', 2), challenge('new', 0)]);
    await db('request_visits').insert([visit(false, 181), visit(false, 179), visit(true, 2000)]);
    await db('request_openings').insert([opening('old', 3), opening('new', 1)]);
    await db('refused_messages').insert([refusal(401), refusal(399)]);
    await db('outbox').insert({ kind: 'webhook', reference: 'dead', status: 'failed', failed_at: ago(500) });
    await db('webhook_deliveries').insert([
      webhook('old', 'delivered', 91),
      webhook('new', 'delivered', 89),
      webhook('dead', 'dead', 500),
    ]);
  };
  const left = async () => ({
    keys: await db('idempotency_keys').orderBy('key').pluck('key'),
    codes: await db('confirmation_codes').orderBy('code_id').pluck('code_id'),
    visits: await db('request_visits').orderBy('visit_id').pluck('is_human'),
    refused: (await db('refused_messages')).length,
    webhooks: await db('webhook_deliveries').orderBy('webhook_id').pluck('webhook_id'),
    uploads: await db('uploads').orderBy('upload_id').pluck('upload_id'),
    filesToGo: await db('outbox').where({ kind: 'fileRemoval' }).pluck('reference'),
  });

  it('go after their terms; what is younger, a person’s visit and a dead webhook stay', async () => {
    await fillOldAndNew();
    assert.deepEqual(await expireRows(db, kept), {
      ...{ idempotencyKeys: 1, confirmationCodes: 1, machineVisits: 1, refusedMessages: 1, deliveredWebhooks: 1 },
      ...{ passkeyChallenges: 1, rateLimits: 0, quarantinedFiles: 0, sessions: 1, logoutTokens: 1 },
      ...{ mailboxLinks: 1, calendarFeeds: 1, drafts: 1, requestOpenings: 1, removedDocuments: 0, unusedDocuments: 0 },
      unfinishedUploads: 1,
    });
    assert.deepEqual(await left(), {
      ...{ keys: ['new'], codes: ['new'], visits: [false, true], refused: 1, webhooks: ['dead', 'new'] },
      ...{ uploads: ['new'], filesToGo: [`${'a'.repeat(64)}@engagement-1`] },
    });
    assert.deepEqual(await expireRows(db, kept), none);
  });

  it('stay under a legal hold, on the milestone or on its engagement, but for answers, codes and what is of no milestone', async () => {
    await placeHold(db, M1, 'H1', placing, { keyId: 'key-1', now: new Date().toISOString() });
    await fillOldAndNew();
    assert.deepEqual(await expireRows(db, kept), {
      ...{ ...none, idempotencyKeys: 1, confirmationCodes: 1, passkeyChallenges: 1, sessions: 1, logoutTokens: 1 },
      ...{ mailboxLinks: 1, calendarFeeds: 1, drafts: 1, requestOpenings: 1, unfinishedUploads: 1 },
    });
    assert.deepEqual((await left()).webhooks, ['dead', 'new', 'old']);
  });

  it('go a bounded number at a time, and the rest with the next run', async () => {
    await db.raw(`insert into idempotency_keys (key, route, request_hash, claimed_at)
      select 'k' || i, 'POST /x', 'h', now() - interval '8 days' from generate_series(1, 20500) i`);
    assert.equal((await expireRows(db, kept)).idempotencyKeys, 20_000);
    assert.equal((await expireRows(db, kept)).idempotencyKeys, 500);
  });

  it('are let go by the service as soon as it starts', async () => {
    await fillOldAndNew();
    await keepExpiring(db, pino({ level: 'silent' }), kept).stop();
    assert.deepEqual((await left()).keys, ['new']);
  });
});
