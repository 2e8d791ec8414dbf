// Two engagements on one record: whatever is asked for the one finds and changes nothing of the other, by functions and by raw SQL.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { placeHold } from '../../administration/legalHolds.ts';
import { recordEngagementEnd } from '../../administration/engagementEnd.ts';
import { certificateToken } from '../../db/certificateAddresses.ts';
import { asJob, inEngagement } from '../../db/inScope.ts';
import { openDatabase, type Database } from '../../db/database.ts';
import { raiseObstacle } from '../../db/obstacles.ts';
import { grantToService, roleName, serviceRoles } from '../../db/roles.ts';
import { queueWebhook } from '../../db/webhooks.ts';
import * as act from '../domain/acts.ts';
import { counsel, placing } from '../domain/keptRecord.ts';
import { given, published } from '../domain/scenario.ts';
import { age } from '../support/agedRecord.ts';
import { registerFiles } from '../support/registerFiles.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { batchOf, recorder } from './batches.ts';

const theirs = 'engagement-1';
const own = 'engagement-2';

/** Of no engagement: what the service keeps for itself, and hashes without a word of content. */
const ofService = [
  ...['api_keys', 'api_key_secrets', 'sessions', 'logout_tokens', 'role_grants', 'rate_limits', 'service_uptime'],
  ...[
    'shared_keys',
    'calendar_feeds',
    'digest_preferences',
    'chat_addresses',
    'digests',
    'mailbox_links',
    'saved_views',
    'templates',
    'drafts',
    'sweeps',
    'unknown_workflows',
    'record_mark',
    'log_leaves',
    'log_nodes',
    'log_checkpoints',
    'log_pending',
  ],
  // Asked before anybody is in any engagement, by the job alone that signs people in.
  ...['barriers', 'departures', 'openings'],
  'event_endpoints',
];

/** Its number is taken, wherever: like IDs of milestones and engagements, those of certificates are unique over all. */
const uniqueOverAll = ['certificateAddresses.js certificateToken'];

type Bag = Record<string, unknown>;

