// Retention over HTTP: ends, holds, what is due, and disposal with its proof, on milestones that really ran.
import assert from 'node:assert/strict';
import type { KeptTombstone } from '../../db/disposal.ts';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { sha256 } from '../../evidence/ledger/logSigner.ts';
import { leafHash } from '../../evidence/ledger/merkleTree.ts';
import * as act from '../domain/acts.ts';
import { counsel, disposal, placing, release } from '../domain/keptRecord.ts';
import { given } from '../domain/scenario.ts';
import { age } from '../support/agedRecord.ts';
import { devServer } from '../support/temporal.ts';
import { batchOf, recorder } from '../db/batches.ts';
import { ApiStage, assertProblem, type HttpMilestone } from './apiStage.ts';
import {
  assertIncluded,
  end,
  ended,
  hex,
  intoLog,
  linesOf,
  proofsOf,
  request,
  type Line,
  type Proof,
} from './logProofs.ts';

let stage: ApiStage;

async function open(): Promise<void> {
  stage = await ApiStage.open(await devServer());
  await stage.startWorker();
}

async function accepted(options: object = {}): Promise<HttpMilestone> {
  const milestone = await stage.milestone(options);
  await milestone.play(...act.toAccepted);
  return ended(milestone);
}

describe('Retention of a milestone, over HTTP', function () {
  this.timeout(120_000);
  let milestone: HttpMilestone;
  before(open);
  after(() => stage.close());
  before(async () => {
    milestone = await accepted({ contract: { form: 'deed' } });
  });

  it('says by which rule and for how long, and that it has no date until the engagement has ended', async () => {
    const { body } = await stage.get(`${milestone.path}/retention`);
    assert.deepEqual([body.rule, body.years, body.isDisposable], ['byForm', 13, false]);
    assert.equal(body.keptUntil, undefined);
    assert.match(JSON.stringify(body.obstacles), /has no end on record/);
    const refused = await stage.post(`${milestone.path}/disposal`, disposal);
    assertProblem(refused, 409, 'RETENTION_NOT_OVER');
  });

  it('takes the end of an engagement once it has come, and a repeat as no change', async () => {
    const path = `/engagements/${milestone.engagementId}/end`;
    assertProblem(await stage.post(path, { ...end, endedOn: '2999-01-01' }), 400, 'INVALID_MESSAGE', 'endedOn');
    assertProblem(await stage.post(path, { endedOn: '2010-01-31' }), 400, 'INVALID_MESSAGE', 'reason');
    assertProblem(await stage.post('/engagements/none/end', end), 404, 'NOT_FOUND', 'engagementId');
    assert.equal((await stage.post(path, end)).status, 201);
    const again = await stage.post(path, end);
    assert.deepEqual([again.status, again.body.isRepeat, again.body.endedOn], [200, true, '2010-01-31']);
    const { body } = await stage.get(`${milestone.path}/retention`);
    assert.equal(String(body.keptUntil).slice(0, 4), `${Number(String(body.runsFrom).slice(0, 4)) + 13}`);
    assertProblem(await stage.post(`${milestone.path}/disposal`, disposal), 409, 'RETENTION_NOT_OVER');
  });

  it('places a hold once under its key, lists it with those on the engagement, and releases it', async () => {
    const path = `${milestone.path}/holds`;
    const headers = { 'idempotency-key': 'hold 1' };
    const first = await stage.post(path, placing, headers);
    const again = await stage.post(path, placing, headers);
    assert.deepEqual([first.status, again.body.holdId], [201, first.body.holdId]);
    const onAll = await stage.post(`/engagements/${milestone.engagementId}/holds`, placing);
    const { body } = await stage.get<{ items: { holdId: string; on: string }[] }>(path);
    assert.deepEqual(
      body.items.map((each) => each.on),
      ['milestone', 'engagement'],
    );
    assertProblem(await stage.post(`${milestone.path}/erasures`, request), 409, 'UNDER_LEGAL_HOLD');
    const ofEngagement = String(onAll.body.holdId);
    assertProblem(await stage.post(`${path}/${ofEngagement}/release`, release), 404, 'HOLD_UNKNOWN', 'holdId');
    for (const each of [
      `${path}/${String(first.body.holdId)}`,
      `/engagements/${milestone.engagementId}/holds/${ofEngagement}`,
    ]) {
      const released = await stage.post(`${each}/release`, release);
      assert.equal((released.body.release as { reason: string }).reason, release.reason);
    }
    assertProblem(await stage.post(path, { ...placing, holder: '' }), 400, 'INVALID_MESSAGE', 'holder');
  });

  it('says nothing of holds in the log that goes into the archive of the milestone', async () => {
    assert.ok((await linesOf(milestone)).every(({ line }) => !/hold|retention/.test(line)));
    const { rows } = await stage.database.db.raw(
      `select line from audit_entries where chain = 'service:main' and line like '%"holdPlaced"%'`,
    );
    assert.equal((rows as unknown[]).length, 2);
  });

  it('does not let go of a milestone under way, or of one that is over and not published', async () => {
    const underWay = await stage.milestone();
    await underWay.play(act.submit());
    assertProblem(await stage.post(`${underWay.path}/disposal`, disposal), 409, 'MILESTONE_NOT_OVER');
    assertProblem(await stage.post(`${underWay.path}/erasures`, request), 409, 'MILESTONE_NOT_OVER');
    assertProblem(await stage.get(`${underWay.path}/disposal`), 409, 'NOT_YET_AVAILABLE');
    // Ended from outside while the certificate was being published: nothing runs, and the record is not complete.
    const unpublished = given(...act.toAccepted);
    const { db } = stage.database;
    await recorder(db)(batchOf(unpublished, { of: { milestoneId: 'ended', workflowId: 'milestone-ended' } }));
    for (const path of ['/milestones/ended/disposal', '/milestones/ended/erasures']) {
      const answer = await stage.post(path, path.endsWith('disposal') ? disposal : request);
      assertProblem(answer, 409, 'MILESTONE_NOT_OVER');
      assert.match(JSON.stringify(answer.body), /M1-C1 is not published yet/);
    }
    assertProblem(await stage.post('/milestones/none/disposal', disposal), 404, 'NOT_FOUND', 'milestoneId');
  });
});

