// The timestamp of a seal: arrives late without holding anything up, or is given up and said so.
import assert from 'node:assert/strict';
import { findArchive, findCertificate } from '../../db/outputs.ts';
import { toAccepted } from '../domain/acts.ts';
import { MilestoneStage } from '../support/milestoneStage.ts';
import { timeSkippingServer } from '../support/temporal.ts';
import { startTimestampAuthority, type TimestampAuthority } from '../support/timestampAuthority.ts';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

describe('Milestone accepted while the timestamp authority is down', function () {
  this.timeout(120_000);
  let environment: TestWorkflowEnvironment;
  let authority: TimestampAuthority;
  let stage: MilestoneStage;
  before(async () => {
    environment = await timeSkippingServer();
    authority = await startTimestampAuthority();
    stage = await MilestoneStage.open(environment, {
      evidence: { timestamps: { authorityUrl: authority.url, giveUpAfterHours: 24 } },
    });
  });
  after(async () => {
    await stage?.close();
    await authority?.stop();
    await environment?.teardown();
  });

  const latest = async (milestoneId: string) => {
    const { db } = stage.database;
    return { certificate: await findCertificate(db, milestoneId), archive: await findArchive(db, milestoneId) };
  };

  it('is published at B-B at once, and raised to B-T when the authority is back', async () => {
    authority.isDown = true;
    const milestone = await stage.start();
    await milestone.play(...toAccepted);
    while (!(await milestone.eventTypes()).includes('outputsPublished'))
      await new Promise((wait) => setTimeout(wait, 50));
    const asked = authority.requests;
    while (authority.requests === asked) await environment.sleep('10s');
    const { certificate } = await latest(milestone.milestoneId);
    assert.equal(certificate?.sealLevel, 'B-B');
    authority.isDown = false;
    const result = await milestone.handle.result();
    assert.equal(result.phase, 'accepted');
    assert.deepEqual((await milestone.eventTypes()).slice(-2), ['outputsPublished', 'certificateTimestamped']);
    const raised = await latest(milestone.milestoneId);
    assert.equal(raised.certificate?.sealLevel, 'B-T');
    assert.notEqual(raised.certificate?.pdfSha256, certificate?.pdfSha256);
    assert.equal(raised.certificate?.documentSha256, certificate?.documentSha256);
    assert.equal(raised.archive?.version, 2);
  });

  it('ends at B-B with the reason on record and the manager told, when the authority never comes back', async () => {
    authority.isDown = true;
    const milestone = await stage.start();
    await milestone.play(...toAccepted);
    await milestone.handle.result();
    const last = (await milestone.events()).at(-1);
    assert.ok(last?.type === 'timestampAbandoned');
    assert.equal(last.timestamp.level, 'B-B');
    assert.match(last.timestamp.reason ?? '', /answered 503/);
    assert.ok((await milestone.mailKinds()).includes('timestampAbandonedNotice to manager'));
    const { certificate, archive } = await latest(milestone.milestoneId);
    assert.deepEqual([certificate?.sealLevel, archive?.version], ['B-B', 1]);
  });
});
