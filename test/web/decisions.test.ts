// Each decision as people make it: from the link in a mail that was really sent, in a real browser, with and without scripts.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { isInShare, isLongRun } from '../run/properties.ts';
import type { Terms } from '../support/milestoneStage.ts';
import { drawSignature } from './drawSignature.ts';
import {
  assertReceipt,
  confirm,
  desktop,
  inDays,
  PageVisits,
  phone,
  type Visit,
  type VisitOptions,
} from './pageVisits.ts';
import { PageStage } from './pageStage.ts';

describe('Page behind a request link', function () {
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
  const visit = (link: string, options?: VisitOptions) => visits.visit(link, options);
  const take = (page: Page, name: string) => visits.take(page, name);
  const assertAccessible = (page: Page, name: string) => visits.assertAccessible(page, name);

  const given = async (terms: Terms, ...acts: act.Act[]) => {
    const milestone = await pages.stage.start(terms);
    await milestone.play(...acts);
    return milestone;
  };

  const closing = async (context: Visit['context']) => context.close();

  for (const scripts of [true, false])
    describe(scripts ? 'with scripts' : 'without scripts', () => {
      let number = 0;
      /** Without scripts the forms are the same: each is filled in with them or without, as the seed draws; both ways in the long run. */
      const test = (title: string, run: () => Promise<void>): void => {
        const isWithout = isInShare(number++, 3);
        if (isLongRun || isWithout !== scripts) it(title, run);
      };
      const mark = scripts ? '' : '-noscript';

      test('takes a validation report, and a delegation of it', async () => {
        const milestone = await given({}, ...act.toValidation);
        const link = await pages.linkOf(milestone, 'validator1');
        const { page, context } = await visit(link, { scripts });
        await take(page, `validation${mark}`);
        for (const id of ['R1', 'R2']) {
          await page.getByLabel(`Result of ${id}`).selectOption('met');
          await page.getByLabel(`Evidence for ${id}`).fill('Read on page 3');
        }
        await page.getByLabel('Summary').fill('Looked at everything');
        await page.getByLabel('Recommendation').selectOption('accept');
        await confirm(page, 'validator1');
        await assertReceipt(page, /Validation report/);
        await closing(context);
        const second = await visit(await pages.linkOf(milestone, 'validator2'), { scripts });
        await second.page.locator('[value=delegate]').check();
        await second.page.getByLabel('Who decides instead of you').selectOption('manager');
        await second.page.getByLabel('Why you pass it on').fill('On leave');
        await confirm(second.page, 'validator2');
        await assertReceipt(second.page, /Passed on to Name of manager/);
        await closing(second.context);
        assert.equal((await milestone.state()).delegations[0]?.toPersonId, 'manager');
      });

      test('takes a comment, an approval, a revision request and a refusal of stakeholders', async () => {
        const milestone = await given({}, ...act.toReview);
        const review = async (personId: string, choice: string, words?: string) => {
          const { page, context } = await visit(await pages.linkOf(milestone, personId), { scripts });
          await page.getByText(choice).first().click();
          if (words) await page.getByLabel('Comments or reasons').fill(words);
          await confirm(page, personId);
          return { page, context };
        };
        for (const [personId, choice, words, says] of [
          ['user1', 'Only comment', 'Why?\n\nAnd when?', /Commented/],
          ['user1', 'Approve', undefined, /Approved/],
          ['user2', 'Request a revision', 'Chapter 2 is missing', /Revision requested/],
        ] as const) {
          const { page, context } = await review(personId, choice, words);
          await assertReceipt(page, says);
          await closing(context);
        }
        assert.equal((await milestone.state()).feedbackItems.length, 3);
        assert.equal((await milestone.state()).stage.phase, 'rework');
        const other = await given({}, ...act.toReview);
        const refusing = await visit(await pages.linkOf(other, 'user1'), { scripts });
        await take(refusing.page, `review${mark}`);
        await refusing.page.getByText('Refuse').first().click();
        await refusing.page.getByLabel('Comments or reasons').fill('Not as agreed');
        await confirm(refusing.page, 'user1');
        await assertReceipt(refusing.page, /Refused/);
        await closing(refusing.context);
        assert.equal((await other.state()).stage.phase, 'facilitation');
      });

      test('takes a signature, one under exceptions, and reads after use', async () => {
        const milestone = await given({}, ...act.toSignOff);
        // Mails that wait together go out together, the one that is replaced perhaps last.
        await milestone.deliverMail();
        await milestone.play(act.propose('E1', { dueOn: inDays(30) }));
        const link = await pages.linkOf(milestone, 'approver1');
        const { page, context } = await visit(link, { scripts });
        assert.match(await page.locator('main').innerText(), /Label is wrong/);
        await page.getByText('Sign with the exceptions').click();
        await page.getByLabel(/I agree to the statement/).check();
        if (scripts) await drawSignature(page);
        await take(page, `signing${mark}`);
        await confirm(page, 'approver1');
        await assertReceipt(page, /Signed/);
        await take(page, `receipt${mark}`);
        if (scripts) await assertAccessible(page, 'receipt');
        await page.getByRole('link', { name: 'The link in your mail' }).click();
        assert.match(await page.locator('main').innerText(), /You have decided\. You signed on/);
        const forms = await page.locator('form').all();
        assert.equal(forms.length, 1);
        assert.match((await forms[0]?.innerText()) ?? '', /Why you withdraw it/);
        await take(page, `decided${mark}`);
        if (scripts) await assertAccessible(page, 'decided');
        await closing(context);
        const [signature] = (await milestone.state()).signatures;
        assert.equal(signature?.personId, 'approver1');
        assert.equal(signature?.drawnSignatureSha256 !== undefined, scripts);
        const mail = await pages.mailTo(milestone, 'approver1', /^Receipt/);
        const [attached] = mail.attachments.filter((each) => each.filename?.endsWith('.tlog-proof'));
        const [, path] = /href='[^']*(\/proofs\/\d+\.tlog-proof)'/.exec(await (await fetch(link)).text()) ?? [];
        const proof = await fetch(`${link}${path}`);
        assert.equal(proof.status, 200);
        assert.equal(proof.headers.get('content-disposition'), `attachment; filename=${attached?.filename}`);
        assert.equal(await proof.text(), attached?.content.toString());
        const others = await pages.linkOf(milestone, 'user1');
        assert.equal((await fetch(`${others}${path}`)).status, 404);
      });

      test('takes a delegation: the old link dies, the delegate signs on behalf', async () => {
        const milestone = await given({}, ...act.toSignOff);
        const link = await pages.linkOf(milestone, 'approver1');
        const { page, context } = await visit(link, { scripts });
        await page.locator('[value=delegate]').check();
        assert.deepEqual(await page.getByLabel('Who decides instead of you').locator('option').allInnerTexts(), [
          'Choose…',
          'Name of deputy, Capacity of deputy',
        ]);
        await page.getByLabel('Who decides instead of you').selectOption('deputy');
        await page.getByLabel('Why you pass it on').fill('On leave');
        await take(page, `delegating${mark}`);
        await confirm(page, 'approver1');
        await assertReceipt(page, /Passed on to Name of deputy/);
        await page.goto(link);
        assert.match(await page.locator('main').innerText(), /Passed on\. Name of deputy was named/);
        assert.equal(await page.locator('form').count(), 0);
        await take(page, `passed-on${mark}`);
        if (scripts) await assertAccessible(page, 'passed on');
        await page.goto(await pages.linkOf(milestone, 'deputy'));
        assert.match(await page.locator('main').innerText(), /on behalf of Name of approver1/);
        await page.locator('[value=sign]').check();
        await page.getByLabel(/I agree to the statement/).check();
        await confirm(page, 'deputy');
        await assertReceipt(page, /Signed, on behalf of Name of approver1/);
        await closing(context);
      });

      test('takes revision requests and refusals of approvers, with what the manager and the sponsor make of them', async () => {
        const milestone = await given({}, ...act.toSignOff);
        const decideOn = async (personId: string, fill: (page: Page) => Promise<void>, name: string) => {
          const { page, context } = await visit(await pages.linkOf(milestone, personId), { scripts });
          if (scripts) await assertAccessible(page, name);
          await fill(page);
          await take(page, `${name}${mark}`);
          await confirm(page, personId);
          assert.match(page.url(), /\/receipts\//, await page.locator('main').innerText());
          await closing(context);
        };
        const refusing = (choice: string) => async (page: Page) => {
          await page.getByText(choice).first().click();
          await page.getByLabel('Reasons, detailed enough to correct').fill('The second site is missing');
        };
        await decideOn('approver1', refusing('Request a revision'), 'revision');
        assert.equal((await milestone.state()).refusals[0]?.asksForRevision, true);
        await decideOn(
          'manager',
          async (page) => {
            assert.match(await page.locator('main').innerText(), /asks for a revision/);
            await page.getByText('Ask again').click();
            await page.getByLabel('What was discussed').fill('We talked');
          },
          'facilitation',
        );
        await decideOn('approver1', refusing('Refuse'), 'refusal');
        await decideOn(
          'manager',
          async (page) => {
            await page.getByText('Escalate').click();
            await page.getByLabel('What was discussed').fill('No way forward');
          },
          'escalation',
        );
        await decideOn(
          'sponsor',
          async (page) => {
            await page.locator('[value=rework]').check();
            await page.getByLabel('Reasons', { exact: true }).fill('Add the second site');
          },
          'determination',
        );
        assert.equal((await milestone.state()).stage.phase, 'rework');
      });
    });

  it('asks for a code by e-mail where the contract does, and takes nothing without it', async () => {
    const milestone = await given(
      { contract: { channels: { client: { signature: ['linkAndCode'] } } } },
      ...act.toSignOff,
    );
    const { page, context } = await visit(await pages.linkOf(milestone, 'approver1'));
    await page.locator('[value=sign]').check();
    await page.getByLabel(/I agree to the statement/).check();
    await drawSignature(page);
    await confirm(page, 'approver1');
    assert.match(await page.locator('main').innerText(), /One more step/);
    await take(page, 'code');
    await assertAccessible(page, 'code');
    const mail = await pages.mailTo(milestone, 'approver1', /^Your confirmation code/);
    const code = /^\s+(\d{8})$/m.exec(mail.text ?? '')?.[1] ?? '';
    await page.getByLabel('Code from your mail').fill(code === '00000000' ? '11111111' : '00000000');
    await confirm(page, 'approver1');
    assert.match(await page.locator('main').innerText(), /Not recorded.*code/);
    assert.equal((await milestone.state()).signatures.length, 0);
    await page.getByLabel('Code from your mail').fill(code);
    await confirm(page, 'approver1');
    await assertReceipt(page, /Signed/);
    assert.ok(
      (await milestone.state()).signatures[0]?.drawnSignatureSha256,
      'the drawing outlived the step in between',
    );
    const authentication = (await milestone.state()).signatures[0]?.actor.authentication;
    assert.ok(authentication?.method === 'requestLink' && authentication.codeConfirmedAt);
    await closing(context);
  });

  it('asks first and shows what it rests on after it on a phone, side by side on a desktop, and its button says what is done', async () => {
    const milestone = await given({}, ...act.toSignOff);
    const link = await pages.linkOf(milestone, 'approver1');
    for (const viewport of [phone, { width: 1280, height: 900 }]) {
      const { page, context } = await visit(link, { viewport });
      const [decision, evidence] = await Promise.all(
        ['#decision', '#evidence'].map((each) => page.locator(each).boundingBox()),
      );
      assert.ok(decision && evidence);
      if (viewport === phone) assert.ok(decision.y + decision.height <= evidence.y);
      else assert.ok(evidence.x + evidence.width <= decision.x && Math.abs(decision.y - evidence.y) < 40);
      const button = page.locator('.confirm button[type=submit]');
      assert.equal(await button.innerText(), 'Sign');
      for (const [value, says] of [
        ['requestRevision', 'Request the revision'],
        ['refuse', 'Refuse'],
        ['delegate', 'Pass it on'],
        ['sign', 'Sign'],
        ['askForInformation', 'Send to the engagement manager'],
        ['requestMoreTime', 'Send to the engagement manager'],
        ['declineToDecide', 'Send to the engagement manager'],
      ] as const) {
        await page.locator(`[value=${value}]`).check();
        assert.equal(await button.innerText(), says);
      }
      await take(page, viewport === phone ? 'sign-phone' : 'sign-desktop');
      await closing(context);
    }
  });

  it('has nothing axe-core objects to, in any state, on phone and desktop, in the light and the dark', async () => {
    const milestone = await given({}, ...act.toReview);
    const old = await pages.linkOf(milestone, 'user1');
    for (const [name, viewport, dark] of [
      ['review-open', phone, false],
      ['review-desktop', desktop, false],
      ['review-dark', desktop, true],
    ] as const) {
      const { page, context } = await visit(old, { viewport, dark });
      await take(page, name);
      await assertAccessible(page, name);
      await closing(context);
    }
    const { page, context } = await visit(old);
    await page.getByText('Request a revision').click();
    await confirm(page, 'user1');
    assert.match(await page.locator('[role=alert]').innerText(), /Not recorded. Give the reasons/);
    assert.equal(await page.getByLabel('Your full name, as listed above').inputValue(), nameOf('user1'));
    await take(page, 'error');
    await assertAccessible(page, 'error');
    await milestone.play(
      act.requestRevision('user2'),
      act.submit(),
      act.report('validator1'),
      act.report('validator2'),
    );
    await page.goto(old);
    assert.match(await page.locator('main').innerText(), /This link is an older one/);
    assert.doesNotMatch(await page.locator('main').innerText(), /Package, version/);
    assert.equal(await page.locator('form').count(), 0);
    await take(page, 'replaced');
    await assertAccessible(page, 'replaced');
    await milestone.play(act.cancel('manager'));
    await page.goto(await pages.linkOf(milestone, 'user1', /^Please review/));
    assert.match(await page.locator('main').innerText(), /past this decision/);
    await assertAccessible(page, 'over');
    await page.goto(`${pages.url}/r/unknown`);
    await assertAccessible(page, 'unknown');
    await pages.stage.database
      .db('requests')
      .where({ milestone_id: milestone.milestoneId })
      .update({ expires_at: new Date(0) });
    assert.equal((await page.goto(old))?.status(), 410);
    assert.doesNotMatch(await page.locator('main').innerText(), /version 2/);
    await assertAccessible(page, 'expired');
    await take(page, 'expired');
    await closing(context);
  });

  it('can be worked by keyboard alone', async () => {
    const milestone = await given({}, ...act.toReview);
    const { page, context } = await visit(await pages.linkOf(milestone, 'user1'), {
      scripts: false,
      viewport: desktop,
    });
    await page.locator('#choose input').first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Thank you');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'needsAnswer');
    await page.keyboard.press('Tab');
    await page.keyboard.type(nameOf('user1'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/receipts/);
    await assertReceipt(page, /Approved/);
    await closing(context);
  });
});
