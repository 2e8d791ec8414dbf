// Files that are gone, or a store that is away, at every way into the workflow: nothing is signed over a gap, and nothing is lost.
import assert from 'node:assert/strict';
import { rename, truncate } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { insertDocument } from '../../db/documents.ts';
import { keepDrawnSignature } from '../../db/drawnSignatures.ts';
import { claimMessages, recordReceived } from '../../db/inboundMessages.ts';
import { listObstacles } from '../../db/obstacles.ts';
import { listRequests } from '../../db/requests.ts';
import { lookOut } from '../../worker/keepWatch.ts';
import { updates } from '../../workflows/messages.ts';
import * as act from '../domain/acts.ts';
import { asOwner } from '../support/asOwner.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';
import { pathInFolder } from '../support/testFiles.ts';

const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('drawn')]);
const manager = {
  personId: 'manager',
  role: 'engagementManager',
  authentication: { method: 'apiKey', keyId: 'test' },
} as const;

describe('Milestone whose files are gone', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  const design = (milestone: StagedMilestone) => `Design document ${milestone.milestoneId.slice(2)}`;
  const filesOf = ({ engagementId }: StagedMilestone) => stage.files.of(engagementId);
  const put = async (milestone: StagedMilestone, content: string | Buffer) =>
    (await filesOf(milestone).put(Readable.from([content]))).sha256;
  const lose = async (milestone: StagedMilestone) => filesOf(milestone).remove(await put(milestone, design(milestone)));
  const upload = async (milestone: StagedMilestone, documentId: string, content: string) => {
    const stored = await filesOf(milestone).put(Readable.from([content]));
    const { engagement } = await milestone.recorded();
    const { engagementId } = engagement;
    const file = { fileName: `${documentId}.txt`, mediaType: 'text/plain', uploadedBy: manager };
    await insertDocument(stage.database.db, { ...stored, documentId, engagementId, ...file });
    return stored.sha256;
  };
  const watch = () =>
    lookOut({
      ...{ db: stage.database.db, files: stage.files, log: pino({ level: 'silent' }) },
      ...{ mailDomain: 'example.com', administratorEmail: 'admin@example.com' },
    });

  /** By update, which says so at once, and by signal, whose refusal is on record. */
  async function refused(milestone: StagedMilestone, step: act.Act, field: string): Promise<void> {
    const { sequence } = await milestone.recorded((state) => state.acceptances.length === state.outputs.length);
    await assert.rejects(milestone.play(step), (error: { cause?: { type?: string; details?: unknown[] } }) => {
      assert.equal(error.cause?.type, 'DOCUMENT_MISSING');
      assert.equal((error.cause.details?.[0] as { field: string }).field, field);
      return true;
    });
    await milestone.signalInTurn(step);
    const messages = await milestone.refusedMessages();
    assert.deepEqual(
      messages.slice(-2).map((each) => [each.code, each.field]),
      [
        ['DOCUMENT_MISSING', field],
        ['DOCUMENT_MISSING', field],
      ],
    );
    assert.equal((await milestone.recorded()).sequence, sequence, 'and nothing happened');
  }

  it('takes no package that names a file the store lacks or has cut short, and takes it once it is whole', async () => {
    const milestone = await stage.start();
    await lose(milestone);
    await refused(milestone, act.submit(), 'deliverables');
    const sha256 = await put(milestone, design(milestone));
    await truncate(pathInFolder(stage.folder, milestone.engagementId, sha256), 500);
    await refused(milestone, act.submit(), 'deliverables');
    await put(milestone, design(milestone));
    await milestone.play(act.submit());
    assert.equal((await milestone.recorded()).stage.phase, 'validating');
  });

  it('is started with such a package all the same, and compiles until it is handed in again', async () => {
    const settled = await stage.start();
    const { name: _name, raw } = await settled.message(act.submit());
    const { messageId: _messageId, actor: _actor, ...contents } = raw;
    await upload(settled, 'doc-of-start', 'gone at the start');
    await filesOf(settled).remove(await put(settled, 'gone at the start'));
    const { engagement } = await settled.recorded();
    const withPackage = {
      ...contents,
      deliverables: [{ deliverableId: 'D1', version: '1', documentIds: ['doc-of-start'] }],
    };
    const milestone = await stage.start({ input: { engagement, package: withPackage as never } });
    const state = await milestone.recorded();
    assert.equal(state.stage.phase, 'compiling');
    const [first] = await milestone.refusedMessages();
    assert.deepEqual([first?.code, first?.field], ['DOCUMENT_MISSING', 'deliverables']);
  });

  it('takes no signature over a file that went after the package, tells who can bring it back, and goes on when it is back', async () => {
    const milestone = await stage.start();
    const { db } = stage.database;
    await milestone.play(...act.toLastSignature);
    await lose(milestone);
    await refused(milestone, act.sign('director'), 'packageDigest');
    const [obstacle] = await listObstacles(db, [milestone.milestoneId]);
    assert.deepEqual([obstacle?.kind], ['files']);
    assert.match(obstacle?.reason ?? '', /^The file store lacks design\.txt of deliverable "D1"/);
    await watch();
    assert.deepEqual(
      (await milestone.mailKinds()).filter((each) => each.startsWith('obstacle')),
      ['obstacleNotice to administrator', 'obstacleNotice to manager'],
    );
    await put(milestone, design(milestone));
    await watch();
    await watch();
    assert.deepEqual(await listObstacles(db, [milestone.milestoneId]), []);
    assert.equal((await milestone.mailKinds()).filter((each) => each.startsWith('obstacleResolved')).length, 2);
    await milestone.play(act.sign('director'));
    await milestone.handle.result();
    assert.equal((await milestone.recorded()).outputs.length, 1);
  });

  it('takes no evidence, and lets nobody verify the last exception closed, while a file of either is gone', async () => {
    const milestone = await stage.start();
    const dueOn = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
    const signatures = ['approver1', 'approver2', 'director'].map((signer) => act.sign(signer));
    await milestone.play(...act.toSignOff, act.propose('E1', { dueOn }), ...signatures);
    await upload(milestone, 'doc-proof', `proof ${milestone.milestoneId}`);
    const proof = await put(milestone, `proof ${milestone.milestoneId}`);
    await filesOf(milestone).remove(proof);
    await refused(milestone, act.showClosed('E1', 'author', ['doc-proof']), 'documentIds');
    await put(milestone, `proof ${milestone.milestoneId}`);
    await milestone.play(act.showClosed('E1', 'author', ['doc-proof']));
    await filesOf(milestone).remove(proof);
    await refused(milestone, act.verify('E1', 'approver1'), 'packageDigest');
    await put(milestone, `proof ${milestone.milestoneId}`);
    await milestone.play(act.verify('E1', 'approver1'));
    await milestone.handle.result();
    assert.equal((await milestone.recorded()).outputs.length, 2);
  });

  /** As a page keeps what was drawn behind the link of a person. */
  const draw = async (milestone: StagedMilestone, personId: string, image: Buffer) => {
    const { db } = stage.database;
    const { engagementId, milestoneId } = milestone;
    const sha256 = await put(milestone, image);
    const asked = await listRequests(db, milestoneId);
    const { requestId = '' } = asked.findLast((each) => each.personId === personId) ?? {};
    assert.ok(
      await keepDrawnSignature(db, { engagementId, milestoneId, requestId, sha256 }, () => Promise.resolve(true)),
    );
    return sha256;
  };

  it('takes for a drawn signature only a small PNG that was drawn or uploaded here, and tells nobody what others have', async () => {
    const milestone = await stage.start();
    const other = await stage.start();
    await milestone.play(...act.toSignOff);
    const foreign = await upload(other, 'doc-foreign', png.toString('latin1'));
    const pngOfOther = await put(other, Buffer.concat([png, Buffer.from('of another engagement')]));
    const { engagement } = await other.recorded();
    await insertDocument(stage.database.db, {
      ...{
        sha256: pngOfOther,
        sizeBytes: png.length + 21,
        documentId: 'doc-png',
        engagementId: engagement.engagementId,
      },
      ...{ fileName: 'logo.png', mediaType: 'image/png', uploadedBy: manager },
    });
    await other.play(...act.toSignOff);
    const drawnForOther = await draw(other, 'approver1', Buffer.concat([png, Buffer.from('there')]));
    const nobodys = await put(milestone, Buffer.concat([png, Buffer.from('of no record')]));
    const large = await draw(milestone, 'approver1', Buffer.concat([png, Buffer.alloc(256 * 1024)]));
    for (const drawnSignatureSha256 of ['0'.repeat(64), foreign, pngOfOther, drawnForOther, nobodys, large])
      await refused(milestone, act.sign('approver1', { drawnSignatureSha256 }), 'drawnSignatureSha256');
    const words = (await milestone.refusedMessages()).map((each) => each.message.replace(/SHA-256 [0-9a-f]{12}/, ''));
    assert.equal(new Set(words).size, 1, 'unknown or somebody else’s: the same words');
    const drawnSignatureSha256 = await draw(milestone, 'approver1', png);
    await milestone.play(act.sign('approver1', { drawnSignatureSha256 }));
    assert.equal((await milestone.recorded()).signatures.length, 1);
  });

  it('takes a decision by reply only with the message that was received for a request of its own', async () => {
    const { db } = stage.database;
    const milestone = await stage.start();
    const other = await stage.start();
    await milestone.play(...act.toReview);
    await other.play(...act.toReview);
    const sha256 = await put(milestone, `From: user1@example.com\r\n\r\nAPPROVE ${milestone.milestoneId}`);
    await refused(milestone, act.byReply(act.approve('user1'), sha256), 'actor.authentication.messageSha256');
    await recordReceived(db, {
      ...{ sha256, sizeBytes: 40, source: 'smtp', envelopeFrom: 'user1@example.com', envelopeTo: ['x@example.com'] },
    });
    const [received] = await claimMessages(db, { limit: 1, staleAfterSeconds: 60 });
    assert.ok(received);
    for (const { milestoneId, engagementId } of [other, milestone]) {
      await refused(milestone, act.byReply(act.approve('user1'), sha256), 'actor.authentication.messageSha256');
      const [asked] = await listRequests(db, milestoneId);
      await asOwner(stage.database, (transaction) =>
        transaction('inbound_messages')
          .where({ inbound_id: received.inboundId })
          .update({ engagement_id: engagementId, request_id: asked?.requestId ?? '' }),
      );
    }
    await milestone.play(act.byReply(act.approve('user1'), sha256));
    await filesOf(milestone).remove(sha256);
    await milestone.play(act.approve('user2'), act.approve('owner1'));
    await refused(milestone, act.sign('approver1'), 'packageDigest');
  });

  it('waits for a store that is away, losing nothing and in order, and says so after a few tries', async () => {
    const milestone = await stage.start();
    await milestone.play(...act.toSignOff);
    await rename(stage.folder, `${stage.folder}-away`);
    const signature = await milestone.message(act.sign('approver1'));
    const answer = milestone.handle.executeUpdate(updates.sign, { args: [signature.raw] });
    const { db } = stage.database;
    while ((await listObstacles(db, [milestone.milestoneId])).length === 0)
      await new Promise((wait) => setTimeout(wait, 100));
    await milestone.signal(act.but(act.refuse('approver2'), { messageId: 'after-it' }));
    const [obstacle] = await listObstacles(db, [milestone.milestoneId]);
    assert.equal(obstacle?.kind, 'store');
    assert.match(obstacle.reason, /file store cannot be used now/);
    assert.deepEqual(await milestone.refusedMessages(), [], 'nothing is said to be missing');
    await rename(`${stage.folder}-away`, stage.folder);
    await answer;
    const state = await milestone.until('facilitation');
    assert.deepEqual(
      (await milestone.events()).filter(({ type }) => ['signed', 'refused'].includes(type)).map(({ type }) => type),
      ['signed', 'refused'],
    );
    assert.equal(state.refusals.length, 1);
    assert.deepEqual(await listObstacles(db, [milestone.milestoneId]), []);
  }).timeout(120_000);
});
