// `npm run picture-desk`: takes the README's pictures of pages, from the service that runs and the week that `npm run demo` has left there.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { loadConfig } from '../../config.ts';
import { Inbox } from '../../scripts/demo/inbox.ts';
import { answer } from '../../scripts/demo/requestPage.ts';
import { people } from '../../scripts/demo/sample.ts';
import { Service } from '../../scripts/demo/service.ts';
import { openBrowser } from '../support/browser.ts';
import { checkout } from '../support/checkout.ts';
import { stopWhatIsShared } from '../support/oncePerRun.ts';
import { phone } from './pageVisits.ts';

/** What of a page stands in the README: its beginning. */
const seen = { width: 1100, height: 700 };
/** So far that whom the desk waits for is seen as well. */
const seenOfDesk = { width: 1100, height: 1040 };

const service = await Service.running(loadConfig().stateFolder);
const take = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: join(checkout, 'docs/pictures', `${name}.png`) });

async function takeDesk(page: Page): Promise<string> {
  await page.goto(`${service.apiUrl}/sign-in?to=/desk`);
  await page.getByRole('button', { name: people.manager.name }).click();
  await page.getByRole('heading', { name: 'My desk' }).waitFor();
  await page.setViewportSize(seenOfDesk);
  await take(page, 'desk-work');
  await page.setViewportSize(seen);
  await page.goto(`${service.apiUrl}/desk/portfolio`);
  await take(page, 'desk-portfolio');
  await page.goto(`${service.apiUrl}/desk`);
  await page
    .getByRole('link', { name: /^Send a new link/ })
    .last()
    .click();
  await page.getByLabel('Reason').fill('The first mail was deleted.');
  await page.getByRole('button', { name: 'See what it would do' }).click();
  await page.getByRole('heading', { name: 'Who gets a mail' }).waitFor();
  await take(page, 'desk-act');
  await page.goto(`${service.apiUrl}/desk/portfolio?all=true&q=training`);
  await page.getByRole('link', { name: 'Training of key users' }).click();
  return (await page.locator('a[href*="/c/"]').first().getAttribute('href')) ?? '';
}

/** What asks for the signature of the client's approver. */
async function linkToSign(): Promise<string> {
  const { items } = await service.get<{ items: { milestoneId: string }[] }>('/search?q=go-live');
  const inbox = new Inbox(service.inboxUrl);
  const { link } = await inbox.waitForLink(people.approver.email, 'Please sign', items[0]?.milestoneId ?? '');
  return link;
}

/** The sponsor revokes the acceptance of one that is behind this address; who has the address sees it. */
async function revoke(certificate: string): Promise<void> {
  const { items } = await service.get<{ items: { milestoneId: string }[] }>('/search?q=training');
  const milestoneId = items[0]?.milestoneId ?? '';
  const reason = 'The lists of participants are of another course.';
  await service.post(`/milestones/${milestoneId}/revocation`, { personId: 'manager', reason });
  const inbox = new Inbox(service.inboxUrl);
  const { link } = await inbox.waitForLink(people.sponsor.email, 'Revocation proposed', milestoneId);
  const reasons = 'So it was agreed with the client.';
  await answer(link, { decision: 'confirmRevocation', note: reasons, typedName: people.sponsor.name });
  while (!(await (await fetch(certificate)).text()).includes("class='notice revoked'"))
    await new Promise((wait) => setTimeout(wait, 200));
}

const browser = await openBrowser();
try {
  const page = await browser.newPage({ viewport: seen, locale: 'en-GB', timezoneId: 'Europe/London' });
  const certificate = await takeDesk(page);
  await page.goto(new URL(certificate, service.apiUrl).href);
  await take(page, 'certificate-desktop');
  const link = await linkToSign();
  await page.goto(link);
  await take(page, 'sign-desktop');
  await page.setViewportSize(phone);
  await page.goto(link);
  await take(page, 'sign-phone');
  const address = new URL(certificate, service.apiUrl).href;
  await revoke(address);
  await page.goto(address);
  await take(page, 'certificate-revoked-phone');
} finally {
  await browser.close();
  await stopWhatIsShared();
}
