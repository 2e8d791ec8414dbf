// Large files in a browser whose connection breaks, of a package and behind a link: the page says so, goes on, and sends no byte that had arrived.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { listRequests } from '../../db/requests.ts';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { letterTerms } from '../domain/entering.ts';
import { linkOfRequest } from '../support/linkOf.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { testSession } from '../support/signedIn.ts';
import { PageStage } from './pageStage.ts';
import { assertReceipt, inDays, PageVisits } from './pageVisits.ts';

const piece = 4 * 1024 * 1024;

describe('A file over a connection that breaks', function () {
  this.timeout(120_000);
  let pages: PageStage;
  let visits: PageVisits;
  before(async () => {
    pages = await PageStage.open({ maxUploadBytes: 64_000_000 });
    visits = await PageVisits.open();
  });
  after(async () => {
    await visits.close();
    await pages.close();
  });

  /** Pieces that the service is sent, by where they begin; from the one after `limit` on, nothing gets through. */
  async function cutAfter(page: Page, limit: number): Promise<{ sent: string[]; mend: () => Promise<void> }> {
    const sent: string[] = [];
    await page.route(/\/uploads(\?|\/)/, async (route) => {
      const asked = route.request();
      if (sent.length >= limit) return route.abort('connectionreset');
      if (asked.method() === 'PATCH') sent.push((await asked.allHeaders())['upload-offset'] ?? '');
      return route.continue();
    });
    return { sent, mend: () => page.unrouteAll({ behavior: 'wait' }).then(() => note(page, sent)) };
  }

  const note = (page: Page, sent: string[]): void =>
    void page.on('request', (asked) => {
      if (asked.method() === 'PATCH') sent.push(asked.headers()['upload-offset'] ?? '');
    });

  it('of a package arrives whole by what is missing alone, after a break and after the page was closed, and is what the browser had', async () => {
    const milestone = await pages.stage.start();
    await milestone.recorded();
    const address = `${pages.url}/desk/milestones/${milestone.milestoneId}/package`;
    const { db } = pages.stage.database;
    const manager = await testSession(db, 'manager@example.com', { name: 'manager' });
    const content = randomBytes(3 * piece + 1000);
    const file = { name: 'film.bin', mimeType: 'application/octet-stream', buffer: content };
    const attach = async (page: Page): Promise<void> => {
      await page.getByLabel('Files').first().setInputFiles(file);
      await page.getByRole('button', { name: 'Keep the files and go on here' }).click();
    };
    await visits.signedIn(address, manager, async (page) => {
      await cutAfter(page, 1);
      await attach(page);
      await page.getByText('The connection to the service broke.').waitFor();
      await visits.take(page, 'desk-package-broken');
      await visits.assertAccessible(page, 'desk-package-broken');
    });
    await visits.signedIn(address, manager, async (page) => {
      const { sent, mend } = await cutAfter(page, 1);
      await attach(page);
      const broken = page.getByText('The connection to the service broke.');
      await broken.waitFor();
      await mend();
      await goOn(page);
      await page.getByLabel('Remove film.bin').waitFor();
      assert.deepEqual(sent, [piece, 2 * piece, 3 * piece].map(String));
      assert.match(await page.locator('fieldset').first().innerText(), new RegExp(sha256Hex(content)));
    });
    const kept = await db('documents').where({ file_name: 'film.bin' }).select('sha256', 'size_bytes', 'uploaded_by');
    assert.deepEqual(
      kept.map((each) => [each.sha256, each.size_bytes]),
      [[sha256Hex(content), `${content.length}`]],
    );
    const by = kept[0]?.uploaded_by as { personId: string; authentication: { method: string } };
    assert.deepEqual([by.personId, by.authentication.method], ['manager', 'session']);
    assert.deepEqual(Object.keys(by).sort(), ['authentication', 'personId'], 'and no role that nobody asked for');
    assert.deepEqual(await db('uploads').pluck('upload_id'), []);
  });

  it('of a package begins anew by itself where the service has let go of what had come', async () => {
    const milestone = await pages.stage.start();
    await milestone.recorded();
    const { db } = pages.stage.database;
    const manager = await testSession(db, 'manager@example.com', { name: 'manager' });
    await visits.signedIn(`${pages.url}/desk/milestones/${milestone.milestoneId}/package`, manager, async (page) => {
      const { sent, mend } = await cutAfter(page, 1);
      const buffer = randomBytes(piece + 1000);
      await page.getByLabel('Files').first().setInputFiles({ name: 'plan.bin', mimeType: 'text/plain', buffer });
      await page.getByRole('button', { name: 'Keep the files and go on here' }).click();
      await page.getByText('The connection to the service broke.').waitFor();
      await db('upload_pieces').delete();
      await db('uploads').delete();
      await mend();
      await goOn(page);
      await page.getByLabel('Remove plan.bin').waitFor();
      assert.deepEqual(sent, ['0', '0', `${piece}`]);
    });
  });

  it('of a package goes on by itself where the service is asked too often, and nothing is said to be broken', async () => {
    const milestone = await pages.stage.start();
    await milestone.recorded();
    const manager = await testSession(pages.stage.database.db, 'manager@example.com', { name: 'manager' });
    await visits.signedIn(`${pages.url}/desk/milestones/${milestone.milestoneId}/package`, manager, async (page) => {
      let refused = 0;
      await page.route(/\/uploads(\?|\/)/, async (route) => {
        // The first time it is begun, and the first of its pieces.
        if (refused === 0 || (refused === 1 && route.request().method() === 'PATCH')) {
          refused += 1;
          await route.fulfill({ status: 429, headers: { 'retry-after': '1' } });
        } else await route.continue();
      });
      const answers = page.waitForResponse((each) => each.status() === 429 && each.request().method() === 'PATCH');
      const buffer = randomBytes(1000);
      await page.getByLabel('Files').first().setInputFiles({ name: 'plan.bin', mimeType: 'text/plain', buffer });
      await page.getByRole('button', { name: 'Keep the files and go on here' }).click();
      await answers;
      await page.evaluate(() => new Promise(requestAnimationFrame));
      assert.ok(await page.locator('[data-broken]').isHidden());
      await page.getByLabel('Remove plan.bin').waitFor();
      await page.unrouteAll({ behavior: 'wait' });
    });
  });

  /** By the button, unless it went on by itself in this moment. */
  const goOn = (page: Page): Promise<void> =>
    page
      .getByRole('button', { name: 'Go on now' })
      .click({ timeout: 1000 })
      .catch(() => undefined);

  /** What the owner of an exception is asked to show. */
  async function closureLink(): Promise<{ milestone: StagedMilestone; link: string }> {
    const milestone = await pages.stage.start();
    await milestone.play(
      ...act.toSignOff,
      act.propose('E1', { dueOn: inDays(30) }),
      act.sign('approver1'),
      act.sign('approver2'),
      act.sign('director'),
    );
    const { db } = pages.stage.database;
    const request = (await listRequests(db, milestone.milestoneId)).find(({ kind }) => kind === 'closure');
    const path = await linkOfRequest(db, pages.stage.delivery.linkSecret, request?.requestId ?? '');
    return { milestone, link: pages.url + path };
  }

  it('behind a link goes on as well, ends at the receipt, and is the evidence', async () => {
    const { milestone, link } = await closureLink();
    const { page, context } = await visits.visit(link);
    const { sent, mend } = await cutAfter(page, 1);
    const content = randomBytes(2 * piece + 1000);
    await page.getByLabel('How the criterion is met').fill('Label replaced');
    const file = { name: 'film.bin', mimeType: 'application/octet-stream', buffer: content };
    await page.getByLabel('Files that show it').setInputFiles(file);
    await page.getByLabel('Your full name, as listed above').fill(nameOf('author'));
    await page.locator('.confirm button[type=submit]').click();
    await page.getByText('The connection to the service broke.').waitFor();
    await visits.assertAccessible(page, 'closure-broken');
    await visits.takeAll(page, 'closure-broken');
    await mend();
    await goOn(page);
    await page.waitForURL(/\/receipts\//);
    await assertReceipt(page, /Evidence that the exception is closed/);
    assert.deepEqual(sent, [0, piece, 2 * piece].map(String));
    const [closure] = (await milestone.state()).exceptions[0]?.closures ?? [];
    assert.deepEqual(
      closure?.files.map(({ sha256 }) => sha256),
      [sha256Hex(content)],
    );
    await context.close();
  });

  it('behind a link is not sent at all where another name was typed', async () => {
    const { milestone, link } = await closureLink();
    const { page, context } = await visits.visit(link);
    const lengths: number[] = [];
    page.on('request', async (each) => {
      if (each.method() !== 'GET') lengths.push(Number((await each.allHeaders())['content-length'] ?? 0));
    });
    await page.getByLabel('How the criterion is met').fill('Label replaced');
    const buffer = randomBytes(piece);
    await page.getByLabel('Files that show it').setInputFiles({ name: 'film.bin', mimeType: 'video/mp4', buffer });
    await page.getByLabel('Your full name, as listed above').fill('Somebody Else');
    await page.locator('.confirm button[type=submit]').click();
    await page.getByText('attach the files again; none was taken').waitFor();
    assert.equal(await page.getByLabel('How the criterion is met').inputValue(), 'Label replaced');
    assert.ok(lengths.length >= 2 && Math.max(...lengths) < 10_000, lengths.join(', '));
    const within = { engagement_id: milestone.engagementId };
    assert.deepEqual(await pages.stage.database.db('uploads').where(within), []);
    await context.close();
  });

  it('that shows a decision is sent from its form, as often as that comes back with something wrong', async () => {
    const milestone = await pages.stage.start(letterTerms);
    await milestone.play(...act.toLastSignature);
    const sponsor = await testSession(pages.stage.database.db, 'sponsor@example.com', { name: 'sponsor' });
    const address = `${pages.url}/desk/milestones/${milestone.milestoneId}/acts/enterDecision`;
    await visits.signedIn(address, sponsor, async (page) => {
      const sent: string[] = [];
      note(page, sent);
      const attach = async (name: string): Promise<void> => {
        const buffer = Buffer.from(`The letter ${name}`);
        await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer });
        await page.getByRole('button', { name: 'See what it would do' }).click();
      };
      await page.getByLabel('Whose decision the document shows').selectOption('director');
      await page.getByLabel('What it shows').selectOption('signature');
      await page.getByLabel('Date on the document').fill('2999-01-01');
      await visits.assertAccessible(page, 'desk-enter');
      await visits.takeAll(page, 'desk-enter');
      await attach('first.txt');
      await page.getByLabel('Remove first.txt').waitFor();
      assert.equal(sent.length, 1);
      await visits.assertAccessible(page, 'desk-enter-refused');
      await visits.takeAll(page, 'desk-enter-refused');
      await page.getByLabel('Date on the document').fill(inDays(0));
      await attach('second.txt');
      await page.getByText(/first\.txt and second\.txt/).waitFor();
      assert.equal(sent.length, 2, 'piece by piece on the page that came back as well');
      await visits.assertAccessible(page, 'desk-enter-preview');
      await visits.takeAll(page, 'desk-enter-preview');
    });
  });
});
