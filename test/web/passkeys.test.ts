// Passkeys as people set them up and confirm decisions with them: in a real browser with a virtual authenticator, and against whoever tries without.
import assert from 'node:assert/strict';
import type { CDPSession, Page } from 'playwright-core';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { assertReceipt, confirm, PageVisits } from './pageVisits.ts';
import { PageStage } from './pageStage.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';

const contract = { channels: { client: { signature: ['passkey'] } } };

describe('Passkey on the page behind a request link', function () {
  this.timeout(240_000);
  let pages: PageStage;
  let visits: PageVisits;
  before(async () => {
    [pages, visits] = await Promise.all([PageStage.open(), PageVisits.open()]);
  });
  after(async () => {
    await visits?.close();
    await pages?.close();
  });

  const codeFor = async (milestone: StagedMilestone, personId: string): Promise<string> => {
    const mail = await pages.mailTo(milestone, personId, /^Your confirmation code/);
    return /^\s+(\d{8})$/m.exec(mail.text ?? '')?.[1] ?? '';
  };

  async function setUp(page: Page, milestone: StagedMilestone, personId: string): Promise<void> {
    await page.getByLabel(/^Your full name/).fill(nameOf(personId));
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByLabel('Code from your mail').fill(await codeFor(milestone, personId));
    await visits.take(page, 'passkey-code');
    await visits.assertAccessible(page, 'passkey-code');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Make a passkey on this device' }).waitFor();
    await visits.take(page, 'passkey-make');
    await visits.assertAccessible(page, 'passkey-make');
    await page.getByRole('button', { name: 'Make a passkey on this device' }).click();
    await page.getByText('Your passkey is set up.').waitFor();
  }

  async function fillIn(page: Page): Promise<void> {
    await page.locator('[value=sign]').check();
    await page.getByLabel(/I agree to the statement/).check();
    await confirm(page, 'approver1');
  }

  it('is set up behind the link with a code, confirms the signature, and goes only with itself', async () => {
    const milestone = await pages.stage.start({ contract });
    await milestone.play(...act.toSignOff);
    const link = await pages.linkOf(milestone, 'approver1');
    const { page, context } = await visits.visit(link);
    const authenticator = await virtualAuthenticator(page);
    await visits.takeAll(page, 'passkey-asked');
    await visits.assertAccessible(page, 'passkey-asked');
    assert.match(
      await page.locator('#passkey').innerText(),
      /The contract asks for a passkey, and you have none here yet/,
    );
    await fillIn(page);
    assert.match(await page.locator('[role=alert]').innerText(), /You have not set up a passkey yet/);
    assert.equal((await milestone.state()).signatures.length, 0);
    await page.goto(`${link}/passkeys`);
    await visits.take(page, 'passkeys-none');
    await visits.assertAccessible(page, 'passkeys-none');
    await setUp(page, milestone, 'approver1');
    await visits.takeAll(page, 'passkeys');
    await visits.assertAccessible(page, 'passkeys');
    const told = await pages.mailTo(milestone, 'approver1', /^A passkey was set up/);
    assert.match(told.text ?? '', /If it was not you who wanted this/);
    assert.ok(await pages.mailTo(milestone, 'manager', /^A passkey was set up/));

    await page.goto(link);
    await fillIn(page);
    assert.match(await page.locator('main').innerText(), /One more step/);
    await visits.takeAll(page, 'passkey-confirm');
    await visits.assertAccessible(page, 'passkey-confirm');
    await authenticator.send('WebAuthn.setUserVerified', { authenticatorId: authenticator.id, isUserVerified: false });
    await page.getByRole('button', { name: 'Confirm with my passkey' }).click();
    await page.getByText('No passkey was given, and nothing was sent.').waitFor();
    await authenticator.send('WebAuthn.setUserVerified', { authenticatorId: authenticator.id, isUserVerified: true });
    await page.getByRole('button', { name: 'Confirm with my passkey' }).click();
    await page.waitForURL(/receipts/);
    await assertReceipt(page, /Signed/);
    const enrolment = passkeyIn(await milestone.state())?.enrolment;
    assert.deepEqual([enrolment?.personId, enrolment?.rpId], ['approver1', 'localhost']);

    await page.goto(`${link}/passkeys`);
    assert.match(await page.locator('main').innerText(), /Passkey 1, set up .*, used last /);
    await page.getByRole('button', { name: 'Remove passkey 1' }).click();
    await page.getByRole('button', { name: 'Remove passkey 1 for good' }).click();
    await page.getByText('The passkey is removed.').waitFor();
    assert.ok(await pages.mailTo(milestone, 'approver1', /^A passkey was removed/));
    const { db } = pages.stage.database;
    const types = await db('audit_entries')
      .where({ chain: `milestone:${milestone.milestoneId}` })
      .where('line', 'like', '%"type":"passkey%')
      .orderBy('sequence')
      .pluck('line');
    assert.deepEqual(
      (types as string[]).map((each) => (JSON.parse(each) as { entry: { type: string } }).entry.type),
      ['passkeyEnrolled', 'passkeyRemoved'],
    );
    await authenticator.detach();
    await context.close();
  });

  it('says what is needed where no script runs, and sends nothing', async () => {
    const milestone = await pages.stage.start({ contract });
    await milestone.play(...act.toSignOff);
    const link = await pages.linkOf(milestone, 'approver1');
    const scripted = await visits.visit(`${link}/passkeys`);
    const authenticator = await virtualAuthenticator(scripted.page);
    await setUp(scripted.page, milestone, 'approver1');
    await authenticator.detach();
    await scripted.context.close();
    const { page, context } = await visits.visit(link, { scripts: false });
    await fillIn(page);
    assert.match(
      await page.locator('main').innerText(),
      /Your browser cannot do this here\. A passkey needs a page opened over https/,
    );
    await visits.take(page, 'passkey-noscript');
    await confirm(page, 'approver1').catch(() => undefined);
    await page.getByRole('button', { name: 'Confirm with my passkey' }).click();
    assert.match(await page.locator('main').innerText(), /Your browser cannot do this here/);
    assert.equal((await milestone.state()).signatures.length, 0);
    await context.close();
  });
});

const passkeyIn = ({ signatures }: Milestone) => {
  const authentication = signatures[0]?.actor.authentication;
  return authentication?.method === 'requestLink' ? authentication.passkey : undefined;
};

type Authenticator = Pick<CDPSession, 'send' | 'detach'> & { id: string };

/** Chromium's own, which is always there and has always just recognised its user. */
async function virtualAuthenticator(page: Page): Promise<Authenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId: id } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return { id, send: session.send.bind(session), detach: () => session.detach() };
}
