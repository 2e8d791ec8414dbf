// Administrators at pages where something would be lost: a record that is behind its workflow, a workflow without a record, files that a scanner kept aside.
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { Page } from 'playwright-core';
import { quarantine } from '../../db/quarantine.ts';
import { installationRoles } from '../../domain/access/rights.ts';
import type { Actor } from '../../domain/people/people.ts';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { milestoneTaskQueue } from '../../workflows/temporalNames.ts';
import * as act from '../domain/acts.ts';
import { withoutTriggers } from '../support/agedRecord.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import { PageStage } from './pageStage.ts';
import { PageVisits, press } from './pageVisits.ts';

describe('Administrators, by pages', function () {
  this.timeout(240_000);
  let pages: PageStage;
  let visits: PageVisits;
  let administrator: Person;
  before(async () => {
    // Where it is looked for whether a worker answers.
    pages = await PageStage.open({ taskQueue: milestoneTaskQueue });
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
  const said = (page: Page): Promise<string> => page.locator('main').innerText();

  it('have a milestone whose workflow knows of more go on from its record only where they say that it is right, and end one that is not on record', async () => {
    const { database, environment } = pages.stage;
    const { db, ownerUrl } = database;
    const [ahead, unknown] = [await pages.stage.start(), await pages.stage.start()];
    await Promise.all([ahead.recorded(), unknown.recorded()]);
    const rowOf = () => db('milestones').where({ milestone_id: ahead.milestoneId }).first();
    const older = await rowOf();
    await ahead.play(act.submit());
    await ahead.recorded((state) => state.stage.phase === 'validating');
    await withoutTriggers(ownerUrl, async (owner) => {
      const { phase, deadline, snapshot, sequence, last_batch: batch, last_hash: hash } = older;
      await owner('milestones')
        .where({ milestone_id: ahead.milestoneId })
        .update({ phase, deadline, snapshot: JSON.stringify(snapshot), sequence, last_batch: batch, last_hash: hash });
      await owner('milestone_events')
        .where({ milestone_id: ahead.milestoneId })
        .where('sequence', '>', older.sequence)
        .delete();
      for (const table of ['milestone_events', 'milestones'])
        await owner(table).where({ milestone_id: unknown.milestoneId }).delete();
    });
    const goOn = 'Go on from the record';
    const right = 'The record is right: go on from it all the same';
    await at(`/desk/administration/milestones/${ahead.milestoneId}/recover`, async (page) => {
      assert.match(await said(page), /Its workflow knows of decisions that the record has not/);
      await visits.takeAll(page, 'desk-recover-ahead');
      await page.getByLabel('Reason').fill('The copy of last night is right');
      await press(page, goOn);
      assert.match(await page.getByRole('alert').innerText(), /they would be lost/);
      await page.getByLabel(right).check();
      await press(page, goOn);
      assert.match(await said(page), /Done: Compare record and workflow/);
    });
    const running = environment.client.workflow.getHandle(ahead.handle.workflowId);
    const { status } = await running.describe();
    assert.equal(status.name, 'RUNNING');
    assert.equal((await rowOf()).sequence, older.sequence);
    // One that was just started may not be on record yet, so that only those of some minutes ago are looked at.
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 10 * 60_000 });
    try {
      await at('/desk/administration/recovery', async (page) => {
        const label = `${unknown.milestoneId}: It runs in Temporal and is not on record. It would stay as it is`;
        // Other tests have left workflows in this namespace as well.
        while ((await page.getByLabel(label).count()) === 0)
          await page.getByRole('link', { name: 'Further ones' }).click();
        await page.getByLabel(label).check();
        await page.getByLabel(right).check();
        await page.getByLabel('Reason').fill('Of an installation that is gone');
        await press(page, goOn);
        assert.match(await said(page), new RegExp(`${unknown.milestoneId} ended`));
      });
    } finally {
      mock.timers.reset();
    }
    assert.equal((await unknown.handle.describe()).status.name, 'TERMINATED');
    await running.terminate('over');
  });

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
