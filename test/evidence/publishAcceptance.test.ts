// Publishing an acceptance on real PostgreSQL and real files: all outputs at once, once, and the same however late.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { pino } from 'pino';
import type { EvidenceKeys } from '../../activities/evidenceKeys.ts';
import { publishAcceptance, type Publication } from '../../activities/publishAcceptance.ts';
import { recordBatch } from '../../activities/recordBatch.ts';
import {
  findArchive,
  findCertificate,
  findInvoiceRelease,
  findNextPhaseAuthorisation,
  listCertificates,
} from '../../db/outputs.ts';
import { findSeal } from '../../db/seals.ts';
import { listObstacles } from '../../db/obstacles.ts';
import type { MilestoneEvent } from '../../domain/events.ts';
import { acceptanceDue } from '../../domain/transitions.ts';
import { headAfter, noHead } from '../../domain/records/eventChain.ts';
import type { PublishedOutputs } from '../../domain/milestone.ts';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import type { CertificateDocument } from '../../evidence/certificate.ts';
import { signatureOf } from '../../evidence/seal/sealPdf.ts';
import type { Files, FileStore } from '../../storage/fileStore.ts';
import * as act from '../domain/acts.ts';
import { given, noted, Scenario } from '../domain/scenario.ts';
import { forgedBags } from '../bags/forgedBags.ts';
import { monday } from '../domain/cast.ts';
import { replay } from '../../domain/evolve.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { registerFiles } from '../support/registerFiles.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { assertBag } from './bag.ts';
import { readPdf } from './readPdf.ts';
import { unzip } from './unzip.ts';
import { signedOnRecord, testEntrances } from '../support/testVouchers.ts';
import { openTestFiles, withFiles } from '../support/testFiles.ts';

const log = pino({ level: 'silent' });
const conditional = given(...act.toConditional);
const closedOut = conditional.when(act.verify('E1', 'approver1'));

