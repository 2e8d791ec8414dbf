// Erasure over HTTP: what goes at once, what stays and why, and chains and proofs that verify as before.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { makeCalendarFeed } from '../../db/calendarFeeds.ts';
import { setChatAddress } from '../../db/chatAddresses.ts';
import { setDigest } from '../../db/digests.ts';
import { findDraft, keepDraft, mentionOfMailbox, mentionOfPerson } from '../../db/drafts.ts';
import type { Erasure } from '../../db/erasures.ts';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { sha256 } from '../../evidence/ledger/logSigner.ts';
import { leafHash } from '../../evidence/ledger/merkleTree.ts';
import { asJob } from '../../db/inScope.ts';
import { readNamings } from '../../db/memberships.ts';
import { requestIdOf } from '../../mail/requestToken.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import * as act from '../domain/acts.ts';
import type { people } from '../domain/cast.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem, linkSecret, type HttpMilestone } from './apiStage.ts';
import { assertIncluded, end, ended, hex, linesOf, proofsOf, request, type Line } from './logProofs.ts';

type Answer = { [Field in keyof Erasure]: Erasure[Field] } & Record<string, unknown>;

describe('Erasure of a person, over HTTP', function () {
  this.timeout(120_000);
  let stage: ApiStage;
  let milestone: HttpMilestone;
  let linesBefore: Line[];
  let eventsBefore: { hash: string; event: object }[];
  let raw: string;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
    milestone = await stage.milestone();
    await milestone.play(...act.toReview);
    // user1 and owner2 open their links; owner2 never decides. One of user1's mails decided nothing.
    const visit = async (each: string): Promise<void> => {
      const { round } = await milestone.state();
      const id = requestIdOf(milestone.milestoneId, round, 'review', each);
      await fetch(`${stage.url}${await linkOfRequest(stage.database.db, linkSecret, id)}`, {
        headers: { 'user-agent': `Browser of ${each}` },
      });
    };
    await visit('user1');
    await milestone.play(act.approve('user1'), act.approve('user2'));
    await visit('owner2');
    await milestone.play(act.approve('owner1'));
    await milestone.play(act.sign('approver1'), act.sign('approver2'), act.sign('director'));
    await ended(milestone);
    raw = (await stage.files.of(milestone.engagementId).put(Readable.from(['From: user1@example.com\n\nI am away'])))
      .sha256;
    await stage.database.db('inbound_messages').insert({
      ...{ sha256: raw, size_bytes: 30, source: 'smtp', envelope_from: 'user1@example.com', envelope_to: '[]' },
      ...{ remote_address: '192.0.2.7', helo: 'laptop', status: 'settled', outcome: 'absenceNoted', reason: 'Away' },
      ...{
        milestone_id: milestone.milestoneId,
        engagement_id: milestone.engagementId,
        person_id: 'user1',
        message_id_header: '<1@laptop>',
      },
    });
    linesBefore = await linesOf(milestone);
    eventsBefore = (await timeline()).map(({ hash, event }) => ({ hash, event }));
  });

  after(() => stage.close());

  const timeline = async () =>
    (
      await stage.get<{ items: { hash: string; event: object; redacted?: string[] }[] }>(
        `${milestone.path}/timeline?limit=200`,
      )
    ).body.items;
  const erase = (changes: object = {}) => stage.post<Answer>(`${milestone.path}/erasures`, { ...request, ...changes });
  /** Everything in the tables but what is sealed, and the engagement's own list of people. */
  const liveRecord = async (): Promise<string> => {
    const { db } = stage.database;
    const of = { milestone_id: milestone.milestoneId };
    const rows: unknown[] = [];
    for (const table of [
      'milestones',
      'milestone_events',
      'decisions',
      'refused_messages',
      'mails',
      'outbox',
      'inbound_messages',
    ])
      rows.push(await db(table).where(of));
    rows.push(await db('request_visits').whereIn('request_id', db('requests').where(of).select('request_id')));
    rows.push(await db('audit_entries').where({ chain: `milestone:${milestone.milestoneId}` }));
    return JSON.stringify(rows);
  };

  it('refuses somebody unknown and a request from the future, by name', async () => {
    assertProblem(await erase({ personId: 'nobody' }), 422, 'PERSON_UNKNOWN', 'personId');
    assertProblem(await erase({ requestedOn: '2999-01-01' }), 400, 'INVALID_MESSAGE', 'requestedOn');
  });

  it('takes address and traces of somebody who decided, and keeps what is evidence, saying why', async () => {
    assert.match(await liveRecord(), /user1@example\.com/);
    assert.match(await liveRecord(), /Browser of user1/);
    const { status, body } = await erase();
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(body.losesName, false);
    assert.ok(body.redacted.mails && body.redacted.events && body.redacted.auditLines && body.redacted.visits);
    assert.ok(body.kept.some((each) => /decisions/.test(each.what) && /17\(3\)\(e\)/.test(each.reason)));
    assert.ok(body.kept.some((each) => /list of people/.test(each.what)));
    const after = await liveRecord();
    for (const gone of ['user1@example.com', 'Browser of user1', '192.0.2.7', 'laptop'])
      assert.ok(!after.includes(gone), gone);
    assert.match(after, /Name of user1/);
    assert.match(after, /user2@example\.com/);
    assert.match(after, /Browser of owner2/);
    assert.deepEqual(body.filesErased, [raw]);
    await stage.removeFiles();
    assert.equal(await stage.files.of(milestone.engagementId).has(raw), undefined);
    const replies = await stage.get<{ items: { sha256: string }[] }>(`${milestone.path}/replies`);
    assert.equal(replies.body.items[0]?.sha256, raw, 'its digest is kept');
  });

  it('takes name and capacity as well of somebody who never decided', async () => {
    const { body } = await erase({ personId: 'owner2' });
    assert.equal(body.losesName, true);
    const after = await liveRecord();
    for (const gone of ['owner2@example.com', 'Name of owner2', 'Capacity of owner2', 'Browser of owner2'])
      assert.ok(!after.includes(gone), gone);
  });

  it('changes nothing when asked again', async () => {
    const before = await liveRecord();
    const again = await erase();
    assert.deepEqual([again.status, again.body.isRepeat], [200, true]);
    assert.equal(await liveRecord(), before);
    const { body } = await stage.get<{ items: Erasure[] }>(`${milestone.path}/erasures`);
    assert.deepEqual(
      body.items.map((each) => each.personId),
      ['user1', 'owner2'],
    );
  });

  it('keeps both chains and every proof of the log verifying by digest, with redacted lines shown as such', async () => {
    const events = await timeline();
    assert.deepEqual(
      events.map((each) => each.hash),
      eventsBefore.map((each) => each.hash),
    );
    let previousHash = '';
    for (const { event, hash, redacted } of events) {
      if (!redacted) assert.equal(sha256Hex(canonicalJson({ event, previousHash })), hash);
      previousHash = hash;
    }
    assert.ok(events[0]?.redacted?.some((each) => /\/engagement\/people\/\d+\/email/.test(each)));
    const lines = (await linesOf(milestone)).slice(0, linesBefore.length);
    const redacted = lines.filter((each) => each.redacted);
    assert.ok(redacted.length > 0 && redacted.length < lines.length);
    lines.forEach(({ hash, line, redacted: pointers }, index) => {
      const original = linesBefore[index];
      assert.equal(hash, sha256Hex(original?.line ?? ''));
      if (!pointers) assert.equal(line, original?.line);
      else {
        assert.match(line, /\[erased\]/);
        const [now, then] = [line, original?.line ?? ''].map((each) => JSON.parse(each) as { previousHash: string });
        assert.equal(now?.previousHash, then?.previousHash, 'the chain can still be followed');
      }
    });
    const proofs = await proofsOf(milestone, lines);
    proofs.forEach((proof, index) => {
      assertIncluded(proof);
      const original = new TextEncoder().encode(linesBefore[index]?.line);
      assert.deepEqual(hex(proof.leafHash), leafHash(sha256, original));
      assert.equal(proof.redacted !== undefined, lines[index]?.redacted !== undefined);
    });
  });

  it('leaves certificate and archive as they were sealed', async () => {
    const archive = await stage.fetch(`${milestone.path}/archive`);
    assert.equal(archive.status, 200);
    const bytes = Buffer.from(await archive.arrayBuffer());
    assert.equal(sha256Hex(bytes), (await milestone.state()).outputs[0]?.archiveSha256);
  });

  it('takes no revocation any more, for nothing can be certified anew', async () => {
    const revoke = { personId: 'manager', reason: 'Forged' };
    assertProblem(await stage.post(`${milestone.path}/revocation`, revoke), 409, 'RECORD_REDACTED');
  });

  it('takes the person off the engagement’s list once it has ended and nothing else needs them', async () => {
    await stage.post(`/engagements/${milestone.engagementId}/end`, end);
    const again = await erase();
    assert.deepEqual([again.status, again.body.redacted.engagements], [201, 1]);
    const { body } = await stage.get<{ people: typeof people }>(`/engagements/${milestone.engagementId}`);
    const listed = body.people.find((each) => each.personId === 'user1');
    assert.deepEqual([listed?.email, listed?.name], ['[erased]', 'Name of user1']);
    assert.equal(body.people.find((each) => each.personId === 'user2')?.email, 'user2@example.com');
  });

  it('takes the mailbox by which somebody of the firm is found at sign-in', async () => {
    const { db } = stage.database;
    const mailboxes = async () =>
      (await db('engagements').where({ engagement_id: milestone.engagementId }).first()).firm_mailboxes as string[];
    assert.ok((await mailboxes()).includes('validator2@example.com'));
    assert.equal(
      (await readNamings(asJob(db, 'signIn'), 'validator2@example.com', new Date().toISOString())).memberships.length,
      1,
    );
    // With it goes whatever form somebody began that names them, whole, whoever began it; other forms stay.
    const drafts = asJob(db, 'signIn');
    const draft = {
      form: 'engagement',
      keyId: 'dk',
      sealed: Buffer.from('sealed'),
      keptAt: '2026-05-20T09:30:00.000Z',
    } as const;
    const mentions = [
      mentionOfMailbox('validator2@example.com'),
      mentionOfPerson(milestone.engagementId, 'validator2'),
      mentionOfMailbox('user2@example.com'),
    ];
    for (const [index, mention] of mentions.entries())
      await keepDraft(drafts, 'person-1', { ...draft, draftId: `d${index}`, mentions: [mention] });
    const now = '2026-05-20T09:30:00.000Z';
    for (const mailbox of ['validator2@example.com', 'user2@example.com']) {
      const sealed = { service: 'slack', host: 'chat.example.org', keyId: 'dk', sealed: Buffer.from('x') } as const;
      await setChatAddress(drafts, mailbox, { ...sealed, setAt: now });
      const times = { frequency: 'daily', hour: 8, timeZone: 'UTC', language: 'en' } as const;
      await setDigest(drafts, { mailbox, address: mailbox }, times, now);
      await makeCalendarFeed(drafts, { holderId: mailbox, mailbox, name: 'Name', language: 'en' }, now);
    }
    const erased = await erase({ personId: 'validator2' });
    for (const table of ['chat_addresses', 'digest_preferences', 'calendar_feeds'])
      assert.deepEqual(await db(table).pluck('mailbox'), ['user2@example.com'], table);
    const left = await Promise.all(mentions.map((_, index) => findDraft(drafts, 'person-1', `d${index}`)));
    assert.deepEqual(
      left.map((each) => each?.draftId),
      [undefined, undefined, 'd2'],
    );
    assert.equal(erased.status, 201, JSON.stringify(erased.body));
    assert.ok(!(await mailboxes()).includes('validator2@example.com'));
    assert.deepEqual(await readNamings(asJob(db, 'signIn'), 'validator2@example.com', new Date().toISOString()), {
      memberships: [],
      listed: [],
    });
  });
});
