// Disagreement and its end on real servers: silence judged on delivered mail, holidays pinned, an acceptance revoked after its workflow ended.
import assert from 'node:assert/strict';
import { registerInvoice } from '../../administration/invoices.ts';
import { systemActor } from '../../domain/people/people.ts';
import { inEngagement } from '../../db/inScope.ts';
import { proposeOnFinished } from '../../workflows/client/proposeOnFinished.ts';
import { findMilestone, type MilestoneRow } from '../../db/milestones.ts';
import { listCertificates, findInvoiceRelease, findNextPhaseAuthorisation } from '../../db/outputs.ts';
import { updates, milestoneQuery } from '../../workflows/messages.ts';
import * as act from '../domain/acts.ts';
import { toAccepted, toConditional, toSignOff } from '../domain/acts.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer, timeSkippingServer } from '../support/temporal.ts';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

async function rowOf({ stage, milestoneId }: StagedMilestone): Promise<MilestoneRow> {
  const row = await findMilestone(stage.database.db, milestoneId);
  assert.ok(row?.snapshot);
  return row;
}

async function propose(milestone: StagedMilestone, by = 'manager') {
  const row = await rowOf(milestone);
  const snapshot = row.snapshot;
  assert.ok(snapshot);
  const { raw } = milestone.messageOn(snapshot, act.proposeRevocation(by));
  const { client } = milestone.stage.environment;
  const settings = { answerWithinMilliseconds: 60_000, taskQueue: milestone.stage.taskQueue };
  return proposeOnFinished(client, row, raw as never, settings);
}

/** The latest run of the milestone; the handle of the stage is bound to the first. */
const latestRun = ({ stage, handle }: StagedMilestone) =>
  stage.environment.client.workflow.getHandle(handle.workflowId);

async function answer(milestone: StagedMilestone, next: act.Act): Promise<void> {
  const run = latestRun(milestone);
  const { name, raw } = milestone.messageOn(await run.query(milestoneQuery), next);
  await run.executeUpdate(updates[name], { args: [raw] });
}

describe('Acceptance whose workflow has ended', () => {
  let stage: MilestoneStage;
  before(async () => {
    stage = await MilestoneStage.open(await devServer());
  });
  after(() => stage.close());

  it('is revoked by manager and sponsor in a new run, which supersedes the certificate and holds the invoice', async () => {
    const milestone = await stage.start();
    await milestone.play(...toAccepted);
    await milestone.handle.result();
    const { amount, currency } = (await rowOf(milestone)).plan.value;
    const issuedOn = new Date().toISOString().slice(0, 10);
    await registerInvoice(
      inEngagement(stage.database.db, milestone.engagementId),
      milestone.milestoneId,
      { personId: 'author', invoiceNumber: 'INV-1', amount, currency, issuedOn },
      { registeredBy: { ...systemActor, personId: 'author' }, isAnnounced: false, now: new Date().toISOString() },
    );
    const proposed = await propose(milestone);
    assert.equal(proposed.status, 'decided');
    await answer(milestone, act.confirmRevocation());
    const result = (await latestRun(milestone).result()) as { phase: string };
    assert.equal(result.phase, 'revoked');
    const { db } = stage.database;
    const certificates = await listCertificates(db, milestone.milestoneId);
    assert.deepEqual(
      certificates.map((each) => [each.kind, each.supersedes]),
      [
        ['acceptance', undefined],
        ['revocation', certificates[0]?.certificateNumber],
      ],
    );
    assert.equal((await findInvoiceRelease(db, milestone.milestoneId))?.amountReleased, '0.00');
    const authorised = await findNextPhaseAuthorisation(db, milestone.milestoneId);
    assert.equal((authorised?.scope as { extent: string }).extent, 'none');
    const kinds = await milestone.mailKinds();
    assert.ok(kinds.includes('revocationRequest to sponsor'));
    assert.ok(kinds.includes('revocationNotice to director'));
    const notices = await db('mails').where({ milestone_id: milestone.milestoneId, kind: 'revocationNotice' });
    const toldToCredit = notices.flatMap((each: { recipient_id: string; model: unknown }) =>
      JSON.stringify(each.model).includes('Invoice INV-1 of') ? [each.recipient_id] : [],
    );
    assert.deepEqual(toldToCredit.sort(), ['author', 'manager'], 'the client is told by the credit note');
    const sequences = (await milestone.events()).map((each) => each.sequence);
    assert.deepEqual(
      sequences,
      sequences.map((_, index) => index + 1),
      'one record over both runs',
    );
  });

  it('stays as it was when the sponsor declines, and the run ends', async () => {
    const milestone = await stage.start();
    await milestone.play(...toAccepted);
    await milestone.handle.result();
    await propose(milestone);
    await answer(milestone, act.declineRevocation());
    const result = (await latestRun(milestone).result()) as { phase: string };
    assert.equal(result.phase, 'accepted');
    assert.equal((await rowOf(milestone)).phase, 'accepted');
  });

  it('is not reopened by anybody but the manager: the refused run ends at once, and the record says who tried', async () => {
    const milestone = await stage.start();
    await milestone.play(...toAccepted);
    await milestone.handle.result();
    await assert.rejects(propose(milestone, 'director'));
    await latestRun(milestone).result();
    const { snapshot } = await rowOf(milestone);
    assert.equal(snapshot?.proposedRevocation, undefined);
    assert.ok(
      Object.values(snapshot?.messages ?? {}).some(
        (each) => each.code === 'WRONG_ACTOR' && each.personId === 'director',
      ),
    );
  });

  it('takes the record over where it has gone beyond the state a new run was started with', async () => {
    const milestone = await stage.start();
    await milestone.play(...toAccepted);
    await milestone.handle.result();
    const stale = await rowOf(milestone);
    await propose(milestone);
    await answer(milestone, act.declineRevocation());
    await latestRun(milestone).result();
    const snapshot = stale.snapshot;
    assert.ok(snapshot);
    const { raw } = milestone.messageOn(snapshot, act.but(act.proposeRevocation(), { messageId: 'late' }));
    const settings = { answerWithinMilliseconds: 60_000, taskQueue: stage.taskQueue };
    await proposeOnFinished(stage.environment.client, stale, raw as never, settings);
    await answer(milestone, act.declineRevocation());
    await latestRun(milestone).result();
    const types = await milestone.eventTypes();
    assert.deepEqual(types.slice(-4), [
      'revocationProposed',
      'revocationDeclined',
      'revocationProposed',
      'revocationDeclined',
    ]);
  });
});

