// A milestone through its four stages on real servers: the outputs, what is on record, and who was told.
import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { findArchive, findCertificate, findInvoiceRelease, findNextPhaseAuthorisation } from '../../db/outputs.ts';
import { toAccepted } from '../domain/acts.ts';
import { MilestoneStage } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';

describe('Milestone that everybody accepts', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  it('ends with certificate, next-phase authorisation, invoice release and archive, all at once', async () => {
    const milestone = await stage.start();
    await milestone.play(...toAccepted);
    const result = await milestone.handle.result();
    assert.equal(result.phase, 'accepted');
    const { db } = stage.database;
    const certificate = await findCertificate(db, milestone.milestoneId);
    assert.equal(certificate?.certificateNumber, result.certificateNumber);
    assert.equal(
      (await findNextPhaseAuthorisation(db, milestone.milestoneId))?.certificateNumber,
      result.certificateNumber,
    );
    assert.equal((await findInvoiceRelease(db, milestone.milestoneId))?.amountReleased, '100000.00');
    const archive = await findArchive(db, milestone.milestoneId);
    const files = stage.files.of(milestone.engagementId);
    assert.ok(archive && (await files.has(archive.sha256)));
    const pdf = await buffer(await files.open(certificate?.pdfSha256 ?? ''));
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  });

  it('comes to the same record by signals as by updates', async () => {
    const [bySignals, byUpdates] = [await stage.start(), await stage.start()];
    for (const act of toAccepted.slice(0, -1)) {
      const before = (await bySignals.state()).sequence;
      await bySignals.signal(act);
      while ((await bySignals.state()).sequence === before) await new Promise((wait) => setTimeout(wait, 20));
    }
    await bySignals.signal(...toAccepted.slice(-1));
    await byUpdates.play(...toAccepted);
    await Promise.all([bySignals.handle.result(), byUpdates.handle.result()]);
    assert.deepEqual(await bySignals.eventTypes(), await byUpdates.eventTypes());
    assert.deepEqual(await bySignals.mailKinds(), await byUpdates.mailKinds());
  });
});