describe('Two engagements on one record', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let isolated: string[];

  before(async () => {
    database = await testDatabase();
    const { db, ownerUrl } = database;
    const by = { keyId: 'key-1', now: new Date().toISOString() };
    const accepted = published(given(...act.toAccepted));
    await recorder(db)(batchOf(accepted));
    await registerFiles(db, accepted.milestone);
    await age(ownerUrl, 20);
    const record = inEngagement(db, theirs);
    await recordEngagementEnd(record, theirs, { endedOn: '2010-01-31', reason: 'Done', recordedBy: counsel }, by);
    await placeHold(record, { engagementId: theirs }, 'hold-1', placing, by);
    await raiseObstacle(record, { milestoneId: 'M1', kind: 'store', subject: '', reason: 'away', attempts: 3 });
    const about = { milestoneId: 'M1', engagementId: theirs, subject: 'x', at: by.now, data: {} };
    await queueWebhook(record, { type: 'invoiceRelease.updated', ...about });
    await certificateToken(record, 'M1', 'M1-C1');
    await fill(
      record,
      String(
        await db('requests')
          .first('request_id')
          .then((row) => row.request_id),
      ),
    );
    await db.raw(
      `insert into engagements (engagement_id, name, terms, registered_by)
       select ?, name, jsonb_set(terms, '{engagementId}', to_jsonb(?::text)), registered_by from engagements`,
      [own, own],
    );
    isolated = await db('pg_class')
      .whereRaw(`relnamespace = 'public'::regnamespace and relrowsecurity and relforcerowsecurity`)
      .orderBy('relname')
      .pluck('relname');
  });
  after(() => database.drop());

  it('have row-level security, which binds the owner as well, on every table that is not the service’s own', async () => {
    const tables: string[] = await database
      .db('pg_class')
      .whereRaw(`relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'knex%'`)
      .pluck('relname');
    assert.deepEqual(tables.filter((each) => !isolated.includes(each)).sort(), [...ofService].sort());
  });

  it('are served under roles that own nothing, cannot log in and cannot pass row-level security', async () => {
    const { username } = new URL(database.url);
    const { rows } = await database.db.raw<{ rows: object[] }>(
      `select count(*)::int as roles, bool_or(rolsuper or rolbypassrls or rolcreaterole or rolcanlogin) as may_more,
         bool_or(exists (select from pg_class where relowner = pg_roles.oid)) as owns
       from pg_roles where rolname = any(?)`,
      [serviceRoles.map((each) => roleName(username, each))],
    );
    assert.deepEqual(rows, [{ roles: serviceRoles.length, may_more: false, owns: false }]);
  });

  /** Everything of theirs, table by table. */
  async function fingerprint(): Promise<Record<string, string>> {
    const parts = isolated
      .filter((each) => each !== 'idempotency_keys')
      .map(
        (table) =>
          `select '${table}' as name, md5(coalesce(string_agg(t::text, '' order by t::text), '')) as rows from ${table} t where engagement_id = '${theirs}'`,
      );
    const { rows } = await database.db.raw<{ rows: { name: string; rows: string }[] }>(parts.join(' union all '));
    return Object.fromEntries(rows.map((each) => [each.name, each.rows]));
  }

  /** `42501`: no right to, by grant or by policy. */
  const outcome = (work: Promise<unknown>): Promise<unknown> =>
    work.catch((error: Error & { code?: string }) => ({ code: error.code ?? error.message }));

  it('show and take nothing by raw SQL, of no table, for the other engagement or with nothing set', async () => {
    const before = await fingerprint();
    const nowhere = inEngagement(database.db, 'no such engagement');
    let filled = 0;
    for (const table of isolated.filter((each) => each !== 'idempotency_keys')) {
      const rows: Bag[] = await database
        .db(table)
        .where({ engagement_id: theirs })
        .select(database.db.raw('to_json(??) as row', [table]));
      if (rows.length > 0) filled += 1;
      for (const db of [inEngagement(database.db, own), nowhere]) {
        const seen = await outcome(db(table).where({ engagement_id: theirs }).count({ rows: '*' }));
        assert.ok(JSON.stringify(seen) === '[{"rows":"0"}]' || (seen as Bag).code === '42501', `select ${table}`);
        for (const [what, work] of [
          ['update', db(table).where({ engagement_id: theirs }).update({ engagement_id: own })],
          ['delete', db(table).where({ engagement_id: theirs }).delete()],
        ] as const) {
          const done = await outcome(work);
          assert.ok(done === 0 || (done as Bag).code === '42501', `${what} ${table}: ${JSON.stringify(done)}`);
        }
        for (const { row } of rows.slice(0, 1)) {
          const inserting = db.raw(
            `insert into ${table} overriding system value select * from json_populate_record(null::${table}, ?)`,
            [JSON.stringify(row)],
          );
          const { code } = (await outcome(inserting)) as { code?: string };
          assert.ok(code === '42501' || code === '23001', `insert ${table}: ${code}`);
        }
      }
    }
    assert.ok(filled >= 22, `${filled} tables have rows of theirs`);
    assert.deepEqual(await fingerprint(), before);
  });

  it('are both kept from the login itself, which takes a role for everything', async () => {
    const { username } = new URL(database.url);
    const plain = `plain_${username}`;
    const owner = openDatabase(database.ownerUrl, { poolSize: 1 });
    try {
      await owner.raw(`create role ${plain} login password 'plain'`);
      for (const each of serviceRoles)
        await owner.raw('grant ?? to ?? with inherit false, set true', [roleName(username, each), plain]);
      const url = new URL(database.url);
      [url.username, url.password] = [plain, 'plain'];
      const db = openDatabase(url.href, { poolSize: 1 });
      for (const table of [...isolated, ...ofService]) {
        const { code } = (await outcome(db(table).first())) as { code?: string };
        assert.equal(code, '42501', table);
      }
      await assert.rejects(grantToService(db, plain), /create role "?plain_.*"? nologin/s);
      // Nothing of a transaction is left on its connection, of which there is one.
      await db.transaction(async (transaction) => {
        await transaction.raw(
          `set local role ${roleName(username, 'engagement')}; set local sign_off.engagements = '${theirs}'`,
        );
        assert.equal((await transaction('milestones')).length, 1);
      });
      const { rows } = await db.raw(
        `select current_user as role, current_setting('sign_off.engagements', true) as engagements`,
      );
      assert.deepEqual(rows, [{ role: plain, engagements: '' }]);
      await db.destroy();
    } finally {
      await owner.raw(`drop owned by ${plain}`).catch(() => undefined);
      await owner.raw(`drop role if exists ${plain}`);
      await owner.destroy();
    }
  });

  it('are opened anew after an opening that failed half way, which leaves no transaction on the connection', async () => {
    const pool = openDatabase(database.ownerUrl, { poolSize: 1 });
    try {
      const db = asJob(pool, 'door');
      const lacking = /role "\w+_door" does not exist/;
      for (let times = 0; times < 2; times += 1) {
        await assert.rejects(async () => db('api_keys').first(), lacking);
        await assert.rejects(
          db.transaction(async (transaction) => transaction('api_keys').first()),
          lacking,
        );
      }
      assert.deepEqual((await pool.raw<{ rows: object[] }>('select 1 as one')).rows, [{ one: 1 }]);
    } finally {
      await pool.destroy();
    }
  });

  it('leak nothing by COPY, EXPLAIN, statistics, sequences, the view or the functions that run as the owner', async () => {
    const db = inEngagement(database.db, own);
    await database.db.raw('analyze milestones').catch(() => undefined);
    for (const [sql, expected] of [
      [`select count(*)::int as n from milestone_retention where engagement_id = '${theirs}'`, [{ n: 0 }]],
      [`select count(*)::int as n from pg_stats where tablename in ('milestones', 'mails', 'documents')`, [{ n: 0 }]],
      [`select count(*)::int as n from files_of('M1')`, [{ n: 0 }]],
      [`select is_referred_to('${theirs}', (select sha256 from documents limit 1)) as n`, [{ n: false }]],
    ] as const)
      assert.deepEqual((await db.raw<{ rows: object[] }>(sql)).rows, expected, sql);
    const plan = await db.raw<{ rows: object[] }>('explain (analyze, timing off, costs off) select * from mails');
    assert.match(JSON.stringify(plan.rows), /rows=0/);
    for (const sql of [
      `select append_audit('milestone:M1', array['{}'])`,
      `select append_audit('engagement:${theirs}', array['{}'])`,
      `select append_audit('milestone:no-such', array['{}'])`,
      `select dispose_of_record('M1', '{}')`,
      `select dispose_of_record('no-such', '{}')`,
      `select erase_person('M1', 'p', 'r', current_date, '{}', '{}', '[]', '[]')`,
      `select refresh_retention(array['M1'])`,
      `select last_value from mails_mail_id_seq`,
      `select last_value from audit_entries_entry_id_seq`,
      `copy mails to program 'cat'`,
    ]) {
      const { code } = (await outcome(db.raw(sql))) as { code?: string };
      assert.ok(code === '42501' || code === '42P01', `${sql}: ${code}`);
    }
  });

  it('tell by no reference whether a row of the other is there', async () => {
    const db = inEngagement(database.db, own);
    const [request] = await database.db('requests').pluck('request_id');
    const messages: string[] = [];
    for (const requestId of [request, 'no-such'])
      await db('request_visits')
        .insert({ request_id: requestId, method: 'GET', engagement_id: own })
        .catch((error: Error & { code?: string; detail?: string }) =>
          messages.push(`${error.code} ${error.detail ?? ''} ${error.message.replaceAll(String(requestId), 'ID')}`),
        );
    assert.equal(messages.length, 2);
    assert.equal(messages[0], messages[1]);
    assert.match(String(messages[0]), /^23503/);
  });

  it('have nothing in common that a notification could carry', async () => {
    const { rows } = await database.db.raw<{ rows: { source: string }[] }>(
      `select prosrc as source from pg_proc where pronamespace = 'public'::regnamespace and prosrc like '%pg_notify%'`,
    );
    // Nothing, or a random number that is read with the engagement alone.
    for (const { source } of rows) assert.doesNotMatch(source, /pg_notify\('\w+', (?!''|mark::text)/);
    assert.ok(rows.some(({ source }) => /select work_mark into mark from engagements/.test(source)));
  });

  it('are one to every repository function: for the other it is as if there were no such thing', async () => {
    const before = await fingerprint();
    const bag = await theirThings();
    const unknown = Object.fromEntries(
      Object.entries(bag).map(([name, value]) => [name, typeof value === 'string' && isId(name) ? `${value}x` : value]),
    );
    const [told, kept]: string[][] = [[], []];
    for (const [name, call] of await repositoryFunctions()) {
      const asked = await answered(inEngagement(database.db, own), call, bag);
      let none = await answered(inEngagement(database.db, own), call, unknown);
      for (const [key, value] of Object.entries(bag))
        if (isId(key) && typeof value === 'string') none = none.replaceAll(`${value}x`, value);
      assert.deepEqual(await fingerprint(), before, name);
      if (asked !== none) told?.push(name);
      else if (asked !== (await answered(inEngagement(database.db, theirs), call, bag, 'undone'))) kept?.push(name);
    }
    assert.deepEqual(told, uniqueOverAll);
    assert.ok(
      (kept ?? []).length > 40,
      `of ${kept?.length} functions it is seen that they tell their own engagement more`,
    );
  });

  const isId = (name: string): boolean =>
    /Id$|Hash$|Number$|Header$|^(token|hash|chain)$/.test(name) && name !== 'personId' && name !== 'holderId';

  /** What belongs to them, by the names that functions have for it. */
  async function theirThings(): Promise<Bag> {
    const { db } = database;
    const first = async (table: string): Promise<Bag> => (await db(table).first<Bag>()) ?? {};
    const [request, link, mail, document] = [
      await first('requests'),
      await first('request_links'),
      await first('mails'),
      await first('documents'),
    ];
    return {
      ...{ engagementId: theirs, milestoneId: 'M1', certificateNumber: 'M1-C1', level: 'B-B', holdId: 'hold-1' },
      ...{ requestId: request.request_id, personId: request.person_id, recipientId: mail.recipient_id },
      ...{ tokenHash: link.token_hash, hash: link.reply_token_hash, mailId: mail.mail_id },
      ...{ messageIdHeader: mail.message_id_header, documentId: document.document_id, sha256: document.sha256 },
      ...{ webhookId: (await first('webhook_deliveries')).webhook_id, workflowId: 'milestone-M1', kind: 'mail' },
      ...{ subject: '', reason: 'x', attempts: 1, round: 1, limit: 10, upToSequence: 99, withinHours: 10_000 },
      ...{
        knownSequence: 0,
        afterSequence: 0,
        page: { limit: 10 },
        scope: 'all',
        from: '2000-01-01',
        to: '2099-01-01',
      },
      ...{
        sequence: 1,
        eventSequence: 1,
        after: 0,
        chain: 'milestone:M1',
        includesOpen: true,
        method: 'GET',
        now: '2026-01-01T00:00:00.000Z',
        uploadId: 'u',
        keyId: 'k',
        purpose: 'decide',
      },
    };
  }
});

