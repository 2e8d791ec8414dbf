// The public page of a certificate, as somebody sees it who has the paper and no account: in a real browser.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import decodeQr from 'qr/decode.js';
import { verifyPage } from '../../evidence/verify/buildVerifyPage.ts';
import { pictured } from '../evidence/pageImages.ts';
import { readPdf } from '../evidence/readPdf.ts';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { nameOf } from '../domain/cast.ts';
import * as act from '../domain/acts.ts';
import type { StagedMilestone, Terms } from '../support/milestoneStage.ts';
import { assertReceipt, confirm, desktop, inDays, PageVisits } from './pageVisits.ts';
import { PageStage } from './pageStage.ts';

describe('Page that needs no account', function () {
  this.timeout(120_000);
  let pages: PageStage;
  let visits: PageVisits;
  let folder: string;
  before(async () => {
    [pages, visits, folder] = await Promise.all([
      PageStage.open(),
      PageVisits.open(),
      mkdtemp(join(tmpdir(), 'sign-off-copies-')),
    ]);
  });
  after(async () => {
    await visits?.close();
    await pages?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  const issued = async (terms: Terms, number: string, ...acts: act.Act[]): Promise<StagedMilestone> => {
    const milestone = await pages.stage.start(terms);
    await milestone.play(...acts);
    await milestone.recorded((state) => state.outputs.at(-1)?.certificateNumber.endsWith(number) === true);
    return milestone;
  };
  /** At the port that the pages of this test have. */
  const addressIn = (text = ''): string =>
    pages.url + (/https?:\/\/[^\s/]+(\/c\/[\w-]+)/.exec(text)?.[1] ?? ' has none');
  const said = (page: Page): Promise<string> => page.locator('main').innerText();
  const choose = async (page: Page, file: string): Promise<string> => {
    await page.locator('input[type=file]').setInputFiles(file);
    const result = page.locator('[data-result].notice');
    await result.waitFor();
    const words = await result.innerText();
    await result.evaluate((each) => each.removeAttribute('class'));
    return words;
  };

  /** As an approver does it: on the page, with the receipt kept that comes after it. */
  const signedOnPage = async (milestone: StagedMilestone): Promise<string> => {
    const { page, context } = await visits.visit(await pages.linkOf(milestone, 'approver1', /^Please sign/));
    await page.getByText('Sign with the exceptions').click();
    await page.getByLabel(/I agree to the statement/).check();
    await confirm(page, 'approver1');
    await assertReceipt(page, /Signed/);
    await pages.mailTo(milestone, 'approver1', /^Receipt/);
    await page.reload();
    const proof = page.getByRole('link', { name: /proof/ });
    const [receipt] = await Promise.all([page.waitForEvent('download'), proof.click()]);
    const path = join(folder, receipt.suggestedFilename());
    await receipt.saveAs(path);
    await context.close();
    return path;
  };

  it('is found by who signed from the mail and its PDF, says that it stands, and knows that file from any other; the receipt is checked without us', async () => {
    const milestone = await pages.stage.start({});
    await milestone.play(...act.toSignOff, act.propose('E1', { dueOn: inDays(30) }));
    const receipt = await signedOnPage(milestone);
    await milestone.play(act.sign('approver2'), act.sign('director'));
    await milestone.recorded((state) => state.outputs.at(-1)?.certificateNumber.endsWith('-C1') === true);

    const verify = join(folder, 'verify.html');
    await writeFile(verify, await verifyPage());
    const alone = await visits.visit(pathToFileURL(verify).href);
    await alone.page.setInputFiles('#file', receipt);
    await alone.page.locator('#result.holds, #result.fails').waitFor();
    assert.match(await said(alone.page), /\.tlog-proof: the proof holds\. It proves /);
    await alone.context.close();

    const mail = await pages.mailTo(milestone, 'approver1', /^Accepted/);
    const [pdf] = mail.attachments.filter((each) => each.contentType === 'application/pdf');
    assert.ok(pdf);
    assert.match(readPdf(pdf.content).text, /certif/i);
    const picture = await pictured(pdf.content);
    assert.ok(picture, 'the first page of the PDF is looked at with pdftoppm of poppler-utils');
    const printed = decodeQr(picture);
    const address = addressIn(mail.text);
    assert.equal(new URL(printed).pathname, new URL(address).pathname);
    assert.match(printed, /#sha256=[0-9a-f]{64}$/);
    const { page, context } = await visits.visit(address);
    assert.match(await said(page), /Conditional milestone acceptance certificate M\S+-C1\s+It is in force\./);
    await visits.takeAll(page, 'certificate-in-force');
    await visits.assertAccessible(page, 'certificate-in-force');
    for (const personId of ['approver1', 'director', 'manager', 'user1', 'sponsor'])
      assert.ok(!(await page.content()).includes(nameOf(personId)), `names ${personId}`);

    const copy = join(folder, 'M-C1.pdf');
    await writeFile(copy, pdf.content);
    assert.match(await choose(page, copy), /is the certificate as it was issued, byte for byte/);
    const changed = join(folder, 'changed.pdf');
    await writeFile(changed, Buffer.concat([pdf.content, Buffer.from('\n')]));
    assert.match(await choose(page, changed), /is not a file that was issued under this number/);
    const archive = join(folder, 'record.zip');
    const files = pages.stage.files.of(milestone.engagementId);
    const { archiveSha256 = '' } = (await milestone.state()).outputs.at(-1) ?? {};
    await writeFile(archive, (await (await files.open(archiveSha256)).toArray()) as Buffer[]);
    assert.match(await choose(page, archive), /is the archived record as it was issued/);
    const downloaded = await fetch(
      new URL((await page.getByRole('link', { name: /Download/ }).getAttribute('href')) ?? '', address),
    );
    assert.deepEqual(Buffer.from(await downloaded.arrayBuffer()), pdf.content);

    const { documentSha256 } = (await milestone.state()).outputs.at(-1) ?? {};
    await page.goto('about:blank');
    await page.goto(`${address}#sha256=${documentSha256}`);
    assert.ok(await page.locator('[data-paper-differs]').isHidden());
    await page.goto('about:blank');
    await page.goto(`${address}#sha256=${'0'.repeat(64)}`);
    assert.match(await page.locator('[data-paper-differs]').innerText(), /names other data/);
    await page.setViewportSize(desktop);
    await context.close();

    await milestone.play(act.proposeRevocation(), act.confirmRevocation());
    await milestone.recorded((state) => state.outputs.length === 2);
    const later = await visits.visit(address, { scripts: false });
    assert.match(
      await said(later.page),
      /The acceptance was revoked on .*, by M\S+-C2\. This certificate is no longer in force/,
    );
    await visits.take(later.page, 'certificate-revoked');
    await later.context.close();
    const told = await pages.mailTo(milestone, 'user1', /^Acceptance revoked/);
    assert.notEqual(addressIn(told.text), address);
    const revocation = await visits.visit(addressIn(told.text));
    assert.match(await said(revocation.page), /It revokes certificate M\S+-C1\./);
    await revocation.context.close();
  });

  it('is reached from the link of everybody named, with the record, and from none that was passed on', async () => {
    const milestone = await pages.stage.start();
    await milestone.play(...act.toSignOff, act.delegate('approver1', 'deputy'));
    const passedOn = await pages.linkOf(milestone, 'approver1', /^Please sign/);
    const before = await pages.linkOf(milestone, 'deputy', /^Please sign/);
    const open = async (link: string, name: string) => fetch(`${link}/${name}`);
    for (const name of ['certificate.pdf', 'record.zip']) assert.equal((await open(before, name)).status, 404);
    await milestone.play(act.sign('deputy'), act.sign('approver2'), act.sign('director'));
    await milestone.recorded((state) => state.outputs.length === 1);
    const { certificateNumber, certificateSha256, archiveSha256 } = (await milestone.state()).outputs[0] ?? {};
    for (const [personId, subject] of [
      ['deputy', /^Please sign/],
      ['user1', /^Please review/],
      ['validator1', /^Please validate/],
    ] as const) {
      const link = await pages.linkOf(milestone, personId, subject);
      const { page, context } = await visits.visit(link);
      assert.match(await said(page), new RegExp(`Certificate ${certificateNumber}\\s+Yours to keep`));
      if (personId === 'deputy') {
        await visits.takeAll(page, 'certificate-behind-a-link');
        await visits.assertAccessible(page, 'certificate-behind-a-link');
      }
      await context.close();
      for (const [name, sha256] of [
        ['certificate.pdf', certificateSha256],
        ['record.zip', archiveSha256],
      ] as const) {
        const response = await open(link, name);
        assert.equal(response.status, 200, `${personId}: ${name}`);
        assert.equal(sha256Hex(Buffer.from(await response.arrayBuffer())), sha256);
      }
    }
    for (const name of ['', 'certificate.pdf', 'record.zip']) {
      const response = await open(passedOn, name).catch(() => undefined);
      assert.doesNotMatch((await response?.text()) ?? '', /Yours to keep|%PDF|PK/, name);
      if (name !== '') assert.equal(response?.status, 404);
    }
  });

  it('is withdrawn for good, and then says no more than that', async () => {
    const milestone = await issued({}, '-C1', ...act.toAccepted);
    const address = addressIn((await pages.mailTo(milestone, 'manager', /^Accepted/)).text);
    const withdraw = async (certificateNumber: string) => {
      const response = await fetch(
        `${pages.url}/milestones/${milestone.milestoneId}/certificates/${certificateNumber}/withdrawal`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${pages.apiKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ reason: 'The client asked for it' }),
        },
      );
      return { status: response.status, body: (await response.json()) as Record<string, string> };
    };
    assert.equal((await withdraw('M9-C1')).status, 404);
    const first = await withdraw(`${milestone.milestoneId}-C1`);
    assert.equal(first.status, 200);
    assert.deepEqual(await withdraw(`${milestone.milestoneId}-C1`), first);
    for (const path of ['', '/certificate.pdf']) {
      const response = await fetch(`${address}${path}`);
      assert.equal(response.status, 410);
      assert.doesNotMatch(await response.text(), new RegExp(milestone.milestoneId));
    }
  });

  it('of the API reads the document with no script, style or picture from elsewhere, and keeps no key', async () => {
    const { page, context } = await visits.visit(`${pages.url}/docs`, { viewport: desktop });
    await page.locator('.opblock').first().waitFor();
    // Of many operations the reader puts those into the page that are in view.
    const last = page.locator('.opblock', { hasText: '/health/ready' });
    for (let turns = 0; turns < 100 && !(await last.isVisible()); turns += 1) {
      await page.mouse.wheel(0, 700);
      await page.waitForTimeout(100);
    }
    assert.ok(await last.isVisible());
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
    await visits.take(page, 'api-document');
    await context.close();
  });

  it('shows nothing where there is none, and no file where the contract has certificates announced only', async () => {
    const unknown = await fetch(`${pages.url}/c/${'a'.repeat(22)}`);
    assert.equal(unknown.status, 404);
    assert.match(await unknown.text(), /There is no certificate at this address/);
    const contract = { certificateCopies: 'announced' };
    const milestone = await issued({ contract }, '-C1', ...act.toAccepted);
    const mail = await pages.mailTo(milestone, 'approver1', /^Accepted/);
    assert.ok(mail.attachments.every((each) => each.contentType !== 'application/pdf'));
    const address = addressIn(mail.text);
    const page = await fetch(address);
    assert.equal(page.status, 200);
    assert.doesNotMatch(await page.text(), /Download/);
    assert.equal((await fetch(`${address}/certificate.pdf`)).status, 404);
  });
});
