// The desk in a browser: what needs the manager, whom they wait for, and acts that say what they would do before they are done.
import assert from 'node:assert/strict';
import ical from 'node-ical';
import type { Page } from 'playwright-core';
import { recordDeparture, takeBackDeparture } from '../../administration/restrictions.ts';
import * as act from '../domain/acts.ts';
import { addressOf } from '../support/mailSink.ts';
import { testSession } from '../support/signedIn.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { PageStage } from './pageStage.ts';
import { desktop, PageVisits } from './pageVisits.ts';

describe('The desk of an engagement manager', () => {
  let pages: PageStage;
  let visits: PageVisits;
  let milestone: StagedMilestone;
  before(async function () {
    this.timeout(120_000);
    pages = await PageStage.open();
    visits = await PageVisits.open();
    milestone = await pages.stage.start();
    await milestone.play(...act.toReview, act.comment('user1', 'Where is the loading dock?'));
    await milestone.deliverMail();
  });
  after(async () => {
    await visits.close();
    await pages.close();
  });

  async function openAs<T>(address: string, path: string, use: (page: Page) => Promise<T>): Promise<T> {
    const person = await testSession(pages.stage.database.db, address, { name: address.split('@')[0] ?? address });
    return visits.signedIn(`${pages.url}${path}`, person, use);
  }

  it('shows what needs them and whom they wait for, with how far each request got', async () => {
    await openAs('manager@example.com', '/', async (page) => {
      assert.match(page.url(), /\/desk$/);
      const [needs, waiting] = await page.locator('section.list').allInnerTexts();
      assert.match(needs ?? '', /Answer 1 comment/);
      assert.match(waiting ?? '', /user1.*Review.*sent/s);
      await visits.takeAll(page, 'desk-work');
      await visits.assertAccessible(page, 'desk-work');
    });
  });

  it('changes while one looks, with the focus where it was, and is where a mail leads that a manager gets', async () => {
    const mail = await pages.mailTo(milestone, 'manager', /./);
    const [address = ''] = /http\S+\/desk#\S+/.exec(mail.text ?? '') ?? [];
    await openAs('manager@example.com', new URL(address).pathname + new URL(address).hash, async (page) => {
      assert.match(await page.locator(':target').innerText(), /Design/);
      const sent = await page.evaluate(() => {
        const [first] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        const rest = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
        return [first, ...rest].reduce((all, each) => all + (each?.transferSize ?? 0), 0);
      });
      assert.ok(sent > 5_000 && sent < 100_000, `${sent} bytes were sent`);
      const first = page.locator('.do a').first();
      await first.focus();
      await page.evaluate(() => {
        const seen = { shift: 0 };
        Object.assign(globalThis, { seen });
        new PerformanceObserver((list) => {
          for (const each of list.getEntries()) seen.shift += (each as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await milestone.play(act.comment('user1', 'And where is the lift?'));
      await page.getByText('Answer 2 comments', { exact: true }).waitFor();
      assert.equal(await page.title(), '(1) My desk · Milestone Sign-Off');
      assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /^Answer/);
      const { shift } = await page.evaluate(() => (globalThis as unknown as { seen: { shift: number } }).seen);
      assert.equal(shift, 0);
    });
  });

  it('has a question somebody asked before deciding, and a clock that stands still as stuck, each with where it is ended', async () => {
    await milestone.play(act.askForInformation('user1'), act.stopClock());
    await openAs('manager@example.com', '/desk', async (page) => {
      await page.getByText('Answer Name of user1, who asked before deciding', { exact: true }).waitFor();
      const stuck = page.getByRole('region', { name: /^Stuck 1/ });
      assert.match(
        await stuck.innerText(),
        /The clock stands still, and deadlines move with it, until the client has brought: “.+”/,
      );
      await visits.takeAll(page, 'desk-stuck');
      await visits.assertAccessible(page, 'desk-stuck');
      await stuck.getByRole('link', { name: /^Resume the clock/ }).click();
      assert.equal(await page.getByLabel('What stands still').inputValue(), 'H2');
    });
    await milestone.play(act.resumeClock('manager', { stopId: 'H2' }), act.resumeClock());
  });

  it('leads to where their notices are told in a chat as well, which says what leaves', async () => {
    await openAs('manager@example.com', '/desk', async (page) => {
      await page.getByRole('link', { name: 'Notices in Slack or Teams' }).click();
      await page.getByLabel('Address of the webhook').fill('https://chat.example.org/hooks/1');
      await page.getByRole('button', { name: 'Try it and keep it' }).click();
      assert.match(await page.getByRole('alert').innerText(), /leads to chat\.example\.org/);
      await visits.takeAll(page, 'desk-chat');
      await visits.assertAccessible(page, 'desk-chat');
    });
  });

  it('gives their calendar an address, which tells their deadlines to whoever has it until it is ended', async () => {
    const address = await openAs('manager@example.com', '/desk', async (page) => {
      await page.getByRole('link', { name: 'In your calendar' }).click();
      await page.getByRole('button', { name: 'Make an address' }).click();
      await visits.takeAll(page, 'desk-calendar');
      await visits.assertAccessible(page, 'desk-calendar');
      return page.getByLabel('The address, shown this once').inputValue();
    });
    assert.match(address, new RegExp(`^${pages.url}/calendar/[A-Za-z0-9_-]{32}\\.ics$`));
    const read = await fetch(address);
    assert.match(read.headers.get('content-type') ?? '', /^text\/calendar/);
    const events = Object.values(ical.sync.parseICS(await read.text())).filter((each) => each?.type === 'VEVENT');
    const summaries = events.map((each) => (each as { summary: string }).summary);
    const { stage } = (await milestone.state()) as { stage: { wait?: { deadline: string } } };
    const ofReviewer = events[summaries.findIndex((each) => each.startsWith('Name of user1: Review'))];
    // A calendar knows seconds; a clock that stood still has moved the deadline by less.
    const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);
    assert.equal(seconds(ofReviewer?.start.toISOString() ?? ''), seconds(stage.wait?.deadline ?? ''));
    assert.match(
      (ofReviewer?.url as unknown as { val: string }).val,
      new RegExp(`/desk/milestones/${milestone.milestoneId}$`),
    );
    assert.ok(summaries.some((each) => each.startsWith('Answer')));
    // Reads are taken down together, a moment later.
    const { db: record } = pages.stage.database;
    const lines = () => record('audit_entries').whereLike('line', '%calendar%').pluck<string[]>('line');
    while (!(await lines()).some((each) => each.includes('"what":"/calendar/…"')))
      await new Promise((wait) => setTimeout(wait, 50));
    const token = /calendar\/([^.]+)/.exec(address)?.[1] ?? '';
    assert.ok((await lines()).every((each) => !each.includes(token)));
    const last = await openAs('manager@example.com', '/desk/calendar', async (page) => {
      const made = () => page.getByLabel('The address, shown this once').inputValue();
      assert.match(await page.locator('main').innerText(), /You have an address since/);
      await page.getByRole('button', { name: 'Make another address' }).click();
      const other = await made();
      assert.deepEqual([(await fetch(address)).status, (await fetch(other)).status], [404, 200]);
      await page.getByRole('button', { name: 'End the address' }).click();
      await page.getByRole('button', { name: 'Make an address' }).waitFor();
      assert.equal((await fetch(other)).status, 404);
      await page.getByRole('button', { name: 'Make an address' }).click();
      return made();
    });
    assert.match(await (await fetch(last)).text(), /VEVENT/);
    const by = { keyId: 'test', now: new Date().toISOString() };
    const leave = { address: 'manager@example.com', reason: 'Left the firm' };
    const { departureId = '' } = (await recordDeparture(record, leave, by)) ?? {};
    assert.doesNotMatch(await (await fetch(last)).text(), /VEVENT/);
    await takeBackDeparture(record, departureId, { reason: 'A mistake' }, by);
  });

  it('is worked by keyboard alone: past the places to the content, to the first act and into its form, with the focus to be seen', async () => {
    await openAs('manager@example.com', '/desk', async (page) => {
      const focused = () =>
        page.evaluate(() => {
          const { textContent, id } = document.activeElement ?? {};
          const { outlineStyle } = getComputedStyle(document.activeElement ?? document.body);
          return { text: textContent?.replace(/\s+/g, ' ').trim(), id, isSeen: outlineStyle !== 'none' };
        });
      await page.keyboard.press('Tab');
      assert.match((await focused()).text ?? '', /^Skip to the content/);
      await page.keyboard.press('Enter');
      assert.equal((await focused()).id, 'content');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      const act = await focused();
      assert.match(act.text ?? '', /^Answer/);
      assert.ok(act.isSeen);
      await page.keyboard.press('/');
      assert.equal((await focused()).id, 'find');
      await page.keyboard.press('Shift+Tab');
      await page.goto(`${pages.url}/desk/milestones/${milestone.milestoneId}/acts/extendDeadline`);
      await page.getByLabel('New deadline').focus();
      await page.getByLabel('Reason').focus();
      await page.keyboard.type('Holidays');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('.error').waitFor();
      assert.equal(await page.getByLabel('Reason').inputValue(), 'Holidays');
    });
  });

  it('says what an act would do and whom it would mail, does it once it is confirmed, and nothing before', async () => {
    await openAs('manager@example.com', '/desk', async (page) => {
      await page
        .getByRole('link', { name: /^Extend/ })
        .first()
        .click();
      await page.getByLabel('New deadline').fill('2099-01-01');
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await page.locator('.error').innerText(), /Reason/);
      await page.getByLabel('Reason').fill('Holidays of the reviewer');
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await page.locator('.error').innerText(), /business days/);
      await visits.takeAll(page, 'desk-act-refused');
      await visits.assertAccessible(page, 'desk-act-refused');
      const deadline = (await milestone.state()).stage as { wait: { deadline: string } };
      const later = new Date(Date.parse(deadline.wait.deadline) + 7 * 86_400_000).toISOString().slice(0, 10);
      await page.getByLabel('New deadline').fill(later);
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await page.locator('main').innerText(), /Not done yet.*The deadline was extended.*user1/s);
      await visits.takeAll(page, 'desk-act-preview');
      await visits.assertAccessible(page, 'desk-act-preview');
      assert.deepEqual((await milestone.state()).stage, deadline);
      await page.getByRole('button', { name: 'Do it' }).click();
      assert.match(await page.locator('[role=status]').innerText(), /Done/);
      const after = (await milestone.state()).stage as typeof deadline;
      assert.ok(after.wait.deadline.startsWith(later));
      await page.locator('summary').first().click();
      await visits.takeAll(page, 'desk-milestone');
      await visits.assertAccessible(page, 'desk-milestone');
    });
  });

  it('shows the portfolio and the money in it by addresses that can be shared, and finds by words', async () => {
    await openAs('manager@example.com', '/desk/portfolio?phase=inReview&q=desi', async (page) => {
      assert.match(await page.locator('.desk-head').innerText(), /1 milestone · €100,000\.00/);
      await page.setViewportSize(desktop);
      await page.getByText('Keep this view').click();
      await page.getByLabel('Name').fill('Reviews of design');
      await page.getByRole('button', { name: 'Keep', exact: true }).click();
      await page.goto(`${pages.url}/desk/portfolio`);
      await page.getByRole('link', { name: 'Reviews of design' }).click();
      assert.match(page.url(), /portfolio\?phase=inReview&q=desi$/);
      await page.setViewportSize(desktop);
      // A row that comes while one looks moves none that is there.
      const widths = () =>
        page.locator('.rows th').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().width));
      const before = await widths();
      assert.equal(before.length, 6);
      await page.locator('.rows tbody').evaluate((body) => body.append(body.children[0]?.cloneNode(true) ?? ''));
      await page
        .locator('.rows tbody tr')
        .last()
        .locator('td')
        .evaluateAll((cells) =>
          cells.forEach((cell, index) => (cell.textContent = 'Longer than the others '.repeat(index))),
        );
      assert.deepEqual(await widths(), before);
      await page.reload();
      await visits.takeAll(page, 'desk-portfolio');
      await visits.assertAccessible(page, 'desk-portfolio');
      await page.getByRole('link', { name: 'Money' }).click();
      assert.match(await page.locator('#blocked').locator('..').innerText(), /Design.*Review.*€100,000\.00/s);
      await visits.takeAll(page, 'desk-money');
      await visits.assertAccessible(page, 'desk-money');
      await page.getByRole('link', { name: 'Forecast' }).click();
      assert.match(await page.locator('main').innerText(), /No milestone was accepted yet.*Too little is known/s);
      assert.match((await page.locator('svg').first().getAttribute('aria-label')) ?? '', /Open by stage.*Review 1/);
      await visits.takeAll(page, 'desk-forecast');
      await visits.assertAccessible(page, 'desk-forecast');
      await page.getByPlaceholder('Search').first().fill('user1 network');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/desk\/search/);
      assert.match(await page.locator('tbody').innerText(), /Design/);
    });
    await openAs('director@example.com', '/desk', async (page) => {
      assert.deepEqual(await page.locator('nav a').allInnerTexts(), ['My desk', 'Asked of me']);
    });
  });

  it('lists what is asked of a mailbox to who reads it and has no account, by a link that opens once and tells nobody whether the address is known', async () => {
    const { db } = pages.stage.database;
    const asked = (address: string) => () =>
      pages.sink.mails.filter(
        (each) => each.subject === 'What is asked of you' && addressOf(each).toLowerCase() === address,
      );
    const mailsTo = asked('user1@example.com');
    await visits.signedIn(`${pages.url}/asked`, { headers: { cookie: 'none=none' } as never }, async (page) => {
      await page.getByRole('link', { name: 'Mail me the link' }).click();
      await visits.takeAll(page, 'asked-by-mail');
      await visits.assertAccessible(page, 'asked-by-mail');
      const said = [];
      for (const address of ['nobody@example.net', 'User1@example.com']) {
        await page.goto(`${pages.url}/asked-by-mail`);
        await page.getByLabel('Your e-mail address').fill(address);
        await page.getByRole('button', { name: 'Mail me the link' }).click();
        said.push((await page.locator('main').innerText()).replace(address, ''));
      }
      assert.equal(said[0], said[1]);
      await milestone.deliverMail();
      assert.equal(asked('nobody@example.net')().length, 0);
      const [link = ''] = /http\S+\/asked-by-mail\/\S+/.exec(mailsTo()[0]?.text ?? '') ?? [];
      assert.equal((await fetch(link)).status, 200);
      assert.equal((await fetch(link.replace(/.$/, '_'))).status, 410);
      await page.goto(link);
      await page.getByRole('button', { name: 'Show what is asked of me' }).click();
      await page.waitForURL(/\/asked$/);
      assert.match(await page.locator('main').innerText(), /Design/);
      await visits.takeAll(page, 'asked-of-mailbox');
      await visits.assertAccessible(page, 'asked-of-mailbox');
      await page.locator('h2 a').first().click();
      await page.waitForURL(/\/r\//);
      assert.match(await page.locator('main').innerText(), /Design/);
      assert.equal((await fetch(link)).status, 410);
      await page.goto(`${pages.url}/asked`);
      await page.getByRole('button', { name: 'Close the list' }).click();
      await page.goto(`${pages.url}/asked`);
      assert.match(await page.locator('main').innerText(), /Mail me the link/);
    });
    const post = () =>
      fetch(`${pages.url}/asked-by-mail`, {
        ...{ method: 'POST', body: new URLSearchParams({ address: 'user1@example.com' }) },
        headers: { 'sec-fetch-site': 'same-origin' },
      });
    for (let times = 0; times < 4; times += 1) assert.equal((await post()).status, 200);
    const [row] = await db('mailbox_links').where({ mailbox: 'user1@example.com' }).count({ count: '*' });
    assert.equal(Number(row?.count), 3);
  });

  const takesPackage = async (scripts: boolean): Promise<void> => {
    const compiling = await pages.stage.start();
    await compiling.state();
    const path = `/desk/milestones/${compiling.milestoneId}/package`;
    const person = await testSession(pages.stage.database.db, 'manager@example.com', { name: 'manager' });
    const use = async (page: Page): Promise<void> => {
      await page
        .getByLabel('Files')
        .first()
        .setInputFiles({
          ...{ name: 'design.txt', mimeType: 'text/plain', buffer: Buffer.from('The design, as built') },
        });
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await page.locator('.error').innerText(), /summary|Peer review/);
      assert.match(await page.locator('fieldset').first().innerText(), /design\.txt/);
      await page.getByLabel('Remove design.txt').check();
      const final = { name: 'final.txt', mimeType: 'text/plain', buffer: Buffer.from('The design, in its place') };
      await page.getByLabel('Further files').first().setInputFiles(final);
      await page.getByRole('button', { name: 'Keep the files and go on here' }).click();
      await page.getByLabel('Remove final.txt').waitFor();
      assert.doesNotMatch(await page.locator('fieldset').first().innerText(), /design\.txt/);
      assert.match(await page.locator('fieldset').first().innerText(), /Remove final\.txt/);
      await visits.take(page, 'desk-package-files');
      await page.getByLabel('Summary').fill('All done');
      await page.getByLabel('Services completed').fill('Design work');
      await page.getByLabel('passed', { exact: true }).check();
      await page.getByRole('button', { name: 'See what it would do' }).click();
      assert.match(await page.locator('main').innerText(), /Validators are asked.*goes on to: Validate.*validator1/s);
      assert.equal((await compiling.state()).stage.phase, 'compiling');
      await page.getByRole('button', { name: 'Do it' }).click();
      assert.match(await page.locator('.state').innerText(), /Validate/);
      assert.equal((await compiling.state()).stage.phase, 'validating');
    };
    if (!scripts) return visits.signedIn(`${pages.url}${path}`, person, use, { scripts });
    await openAs('manager@example.com', `/desk/milestones/${compiling.milestoneId}`, async (page) => {
      assert.match(await page.locator('#terms-version').innerText(), /version 1 of the contract terms/);
      await visits.take(page, 'desk-milestone-terms');
    });
    await openAs('manager@example.com', path, async (page) => {
      await visits.takeAll(page, 'desk-package');
      await visits.assertAccessible(page, 'desk-package');
    });
    await visits.signedIn(`${pages.url}${path}`, person, async (page) => {
      const formToken = await page.locator('input[name=formToken]').first().inputValue();
      const file = { name: 'other.txt', mimeType: 'text/plain', buffer: Buffer.from('Not what was sent') };
      const other = await page.request.post(`${pages.url}${path}`, {
        headers: { 'sec-fetch-site': 'same-origin' },
        multipart: { formToken, 'sha256-D1': `${'0'.repeat(64)} other.txt`, 'files-D1': file },
      });
      assert.equal(other.status(), 422);
      assert.match(await other.text(), /other\.txt.*did not arrive as your browser has it/);
      await use(page);
    });
  };

  it('takes the package on a page, without scripts: says what is missing first, keeps the files, then submits', () =>
    takesPackage(false));

  it('takes it with scripts as well, with the digest of each file as the browser has it', () => takesPackage(true));

  it('says the zone of the times of timeline and mails once, above them', async () => {
    await openAs('manager@example.com', `/desk/milestones/${milestone.milestoneId}`, async (page) => {
      for (const id of ['timeline', 'mails']) {
        await page.locator(`#${id} > summary`).click();
        const said = await page.locator(`#${id}`).innerText();
        const [, zone = ''] = /All times: (.+)\./.exec(said) ?? [];
        assert.ok(zone.length > 2, said);
        assert.equal(said.split(zone).length, 2, said);
      }
    });
  });
});