/** What a course of decisions leaves behind besides, a row each. */
async function fill(db: Database, requestId: string): Promise<void> {
  const [of, sha256] = [{ request_id: requestId }, 'a'.repeat(64)];
  const at = '2026-01-01T00:00:00.000Z';
  await db('request_visits').insert({ ...of, method: 'GET' });
  await db('request_openings').insert({ ...of, opened_by: 'p', shown: sha256 });
  await db('confirmation_codes').insert({ ...of, code_id: 'c', code_hash: 'h', expires_at: at });
  await db('passkey_challenges').insert({ ...of, challenge: 'ch', purpose: 'decide', nonce: 'n', expires_at: at });
  await db('drawn_signatures').insert({ ...of, milestone_id: 'M1', sha256 });
  await db('passkeys').insert({
    ...{ engagement_id: theirs, person_id: 'p', credential_id: 'k', enrolment: '{}', transports: '[]' },
    ...{ sign_count: 1, enrolled_at: at },
  });
  await db('quarantined_files').insert({
    ...{ quarantine_id: 'q', engagement_id: theirs, file_name: 'f', media_type: 't', size_bytes: 1, sha256 },
    ...{ found_as: 'x', uploaded_by: '{}' },
  });
  await db('uploads').insert({
    ...{ upload_id: 'u', engagement_id: theirs, file_name: 'f', media_type: 't', length_bytes: 2, uploaded_by: '{}' },
  });
  await db('upload_pieces').insert({ upload_id: 'u', offset_bytes: 0, size_bytes: 1, sha256 });
}

