// Pages and mails in German, and laid out from right to left with Arabic and Hebrew names: nothing that axe finds at fault, nothing wider
// than a phone, and no sentence of another language.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { messages as german } from '../../mail/messages/languages/de.ts';
import { messages as english } from '../../mail/messages/languages/en.ts';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { isInShare } from '../run/properties.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { mailKinds, mailOn, type Change } from '../mail/notificationContexts.ts';
import { checkout } from '../support/checkout.ts';
import type { StagedMilestone } from '../support/milestoneStage.ts';
import { desktop, inDays, phone, PageVisits } from './pageVisits.ts';
import { PageStage } from './pageStage.ts';

/** Sentences of the English catalogue that German says otherwise, without what they are filled in with. */
const englishSentences = Object.entries(english as Record<string, string>)
  .filter(([key, message]) => !/[{<]/.test(message) && /\S+ \S+ \S+/.test(message) && german[key as never] !== message)
  .map(([, message]) => message);

const terms = {
  contract: { language: 'de', channels: { client: { signature: ['link', 'passkey'] } } },
  engagement: { name: 'تحديث الشبكة', firm: 'شركة الاستشارات', client: 'החברה הלקוחה' },
  plan: { title: 'تصميم الشبكة' },
};

/** Of pages alone: a mail stands within the page of a mail program, which has them. */
const landmarks = ['landmark-one-main', 'region'];

/** Each mail in one of them in a run. */
const mailLooks = [
  ['ltr', 'light'],
  ['rtl', 'dark'],
  ['ltr', 'dark'],
  ['rtl', 'light'],
] as const;

describe('In another language', function () {
  this.timeout(180_000);
  let pages: PageStage;
  let visits: PageVisits;
  const tried: string[] = [];
  before(async () => {
    [pages, visits] = await Promise.all([PageStage.open(), PageVisits.open()]);
  });
  after(async () => {
    await visits?.close();
    await pages?.close();
  });

  const start = async (...acts: act.Act[]): Promise<StagedMilestone> => {
    const milestone = await pages.stage.start(terms);
    await milestone.play(...acts);
    return milestone;
  };

  /** As it stands, and as it stands from right to left, on a phone and a desktop. */
  async function look(page: Page, name: string): Promise<void> {
    const said = await page.locator('body').innerText();
    assert.equal(await page.locator('html').getAttribute('lang'), 'de', name);
    for (const sentence of englishSentences) assert.ok(!said.includes(sentence), `${name}: “${sentence}”`);
    let looks = tried.length;
    for (const direction of ['ltr', 'rtl']) {
      await page.evaluate((dir) => document.documentElement.setAttribute('dir', dir), direction);
      for (const viewport of [phone, desktop])
        if (isInShare(looks++, 4)) {
          await page.setViewportSize(viewport);
          await visits.assertAccessible(page, `${name}, ${direction}`);
        }
      await page.setViewportSize(phone);
      await visits.assertFits(page, `${name}, ${direction}`);
      await visits.take(page, `de-${name.replaceAll(' ', '-')}-${direction}`);
    }
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'ltr'));
    tried.push(name);
  }

  const linkOf = (milestone: StagedMilestone, personId: string) => pages.linkOf(milestone, personId, /^(?:Re: )?Bitte/);

  it('pages read as such, from left to right and from right to left', async () => {
    const validated = await start(act.submit());
    const validation = await visits.visit(await linkOf(validated, 'validator1'));
    await look(validation.page, 'technical validation');
    await validation.page.locator('.confirm input[name=typedName]').fill('X');
    await validation.page.locator('.confirm button[type=submit]').click();
    await validation.page.locator('[role=alert]').waitFor();
    assert.match(
      await validation.page.locator('[role=alert]').innerText(),
      /^Nicht erfasst\..*Geben Sie Ihren Namen ein/s,
    );
    await look(validation.page, 'a form with something to correct');
    await validation.context.close();

    const reviewed = await start(...act.toReview);
    const review = await visits.visit(await linkOf(reviewed, 'user1'));
    await look(review.page, 'stakeholder review');
    await review.page.locator('[value=approve]').check();
    await review.page.locator('.confirm input[name=typedName]').fill(nameOf('user1'));
    await review.page.locator('.confirm button[type=submit]').click();
    await review.page.waitForURL(/receipts/);
    await look(review.page, 'a receipt');
    await review.context.close();

    const link = await linkOf(await start(...act.toSignOff, act.propose('E1', { dueOn: inDays(30) })), 'approver1');
    const signature = await visits.visit(link);
    await look(signature.page, 'formal sign-off');
    await signature.page.goto(`${link}/passkeys`);
    await look(signature.page, 'passkeys');
    await signature.context.close();

    const disputed = await start(...act.toSignOff, act.refuse('approver1'));
    const facilitation = await visits.visit(await linkOf(disputed, 'manager'));
    await look(facilitation.page, 'facilitation');
    await facilitation.context.close();
    await disputed.play(act.conclude('escalate'));
    const sponsor = await visits.visit(await pages.linkOf(disputed, 'sponsor', /^Ihre Entscheidung/));
    await look(sponsor.page, 'determination of the sponsor');
    await sponsor.context.close();

    const accepted = await start(...act.toSignOff, ...['approver1', 'approver2', 'director'].map((by) => act.sign(by)));
    await accepted.recorded((state) => state.outputs.length === 1);
    const { certificateAddress = '' } = (await accepted.state()).outputs[0] ?? {};
    const { page, context } = await visits.visit('about:blank');
    await page.setExtraHTTPHeaders({ 'Accept-Language': 'de' });
    await page.goto(pages.url + new URL(certificateAddress).pathname);
    await look(page, 'a certificate, without an account');
    const certificate = await page.locator('main').innerText();
    await page.setExtraHTTPHeaders({});
    await context.close();
    assert.match(certificate, /Abnahmebescheinigung .*\s+Sie gilt\./);
  });

  it('mails read as such, at 320 pixels, in the light and the dark', async () => {
    const render = await loadMailTemplates('example.com');
    const { page } = await visits.visit('about:blank', { viewport: { width: 320, height: 640 } });
    for (const [index, kind] of mailKinds.entries()) {
      const model = mailOn(kind, inGerman);
      const mail = render(model, model.button && 'https://sign-off.example/r/token', model.codeId && '12345678');
      // Why a reply decided nothing is handed to these in the words of the test, and who runs the service has no contract’s language.
      const isGivenWords = /^reply/.test(kind) || model.language !== 'de';
      for (const sentence of isGivenWords ? [] : englishSentences)
        assert.ok(!mail.text.includes(sentence), `${kind}: “${sentence}”`);
      await page.setContent(mail.html);
      for (const [look, [direction, colorScheme]] of mailLooks.entries()) {
        if (!isInShare(index + look, mailLooks.length)) continue;
        await page.emulateMedia({ colorScheme });
        await page.evaluate((dir) => document.documentElement.setAttribute('dir', dir), direction);
        await visits.assertFits(page, `${kind}, ${direction}, ${colorScheme}`);
        if (isInShare(index, 3))
          await visits.assertAccessible(page, `${kind}, ${direction}, ${colorScheme}`, landmarks);
      }
    }
    tried.push('mails of every kind');
  });

  it('docs/accessibility.md says what was tried, and no more', async () => {
    const text = await readFile(join(checkout, 'docs/accessibility.md'), 'utf8');
    const [, table = ''] = /\n## In German, and from right to left\n([\s\S]*?)(?:\n## |$)/.exec(text) ?? [];
    assert.deepEqual([...table.matchAll(/^- (.+)$/gm)].map(([, name = '']) => name).toSorted(), tried.toSorted());
  });
});

const inGerman: Change = (each) => (typeof each === 'object' && 'stage' in each ? ofGerman(each) : each) as typeof each;

function ofGerman(milestone: Milestone): Milestone {
  const { engagement } = milestone;
  const people = engagement.people.map(({ language: _language, ...person }) => person);
  return { ...milestone, engagement: { ...engagement, people, contract: { ...engagement.contract, language: 'de' } } };
}
