// Tampering with an archived record: whatever is done to it, verifying says so and says where.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { logSigner } from '../../evidence/ledger/logSigner.ts';
import { latestCheckpoint, treeHead } from '../../db/merkleLog.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';
import { PublishedRecord } from '../support/publishedRecord.ts';
import {
  changed,
  failure,
  findings,
  inBag,
  withManifestsMadeGood,
  without,
  type BagContent,
} from '../support/tamper.ts';
import { unzip } from './unzip.ts';

const message = 'From: user1@example.com\r\n\r\nAPPROVE\r\n';
const messageSha256 = createHash('sha256').update(message).digest('hex');
const shownPath = `data/closure-evidence/${createHash('sha256').update('doc1').digest('hex')}`;
const messagePath = `data/replies/${messageSha256}.eml`;
const signing = ['approver1', 'approver2', 'director'].map((by) => act.sign(by));
const conditional = given(
  ...act.toReview,
  act.byReply(act.approve('user1'), messageSha256),
  ...[act.approve('user2'), act.approve('owner1'), act.propose('E1'), ...signing],
);
const closedOut = conditional.when(act.showClosed('E1', 'author', ['doc1'])).when(act.verify('E1', 'approver1'));
const lines = (bytes: Buffer): string[] => String(bytes).trimEnd().split('\n');
const joined = (all: string[]): string => `${all.join('\n')}\n`;
const swapped = (all: string[]): string[] => [...all.slice(0, -2), ...all.slice(-1), ...all.slice(-2, -1)];