describe('Time of the contract on a server that skips it', () => {
  let environment: TestWorkflowEnvironment;
  let stage: MilestoneStage;
  before(async () => {
    environment = await timeSkippingServer();
    stage = await MilestoneStage.open(environment);
  });
  after(async () => {
    await stage.close();
    await environment.teardown();
  });

  async function sleepUntil(instant: string): Promise<void> {
    await environment.sleep(Math.max(1, Date.parse(instant) - (await environment.currentTimeMs())));
  }

  it('makes silence acceptance when the mails were delivered, and the certificate says deemed', async () => {
    const silence = { review: 'none', signOff: 'deemedAccepted', furtherPeriodBusinessDays: 2 };
    const milestone = await stage.start({ contract: { silence } });
    await milestone.play(...toSignOff);
    for (;;) {
      await milestone.deliverMail();
      const { stage: at } = await milestone.state();
      if (at.phase !== 'formalSignOff') break;
      const next = at.wait.schedule[at.wait.next];
      assert.ok(next, 'the schedule ran to its end without silence counting');
      await sleepUntil(new Date(Date.parse(next.at) + 1000).toISOString());
    }
    const state = await milestone.state();
    assert.equal(state.acceptances.at(-1)?.basis, 'deemed');
    assert.deepEqual(state.signatures, []);
    await milestone.handle.result();
  });

  it('pins the public holidays of the contract as the first thing on record', async () => {
    const calendar = { timeZone: 'Europe/London', publicHolidaysOf: [{ country: 'GB', state: 'ENG' }] };
    const milestone = await stage.start({ contract: { calendar } });
    await milestone.play(act.submit());
    assert.deepEqual((await milestone.eventTypes()).slice(0, 2), ['milestoneStarted', 'holidaysPinned']);
    const { engagement } = await milestone.state();
    assert.ok((engagement.contract.calendar.pinnedHolidays?.dates.length ?? 0) > 70);
    await milestone.play(act.cancel('manager'));
    await milestone.handle.result();
  });

  it('does not begin under a calendar of a place that is not known', async () => {
    const calendar = { timeZone: 'Europe/London', publicHolidaysOf: [{ country: 'GB', state: 'XX' }] };
    const milestone = await stage.start({ contract: { calendar } });
    await assert.rejects(milestone.handle.result(), (error: Error) =>
      /XX/.test(JSON.stringify(error.cause, ['message', 'cause'])),
    );
  });

  it('holds the balance of an exception that nobody closed', async () => {
    const milestone = await stage.start();
    const dueOn = new Date((await environment.currentTimeMs()) + 10 * 86_400_000).toISOString().slice(0, 10);
    await milestone.play(
      ...toConditional.map((each, index) => (index === toSignOff.length ? act.propose('E1', { dueOn }) : each)),
    );
    await sleepUntil(new Date((await environment.currentTimeMs()) + 60 * 86_400_000).toISOString());
    const state = await milestone.state();
    assert.equal(state.exceptions[0]?.failure?.by, 'system');
    assert.ok((await milestone.mailKinds()).includes('exceptionFailedNotice to sponsor'));
    await milestone.play(act.showClosed('E1', 'author', ['doc1']));
    assert.equal((await milestone.state()).exceptions[0]?.closures?.[0]?.files.length, 1);
    await milestone.play(act.verify('E1', 'approver1'));
    assert.equal((await milestone.handle.result()).phase, 'accepted');
  });
});