type Call = (db: Database, bag: Bag) => Promise<unknown>;

/** What they are about is no engagement, or the test’s own tools. */
const elsewhere = [
  'apiKeys',
  'dataKeys',
  'sessions',
  'calendarFeeds',
  'roleGrants',
  'merkleLog',
  'uptime',
  'idempotency',
  'keyNotices',
  'memberships',
  'describeSchema',
  'database',
  'listen',
  'inScope',
  'roles',
  'expiry',
  'sweeps',
  'unknownWorkflows',
  'recordMark',
  'sharedKeys',
  'rows',
  'page',
  'scope',
];

/** All that the modules of db/ export and take the record first, with arguments by the names of their parameters. */
async function repositoryFunctions(): Promise<[string, Call][]> {
  const folder = new URL('../../db/', import.meta.url);
  const found: [string, Call][] = [];
  for (const file of (await readdir(folder)).filter((each) => each.endsWith('.js'))) {
    if (elsewhere.includes(file.replace('.js', ''))) continue;
    const module = (await import(new URL(file, folder).href)) as Record<string, unknown>;
    for (const [name, exported] of Object.entries(module)) {
      if (typeof exported !== 'function') continue;
      const head = /^[^(]*\(([\s\S]*?)\)\s*(?:=>|\{)/.exec(String(exported))?.[1] ?? '';
      const [record, ...parameters] = head.split(/,(?![^{]*\})/).map((each) => each.trim().split(/\s*=\s*/)[0] ?? '');
      if (record === undefined || !/^(db|transaction)$/.test(record)) continue;
      found.push([
        `${file} ${name}`,
        (db, bag) =>
          (exported as (...args: unknown[]) => Promise<unknown>)(db, ...parameters.map((each) => argument(each, bag))),
      ]);
    }
  }
  return found;
}

function argument(name: string, bag: Bag): unknown {
  if (name in bag) return bag[name];
  if (/^(is|remove)/.test(name)) return async () => true;
  const single = name.replace(/s$/, '');
  if (/s$/.test(name)) return [single in bag ? bag[single] : bag];
  return bag;
}

/** In a transaction, since some need one. Kept, what they write of their own does no harm; undone for who would change what is asked of. */
async function answered(db: Database, call: Call, bag: Bag, isUndone?: 'undone'): Promise<string> {
  let answer: unknown;
  try {
    await db.transaction(async (transaction) => {
      answer = await call(transaction, bag);
      if (Symbol.asyncIterator in Object(answer)) answer = await all(answer as AsyncIterable<unknown>);
      if (isUndone) throw new Error(isUndone);
    });
  } catch (error) {
    const { code, message, name } = error as Error & { code?: string };
    if (message !== isUndone) return `throws ${code ?? name}`;
  }
  return JSON.stringify(answer instanceof Map ? [...answer] : answer) ?? 'undefined';
}

async function all(answers: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const each of answers) found.push(each);
  return found;
}
