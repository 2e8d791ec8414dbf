// A large file of a package in a browser whose connection breaks: the page says so, goes on, and sends no byte that had arrived.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { testSession } from '../support/signedIn.ts';
import { PageStage } from './pageStage.ts';
import { PageVisits } from './pageVisits.ts';

const piece = 4 * 1024 * 1024;

describe('A file of a package over a connection that breaks', function () {
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

  it('arrives whole by what is missing alone, after a break and after the page was closed, and is what the browser had', async () => {
    const milestone = await pages.stage.start();
    await milestone.state();
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
      await page.getByRole('button', { name: 'Go on now' }).click();
      await page.getByLabel('Remove film.bin').waitFor();
      assert.deepEqual(sent, [piece, 2 * piece, 3 * piece].map(String));
      assert.match(await page.locator('fieldset').first().innerText(), new RegExp(sha256Hex(content)));
    });
    const kept = await db('documents').where({ file_name: 'film.bin' }).select('sha256', 'size_bytes');
    assert.deepEqual(kept, [{ sha256: sha256Hex(content), size_bytes: `${content.length}` }]);
    assert.deepEqual(await db('uploads').pluck('upload_id'), []);
  });

  it('begins anew by itself where the service has let go of what had come', async () => {
    const milestone = await pages.stage.start();
    await milestone.state();
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
      await page.getByRole('button', { name: 'Go on now' }).click();
      await page.getByLabel('Remove plan.bin').waitFor();
      assert.deepEqual(sent, ['0', '0', `${piece}`]);
    });
  });
});
