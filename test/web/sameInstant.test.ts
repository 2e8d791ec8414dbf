// Decisions that really arrive together, on a real Temporal server: sealed once, and nobody's is lost.
import assert from 'node:assert/strict';
import * as act from '../domain/acts.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { PageStage, signing } from './pageStage.ts';

describe('Decisions of the same instant', function () {
  this.timeout(240_000);
  let pages: PageStage;
  before(async () => {
    pages = await PageStage.open();
  });
  after(() => pages?.close());

  const given = async (...acts: act.Act[]): Promise<StagedMilestone> => {
    const milestone = await pages.stage.start();
    await milestone.play(...acts);
    return milestone;
  };
  const countOf = async (milestone: StagedMilestone, type: string): Promise<number> =>
    (await milestone.eventTypes()).filter((each) => each === type).length;

  it('of the two last signers seal once', async () => {
    const plan = {
      approvalAuthorityList: [{ name: 'Both', members: ['approver1', 'approver2'].map((personId) => ({ personId })) }],
    };
    const milestone = await pages.stage.start({ plan });
    await milestone.play(...act.toSignOff);
    const links = [await pages.linkOf(milestone, 'approver1'), await pages.linkOf(milestone, 'approver2')];
    const answers = await Promise.all(
      links.map((link, index) => pages.post(link, signing(`approver${index + 1}`, `last-${index}`))),
    );
    for (const { status, html } of answers) assert.equal(status, 200, html);
    await milestone.handle.result();
    assert.equal(await countOf(milestone, 'signed'), 2);
    assert.equal(await countOf(milestone, 'accepted'), 1);
    assert.equal(await countOf(milestone, 'outputsPublished'), 1);
    const certificates = await pages.stage.database.db('certificates').where({ milestone_id: milestone.milestoneId });
    assert.equal(certificates.length, 1);
  });

  it('of one person pressing five times, and in another tab, are one, and every press ends on the receipt', async () => {
    const milestone = await given(...act.toSignOff);
    const link = await pages.linkOf(milestone, 'approver1');
    const presses = await Promise.all(
      Array.from({ length: 5 }, () => pages.post(link, signing('approver1', 'same-form'))),
    );
    for (const { status, html } of presses) {
      assert.equal(status, 200, html);
      assert.match(html, /Your decision is on record/);
    }
    const tab = await pages.post(link, signing('approver1', 'other-tab'));
    assert.equal(tab.status, 409);
    assert.match(tab.html, /You have decided/);
    assert.equal(await countOf(milestone, 'signed'), 1);
  });

  it('by the page and by another way are one', async () => {
    const milestone = await given(...act.toSignOff);
    const link = await pages.linkOf(milestone, 'approver1');
    const elsewhere = await milestone.message(act.sign('approver1'));
    const [page] = await Promise.all([
      pages.post(link, signing('approver1', 'page')),
      milestone.update(elsewhere).catch(() => undefined),
    ]);
    assert.ok([200, 409].includes(page.status), page.html);
    assert.equal(await countOf(milestone, 'signed'), 1);
  });

  it('to delegate and to sign leave one of them standing, and tell the other why', async () => {
    const milestone = await given(...act.toSignOff);
    const link = await pages.linkOf(milestone, 'approver1');
    const delegating = {
      formId: 'delegate',
      decision: 'delegate',
      delegateTo: 'deputy',
      delegateReason: 'On leave',
      typedName: 'Name of approver1',
    };
    const answers = await Promise.all([pages.post(link, signing('approver1', 'sign')), pages.post(link, delegating)]);
    assert.deepEqual(answers.map((each) => each.status).sort(), [200, 409]);
    const { signatures, delegations } = await milestone.state();
    assert.equal(signatures.length + delegations.length, 1);
  });
});