describe('Publishing an acceptance', () => {
  let database: TestDatabase;
  let store: FileStore;
  let files: Files;
  let folder: string;
  let evidence: EvidenceKeys;
  beforeEach(async () => {
    evidence = await testEvidenceKeys();
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'publish-test-'));
    store = await openTestFiles(folder);
    files = store.of('engagement-1');
    await files.put(Readable.from(['doc1']));
  });
  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Puts on record what came after `since`, with the mails it causes. */
  async function record({ milestone, history, now }: Scenario, since?: Scenario): Promise<void> {
    const signed = history.map(signedOnRecord);
    const events = signed.slice(since?.history.length ?? 0);
    const notifications = events.flatMap((event) =>
      notificationsFor(milestone, event).map((notification) => ({
        ...notification,
        sequence: event.sequence,
        round: milestone.round,
      })),
    );
    const secrets = { linkSecret: 'a secret that only tests know', entranceKeys: testEntrances };
    await recordBatch({ db: database.db, ...secrets, mailDomain: 'example.com' })({
      milestoneId: 'M1',
      engagementId: 'engagement-1',
      workflowId: 'milestone-M1',
      batch: since ? 2 : 1,
      follows: headAfter(noHead, signed.slice(0, since?.history.length ?? 0)),
      at: now,
      events,
      refused: [],
      notifications,
      snapshot: milestone,
      vouchers: [],
    });
    await registerFiles(database.db, milestone);
  }

  const publishOrWithhold = (certificateNumber: string, using: FileStore = store): Promise<Publication> =>
    new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') }).run(
      publishAcceptance({
        db: database.db,
        files: using,
        log,
        evidence,
        sendWebhook: undefined,
        publicUrl: 'http://localhost:3000',
      }),
      {
        milestoneId: 'M1',
        certificateNumber,
      },
    );

  async function publish(certificateNumber: string, using: FileStore = store): Promise<PublishedOutputs> {
    const outcome = await publishOrWithhold(certificateNumber, using);
    assert.ok(!('withheld' in outcome), 'withheld');
    return outcome;
  }

  const outputs = () =>
    Promise.all(
      [findCertificate, findNextPhaseAuthorisation, findInvoiceRelease, findArchive].map((find) =>
        find(database.db, 'M1'),
      ),
    );

  const bagOf = async ({ archiveSha256 }: PublishedOutputs) => unzip(await buffer(await files.open(archiveSha256)));
  const linesOf = (bag: Map<string, Buffer>, path: string) =>
    String(bag.get(path))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('puts no file of another engagement into an archive, whoever wrote its digest into the record', async () => {
    await record(given(...act.toAccepted));
    await database.db('engagements').insert({ engagement_id: 'other', name: 'x', terms: '{}', registered_by: '{}' });
    await database.db('documents').update({ engagement_id: 'other' });
    await assert.rejects(publish('M1-C1'), /^Error: The file store lacks doc1\.pdf/);
    assert.deepEqual(await outputs(), [undefined, undefined, undefined, undefined]);
  });

  it('puts certificate, authorisation, invoice release and archive on record, dated as the acceptance', async () => {
    const accepted = given(...act.toAccepted);
    await record(accepted);
    const published = await publish('M1-C1');
    assert.equal(published.publishedAt, accepted.now);
    assert.match(published.certificateAddress ?? '', /^http:\/\/localhost:3000\/c\/[\w-]{22}$/);
    const { db } = database;
    const certificate = await findCertificate(db, 'M1');
    assert.deepEqual([certificate?.pdfSha256, certificate?.issuedAt], [published.certificateSha256, accepted.now]);
    const { attachment } = readPdf(await buffer(await files.open(published.certificateSha256)));
    assert.equal(sha256Hex(attachment ?? ''), certificate?.documentSha256, 'the PDF holds the data on record');
    assert.equal(sha256Hex(canonicalJson(certificate?.document)), certificate?.documentSha256);
    const scope = { name: 'Build', scope: 'Build what was designed', extent: 'full', conditions: [] };
    assert.deepEqual((await findNextPhaseAuthorisation(db, 'M1'))?.scope, scope);
    const release = await findInvoiceRelease(db, 'M1');
    assert.deepEqual([release?.amountReleased, release?.amountWithheld], ['100000.00', '0.00']);
    assert.deepEqual(release?.references, {
      'BT-11': 'engagement-1',
      'BT-12': 'C-1',
      'BT-72': '2026-02-27',
      'BT-122': 'M1-C1',
      'BT-124': published.certificateAddress,
    });
    assert.equal((await findArchive(db, 'M1'))?.sha256, published.archiveSha256);
  });

  it('awaits a timestamp for a certificate that says so and has room for it, not for one sealed before an authority was set', async () => {
    await record(conditional);
    const before = await publish('M1-C1');
    evidence = { ...evidence, timestamps: { authorityUrl: 'http://authority.example', giveUpAfterHours: 24 } };
    assert.equal((await publish('M1-C1')).awaitsTimestampUntil, undefined);
    await record(closedOut, conditional);
    const after = await publish('M1-C2');
    assert.equal(after.awaitsTimestampUntil, hoursLater(after.publishedAt, 24));
    const [without, withRoom] = await Promise.all([before, after].map(roomIn));
    assert.ok(without !== undefined && without < 6_000, `${without} bytes for certificates and signature`);
    assert.equal(withRoom, without + 16_000);
  });

  const hoursLater = (instant: string, hours: number) =>
    new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
  const roomIn = async ({ certificateSha256 }: PublishedOutputs) =>
    signatureOf(await buffer(await files.open(certificateSha256))).room;

  it('archives a record that a stranger can check, with the deliverable as it was uploaded', async () => {
    await record(given(...act.toAccepted));
    const published = await publish('M1-C1');
    const bag = await bagOf(published);
    assertBag(bag, 'M1-C1');
    assert.equal(String(bag.get('M1-C1/data/deliverables/D1/doc1.pdf')), 'doc1');
    assert.equal(sha256Hex(bag.get('M1-C1/data/certificate.pdf') ?? ''), published.certificateSha256);
    const readme = String(bag.get('M1-C1/data/README.txt'));
    for (const path of bag.keys()) {
      const [, name] = /^M1-C1\/data\/([^/]+)/.exec(path) ?? [];
      if (name && name !== 'README.txt') assert.ok(readme.includes(name), `the README explains ${name}`);
    }
  });

  it('archives an audit log whose chain leads to the head that the certificate names', async () => {
    const accepted = given(...act.toAccepted);
    await record(accepted);
    const bag = await bagOf(await publish('M1-C1'));
    const lines = String(bag.get('M1-C1/data/events.jsonl')).trimEnd().split('\n');
    const hashes = lines.map((line) => sha256Hex(line));
    assert.deepEqual(
      linesOf(bag, 'M1-C1/data/events.jsonl').map((each) => each.previousHash),
      ['', ...hashes.slice(0, -1)],
    );
    const certificate = JSON.parse(String(bag.get('M1-C1/data/certificate.json'))) as { auditLog: object };
    const { sequence, hash } = certificate.auditLog as { sequence: number; hash: string };
    assert.deepEqual([sequence, hash], [accepted.history.length, hashes.at(-1)]);
    const mails = linesOf(bag, 'M1-C1/data/mails.jsonl');
    const request = mails.find((each) => each.recipientId === 'validator1');
    assert.match((request?.says as { headline: string }).headline, /check the deliverables/);
    assert.doesNotMatch(JSON.stringify(mails), /\/r\/[\w-]{20}/, 'personal links decide and are not archived');
  });

  it('changes nothing when it is done again, and gives the same answer', async () => {
    await record(given(...act.toAccepted));
    const first = await publish('M1-C1');
    const before = await outputs();
    assert.deepEqual(await publish('M1-C1'), first);
    assert.deepEqual(await outputs(), before);
  });

  it('publishes once when two workers do it at the same time', async () => {
    await record(given(...act.toAccepted));
    const [first, second] = await Promise.all([publish('M1-C1'), publish('M1-C1')]);
    assert.deepEqual(first, second);
    assert.equal((await listCertificates(database.db, 'M1')).length, 1);
  });

  it('shows nothing at all while the archive cannot be stored, and everything once it can', async () => {
    await record(given(...act.toAccepted));
    let puts = 0;
    const full = withFiles(store, () => ({
      ...files,
      put: async (source, options) => {
        puts += 1;
        if (puts === 1) return files.put(source, options);
        source.resume();
        throw new Error('no space left');
      },
    }));
    await assert.rejects(publish('M1-C1', full), /no space left/);
    assert.deepEqual(await outputs(), [undefined, undefined, undefined, undefined]);
    await publish('M1-C1');
    assert.ok((await outputs()).every((each) => each !== undefined));
  });

  it('withholds and restricts under a conditional certificate, and lifts both at close-out', async () => {
    const { db } = database;
    await record(conditional);
    await publish('M1-C1');
    const restricted = await findNextPhaseAuthorisation(db, 'M1');
    assert.deepEqual(restricted?.scope, {
      name: 'Build',
      scope: 'Build what was designed',
      extent: 'restricted',
      conditions: ['E1: Label is right, by 31 March 2026'],
    });
    const first = await findInvoiceRelease(db, 'M1');
    assert.deepEqual([first?.amountReleased, first?.amountWithheld], ['99000.00', '1000.00']);

    await record(closedOut, conditional);
    await publish('M1-C2');
    const certificate = await findCertificate(db, 'M1');
    assert.deepEqual([certificate?.kind, certificate?.supersedes], ['closeOut', 'M1-C1']);
    assert.deepEqual((await findNextPhaseAuthorisation(db, 'M1'))?.scope, {
      name: 'Build',
      scope: 'Build what was designed',
      extent: 'full',
      conditions: [],
    });
    const release = await findInvoiceRelease(db, 'M1');
    assert.deepEqual([release?.amountReleased, release?.amountWithheld], ['100000.00', '0.00']);
    assert.equal((await listCertificates(db, 'M1')).length, 2);
  });

  it('certifies what was accepted then, however much has happened since', async () => {
    await record(conditional);
    await publish('M1-C1');
    const inTime = await certified();
    const earlier = database;
    database = await testDatabase();
    await record(conditional);
    await record(closedOut, conditional);
    await publish('M1-C1');
    await earlier.drop();
    assert.deepEqual(await certified(), inTime);
  });

  /** The certificate but for its place in the log and its address, which are others in another database. */
  async function certified(): Promise<object> {
    const document = (await findCertificate(database.db, 'M1'))?.document as CertificateDocument;
    const { sequence, hash } = document.auditLog;
    return { ...document, address: null, auditLog: { sequence, hash } };
  }

  it('seals and releases nothing for an acceptance that its events do not make sufficient, and says why at once', async () => {
    const { milestone, now, history } = given(...act.toLastSignature);
    const forged: MilestoneEvent = { type: 'accepted', acceptance: acceptanceDue(milestone, now) };
    await record(noted(new Scenario(milestone, now, [], [...history]), forged));
    const told =
      'accepted without the client’s signature: group “Direction” of the approval authority list is not at quorum, not signed by Name of director (event 16)';
    assert.deepEqual(await publishOrWithhold('M1-C1'), { withheld: { certificateNumber: 'M1-C1', reasons: [told] } });
    assert.deepEqual(await outputs(), [undefined, undefined, undefined, undefined]);
    const { db } = database;
    assert.equal(await findSeal(db, 'M1-C1', 'B-B'), undefined);
    assert.equal(await findInvoiceRelease(db, 'M1'), undefined);
    const [obstacle] = await listObstacles(db, ['M1']);
    assert.deepEqual([obstacle?.kind, obstacle?.subject, obstacle?.reason], ['insufficient', 'M1-C1', told]);
  });

  it('seals nothing where a passkey confirmed something else than is on record', async () => {
    const events = forgedBags['forged-with-a-passkey-moved']?.events() ?? [];
    await record(new Scenario(replay(events), monday, [], events));
    const outcome = await publishOrWithhold('M1-C1');
    assert.ok('withheld' in outcome);
    assert.match(outcome.withheld.reasons.join(), /its assertion by passkey does not hold: it confirms something else/);
  });

  it('certifies no acceptance that only the state claims', async () => {
    const { milestone, now, history } = given(...act.toLastSignature);
    const claimed = { ...milestone, acceptances: [acceptanceDue(milestone, now)] };
    await record(new Scenario(claimed, now, [], [...history]));
    await assert.rejects(
      publish('M1-C1'),
      (error) => error instanceof ApplicationFailure && error.nonRetryable === true,
    );
  });

  for (const [what, certificateNumber] of [
    ['a milestone it does not know', 'M2-C1'],
    ['an acceptance that never was', 'M1-C2'],
  ] as const)
    it(`does not try again for ${what}`, async () => {
      if (certificateNumber === 'M1-C2') await record(given(...act.toAccepted));
      await assert.rejects(publish(certificateNumber), (error) => {
        assert.ok(error instanceof ApplicationFailure);
        assert.deepEqual([error.type, error.nonRetryable], ['ACCEPTANCE_UNKNOWN', true]);
        return true;
      });
    });
});
