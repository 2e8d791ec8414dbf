// Two firms' people signed in side by side, each in a browser profile of their own: neither ever sees a trace of the other.
import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { people } from '../domain/cast.ts';
import { registered } from '../api/answeringApi.ts';
import { openBrowser } from '../support/browser.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { openSignInStage, type SignInStage } from '../support/signedIn.ts';
import { assertAccessible } from './axe.ts';

/** All that names a firm, its engagement and its milestone. */
const firms = ['alder', 'birch'] as const;
type Firm = (typeof firms)[number];
const tracesOf = (firm: Firm): string[] => [
  `${firm}-engagement`,
  `${firm}-milestone`,
  `${firm}.example`,
  `Title of ${firm}`,
];

describe('Two firms’ people signed in side by side', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let stage: SignInStage;
  let browser: Browser;
  before(async () => {
    database = await testDatabase();
    for (const firm of firms)
      await registered(database.db, `${firm}-engagement`, `${firm}-milestone`, {
        engagement: {
          name: `Name of ${firm}`,
          people: people.map((each) => ({ ...each, email: each.email.replace('@example.com', `@${firm}.example`) })),
        },
        plan: { title: `Title of ${firm}` },
      });
    [stage, browser] = [await openSignInStage(database.db), await openBrowser()];
  });
  after(async () => {
    await browser?.close();
    await stage?.close();
    await database?.drop();
  });

  async function signIn(firm: Firm): Promise<Page> {
    const context: BrowserContext = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${stage.url}/me`);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await assertAccessible(page, 'development issuer');
    await page.getByLabel('Anybody else of the firm').fill(`manager@${firm}.example`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(`${stage.url}/me`);
    return page;
  }

  it('see their own, and no trace of each other’s, on any page, list or address', async () => {
    const tabs = { alder: await signIn('alder'), birch: await signIn('birch') };
    for (const firm of firms) {
      const page = tabs[firm];
      const theirs = firm === 'alder' ? 'birch' : 'alder';
      const shown: string[] = [];
      for (const path of ['/me', '/asked']) {
        await page.goto(`${stage.url}${path}`);
        await assertAccessible(page, path);
        shown.push(await page.content());
      }
      // With the cookies of the profile; the pages themselves may fetch nothing.
      const ask = async (path: string) => {
        const response = await page.request.get(`${stage.url}${path}`);
        return { status: response.status(), text: await response.text() };
      };
      for (const path of [
        '/engagements',
        '/milestones',
        '/retention/due',
        '/sessions',
        '/obstacles',
        '/webhook-deliveries',
      ]) {
        const { text } = await ask(path);
        shown.push(text);
      }
      const all = shown.join('\n');
      for (const each of tracesOf(theirs)) assert.ok(!all.includes(each), `${firm} was shown ${each}`);
      for (const each of tracesOf(firm)) assert.ok(all.includes(each), `${firm} was not shown ${each}`);
      const [real, none] = [
        await ask(`/engagements/${theirs}-engagement`),
        await ask(`/engagements/nobody-engagement`),
      ];
      assert.deepEqual([real.status, real.text], [404, none.text.replaceAll('nobody-', `${theirs}-`)]);
      assert.equal((await ask(`/engagements/${firm}-engagement`)).status, 200);
    }
    await tabs.alder.goto(`${stage.url}/me`);
    await tabs.alder.getByRole('button', { name: 'Sign out' }).click();
    await tabs.alder.getByRole('button', { name: 'Yes, sign me out' }).click();
    await tabs.alder.waitForURL(/signed-out/);
    await tabs.alder.goto(`${stage.url}/me`);
    assert.match(await tabs.alder.content(), /Please sign in/);
    await tabs.birch.goto(`${stage.url}/me`);
    assert.match(await tabs.birch.content(), /Name of birch/, 'the other is still signed in');
  });
});
