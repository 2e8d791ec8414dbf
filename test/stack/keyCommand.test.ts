// `npm run keys` on a real database: what it prints, what it refuses by name, and the administrator's mail before a key ends.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { makeFirstKey } from '../../administration/apiKeys.ts';
import { keyNotices } from '../../activities/dispatch/keyNotices.ts';
import { plainNoticeHandler } from '../../activities/dispatch/plainNoticeHandler.ts';
import { findApiKey, readKeys } from '../../db/apiKeys.ts';
import { queueKeyNotices } from '../../db/keyNotices.ts';
import { toldDaysBefore } from '../../domain/access/keys.ts';
import { openTransport } from '../../mail/transport.ts';
import { keyCommand } from '../../stack/keyCommand.ts';
import { addressOf, openMailSink } from '../support/mailSink.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe('The first key', () => {
  it('is made once, kept before it is good for anything, by one of several processes that start at once', async () => {
    const { db, drop } = await testDatabase();
    const kept: [secret: string, wasTaken: boolean][] = [];
    const keep = async (secret: string) => void kept.push([secret, (await findApiKey(db, secret)) !== undefined]);
    const now = new Date().toISOString();
    const made = (await Promise.all([1, 2, 3].map(() => makeFirstKey(db, now, keep)))).filter((each) => each);
    assert.deepEqual(kept, [[made[0], false]]);
    const keys = await readKeys(db);
    assert.deepEqual(
      keys.map(({ roles, scope }) => [roles, scope]),
      [[['engagementManager'], 'all']],
    );
    assert.equal(await makeFirstKey(db, now, keep), undefined);
    await drop();
  });
});

describe('npm run keys', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.drop());

  const keys = async (...args: string[]): Promise<string> =>
    (await keyCommand(database.db, args, new Date().toISOString())).join('\n');
  const make = async (...args: string[]): Promise<{ keyId: string; secret: string }> => {
    const said = await keys(...args);
    return { keyId: /key-\w+/.exec(said)?.[0] ?? said, secret: /mso_[\w-]+/.exec(said)?.[0] ?? said };
  };
  const isTaken = async (secret: string) => (await findApiKey(database.db, secret)) !== undefined;

  it('makes a key that is shown once, with what it is for', async () => {
    const { keyId, secret } = await make(
      ...['create', '--label', 'Billing', '--role', 'finance', '--role', 'auditor', '--engagement', 'E-1'],
      ...['--read-only', '--until', inDays(30)],
    );
    const found = await findApiKey(database.db, secret);
    assert.deepEqual(
      { ...found },
      { keyId, label: 'Billing', roles: ['finance', 'auditor'], scope: ['E-1'], isReadOnly: true },
    );
    const listed = await keys('list');
    assert.ok(!listed.includes(secret));
    assert.match(listed, /Billing: valid\n {2}roles {8}finance, auditor, read-only\n {2}engagements {2}E-1\n/);
    assert.match(listed, /valid until {2}\S+, last used \S+$/);
  });

  it('rotates with an overlap, and revokes', async () => {
    const first = await make('create', '--label', 'Bench', '--role', 'validationSystem', '--every-engagement');
    const second = await make('rotate', first.keyId, '--previous-until', inDays(1));
    assert.equal(second.keyId, first.keyId);
    assert.ok((await isTaken(first.secret)) && (await isTaken(second.secret)));
    const third = await make('rotate', first.keyId);
    assert.deepEqual(
      [await isTaken(first.secret), await isTaken(second.secret), await isTaken(third.secret)],
      [false, false, true],
    );
    assert.match(
      await keys('revoke', first.keyId, '--reason', 'Left on a train'),
      /was revoked at .*: Left on a train/,
    );
    assert.equal(await isTaken(third.secret), false);
    await assert.rejects(keys('rotate', first.keyId), /no key .* that is not revoked/);
    assert.match(await keys('list'), /Bench: revoked[^]*revoked {6}\S+ by npm run keys: Left on a train/);
  });

  it('names the option at fault, and does nothing', async () => {
    for (const [args, why] of [
      [[], /Say what is to be done/],
      [['create', '--label', 'x', '--role', 'finance'], /--every-engagement/],
      [
        ['create', '--label', 'x', '--role', 'finance', '--engagement', 'E', '--every-engagement'],
        /or --every-engagement/,
      ],
      [['create', '--role', 'finance', '--every-engagement'], /--label: /],
      [['create', '--label', 'x', '--role', 'owner', '--every-engagement'], /--role: [^]*Roles:\n/],
      [['create', '--label', 'x', '--role', 'finance', '--every-engagement', '--until', 'soon'], /--until: "soon"/],
      [['create', '--label', 'x', '--role', 'finance', '--every-engagement', '--until', inDays(-1)], /cannot end at/],
      [['rotate'], /Name one key/],
      [['revoke', 'key-x'], /--reason: /],
      [['revoke', 'key-x', '--reason', 'y'], /no key "key-x"/],
    ] as const)
      await assert.rejects(keys(...args), why, args.join(' '));
    assert.deepEqual(await readKeys(database.db), []);
  });

  it('is asked for in time: the administrator hears once of a key that ends and has no other secret to follow', async () => {
    const { db } = database;
    const create = ['create', '--role', 'finance', '--every-engagement', '--until', inDays(toldDaysBefore - 1)];
    const ending = await make(...create, '--label', 'Ends <soon>');
    const rotated = await make(...create, '--label', 'Rotated');
    await make('rotate', rotated.keyId, '--previous-until', inDays(1));
    const revoked = await make(...create, '--label', 'Revoked');
    await keys('revoke', revoked.keyId, '--reason', 'x');
    await make('create', '--label', 'Lasts', '--role', 'finance', '--every-engagement');
    const late = await make(...create, '--label', 'Rotated after it was queued');

    assert.equal(await queueKeyNotices(db, toldDaysBefore), 2);
    assert.equal(await queueKeyNotices(db, toldDaysBefore), 0, 'each once');
    await make('rotate', late.keyId);
    const sink = await openMailSink();
    const transport = openTransport(sink.url, 'Sign-Off <sign-off@example.com>');
    const log = pino({ level: 'silent' });
    const about = { log, transport, mailDomain: 'example.com' };
    const keyNotice = plainNoticeHandler(about, keyNotices(db, 'administrator@example.com'));
    await dispatchDue({ db, log, handlers: { keyNotice } });
    transport.close();
    await sink.close();
    const [mail, ...more] = sink.mails;
    assert.ok(mail && more.length === 0);
    assert.equal(addressOf(mail), 'administrator@example.com');
    assert.match(mail.subject ?? '', /^API key ends on \d{1,2} \w+ \d{4}: Ends <soon>$/);
    assert.ok(mail.text?.includes(`npm run keys -- rotate ${ending.keyId}`) && !mail.text.includes(ending.secret));
    assert.ok(String(mail.html).includes('Ends &lt;soon&gt;'));
    assert.deepEqual(await db('outbox').where({ kind: 'keyNotice' }), []);
  });
});