describe('Disposal of a record, over HTTP', function () {
  this.timeout(120_000);
  let milestone: HttpMilestone;
  let linesBefore: Line[];
  let archive: string;
  let kept: KeptTombstone;
  before(open);
  after(() => stage.close());
  before(async () => {
    milestone = await accepted();
    await stage.post(`/engagements/${milestone.engagementId}/end`, end);
    const invoice = {
      personId: 'manager',
      invoiceNumber: 'INV-1',
      amount: '10.00',
      currency: 'EUR',
      issuedOn: new Date().toISOString().slice(0, 10),
    };
    assert.equal((await stage.post(`${milestone.path}/invoices`, invoice)).status, 201);
    await age(stage.database.ownerUrl, 20);
    await milestone.state();
    archive = (await milestone.state()).outputs[0]?.archiveSha256 ?? '';
    linesBefore = await linesOf(milestone);
    const due = await stage.get<{ items: { milestoneId: string }[] }>('/retention/due');
    assert.ok(due.body.items.some((each) => each.milestoneId === milestone.milestoneId));
    assertProblem(
      await stage.post(`${milestone.path}/disposal`, { reason: 'x' }),
      400,
      'INVALID_MESSAGE',
      'authorisedBy',
    );
    const answer = await stage.post<KeptTombstone>(`${milestone.path}/disposal`, disposal, { 'idempotency-key': 'd1' });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    kept = answer.body;
  });

  it('answers with the tombstone from then on, and to a repeat the same', async () => {
    const gone = await stage.get(milestone.path);
    assertProblem(gone, 410, 'MILESTONE_DISPOSED');
    assert.deepEqual(gone.body.tombstone, kept.tombstone);
    for (const path of [
      'timeline',
      'mails',
      'requests',
      'certificate',
      'certificate.pdf',
      'archive',
      'invoice-release',
      'retention',
      'erasures',
    ])
      assertProblem(await stage.get(`${milestone.path}/${path}`), 410, 'MILESTONE_DISPOSED');
    assert.deepEqual(kept.tombstone.authorisedBy, counsel);
    assert.ok(kept.tombstone.archives.some((each) => each.sha256 === archive));
    const again = await stage.post<KeptTombstone & { isRepeat: boolean }>(`${milestone.path}/disposal`, disposal);
    assert.deepEqual([again.status, again.body.isRepeat, again.body.sha256], [200, true, kept.sha256]);
  });

  it('takes nothing more: no decision, no hold, no erasure, no invoice', async () => {
    const revoke = { personId: 'manager', reason: 'Forged' };
    assertProblem(await stage.post(`${milestone.path}/revocation`, revoke), 410, 'MILESTONE_DISPOSED');
    assertProblem(await stage.post(`${milestone.path}/holds`, placing), 410, 'MILESTONE_DISPOSED');
    assertProblem(await stage.post(`${milestone.path}/erasures`, request), 410, 'MILESTONE_DISPOSED');
    const list = await stage.get<{ items: { milestoneId: string }[] }>('/milestones?limit=200');
    assert.ok(list.body.items.every((each) => each.milestoneId !== milestone.milestoneId));
  });

  it('removes the files, and leaves the invoices registered', async () => {
    await stage.removeFiles();
    const files = stage.files.of(milestone.engagementId);
    assert.equal(await files.has(archive), undefined);
    for (const each of kept.tombstone.files) assert.equal(await files.has(each), undefined);
    assertProblem(await stage.get(`/documents/${milestone.documentId}`), 404, 'NOT_FOUND');
    const { body } = await stage.get<{ items: { invoiceNumber: string }[] }>(`${milestone.path}/invoices`);
    assert.deepEqual(
      body.items.map((each) => each.invoiceNumber),
      ['INV-1'],
    );
  });

  it('keeps the hash of every line of the audit log, each still proven to be in it', async () => {
    const lines = (await linesOf(milestone)).slice(0, linesBefore.length);
    assert.deepEqual(
      lines.map((each) => each.hash),
      linesBefore.map((each) => each.hash),
    );
    assert.ok(lines.every((each) => each.line === '' && each.redacted?.join() === ''));
    const proofs = await proofsOf(milestone, lines);
    proofs.forEach((proof, index) => {
      assertIncluded(proof);
      const original = new TextEncoder().encode(linesBefore[index]?.line);
      assert.deepEqual(hex(proof.leafHash), leafHash(sha256, original));
    });
  });

  it('is proven itself: the log holds the digest of the tombstone, under a signed checkpoint', async () => {
    const said = await stage.get<KeptTombstone>(`${milestone.path}/disposal`);
    assert.equal(sha256Hex(said.body.document), kept.sha256);
    assert.equal(canonicalJson(said.body.tombstone), said.body.document);
    await intoLog(stage);
    const { body: proof } = await stage.get<Proof>(`${milestone.path}/disposal/proof`);
    assertIncluded(proof);
    const { entry, ...line } = JSON.parse(proof.line) as { entry: Record<string, unknown> };
    assert.deepEqual(
      [entry.type, entry.milestoneId, entry.tombstoneSha256],
      ['disposed', milestone.milestoneId, kept.sha256],
    );
    assert.equal(canonicalJson({ ...line, entry }), proof.line);
    assert.deepEqual(hex(proof.leafHash), leafHash(sha256, new TextEncoder().encode(proof.line)));
  });
});
