// Files that are gone and a store that is away, as callers of the API meet them.
import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import * as act from '../domain/acts.ts';
import { planWith } from '../domain/cast.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem, type HttpMilestone } from './apiStage.ts';

describe('API of a service whose files are gone', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { answerWithinMilliseconds: 3000 });
    await stage.startWorker();
  });
  after(() => stage.close());

  const contentOf = ({ engagementId }: HttpMilestone) => `Design document of ${engagementId}`;
  const bringBack = async (milestone: HttpMilestone) =>
    (await stage.files.of(milestone.engagementId).put(Readable.from([contentOf(milestone)]))).sha256;
  const lose = async (milestone: HttpMilestone) =>
    stage.files.of(milestone.engagementId).remove(await bringBack(milestone));

  it('refuses a package and a signature that rest on one, and takes them once the same file is uploaded again', async () => {
    const milestone = await stage.milestone();
    await lose(milestone);
    const refused = await milestone.send(act.submit());
    assertProblem(refused, 409, 'DOCUMENT_MISSING', 'deliverables');
    assert.match(String(refused.body.detail), /design\.txt of deliverable "D1" \(SHA-256 .*upload the same file again/);
    assertProblem(await stage.get(`/documents/${milestone.documentId}/content`), 409, 'DOCUMENT_MISSING');
    await stage.upload(milestone.engagementId, contentOf(milestone), 'by-another-name.txt');
    await milestone.play(...act.toLastSignature);
    await lose(milestone);
    await assert.rejects(milestone.decide(act.sign('director')), { code: 'DOCUMENT_MISSING', field: 'packageDigest' });
    assert.equal((await milestone.state()).stage.phase, 'formalSignOff');
    await bringBack(milestone);
    await milestone.play(act.sign('director'));
    await milestone.until((state) => state.outputs.length === 1);
  });

  it('refuses evidence that an exception is closed which rests on one, and takes it once the file is back', async () => {
    const milestone = await stage.milestone();
    const dueOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    await milestone.play(...act.toSignOff, act.propose('E1', { dueOn }));
    await milestone.play(act.sign('approver1'), act.sign('approver2'), act.sign('director'));
    await milestone.until((state) => state.outputs.length === 1);
    const evidence = 'Photograph of the new label';
    const documentId = await stage.upload(milestone.engagementId, evidence, 'label.txt');
    const { sha256 } = await stage.files.of(milestone.engagementId).put(Readable.from([evidence]));
    await stage.files.of(milestone.engagementId).remove(sha256);
    await assert.rejects(milestone.decide(act.showClosed('E1', 'author', [documentId])), {
      code: 'DOCUMENT_MISSING',
      field: 'documentIds',
      message: /label\.txt .*upload the same file again/,
    });
    assert.equal((await milestone.state()).exceptions[0]?.closures, undefined);
    await stage.upload(milestone.engagementId, evidence, 'label-again.txt');
    await milestone.play(act.showClosed('E1', 'author', [documentId]));
    assert.equal((await milestone.state()).exceptions[0]?.closures?.[0]?.files[0]?.sha256, sha256);
  });

  it('starts a milestone whose first package rests on one, with the refusal on record', async () => {
    const other = await stage.milestone();
    await lose(other);
    const { messageId: _messageId, actor: _actor, ...contents } = act.submit()(await other.state()).raw;
    const { status } = await stage.post('/milestones', {
      ...{
        milestoneId: `${other.milestoneId}-2`,
        engagementId: other.engagementId,
        personId: 'manager',
        plan: planWith(),
      },
      package: JSON.parse(JSON.stringify(contents).replaceAll('"doc1"', `"${other.documentId}"`)) as object,
    });
    assert.equal(status, 201);
    for (;;) {
      const { items } = (
        await stage.get<{ items: { code: string }[] }>(`/milestones/${other.milestoneId}-2/refused-messages`)
      ).body;
      if (items.length > 0) return assert.equal(items[0]?.code, 'DOCUMENT_MISSING');
      await new Promise((wait) => setTimeout(wait, 50));
    }
  });

  it('keeps a signature while the store is away, says of uploads and downloads to try later, and rules on it when it is back', async () => {
    const milestone = await stage.milestone();
    await milestone.play(...act.toLastSignature);
    await rename(stage.folder, `${stage.folder}-away`);
    const kept = await milestone.decide(act.sign('director'));
    const upload = await stage.fetch(
      `/engagements/${milestone.engagementId}/documents?fileName=a.txt&personId=author`,
      {
        ...{ method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } },
      },
    );
    const problem = (await upload.json()) as { code: string; detail: string };
    const read = await stage.get(`/documents/${milestone.documentId}/content`);
    const shown = await stage.get<{ obstacles: string[] }>(milestone.path);
    await rename(`${stage.folder}-away`, stage.folder);
    assert.equal(kept.status, 'accepted');
    assert.deepEqual([upload.status, problem.code], [503, 'DEPENDENCY_DOWN']);
    assert.match(problem.detail, /file store does not answer.*again later/);
    assertProblem(read, 503, 'DEPENDENCY_DOWN');
    assert.match(shown.body.obstacles[0] ?? '', /^A decision waits.*file store could not be asked/);
    const state = await milestone.until(({ stage: { phase } }) => phase === 'accepted');
    assert.equal(state.signatures.length, 3, 'the update that timed out and its signal count once');
    const status = await stage.get(`${milestone.path}/messages/${encodeURIComponent(kept.messageId)}`);
    assert.equal(status.body.status, 'decided');
  });
});
