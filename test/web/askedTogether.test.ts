// All that is asked of a mailbox, decided one after the other and several in one act: each opened first, each on record by itself.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { digestLink } from '../../mail/digestToken.ts';
import { addressOf } from '../support/mailSink.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { PageStage } from './pageStage.ts';
import { inDays, PageVisits } from './pageVisits.ts';

describe('Who reads a mailbox and is asked for several signatures', function () {
  this.timeout(300_000);
  let pages: PageStage;
  let visits: PageVisits;
  let milestones: StagedMilestone[];
  before(async () => {
    [pages, visits] = await Promise.all([PageStage.open(), PageVisits.open()]);
    const withCode = { contract: { channels: { client: { signature: ['linkAndCode'] } } } };
    milestones = [];
    for (const [title, terms] of [
      ['Design', {}],
      ['Build', {}],
      ['Coded', withCode],
      ['Unread', {}],
    ] as const) {
      const milestone = await pages.stage.start({ ...terms, plan: { title } });
      const coded = (each: act.Act) => (title === 'Coded' ? act.withCode(each) : each);
      await milestone.play(...act.toSignOff, coded(act.sign('approver1')), coded(act.sign('approver2')));
      await milestone.deliverMail();
      milestones.push(milestone);
    }
  });
  after(() => Promise.all([pages?.close(), visits?.close()]));

  const signed = async (milestone: StagedMilestone) =>
    (await milestone.state()).signatures.find((each) => each.personId === 'director');

  /** With a list opened by the link that was mailed. */
  async function asDirector<T>(use: (page: Page) => Promise<T>, scripts = true): Promise<T> {
    await fetch(`${pages.url}/asked-by-mail`, {
      ...{ method: 'POST', body: new URLSearchParams({ address: 'director@example.com' }) },
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    await milestones[0]?.deliverMail();
    const mail = pages.sink.mails.findLast(
      (each) => each.subject === 'What is asked of you' && addressOf(each) === 'director@example.com',
    );
    const [link = ''] = /http\S+\/asked-by-mail\/\S+/.exec(mail?.text ?? '') ?? [];
    const none = { headers: { cookie: 'none=none' } } as never;
    return visits.signedIn(
      link,
      none,
      async (page) => {
        await page.getByRole('button', { name: 'Show what is asked of me' }).click();
        await page.waitForURL(/\/asked$/);
        return use(page);
      },
      { scripts },
    );
  }
  const main = (page: Page): Promise<string> => page.locator('main').innerText();

  it('signs those that were opened in one act, each by itself, with a code where the contract wants one, and is refused what was not opened', async () => {
    await asDirector(async (page) => {
      for (const title of ['Design', 'Build', 'Coded']) {
        await page.goto(`${pages.url}/asked`);
        await page
          .getByRole('link', { name: new RegExp(title) })
          .first()
          .click();
        await page.waitForURL(/\/r\//);
        assert.match(await main(page), /\d of 4 that wait for you/);
      }
      await visits.takeAll(page, 'asked-place');
      await page.goto(`${pages.url}/asked`);
      await visits.takeAll(page, 'asked-several');
      await page.getByRole('link', { name: 'Sign several of these 4 at once' }).click();
      const card = (title: string) => page.locator('section.card', { hasText: title }).first();
      assert.match(await card('Unread').innerText(), /Not opened yet/);
      assert.equal(await card('Unread').getByRole('checkbox').count(), 0);
      for (const title of ['Design', 'Build', 'Coded']) await card(title).getByRole('checkbox').check();
      await page.getByText('I agree to the statement of each').click();
      await page.getByLabel('Your full name').fill(nameOf('director'));
      await visits.takeAll(page, 'asked-together');
      await visits.assertAccessible(page, 'asked-together');
      await page.getByRole('button', { name: 'Sign those chosen' }).click();
      assert.match(await main(page), /On record.*Design.*Build/s);
      assert.match(await main(page), /A code was mailed/);
      const areSigned = await Promise.all(milestones.map(async (each) => (await signed(each)) !== undefined));
      assert.deepEqual(areSigned, [true, true, false, false]);
      const { text = '' } = await pages.mailTo(milestones[2] as StagedMilestone, 'director', /code/i);
      await card('Coded')
        .getByLabel('Code from your mail')
        .fill(/^\s+(\d{8})$/m.exec(text)?.[1] ?? '');
      await visits.takeAll(page, 'asked-together-code');
      await page.getByRole('button', { name: 'Sign those chosen' }).click();
      assert.match(await main(page), /On record.*Coded/s);
      const all = await Promise.all(milestones.slice(0, 3).map(signed));
      assert.equal(new Set(all.map((each) => each?.messageId)).size, 3);
      for (const each of all) {
        assert.equal(each?.statementVersion, '1');
        assert.equal(each?.actor.authentication.method, 'requestLink');
      }
      // What the page does not offer cannot be sent by hand either.
      const unread = await pages.stage.database
        .db('requests')
        .where({ milestone_id: milestones[3]?.milestoneId, person_id: 'director' })
        .first();
      const posted = await page.request.post(`${pages.url}/asked/together/signature`, {
        form: { requestIds: String(unread.request_id), typedName: nameOf('director'), agreesToStatement: 'yes' },
        headers: { 'sec-fetch-site': 'same-origin' },
      });
      assert.equal(posted.status(), 422);
      assert.equal(await signed(milestones[3] as StagedMilestone), undefined);
      await page.getByRole('link', { name: 'Receipt' }).first().click();
      assert.match(await main(page), /Your decision is on record.*Next: Unread/s);
      await visits.takeAll(page, 'asked-receipt');
      await page.getByRole('link', { name: 'Next: Unread' }).click();
      assert.match(await main(page), /Unread/);
      for (const [path, name] of [
        ['/asked/away', 'asked-away'],
        ['/asked/mails', 'asked-mails'],
      ] as const) {
        await page.goto(`${pages.url}${path}`);
        await visits.takeAll(page, name);
        await visits.assertAccessible(page, name);
      }
      await page.getByLabel('together, once a week').check();
      await page.getByLabel('Time zone').selectOption('Europe/Berlin');
      await page.getByRole('button', { name: 'Keep this' }).click();
      assert.match(await main(page), /Kept.*every Monday at 08:00 \(Europe\/Berlin\)/s);
      await visits.take(page, 'asked-mails-kept');
      const { preference_id: id } = await pages.stage.database.db('digest_preferences').first();
      const link = digestLink(pages.url, pages.stage.delivery.linkSecret, id);
      assert.equal((await fetch(`${link}x`)).status, 410);
      assert.match(await (await fetch(link)).text(), /every Monday at 08:00/);
      const oneClick = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
      assert.equal((await fetch(`${link}/end`, oneClick)).status, 200);
      assert.equal((await fetch(link)).status, 410);
    });
  });

  it('finds what they signed with receipt and certificate, and names a deputy for their days away and ends it, without scripts', async () => {
    await milestones[0]?.recorded((state) => state.outputs.length > 0);
    await asDirector(async (page) => {
      const decided = page.locator('.decided li', { hasText: 'Design' });
      assert.match(await decided.innerText(), /signed.*Receipt.*Certificate/s);
      await page.getByRole('link', { name: 'Your deputy and your days away' }).click();
      await page.getByLabel('Your deputy', { exact: true }).selectOption({ index: 1 });
      await page.getByLabel('First day').fill(inDays(30));
      await page.getByLabel('Last day').fill(inDays(40));
      await page.getByLabel('Why').fill('On leave');
      await page.getByLabel('Your full name').fill(nameOf('director'));
      await page.getByRole('button', { name: 'Name this deputy' }).click();
      assert.match(await main(page), /On record.*Unread/s);
      const state = await (milestones[3] as StagedMilestone).state();
      assert.deepEqual([state.deputies[0]?.personId, state.deputies[0]?.from], ['director', inDays(30)]);
      await page.goto(`${pages.url}/asked/away`);
      await visits.take(page, 'asked-away-standing');
      await page.getByRole('radio').first().check();
      await page.locator('#endReason').fill('I am back');
      await page.locator('#endName').fill(nameOf('director'));
      await page.getByRole('button', { name: 'End it' }).click();
      assert.ok((await (milestones[3] as StagedMilestone).state()).deputies[0]?.ended);
    }, false);
  });
});
