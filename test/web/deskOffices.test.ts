// Finance, records officer and administrator at their pages, in a browser; and every page there is held to axe and to the width of its window.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { installationRoles } from '../../domain/access/rights.ts';
import { pageTable } from '../../web/desk/pageTable.ts';
import * as act from '../domain/acts.ts';
import { isInShare } from '../run/properties.ts';
import { withoutTriggers } from '../support/agedRecord.ts';
import { testKey } from '../support/apiKey.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import { PageStage } from './pageStage.ts';
import { inDays, PageVisits, press } from './pageVisits.ts';

describe('The offices of the firm, by pages', function () {
  this.timeout(240_000);
  let pages: PageStage;
  let visits: PageVisits;
  let accepted: StagedMilestone;
  let everything: Person;
  before(async () => {
    pages = await PageStage.open({ trustProxy: ['loopback'] });
    visits = await PageVisits.open();
    accepted = await pages.stage.start();
    await accepted.play(...act.toAccepted);
    await accepted.recorded((state) => state.outputs.length > 0);
    everything = await testSession(pages.stage.database.db, 'manager@example.com', {
      ...{ name: 'Name of manager', roles: [...installationRoles] },
    });
  });
  after(async () => {
    await visits.close();
    await pages.close();
  });

  const at = <T>(path: string, use: (page: Page) => Promise<T>, scripts = true): Promise<T> =>
    visits.signedIn(`${pages.url}${path}`, everything, use, { scripts });
  const said = (page: Page): Promise<string> => page.locator('main').innerText();

  it('invoice against what is released, are refused beyond it beside the field, and take an invoice back', async () => {
    await at('/desk/money', async (page) => {
      await page.locator('#ready').locator('..').getByRole('link', { name: 'Design' }).click();
      assert.match(await said(page), /May be invoiced now\s+€100,000\.00/);
      await page.getByRole('link', { name: 'Register an invoice' }).click();
      await page.getByLabel('Number of the invoice').fill('INV-1');
      await page.getByLabel('Net amount').fill('100000.01');
      await press(page, 'Register an invoice');
      assert.match(await page.getByRole('alert').innerText(), /Net amount: .*still to be invoiced/);
      await visits.takeAll(page, 'desk-invoice-refused');
      await page.getByLabel('Net amount').fill('60000.00');
      await press(page, 'Register an invoice');
      assert.match(await said(page), /It is registered.*May be invoiced now\s+€40,000\.00.*INV-1/s);
      await visits.takeAll(page, 'desk-milestone-money');
      await page.getByRole('link', { name: /^Cancel the invoice/ }).click();
      await page.getByLabel('Reason').fill('Sent to the wrong company');
      await press(page, 'Cancel the invoice');
      assert.match(await said(page), /€100,000\.00.*INV-1 Cancelled/s);
    });
  });

  it('reserve for a draft, issue it as an invoice with its lines, and read after a revocation what to credit', async () => {
    const conditional = await pages.stage.start();
    const signed = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));
    await conditional.play(...act.toSignOff, act.propose('E1', { dueOn: inDays(30) }), ...signed);
    await conditional.recorded((state) => state.outputs.length > 0);
    const money = `/desk/milestones/${conditional.milestoneId}/money`;
    const use = async (page: Page): Promise<void> => {
      await page.getByRole('link', { name: 'Reserve for a draft' }).click();
      await page.getByLabel('Number of the draft').fill('D-1');
      await page.getByLabel('Net amount').fill('100000.01');
      await press(page, 'Reserve for a draft');
      assert.match(await page.getByRole('alert').innerText(), /Net amount.*can be reserved/s);
      await page.getByLabel('Net amount').fill('70000.00');
      await press(page, 'Reserve for a draft');
      assert.match(await said(page), /It is registered.*In draft invoices\s+€70,000\.00.*D-1 Reserves/s);
      await page.goto(`${pages.url}${money}`);
      assert.match(await said(page), /May be invoiced now\s+€29,000\.00\s+Reserved for drafts\s+€70,000\.00/);
      await page.getByRole('link', { name: /^Issue as an invoice/ }).click();
      assert.equal(await page.getByLabel('Net amount').inputValue(), '70000.00');
      await page.getByLabel('Number of the invoice').fill('INV-2');
      await visits.takeAll(page, 'desk-invoice-of-several');
      await press(page, 'Register an invoice');
      assert.match(await said(page), /INV-2.*Design: €70,000\.00.*D-1 Issued/s);
      await visits.takeAll(page, 'desk-engagement-invoices');
    };
    await at(money, use, false);
    await conditional.play(act.proposeRevocation(), act.confirmRevocation());
    await conditional.recorded((state) => state.outputs.length > 1);
    await at(`/desk/milestones/${conditional.milestoneId}`, async (page) => {
      assert.match(await said(page), /To be credited\s+INV-2: €70,000\.00/);
      await visits.takeAll(page, 'desk-milestone-revoked');
      await page.goto(`${pages.url}${money}`);
      await visits.takeAll(page, 'desk-milestone-money-revoked');
      await page.locator('#to-credit').locator('..').getByRole('link', { name: 'Register a credit note' }).click();
      await page.getByLabel('Number of the credit note').fill('CN-1');
      await press(page, 'Register a credit note');
      assert.doesNotMatch(await said(page), /To be credited/);
    });
  });

  it('record the end of an engagement, hold and release a record, and say what stands against disposal', async () => {
    const use = async (page: Page): Promise<void> => {
      await page.getByRole('link', { name: 'Records', exact: true }).click();
      await page.locator('#engagements').locator('..').getByRole('link').first().click();
      await page.getByRole('link', { name: 'Place a hold' }).click();
      await page.getByLabel('Who wants it held').fill('The insurer');
      await page.getByLabel('Reason').fill('A claim was announced');
      await page.getByLabel('Capacity').fill('Records officer');
      await press(page, 'Place a hold');
      assert.match(await said(page), /On record|on record.*The insurer Stands/s);
      await page.getByRole('link', { name: /^Release the hold/ }).click();
      await page.getByLabel('Reason').fill('Settled');
      await page.getByLabel('Capacity').fill('Records officer');
      await press(page, 'Release the hold');
      assert.match(await said(page), /The insurer Released.*Settled/s);
      await page.getByRole('link', { name: 'Design' }).click();
      assert.match(await said(page), /What stands against disposal.*engagement/s);
    };
    await at('/desk', use, false);
  });

  it('erase a person whom they have to choose, and dispose of a record that is past its retention', async () => {
    const old = await pages.stage.start();
    await old.play(...act.toAccepted);
    await old.recorded((state) => state.outputs.length > 0);
    const use = async (page: Page): Promise<void> => {
      await page.getByRole('link', { name: 'Erase a person' }).click();
      assert.equal(await page.getByLabel('Person').inputValue(), '');
      await page.getByLabel('Asked for on').fill(inDays(0));
      await page.getByLabel('Reason').fill('Asked us to');
      await press(page, 'Erase for good');
      assert.match(await page.getByRole('alert').innerText(), /Person/);
      await page.getByLabel('Person').selectOption({ label: 'Name of user1' });
      await press(page, 'Erase for good');
      assert.match(await said(page), /It is on record/);
      await page.goto(`${pages.url}/desk/engagements/${old.engagementId}/records`);
      await page.getByRole('link', { name: 'Record its end' }).click();
      await page.getByLabel('Last day of the engagement').fill('2010-01-31');
      await page.getByLabel('Reason').fill('All delivered');
      await page.getByLabel('Capacity').fill('Records officer');
      await press(page, 'Record its end');
      assert.match(await said(page), /The engagement ended on 31 January 2010/);
      await withoutTriggers(pages.stage.database.ownerUrl, (owner) =>
        owner('milestone_events')
          .where({ milestone_id: old.milestoneId })
          .update({ at: owner.raw(`at - interval '8 years'`) }),
      );
      await page.getByRole('link', { name: 'Records', exact: true }).last().click();
      await page.locator('#due').locator('..').getByRole('link', { name: 'Design' }).click();
      await page.getByRole('link', { name: 'Dispose of the record' }).click();
      await page.getByLabel('Reason').fill('Retention is over');
      await page.getByLabel('Capacity').fill('Records officer');
      await press(page, 'Dispose of it for good');
      assert.match(await said(page), /The record was disposed of; its tombstone stays.*No record is past/s);
    };
    await at(`/desk/milestones/${old.milestoneId}/records`, use, false);
  });

  it('give a role and end it, set a barrier and lift it, register and revoke a key, record who leaves, and end a session', async () => {
    const use = async (page: Page): Promise<void> => {
      await page.getByRole('link', { name: 'Administration' }).click();
      await page.getByRole('link', { name: 'Set a barrier' }).click();
      await page.getByLabel('ID of the engagement').fill('engagement-x');
      await page.getByLabel('E-mail address').fill('somebody@example.com');
      await page.getByLabel('Reason').fill('Conflict of interest');
      await press(page, 'Set a barrier');
      assert.match(await said(page), /Done: Set a barrier.*somebody@example\.com · engagement-x/s);
      await page.getByRole('link', { name: /^Lift the barrier/ }).click();
      await page.getByLabel('Reason').fill('Over');
      await press(page, 'Lift the barrier');
      assert.match(await said(page), /engagement-x over/);
      await page.getByRole('link', { name: 'Register a key' }).click();
      await page.getByLabel('The system that uses it').fill('Billing');
      await press(page, 'Register a key');
      assert.match(await page.getByRole('alert').innerText(), /SHA-256 of the key/);
      await page.getByLabel('SHA-256 of the key').fill('ab'.repeat(32));
      await page.getByRole('checkbox', { name: /Finance: invoices/ }).check();
      await press(page, 'Register a key');
      assert.match(await said(page), /Billing valid/);
      await page.getByRole('link', { name: /^Revoke the key.*Billing/ }).click();
      await page.getByLabel('Reason').fill('Replaced');
      await press(page, 'Revoke the key');
      await page.getByRole('link', { name: 'Give a role' }).click();
      await page.getByLabel('E-mail address').fill('finn@example.com');
      await page.getByLabel('Role').selectOption('finance');
      await page.getByLabel('Reason').fill('New in finance');
      await press(page, 'Give a role');
      assert.match(await said(page), /finn@example\.com Finance/);
      await page.getByRole('link', { name: /^End the role.*finn/ }).click();
      await page.getByLabel('Reason').fill('Moved on');
      await press(page, 'End the role');
      assert.match(await said(page), /Done: End the role/);
      await page.getByRole('link', { name: 'Record a departure' }).click();
      await page.getByLabel('E-mail address').fill('finn@example.com');
      await page.getByLabel('Leaves at').fill('2099-12-31T17:00');
      await page.getByLabel('Reason').fill('Retires');
      await press(page, 'Record a departure');
      await page.getByRole('link', { name: /^Take the departure back.*finn/ }).click();
      await page.getByLabel('Reason').fill('Stays');
      await press(page, 'Take the departure back');
      assert.match(await said(page), /Done: Take the departure back/);
      await page.getByRole('link', { name: /^End the session.*Somebody/ }).click();
      await page.getByLabel('Reason').fill('A lost device');
      await press(page, 'End the session');
      assert.match(await said(page), /Done: End the session/);
      assert.match(await said(page), /Dependencies[^]*PostgreSQL up[^]*What is to be sent/);
      await page.getByRole('link', { name: 'Have a system told' }).click();
      await page.getByLabel('What the system is called').fill('ERP');
      await page.getByLabel('Address it is told at').fill('http://erp.example.com/hooks');
      await press(page, 'Have a system told');
      assert.match(await page.getByRole('alert').innerText(), /begin with https/);
      await page.getByLabel('Address it is told at').fill('https://erp.example.com/hooks');
      await page.getByRole('checkbox', { name: 'Certificates' }).check();
      await press(page, 'Have a system told');
      const secret = (): Promise<string> => page.getByLabel('The secret').inputValue();
      const first = await secret();
      assert.match(first, /^whsec_/);
      await page.getByRole('link', { name: 'Administration' }).first().click();
      assert.match(await said(page), /ERP[^]*https:\/\/erp\.example\.com\/hooks[^]*Certificates/);
      await page.getByRole('link', { name: /^Give it another secret.*ERP/ }).click();
      await press(page, 'Give it another secret');
      assert.notEqual(await secret(), first);
      assert.match(await said(page), /For 24 hours/);
      await page.goto(`${pages.url}/desk/administration`);
      await page.getByRole('link', { name: /^Tell it no more.*ERP/ }).click();
      await page.getByLabel('Reason').fill('Replaced');
      await press(page, 'Tell it no more');
      assert.match(await said(page), /Done: Tell it no more[^]*ERP over/);
      await page.getByRole('link', { name: 'Open an engagement' }).click();
      await page.getByLabel('ID of the engagement').fill(accepted.engagementId);
      await press(page, 'Go on');
      await page.getByLabel('Reason').fill('A breach is being looked into');
      await press(page, 'Open an engagement');
      assert.match(page.url(), new RegExp(`/desk/engagements/${accepted.engagementId}$`));
      await page.goto(`${pages.url}/desk/administration`);
      assert.match(await said(page), /A breach is being looked into/);
    };
    await testSession(pages.stage.database.db, 'somebody@example.com', { name: 'Somebody' });
    await at('/desk', use, false);
    await at('/desk/administration', async (page) => visits.takeAll(page, 'desk-administration'));
  });

  it('try again what was given up, and have a milestone whose workflow is gone go on from its record, after a look at both', async () => {
    const { database, environment } = pages.stage;
    const ended = await pages.stage.start();
    await ended.play(...act.toReview);
    const { milestoneId, handle } = ended;
    const givenUp = { kind: 'webhook', reference: 'wh-x', milestone_id: milestoneId, status: 'failed' };
    await database.db('outbox').insert({ ...givenUp, failed_at: database.db.fn.now(), last_error: 'of nobody here' });
    await at('/desk/administration', async (page) => {
      const section = page.locator('#givenUp').locator('..');
      assert.match(await section.innerText(), new RegExp(`${milestoneId} Webhooks`));
      assert.doesNotMatch(await said(page), /of nobody here/);
      await visits.takeAll(page, 'desk-administration-given-up');
      await section
        .getByRole('link', { name: /^Try again now/ })
        .first()
        .click();
      await page.getByLabel('Reason').fill('The receiver is back');
      await press(page, 'Try again now');
      assert.match(await said(page), /Done: Try again now/);
      const effect = await database.db('outbox').where({ reference: 'wh-x' }).first();
      assert.deepEqual([effect.status, effect.attempts], ['waiting', 0]);
      const mend = `${pages.url}/desk/administration/milestones/${milestoneId}/recover`;
      await page.goto(mend);
      assert.match(await said(page), /Record and workflow agree\. There is nothing to mend\./);
      await handle.terminate('to be mended');
      await page.goto(mend);
      assert.match(await said(page), /Nothing runs for it in Temporal.*Going on loses nothing/);
      await visits.takeAll(page, 'desk-recover');
      await page.getByLabel('Reason').fill('Terminated by mistake');
      await press(page, 'Go on from the record');
      assert.match(await said(page), /Done: Compare record and workflow/);
      await environment.client.workflow.getHandle(handle.workflowId).terminate('once more');
      await page.goto(`${pages.url}/desk/administration/recovery`);
      const found = page.getByLabel(`${milestoneId}: Nothing runs for it in Temporal`);
      assert.match(await said(page), /Going on loses nothing\. It would go on from the record\./);
      await visits.takeAll(page, 'desk-recover-several');
      await found.check();
      await page.getByLabel('Reason').fill('All of that night');
      await press(page, 'Go on from the record');
      assert.match(await said(page), new RegExp(`${milestoneId} goes on from the record`));
      await visits.takeAll(page, 'desk-recovered-several');
      const ofNone = { kind: 'openingNotice', reference: 'o-x', status: 'failed', failed_at: database.db.fn.now() };
      await database.db('outbox').insert(ofNone);
      await page.goto(`${pages.url}/desk/administration`);
      await page
        .getByRole('listitem')
        .filter({ hasText: 'of no milestone' })
        .getByRole('link', { name: /^Try again now/ })
        .click();
      await page.getByLabel('Reason').fill('The mail server is back');
      await press(page, 'Try again now');
      assert.match(await said(page), /Done: Try again what is of no milestone/);
      const { status } = await database.db('outbox').where({ reference: 'o-x' }).first<{ status: string }>('status');
      assert.equal(status, 'waiting');
      await database.db('outbox').where({ reference: 'o-x' }).delete();
    });
    const { status } = await environment.client.workflow.getHandle(handle.workflowId).describe();
    assert.equal(status.name, 'RUNNING');
    const { rows } = await database.db.raw(`select line from audit_entries where line like '%workflowsRecovered%'`);
    assert.match(JSON.stringify(rows), /Terminated by mistake/);
    await database.db('outbox').where({ reference: 'wh-x' }).delete();
    await environment.client.workflow.getHandle(handle.workflowId).terminate('over');
  });

  it('find nothing on any page that axe holds against it, in English and German, light and dark, and at 200 %', async () => {
    const inReview = await pages.stage.start();
    await inReview.play(...act.toReview, act.comment('user1', 'Where is the loading dock?'));
    const { milestoneId, engagementId } = inReview;
    const { keyId } = await testKey(pages.stage.database.db);
    const values: Record<string, string> = { milestoneId, engagementId, keyId };
    const read = pageTable.filter(
      ({ method, path }) =>
        method === 'get' &&
        !/\.(pdf|zip|csv|xlsx|ics)$|\/live$|\{(documentId|webhookId|quarantineId|endpointId)\}/.test(path),
    );
    const looks = [
      { language: 'en', dark: false, width: 1280 },
      // A window of 1280 at 200 % has room for 640.
      { language: 'de', dark: true, width: 640 },
    ];
    for (const [look, { language, dark, width }] of looks.entries())
      await at('/desk', async (page) => {
        await page.setExtraHTTPHeaders({ 'accept-language': language });
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
        for (const [index, { path, name }] of read.entries()) {
          // Half of them in a run, each in one look.
          if (!isInShare(index + 2 * look, 2 * looks.length)) continue;
          const filled = path.replace(/\{(\w+)\}/g, (_, each: string) => encodeURIComponent(values[each] ?? 'x'));
          const response = await page.goto(`${pages.url}${filled}`);
          assert.equal(response?.status(), 200, name);
          await visits.assertAccessible(page, `${name} in ${language}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(wide <= 0, `${name} is ${wide} pixels wider than its window`);
        }
      });
  });
});
