// A manager's first week by pages alone: an engagement, its people, a milestone begun from an example, and what follows, in a browser.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { findEngagement } from '../../db/engagements.ts';
import { findMilestone } from '../../db/milestones.ts';
import { listRequests } from '../../db/requests.ts';
import { answer } from '../../scripts/demo/requestPage.ts';
import { ApiStage, linkSecret } from '../api/apiStage.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import { devServer } from '../support/temporal.ts';
import { PageVisits } from './pageVisits.ts';

const team = [
  { name: 'Ada Author', email: 'ada@firm.example', party: 'firm', capacity: 'Developer' },
  { name: 'Vera Validator', email: 'vera@firm.example', party: 'firm', capacity: 'Quality engineer' },
  { name: 'Theo Stakeholder', email: 'theo@client.example', party: 'client', capacity: 'Head of delivery' },
  { name: 'Zoë Approver', email: 'zoe@client.example', party: 'client', capacity: 'Director' },
];

describe('The first week of an engagement manager, by pages', function () {
  this.timeout(100_000);
  let stage: ApiStage;
  let visits: PageVisits;
  let mona: Person;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
    visits = await PageVisits.open();
    mona = await testSession(stage.database.db, 'mona@firm.example', {
      ...{ name: 'Mona Manager', roles: ['engagementRegistrar'] },
    });
  });
  after(async () => {
    await visits.close();
    await stage.close();
  });

  const asMona = <T>(path: string, use: (page: Page) => Promise<T>, scripts = true): Promise<T> =>
    visits.signedIn(`${stage.url}${path}`, mona, use, { scripts });
  const look = async (page: Page, name: string): Promise<void> => {
    await visits.takeAll(page, name);
    await visits.assertAccessible(page, name);
  };
  const said = (page: Page): Promise<string> => page.locator('main').innerText();
  let engagementAt = '';
  let milestoneId = '';
  const milestoneAt = (): string => `/desk/milestones/${milestoneId}`;
  const until = async (phase: string): Promise<void> => {
    for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((wait) => setTimeout(wait, 100)))
      if ((await findMilestone(stage.database.db, milestoneId))?.snapshot?.stage.phase === phase) return;
    assert.fail(`never in ${phase}`);
  };
  /** Of who has no desk: behind the link that was mailed. */
  const answers = async (personId: string, entries: Record<string, string>): Promise<void> => {
    const requests = await listRequests(stage.database.db, milestoneId);
    const request = requests.findLast((each) => each.personId === personId);
    assert.ok(request, `nothing is asked of ${personId}`);
    await answer(`${stage.url}${await linkOfRequest(stage.database.db, linkSecret, request.requestId)}`, entries);
  };
  const lookAndDo = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'See what it would do' }).click();
    await page.getByRole('button', { name: 'Do it' }).click();
    assert.match(await page.getByRole('status').innerText(), /Done|kept safe/);
  };

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
    const found = await findEngagement(stage.database.db, engagementAt.split('/').at(-1) ?? '');
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

  it('amends the terms that the parties agreed on otherwise, with the signed amendment, having seen what changes', async () => {
    await asMona(engagementAt, async (page) => {
      await page.getByRole('link', { name: 'Amend the contract terms' }).click();
      await look(page, 'week-terms');
      await page.getByLabel('Days to sign').fill('12');
      await page.getByLabel('Name of the amendment').fill('Amendment 1');
      await page.getByRole('textbox', { name: 'Reason' }).fill('The board signs together');
      await page.getByLabel('Agreed on').fill('2026-03-02');
      const signed = { name: 'amendment-1.txt', mimeType: 'text/plain', buffer: Buffer.from('Amendment 1, signed') };
      const amendment = page.getByRole('group', { name: 'The signed amendment' });
      await amendment.getByLabel('From your computer').setInputFiles(signed);
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await page.getByRole('alert').innerText(), /Who agreed for the other party/);
      await look(page, 'week-terms-refused');
      await page.getByLabel('Who agreed for the other party').selectOption('sven-sponsor');
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await said(page), /Days to sign: from 10 to 12.*Sven Sponsor agreed on 2 March 2026.*version 2/s);
      await look(page, 'week-terms-preview');
      await page.getByRole('button', { name: 'Do it' }).click();
      assert.match(await page.getByRole('status').innerText(), /terms are amended/);
      await look(page, 'week-terms-done');
    });
  });

  it('keeps what was begun: by a button where no scripts run, on the desk, gone on with there and thrown away', async () => {
    const use = async (page: Page): Promise<void> => {
      await page.getByLabel('Title').fill('Pilot');
      await page.getByRole('button', { name: 'Save draft' }).click();
      assert.match(await page.getByRole('status').innerText(), /The draft is saved/);
      await page.goto(`${stage.url}/desk`);
      await page.getByRole('link', { name: /^Go on/ }).click();
      assert.equal(await page.getByLabel('Title').inputValue(), 'Pilot');
      await page.goto(`${stage.url}/desk`);
      await page.getByRole('button', { name: /^Throw away/ }).click();
      assert.doesNotMatch(await said(page), /Pilot/);
    };
    await asMona(`${engagementAt}/new-milestone`, use, false);
  });

  it('starts a milestone from an example, told all the while whether it can be signed, and who will be mailed when', async () => {
    await asMona(engagementAt, async (page) => {
      await page.getByRole('link', { name: 'Start a milestone' }).click();
      await page.getByLabel('Begin from').selectOption({ label: 'IT implementation' });
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
      milestoneId = decodeURIComponent(/milestones\/([^?]+)/.exec(page.url())?.[1] ?? '');
      const row = await findMilestone(stage.database.db, milestoneId);
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
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'What is wrong, as CSV' }).click(),
      ]);
      assert.match(await readFile(await download.path(), 'utf8'), /6,Site 5 live,value\.amount,/);
      await page.locator('tr.refused input').fill('12345.00');
      await page.getByRole('button', { name: 'Look again' }).click();
      assert.match(await page.getByRole('status').innerText(), /20 rows can be started\./);
      await page.getByRole('button', { name: 'Start the ready ones' }).click();
      assert.match(await page.getByRole('status').innerText(), /20 milestones were started\./);
      await page.goto(`${stage.url}/desk/portfolio`);
      assert.match(await said(page), /21 milestones/);
    };
    await asMona(engagementAt, use, false);
  });

  it('keeps the milestone as a template, and begins the next one from it', async () => {
    const use = async (page: Page): Promise<void> => {
      await page.getByRole('link', { name: 'Keep as a template' }).click();
      await page.getByLabel('Name of the template').fill('Our roll-outs');
      await page.getByRole('button', { name: 'Keep as a template' }).click();
      assert.match(await said(page), /The template is kept.*Our roll-outs.*Yours alone/s);
      await page.goto(`${stage.url}${engagementAt}/new-milestone`);
      await page.getByLabel('Begin from').selectOption({ label: 'Our roll-outs' });
      await page.getByRole('button', { name: 'Fill the form' }).click();
      assert.equal(await page.getByLabel('Title').inputValue(), 'Build and test');
    };
    await until('compiling');
    await asMona(milestoneAt(), use, false);
    await asMona('/desk/templates', (page) => look(page, 'week-templates'));
    await asMona('/desk/components', (page) => look(page, 'week-components'));
  });

  it('goes on to a signed milestone: package, a corrected address, a comment answered, a refusal settled, the certificate', async () => {
    await until('compiling');
    await asMona(`${milestoneAt()}/package`, async (page) => {
      for (const [index, each] of (await page.getByLabel('Files').all()).entries())
        await each.setInputFiles({
          name: `d${index}.txt`,
          mimeType: 'text/plain',
          buffer: Buffer.from(`Text ${index}`),
        });
      await page.getByLabel('Summary').fill('Built and tested');
      await page.getByLabel('Services completed').fill('Build and test');
      for (const each of await page.getByLabel('passed', { exact: true }).all()) await each.check();
      await lookAndDo(page);
    });
    await until('validating');
    await asMona(
      `${milestoneAt()}/acts/correctPerson?ofPersonId=theo-stakeholder`,
      async (page) => {
        await page.getByLabel('Address').fill('theodor@client.example');
        await page.getByLabel('Reason').fill('He reads this one');
        await lookAndDo(page);
      },
      false,
    );
    const met = ['R1', 'R2', 'R3'].flatMap((id) => [
      [`outcome-${id}`, 'met'],
      [`evidence-${id}`, 'Seen'],
    ]);
    await answers('vera-validator', {
      ...(Object.fromEntries(met) as Record<string, string>),
      ...{ summary: 'All is met', recommendation: 'accept', typedName: 'Vera Validator' },
    });
    await until('inReview');
    const theo = { typedName: 'Theo Stakeholder', needsAnswer: 'yes', comments: 'Will site 2 get the same settings?' };
    await answers('theo-stakeholder', { decision: 'approve', ...theo });
    await asMona('/desk', async (page) => {
      await page.getByRole('link', { name: /^Answer/ }).click();
      await page
        .getByLabel(/^Your answer/)
        .or(page.locator('#comments textarea'))
        .first()
        .fill('Yes, the same');
      await page.locator('#comments').getByRole('button').click();
      await page.getByRole('button', { name: 'Do it' }).click();
    });
    await until('formalSignOff');
    await answers('zoe-approver', { decision: 'refuse', reasons: 'The manual is unclear', typedName: 'Zoë Approver' });
    await until('facilitation');
    await asMona(
      '/desk',
      async (page) => {
        await page
          .locator(`[id^="${milestoneId}-recordOutcome"]`)
          .getByRole('link', { name: /^Record the outcome/ })
          .click();
        await page.getByLabel('What was agreed').selectOption('askAgain');
        await page.getByLabel('What was discussed').fill('The manual was explained');
        await lookAndDo(page);
      },
      false,
    );
    await until('formalSignOff');
    await answers('zoe-approver', { decision: 'sign', agreesToStatement: 'yes', typedName: 'Zoë Approver' });
    await until('accepted');
    const published = async (): Promise<boolean> =>
      ((await findMilestone(stage.database.db, milestoneId))?.snapshot?.outputs.length ?? 0) > 0;
    for (const end = Date.now() + 30_000; Date.now() < end && !(await published());)
      await new Promise((wait) => setTimeout(wait, 100));
    await asMona(milestoneAt(), async (page) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: /PDF/ }).first().click(),
      ]);
      assert.match(download.suggestedFilename(), /\.pdf$/);
      await look(page, 'week-accepted');
    });
  });

  it('ends with the invoice, registered by finance', async () => {
    const finn = await testSession(stage.database.db, 'finn@firm.example', {
      name: 'Finn Finance',
      roles: ['finance'],
    });
    const use = async (page: Page): Promise<void> => {
      await page.locator('#ready').locator('..').getByRole('link', { name: 'Build and test' }).click();
      await page.getByRole('link', { name: 'Register an invoice' }).click();
      await page.getByLabel('Number of the invoice').fill('INV-2026-1');
      await page.getByLabel('Net amount').fill('85000.00');
      await page.getByRole('button', { name: 'Register an invoice' }).click();
      assert.match(await said(page), /INV-2026-1/);
    };
    await visits.signedIn(`${stage.url}/desk/money`, finn, use, { scripts: false });
  });
});
