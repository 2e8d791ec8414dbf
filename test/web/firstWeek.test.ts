// A manager's first week by pages alone: an engagement, its people, a milestone begun from an example, and what follows, in a browser.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { findEngagement } from '../../db/engagements.ts';
import { findMilestone } from '../../db/milestones.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import { PageStage } from './pageStage.ts';
import { PageVisits } from './pageVisits.ts';

const team = [
  { name: 'Ada Author', email: 'ada@firm.example', party: 'firm', capacity: 'Developer' },
  { name: 'Vera Validator', email: 'vera@firm.example', party: 'firm', capacity: 'Quality engineer' },
  { name: 'Theo Stakeholder', email: 'theo@client.example', party: 'client', capacity: 'Head of delivery' },
  { name: 'Zoë Approver', email: 'zoe@client.example', party: 'client', capacity: 'Director' },
];

describe('The first week of an engagement manager, by pages', function () {
  this.timeout(90_000);
  let pages: PageStage;
  let visits: PageVisits;
  let mona: Person;
  before(async () => {
    pages = await PageStage.open();
    visits = await PageVisits.open();
    mona = await testSession(pages.stage.database.db, 'mona@firm.example', {
      ...{ name: 'Mona Manager', roles: ['engagementRegistrar'] },
    });
  });
  after(async () => {
    await visits.close();
    await pages.close();
  });

  const asMona = <T>(path: string, use: (page: Page) => Promise<T>, scripts = true): Promise<T> =>
    visits.signedIn(`${pages.url}${path}`, mona, use, { scripts });
  const look = async (page: Page, name: string): Promise<void> => {
    await visits.takeAll(page, name);
    await visits.assertAccessible(page, name);
  };
  const said = (page: Page): Promise<string> => page.locator('main').innerText();
  let engagementAt = '';

  it('begins with nothing and registers an engagement; what is wrong stands beside its field and nothing is lost', async () => {
    await asMona('/desk', async (page) => {
      await page.getByRole('link', { name: 'New', exact: true }).click();
      await look(page, 'week-new');
      await page.getByRole('link', { name: 'Register one' }).click();
      await page.getByLabel('Name of the engagement').fill('ERP roll-out');
      await page.getByLabel('Client', { exact: true }).fill('Example Manufacturing plc');
      await page.getByLabel('Your firm').fill('Sample Advisory LLP');
      await page.getByLabel('Contract number').fill('CT-2041');
      const first = page.getByRole('group', { name: 'Person 1' });
      assert.equal(await first.getByLabel('Name').inputValue(), 'Mona Manager');
      await first.getByLabel('Capacity').fill('Engagement manager');
      const second = page.getByRole('group', { name: 'Person 2' });
      await second.getByLabel('Name').fill('Sven Sponsor');
      await second.getByLabel('E-mail').fill('mona@firm.example');
      await second.getByLabel('Capacity').fill('Director');
      for (const [index, each] of team.entries()) {
        await page.getByRole('button', { name: 'Add a person' }).click();
        const row = page.getByRole('group', { name: `Person ${index + 3}` });
        await row.getByLabel('Name').fill(each.name);
        await row.getByLabel('E-mail').fill(each.email);
        await row.getByLabel('Of', { exact: true }).selectOption(each.party);
        await row.getByLabel('Capacity').fill(each.capacity);
      }
      await page.getByRole('button', { name: 'Register the engagement' }).click();
      const errors = await page.getByRole('alert').innerText();
      assert.match(errors, /Fill in: Statement of work/);
      await page.getByLabel('Statement of work').fill('SOW-7, version 3');
      await page.getByRole('button', { name: 'Register the engagement' }).click();
      assert.match(await page.getByRole('alert').innerText(), /Person 2, E-mail address: .*one mailbox is one human/);
      await look(page, 'week-engagement-refused');
      const wrong = page.getByRole('group', { name: 'Person 2' }).getByLabel('E-mail');
      assert.equal(await wrong.getAttribute('aria-invalid'), 'true');
      await wrong.fill('sven@client.example');
      await page.getByRole('button', { name: 'Register the engagement' }).click();
      assert.match(await page.getByRole('status').innerText(), /registered/);
      engagementAt = new URL(page.url()).pathname;
      await look(page, 'week-engagement');
    });
    const found = await findEngagement(pages.stage.database.db, engagementAt.split('/').at(-1) ?? '');
    assert.deepEqual(
      found?.people.map((each) => each.personId),
      ['mona-manager', 'sven-sponsor', 'ada-author', 'vera-validator', 'theo-stakeholder', 'zoe-approver'],
    );
  });

  it('adds a person who was forgotten', async () => {
    const use = async (page: Page): Promise<void> => {
      await page.getByRole('link', { name: 'Add a person' }).click();
      await page.getByLabel('Name').fill('Finn Finance');
      await page.getByLabel('E-mail').fill('finn@firm.example');
      await page.getByLabel('Capacity').fill('Accountant');
      await page.getByLabel('Reason').fill('Registers the invoices');
      await page.getByRole('button', { name: 'Add a person' }).click();
      assert.match(await said(page), /on the list.*Finn Finance/s);
    };
    await asMona(engagementAt, use, false);
  });

  it('starts a milestone from an example, told all the while whether it can be signed, and who will be mailed when', async () => {
    await asMona(engagementAt, async (page) => {
      await page.getByRole('link', { name: 'Start a milestone' }).click();
      await page.getByLabel('Begin from').selectOption({ label: 'Software delivery' });
      await page.getByRole('button', { name: 'Fill the form' }).click();
      assert.equal(await page.getByLabel('Title').inputValue(), 'Build and test');
      assert.match(await page.locator('#live').innerText(), /Still to be filled in/);
      await look(page, 'week-milestone-form');
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.getByLabel('Value', { exact: true }).fill('85000.00');
      await page.getByLabel('Currency').fill('EUR');
      for (const each of await page.getByRole('group', { name: 'Authors' }).getByLabel(/Ada/).all()) await each.check();
      const validation = page.locator('#validation');
      await validation.getByLabel('Name of the group').fill('Validation');
      await validation.getByLabel(/Ada Author/).check();
      const review = page.getByRole('group', { name: 'Review group 1' });
      await review.getByLabel('Name of the group').fill('Client delivery');
      await review.getByLabel(/Theo/).check();
      const signing = page.getByRole('group', { name: 'Signing group 1' });
      await signing.getByLabel('Name of the group').fill('Client');
      await signing.getByLabel(/^Zoë/).selectOption('sign');
      await signing.getByLabel(/up to any value: Zoë/).fill('50000.00');
      await page.getByText('Not as it stands').waitFor();
      assert.match(await page.locator('#live').innerText(), /authors of a deliverable cannot validate it.*50000\.00/s);
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await page.getByRole('alert').innerText(), /Validators: authors.*Signing group 1, Signers/s);
      await look(page, 'week-milestone-refused');
      await page.setViewportSize({ width: 1280, height: 900 });
      await validation.getByLabel(/Ada Author/).uncheck();
      await validation.getByLabel(/Vera/).check();
      await signing.getByLabel(/up to any value: Zoë/).fill('100000.00');
      await page.getByText('Yes, as it stands').waitFor();
      assert.match(await page.locator('#live').innerText(), /Validate.*Vera.*Review.*Theo.*Sign.*Zoë/s);
      await visits.take(page, 'week-milestone-signable');
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await said(page), /Not done yet.*3 deliverables, 3 requirements.*Vera Validator/s);
      await look(page, 'week-milestone-preview');
      await page.getByRole('button', { name: 'Start a milestone' }).click();
      assert.match(await page.locator('h1').innerText(), /Build and test/);
      const milestoneId = decodeURIComponent(/milestones\/([^?]+)/.exec(page.url())?.[1] ?? '');
      const row = await findMilestone(pages.stage.database.db, milestoneId);
      assert.deepEqual(row?.plan.value, { amount: '85000.00', currency: 'EUR' });
      assert.equal(row?.startedBy.personId, 'mona-manager');
      await visits.take(page, 'week-started');
    });
  });

  it('brings in twenty more from a sheet, puts a refused row right in its place, and starts them', async () => {
    const use = async (page: Page): Promise<void> => {
      await page.getByRole('link', { name: 'Bring in a list' }).click();
      const rows = Array.from(
        { length: 20 },
        (_, index) => `Site ${index + 1} live\t${index === 4 ? '12.345' : '25,000.00'}\t2027-0${(index % 6) + 1}-15`,
      );
      await page.getByLabel('Paste the rows').fill(['Milestone\tValue\tDue', ...rows].join('\n'));
      await page.getByRole('button', { name: 'Look at the rows' }).click();
      assert.match(await page.getByRole('status').innerText(), /19 rows can be started, 1 would be refused/);
      assert.match(await page.locator('tr.refused').innerText(), /5\s+refused/);
      await visits.take(page, 'week-import');
      await page.locator('tr.refused input').fill('12345.00');
      await page.getByRole('button', { name: 'Look again' }).click();
      assert.match(await page.getByRole('status').innerText(), /20 rows can be started\./);
      await page.getByRole('button', { name: 'Start the ready ones' }).click();
      assert.match(await page.getByRole('status').innerText(), /20 milestones were started\./);
      await page.goto(`${pages.url}/desk/portfolio`);
      assert.match(await said(page), /21 milestones/);
    };
    await asMona(engagementAt, use, false);
  });
});
