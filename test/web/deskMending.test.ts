// Administrators at pages where something would be lost: files that a scanner kept aside.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { quarantine } from '../../db/quarantine.ts';
import { installationRoles } from '../../domain/access/rights.ts';
import type { Actor } from '../../domain/people/people.ts';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import { PageStage } from './pageStage.ts';
import { PageVisits } from './pageVisits.ts';

describe('Administrators, by pages', function () {
  this.timeout(240_000);
  let pages: PageStage;
  let visits: PageVisits;
  let administrator: Person;
  before(async () => {
    pages = await PageStage.open();
    visits = await PageVisits.open();
    administrator = await testSession(pages.stage.database.db, 'administrator@example.com', {
      roles: [...installationRoles],
    });
  });
  after(async () => {
    await visits.close();
    await pages.close();
  });

  const at = <T>(path: string, use: (page: Page) => Promise<T>, scripts = true): Promise<T> =>
    visits.signedIn(`${pages.url}${path}`, administrator, use, { scripts });
  /** Until the page that comes of it has come: what is said is read off that one. */
  const press = async (page: Page, name: string): Promise<void> => {
    const come = page.waitForEvent('framenavigated');
    await page.getByRole('button', { name, exact: true }).click();
    await come;
  };
  const said = (page: Page): Promise<string> => page.locator('main').innerText();

  it('release a file that was kept aside, and remove another, after a look at what it is, with a reason, without scripts', async () => {
    const { db } = pages.stage.database;
    const { engagementId } = await pages.stage.start();
    const uploadedBy = {
      personId: 'author',
      role: 'engagementManager',
      authentication: { method: 'apiKey', keyId: 'k' },
    };
    const aside = async (fileName: string): Promise<string> => {
      const file = { quarantineId: `quarantine-${fileName}`, engagementId, fileName };
      const stored = {
        mediaType: 'text/plain',
        sizeBytes: 2048,
        sha256: sha256Hex(fileName),
        foundAs: 'Eicar-Signature',
      };
      const told = { now: new Date().toISOString(), tellsAdministrator: false };
      await quarantine(db, { ...file, ...stored, uploadedBy: uploadedBy as Actor }, told);
      return file.quarantineId;
    };
    const [alarm, harmful] = [await aside('false alarm.txt'), await aside('harmful.txt')];
    const use = async (page: Page): Promise<void> => {
      const section = page.locator('#aside').locator('..');
      assert.match(
        await section.innerText(),
        /Files kept aside\s+2[^]*false alarm\.txt Eicar-Signature[^]*uploaded by author/,
      );
      await section.getByRole('link', { name: /^Release the file.*false alarm/ }).click();
      assert.match(
        await said(page),
        /It becomes the document it was meant to be[^]*Nobody gets a mail[^]*2 KB[^]*SHA-256/,
      );
      await press(page, 'Release the file');
      assert.match(await page.getByRole('alert').innerText(), /Reason/);
      await page.getByLabel('Reason').fill('A test file of ours');
      await visits.takeAll(page, 'desk-file-release');
      await press(page, 'Release the file');
      assert.match(await said(page), /Done: Release the file[^]*false alarm\.txt released[^]*A test file of ours/);
      await page.getByRole('link', { name: /^Remove the file.*harmful/ }).click();
      await page.getByLabel('Reason').fill('Harmful indeed');
      await press(page, 'Remove the file');
      assert.match(await said(page), /harmful\.txt removed/);
      await visits.takeAll(page, 'desk-files-aside');
      await page.goto(`${pages.url}/desk/administration/quarantine/${alarm}/removal`);
      await page.getByLabel('Reason').fill('Too late');
      await press(page, 'Remove the file');
      assert.match(await page.getByRole('alert').innerText(), /released before, for this reason: A test file of ours/);
    };
    await at('/desk/administration', use, false);
    const settled = await db('quarantined_files').whereIn('quarantine_id', [alarm, harmful]).orderBy('file_name');
    assert.deepEqual(
      settled.map(({ outcome, settled_by: by, document_id: documentId }) => [outcome, by, documentId !== null]),
      [
        ['released', administrator.holderId, true],
        ['removed', administrator.holderId, false],
      ],
    );
  });
});
