// The plan amended at the desk: several requirements and deliverables in one amendment.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { testSession } from '../support/signedIn.ts';
import { PageStage } from './pageStage.ts';
import { PageVisits } from './pageVisits.ts';

describe('A change of the plan at the desk', function () {
  this.timeout(240_000);
  let pages: PageStage;
  let visits: PageVisits;
  before(async () => {
    pages = await PageStage.open();
    visits = await PageVisits.open();
  });
  after(async () => {
    await visits.close();
    await pages.close();
  });

  it('changes several requirements and deliverables in one amendment, in rows that are added without scripts and keep what was typed', async () => {
    const milestone = await pages.stage.start();
    await milestone.recorded();
    const person = await testSession(pages.stage.database.db, 'manager@example.com', { name: 'manager' });
    const path = `/desk/milestones/${milestone.milestoneId}/acts/amendPlan`;
    const use = async (page: Page): Promise<void> => {
      const row = (name: string) => page.getByRole('group', { name, exact: true });
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      await row('Requirement 1').getByLabel('Short name').fill('R1');
      await row('Requirement 1').getByLabel('What must hold').fill('Complete, and signed by its author');
      await page.getByLabel('Reason').fill('As agreed in change order 3');
      await press('Another requirement');
      assert.equal(await row('Requirement 1').getByLabel('Short name').inputValue(), 'R1');
      await row('Requirement 2').getByLabel('Short name').fill('R9');
      await row('Requirement 2').getByLabel('What must hold').fill('Translated');
      await row('Requirement 2').getByLabel('Weight').selectOption('desirable');
      await press('Another requirement');
      await row('Requirement 3').getByLabel('Short name').fill('R7');
      await row('Requirement 3').getByLabel('What becomes of it').selectOption('It is taken out of the plan');
      await row('Deliverable 1').getByLabel('Short name').fill('D9');
      await press('See what it would do');
      assert.match(await page.getByRole('alert').innerText(), /none of this short name/);
      await row('Requirement 3').getByLabel('Short name').fill('R2');
      await press('See what it would do');
      assert.match(await page.getByRole('alert').innerText(), /Deliverable 1, What it is called/);
      await row('Deliverable 1').getByLabel('What it is called').fill('Translation');
      await visits.takeAll(page, 'desk-amendment');
      await visits.assertAccessible(page, 'desk-amendment');
      await press('Another deliverable');
      await page.getByRole('button', { name: /^Remove.*Deliverable 2$/ }).click();
      await press('See what it would do');
      assert.match(await page.locator('main').innerText(), /Requirement 2, .*\s+Translated/);
      await press('Change it');
      assert.equal(await row('Requirement 2').getByLabel('Weight').inputValue(), 'false');
      await press('See what it would do');
      await visits.takeAll(page, 'desk-amendment-preview');
      await press('Do it');
      await page.waitForURL(/done=/);
    };
    await visits.signedIn(`${pages.url}${path}`, person, use, { scripts: false });
    const [amendment] = (await milestone.state()).amendments;
    const { requirements, deliverables } = amendment?.changes ?? {};
    assert.deepEqual(
      requirements?.map(({ requirementId, text, isMandatory }) => [requirementId, text, isMandatory]),
      [
        ['R1', 'Complete, and signed by its author', true],
        ['R9', 'Translated', false],
      ],
    );
    assert.deepEqual(
      deliverables?.map(({ deliverableId, title }) => [deliverableId, title]),
      [
        ['D1', 'Design document'],
        ['D2', 'Model'],
        ['D9', 'Translation'],
      ],
    );
  });
});
