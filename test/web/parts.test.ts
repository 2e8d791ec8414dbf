// A milestone accepted in parts as its people do it: the manager on the desk puts a part to signature, the list signs behind links, the rest goes on.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import * as act from '../domain/acts.ts';
import { partTerms } from '../domain/parting.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import { PageStage } from './pageStage.ts';
import { assertReceipt, confirm, PageVisits } from './pageVisits.ts';

describe('Acceptance in parts, by pages', function () {
  this.timeout(240_000);
  let pages: PageStage;
  let visits: PageVisits;
  let milestone: StagedMilestone;
  let manager: Person;
  before(async () => {
    [pages, visits] = await Promise.all([PageStage.open({ trustProxy: ['loopback'] }), PageVisits.open()]);
    milestone = await pages.stage.start(partTerms);
    await milestone.play(...act.toSignOff);
    // Of what is asked later the mail is a later one.
    await milestone.deliverMail();
    manager = await testSession(pages.stage.database.db, 'manager@example.com', { name: 'Name of manager' });
  });
  after(async () => {
    await visits?.close();
    await pages?.close();
  });

  const said = (page: Page): Promise<string> => page.locator('main').innerText();
  const look = async (page: Page, name: string): Promise<void> => {
    await visits.takeAll(page, name);
    await visits.assertAccessible(page, name);
  };
  const onDesk = (use: (page: Page) => Promise<void>): Promise<void> =>
    visits.signedIn(`${pages.url}/desk/milestones/${milestone.milestoneId}`, manager, use, { scripts: false });
  const sign = async (personId: string, picture?: string): Promise<void> => {
    const { page, context } = await visits.visit(await pages.linkOf(milestone, personId), { scripts: false });
    assert.match(await said(page), /Design document.*€50,000\.00.*Model.*€30,000\.05.*Together €80,000\.05/s);
    assert.doesNotMatch(await page.locator('#part table').innerText(), /Handbook/);
    await page.locator('label:has([name=decision][value=sign])').click();
    await page.getByLabel(/I agree to the statement/).check();
    if (picture) await look(page, picture);
    await confirm(page, personId);
    await assertReceipt(page, /Signature|signed/i);
    if (picture) await look(page, `${picture}-receipt`);
    await context.close();
  };

  it('is put to signature, signed for as that part, certified, and leaves the rest open with its own date', async () => {
    await onDesk(async (page) => {
      await page.getByRole('link', { name: 'Put a part to signature' }).click();
      await page.getByRole('checkbox', { name: /Design document/ }).check();
      await page.getByRole('checkbox', { name: /Model/ }).check();
      await look(page, 'part-proposed-form');
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await page.getByRole('alert').innerText(), /Reason/);
      await page.getByLabel('Reason').fill('Live with these on Monday');
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await said(page), /Design document and Model/);
      await look(page, 'part-proposed-preview');
      await page.getByRole('button', { name: 'Do it' }).click();
      await milestone.recorded((state) => state.parts.length === 1);
      await page.goto(`${pages.url}/desk/milestones/${milestone.milestoneId}`);
      assert.match(await page.locator('#parts').innerText(), /Design document and Model\s+€80,000\.05/);
    });
    await sign('approver1', 'part-signature');
    await sign('approver2');
    await sign('director');
    const { outputs, stage } = await milestone.recorded((state) => state.outputs.length === 1);
    assert.equal(stage.phase, 'compiling');
    await onDesk(async (page) => {
      const number = outputs[0]?.certificateNumber ?? '';
      assert.match(await page.locator('#parts').innerText(), new RegExp(`${number}[^]*€80,000\\.05`));
      assert.match(
        await page.locator('#certificate').innerText(),
        /€80,000\.05 released, €19,999\.95 not accepted yet/,
      );
      await look(page, 'part-accepted-milestone');
      await page.goto(`${pages.url}${new URL(outputs[0]?.certificateAddress ?? '').pathname}`);
      assert.match(await said(page), /Partial acceptance certificate/);
      await look(page, 'part-certificate-page');
    });
    const { page, context } = await visits.visit(await pages.linkOf(milestone, 'director'));
    assert.match(await said(page), /You signed on .*Certificate .*-C1/s);
    await look(page, 'part-signed-link');
    await context.close();
  });
});
