// The audit log on real PostgreSQL: nobody changes it, everything gets in, and who changes it all the same is found out.
import assert from 'node:assert/strict';
import { appendAudit, readAuditLines } from '../../db/auditLog.ts';
import { openDatabase, type Database } from '../../db/database.ts';
import { checkpointOfSize, consistencyProof, integrateLog, latestCheckpoint, treeHead } from '../../db/merkleLog.ts';
import { linkEvents, noHead } from '../../domain/records/eventChain.ts';
import { replay } from '../../domain/evolve.ts';
import { decisionEntries, type AuditEntry } from '../../evidence/ledger/auditEntry.ts';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { parseCheckpoint, toBase64 } from '../../evidence/ledger/checkpoint.ts';
import { sha256 } from '../../evidence/ledger/logSigner.ts';
import { isConsistent, isSame } from '../../evidence/ledger/merkleTree.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';
import { failure, findings, inBag } from '../support/tamper.ts';
import { unzip } from './unzip.ts';

const visit = (method: string) => ({
  at: '2026-03-02T10:00:00.000Z',
  type: 'administered' as const,
  act: method,
  subject: '/somewhere “quoted” \\ \u{1f600}',
});

describe('Audit log', () => {
  let published: PublishedRecord;
  beforeEach(async () => {
    published = await PublishedRecord.open();
  });
  afterEach(() => published.close());

  it('chains its lines: each is canonical JSON and names the SHA-256 of the one before', async () => {
    const { db } = published.database;
    await appendAudit(db, 'service:main', visit('one'), visit('two'));
    await appendAudit(db, 'service:main', visit('three'));
    const lines = await readAuditLines(db, 'service:main', 3);
    let previousHash = '';
    for (const [index, { line, hash }] of lines.entries()) {
      const parsed = JSON.parse(line) as Record<string, unknown>;
      assert.equal(canonicalJson(parsed), line);
      assert.deepEqual([parsed.previousHash, parsed.sequence], [previousHash, index + 1]);
      assert.equal(sha256Hex(line), hash);
      previousHash = hash;
    }
    assert.equal(lines.length, 3);
  });

  it('loses and mixes nothing when many write at once, and takes every line into the tree, by turns of several processes', async () => {
    const { db } = published.database;
    const chains = ['service:main', 'engagement:E1', 'milestone:M1'] as const;
    // Who signs by another one knows nothing of the turns that are under way here.
    const keepers = [published.evidence.log, { ...published.evidence.log }, { ...published.evidence.log }];
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        await appendAudit(db, chains[index % 3] ?? 'service:main', visit(`${index}`));
        await integrateLog(db, keepers[index % 3] ?? published.evidence.log);
      }),
    );
    const latest = await integrateLog(db, published.evidence.log);
    assert.equal(latest?.size, 60);
    for (const each of chains) assert.equal((await readAuditLines(db, each, 99)).length, 20);
    const sizes = (await db('log_checkpoints').orderBy('size').pluck('size')).map(Number);
    for (const size of sizes) {
      const noted = parseCheckpoint((await checkpointOfSize(db, size))?.note ?? '');
      const [older, newer] = [await treeHead(db, size), await treeHead(db, 60)];
      assert.ok(noted && isSame(noted.root, older.root));
      assert.ok(isConsistent(sha256, older, newer, await consistencyProof(db, size, 60)));
    }
  });

  it('is taken in once for all who ask meanwhile, each of whom then finds what they had written', async () => {
    const { db } = published.database;
    const { log } = published.evidence;
    const sizes = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await appendAudit(db, 'service:main', visit(`${index}`));
        return (await integrateLog(db, log))?.size ?? 0;
      }),
    );
    assert.equal(Math.max(...sizes), 20);
    assert.ok((await db('log_checkpoints')).length < 20, 'and not each in a run of their own');
    await appendAudit(db, 'service:main', visit('last'));
    const together = await Promise.all([integrateLog(db, log), integrateLog(db, log)]);
    assert.deepEqual(
      together.map((each) => each?.size),
      [21, 21],
    );
    await appendAudit(db, 'service:main', visit('more'));
    const sign = () => {
      throw new Error('no key');
    };
    await assert.rejects(integrateLog(db, { sign }), /no key/);
    assert.equal((await integrateLog(db, log))?.size, 22, 'a run that failed is in nobody’s way');
  });

  it('refuses every change and every removal, of its owner by triggers and of the service for want of the right', async () => {
    const { db, ownerUrl } = published.database;
    await published.record(given(...act.toAccepted));
    await published.publish('M1-C1');
    const owner = openDatabase(ownerUrl, { poolSize: 1 });
    const attempts = (as: Database, table: string, column: string, value: unknown) => [
      () => as(table).update({ [column]: value }),
      () => as(table).delete(),
      () => as.raw(`truncate ${table} cascade`),
    ];
    for (const table of [
      'milestone_events',
      'audit_entries',
      'log_leaves',
      'log_nodes',
      'log_checkpoints',
      'certificate_seals',
    ]) {
      const [row] = (await db(table).limit(1)) as Record<string, unknown>[];
      const column = Object.keys(row ?? {}).at(-1) ?? '';
      for (const attempt of attempts(owner, table, column, row?.[column]))
        await assert.rejects(attempt, /append-only/, table);
      for (const attempt of attempts(db, table, column, row?.[column]))
        await assert.rejects(attempt, /permission denied/, table);
    }
    await owner.destroy();
    const forged = { chain: 'milestone:M1', sequence: 99, line: '{}', hash: '' };
    await assert.rejects(db('audit_entries').insert(forged), /permission denied/);
    await assert.rejects(db('audit_chains').update({ length: 0, head: '' }), /permission denied/);
  });

  it('is betrayed by an old receipt when somebody with every right rewrites history and signs it anew', async () => {
    const { db } = published.database;
    await published.record(given(...act.toAccepted));
    const honest = await published.publish('M1-C1');
    const receipt = { checkpoint: honest.checkpoint ?? '' };
    assert.equal(await failure(inBag(unzip(await published.read(honest.archiveSha256))), receipt), undefined);

    // All triggers off, the amount raised in the events, every chain and the whole tree made anew, all with the real keys.
    const rows = (await db('milestone_events').orderBy('sequence').pluck('event')) as RecordedEvent[];
    const raised = JSON.parse(JSON.stringify(rows).replaceAll('100000.00', '900000.00')) as RecordedEvent[];
    const owner = openDatabase(published.database.ownerUrl, { poolSize: 1 });
    await owner.transaction(async (transaction) => {
      await transaction.raw('set local session_replication_role = replica');
      for (const table of [
        'certificate_seals',
        'certificates',
        'archives',
        'invoice_releases',
        'next_phase_authorisations',
      ])
        await transaction(table).delete();
      for (const table of [
        'log_checkpoints',
        'log_nodes',
        'log_leaves',
        'log_pending',
        'audit_entries',
        'audit_chains',
      ])
        await transaction(table).delete();
      for (const { event, previousHash, hash } of linkEvents(noHead, raised))
        await transaction('milestone_events')
          .where({ milestone_id: 'M1', sequence: event.sequence })
          .update({ event: JSON.stringify(event), previous_hash: previousHash, hash });
      const snapshot = replay(raised);
      await transaction('milestones').update({ snapshot: JSON.stringify(snapshot) });
      const last = linkEvents(noHead, raised).at(-1);
      const mails = await transaction<Record<string, string & number>>('mails');
      const at = last?.event.at ?? '';
      const batch: AuditEntry = {
        at,
        type: 'batchRecorded',
        batch: 1,
        events: { first: 1, last: raised.length, head: last?.hash ?? '' },
        refused: [],
        mailsQueued: mails.map((each) => ({
          mailId: each.mail_id ?? '',
          kind: each.kind ?? '',
          recipientId: each.recipient_id ?? '',
          messageId: each.message_id_header ?? '',
          sequence: each.sequence ?? 0,
        })),
        requestIds: [],
      };
      const decided = decisionEntries(at, linkEvents(noHead, raised));
      await appendAudit(transaction, 'milestone:M1', batch, ...decided);
    });
    await owner.destroy();
    const forged = await published.publish('M1-C1');
    const bag = inBag(unzip(await published.read(forged.archiveSha256)));
    assert.ok(String(bag.get('data/certificate.json')).includes('900000.00'));
    assert.ok(
      (await findings(bag)).every((each) => each.holds),
      'alone, the forged record holds: everything was redone',
    );
    const found = await failure(bag, receipt);
    assert.equal(found?.check, 'Receipt');
    assert.match(found.says, /the log was rewritten/);
  });

  it('lets a receipt from later be connected by a proof of the log', async () => {
    const { db } = published.database;
    await published.record(given(...act.toAccepted));
    const { archiveSha256 } = await published.publish('M1-C1');
    const bag = inBag(unzip(await published.read(archiveSha256)));
    await appendAudit(db, 'service:main', visit('later'), visit('and later'), visit('still'));
    await integrateLog(db, published.evidence.log);
    const checkpoint = (await latestCheckpoint(db))?.note ?? '';
    assert.match((await failure(bag, { checkpoint }))?.says ?? '', /GET \/log\/consistency/);
    const sizeOf = (note: string) => parseCheckpoint(note)?.size ?? 0;
    const [from, to] = [sizeOf(String(bag.get('data/proofs/checkpoint'))), sizeOf(checkpoint)];
    const path = (await consistencyProof(db, from, to)).map(toBase64);
    assert.equal(await failure(bag, { checkpoint, proof: { from, to, path } }), undefined);
    const spoilt = [...path.slice(1), path[0] ?? ''];
    assert.match((await failure(bag, { checkpoint, proof: { from, to, path: spoilt } }))?.says ?? '', /rewritten/);
  });
});