describe('Archived record of a milestone', () => {
  let published: PublishedRecord;
  let bag: BagContent;
  let earlier: BagContent;
  let firstReceipt: string;
  before(async () => {
    published = await PublishedRecord.open();
    await published.files.put(Readable.from([message]));
    await published.record(conditional);
    const first = await published.publish('M1-C1');
    earlier = inBag(unzip(await published.read(first.archiveSha256)));
    firstReceipt = first.checkpoint ?? '';
    await published.record(closedOut, conditional);
    const second = await published.publish('M1-C2');
    bag = inBag(unzip(await published.read(second.archiveSha256)));
  });
  after(() => published.close());

  it('holds as it was archived, and so does the one it follows', async () => {
    assert.deepEqual(
      (await findings(bag)).filter((each) => !each.holds),
      [],
    );
    assert.deepEqual(
      (await findings(earlier)).filter((each) => !each.holds),
      [],
    );
    assert.ok(bag.has('data/earlier/M1-C1.pdf'));
    assert.equal(String(bag.get(messagePath)), message);
    assert.equal(String(bag.get(shownPath)), 'doc1');
  });

  it('holds no longer when one byte of any of its files is another', async () => {
    for (const [path, bytes] of bag) {
      const at = Math.floor(bytes.length / 2);
      const found = await failure(
        changed(bag, path, (all) => Buffer.from(all.map((byte, index) => (index === at ? byte ^ 1 : byte)))),
      );
      assert.ok(found, `${path} with another byte passes`);
      const manifests = ['tagmanifest-sha256.txt', 'manifest-sha256.txt'];
      assert.ok(manifests.includes(path) || found.says.includes(path), `${path}: ${found.says}`);
    }
  });

  it('holds no longer without any one of its files', async () => {
    for (const path of bag.keys()) {
      const found = await failure(without(bag, path));
      assert.ok(found?.says.includes(path), `${path} removed: ${found?.says ?? 'passes'}`);
    }
  });

  it('holds no longer with a file that nobody put there', async () => {
    for (const path of ['data/extra.txt', 'data/deliverables/D1/extra.txt', 'extra.txt'])
      assert.match((await failure(changed(bag, path, () => 'extra')))?.says ?? '', /extra\.txt is in no manifest/);
  });

  /** Each by somebody who made all manifests fit again. */
  const spoilings: [what: string, spoil: (content: BagContent) => BagContent, check: string, says: RegExp][] = [
    [
      'an audit log with two lines changed over',
      (all) => changed(all, 'data/audit-log.jsonl', (it) => joined(swapped(lines(it)))),
      'Audit log',
      /line 13 of data\/audit-log.jsonl does not follow/,
    ],
    [
      'an audit log cut short',
      (all) => changed(all, 'data/audit-log.jsonl', (it) => joined(lines(it).slice(0, -1))),
      'Audit log',
      /cut off/,
    ],
    [
      'an audit log without its first line',
      (all) => changed(all, 'data/audit-log.jsonl', (it) => joined(lines(it).slice(1))),
      'Audit log',
      /line 1/,
    ],
    [
      'an audit log cut in the middle of a line',
      (all) => changed(all, 'data/audit-log.jsonl', (it) => it.subarray(0, -9)),
      'Audit log',
      /breaks off/,
    ],
    [
      'an audit log with a word changed',
      (all) =>
        changed(all, 'data/audit-log.jsonl', (it) => String(it).replace('"signatureRequest"', '"reviewRequest"')),
      'Audit log',
      /line 2/,
    ],
    [
      'events with two lines changed over',
      (all) => changed(all, 'data/events.jsonl', (it) => joined(swapped(lines(it)))),
      'Events',
      /events.jsonl does not follow/,
    ],
    [
      'events cut short',
      (all) => changed(all, 'data/events.jsonl', (it) => joined(lines(it).slice(0, -1))),
      'Events',
      /21 events, the certificate was issued on event 22/,
    ],
    [
      'a last event that says something else',
      (all) =>
        changed(all, 'data/events.jsonl', (it) =>
          String(it).replace(/("amountReleased":")100000.00(?![\s\S]*"amountReleased")/, '$1900000.00'),
        ),
      'Events',
      /another event than the certificate names/,
    ],
    [
      'a signature with another name',
      (all) => changed(all, 'data/signatures.json', (it) => String(it).replace('Name of director', 'Name of another')),
      'Record',
      /signatures.json does not follow/,
    ],
    [
      'another message in place of the one a decision was read from',
      (all) => changed(all, messagePath, (it) => String(it).replace('APPROVE', 'REFUSE: all')),
      'Source documents',
      /is not what a decision was read from/,
    ],
    [
      'another file in place of one that an exception was shown to be closed with',
      (all) => changed(all, shownPath, () => 'doc2'),
      'Source documents',
      /closure-evidence.* is not what a decision .* rests on/,
    ],
    [
      'a message that no decision was read from',
      (all) => changed(all, 'data/replies/more.eml', () => message),
      'Source documents',
      /more\.eml is named by no decision/,
    ],
    [
      'feedback left out',
      (all) => changed(all, 'data/feedback.json', () => '{}\n'),
      'Record',
      /feedback.json does not follow/,
    ],
    [
      'another deliverable',
      (all) => changed(all, 'data/deliverables/D1/doc1.pdf', () => 'doc2'),
      'Deliverables',
      /doc1.pdf .* is not among the deliverables/,
    ],
    [
      'a deliverable that was never accepted',
      (all) => changed(all, 'data/deliverables/D1/other.pdf', () => 'other'),
      'Deliverables',
      /were not accepted/,
    ],
    [
      'a mail left out',
      (all) => changed(all, 'data/mails.jsonl', (it) => joined(lines(it).slice(1))),
      'Mails',
      /leaves out a mail/,
    ],
    [
      'a mail invented',
      (all) =>
        changed(all, 'data/mails.jsonl', (it) =>
          String(it).replaceAll('"recipientId":"director"', '"recipientId":"nobody"'),
        ),
      'Mails',
      /lists a mail the audit log does not/,
    ],
    [
      'certificate data changed beside the PDF',
      (all) => changed(all, 'data/certificate.json', (it) => String(it).replace('100000.00', '900000.00')),
      'Data of the certificate',
      /not what is attached/,
    ],
    [
      'the certificate of the milestone before',
      (all) => changed(all, 'data/certificate.pdf', () => all.get('data/earlier/M1-C1.pdf') ?? ''),
      'Data of the certificate',
      /not what is attached/,
    ],
    [
      'a PDF with something added after the seal',
      (all) => changed(all, 'data/certificate.pdf', (it) => Buffer.concat([it, Buffer.from('\n%%EOF\n')])),
      'Seal',
      /does not cover the whole PDF/,
    ],
    [
      'a PDF with a byte of its text changed',
      (all) =>
        changed(all, 'data/certificate.pdf', (it) =>
          Buffer.from(it.map((byte, index) => (index === 2000 ? byte ^ 1 : byte))),
        ),
      'Seal',
      /does not hold/,
    ],
    [
      'an inclusion proof left out',
      (all) => changed(all, 'data/proofs/inclusion.jsonl', (it) => joined(lines(it).slice(0, -1))),
      'Lines in the log',
      /proves 13 of 14 lines/,
    ],
    [
      'a consistency proof left out',
      (all) => changed(all, 'data/proofs/consistency.json', () => '[]\n'),
      'Growth of the log',
      /leaves out the checkpoint of the certificate/,
    ],
    [
      'an earlier certificate under another number',
      (all) => changed(all, 'data/earlier/records.json', (it) => String(it).replace('M1-C1', 'M1-C0')),
      'Earlier certificates',
      /lists other certificates/,
    ],
    [
      'an index that names another PDF of an earlier certificate',
      (all) =>
        changed(all, 'data/earlier/records.json', (it) =>
          String(it).replace(/"pdfSha256": "\w{8}/, '"pdfSha256": "00000000'),
        ),
      'Earlier certificates',
      /M1-C1.pdf is not the one whose sealing index and audit log name/,
    ],
    [
      'an earlier certificate that was changed',
      (all) =>
        changed(all, 'data/earlier/M1-C1.pdf', (it) =>
          Buffer.from(it.map((byte, index) => (index === 2000 ? byte ^ 1 : byte))),
        ),
      'Earlier certificates',
      /M1-C1.pdf: the seal does not hold/,
    ],
    [
      'a checkpoint whose separate text says something else',
      (all) => changed(all, 'data/proofs/checkpoint.txt', (it) => String(it).replace('\n14\n', '\n15\n')),
      'Checkpoint',
      /checkpoint.txt is not the text/,
    ],
  ];
  for (const [what, spoil, check, says] of spoilings)
    it(`holds no longer with ${what}, though every manifest fits`, async () => {
      const found = await failure(withManifestsMadeGood(spoil(bag)));
      assert.equal(found?.check, check, found?.says ?? 'passes');
      assert.match(found.says, says);
    });

  it('holds no longer when an older checkpoint is replayed, though it was signed by the log', async () => {
    const older = String(earlier.get('data/proofs/checkpoint'));
    let spoilt = changed(bag, 'data/proofs/checkpoint', () => older);
    for (const name of ['checkpoint.txt', 'checkpoint.sig'])
      spoilt = changed(spoilt, `data/proofs/${name}`, () => earlier.get(`data/proofs/${name}`) ?? '');
    const found = await failure(withManifestsMadeGood(spoilt));
    assert.equal(found?.check, 'Lines in the log');
    assert.match(found.says, /not in the log of the checkpoint \(10 leaves\)/);
  });

  it('holds no longer when the key of the log is swapped, with everything signed anew', async () => {
    const other = logSigner('example.com/log', generateKeyPairSync('ed25519').privateKey);
    const onlyKey = changed(bag, 'data/public-keys/audit-log.vkey', () => `${other.verifierKey}\n`);
    assert.match(
      (await failure(withManifestsMadeGood(onlyKey)))?.says ?? '',
      /audit-log.vkey is not the key that the certificate names/,
    );
    const onlyPem = changed(bag, 'data/public-keys/audit-log.pem', () => other.publicKeyPem);
    assert.match((await failure(withManifestsMadeGood(onlyPem)))?.says ?? '', /audit-log.pem is not the key/);
    const head = await treeHead(published.database.db, 4);
    const resigned = changed(bag, 'data/proofs/checkpoint', () => other.sign(head));
    assert.match((await failure(withManifestsMadeGood(resigned)))?.says ?? '', /keys were swapped/);
  });

  it('holds no longer when the certificate of the seal is swapped', async () => {
    const other = changed(bag, 'data/public-keys/seal.pem', (it) =>
      String(it).replace(/[A-Za-z](?=[^\n]*\n-----END)/, (letter) => (letter === 'z' ? 'y' : 'z')),
    );
    assert.match(
      (await failure(withManifestsMadeGood(other)))?.says ?? '',
      /seal.pem is not the certificate of the seal/,
    );
  });

  it('agrees with the receipt that went out with it, and with the one before', async () => {
    const own = String(bag.get('data/proofs/checkpoint'));
    for (const checkpoint of [own, firstReceipt, firstReceipt.replaceAll('\n', '\r\n')]) {
      const last = (await findings(bag, { checkpoint })).at(-1);
      assert.deepEqual([last?.check, last?.holds], ['Receipt', true], last?.says);
    }
  });

  it('is not vouched for by a receipt that nothing connects it with', async () => {
    const { db } = published.database;
    const note = (await latestCheckpoint(db))?.note ?? '';
    const found = await failure(earlier, { checkpoint: note });
    assert.match(found?.says ?? '', /get the proof between them/);
    const forged = firstReceipt.replace('\n10\n', '\n11\n');
    assert.match((await failure(bag, { checkpoint: forged }))?.says ?? '', /signature of the receipt does not hold/);
  });
});
