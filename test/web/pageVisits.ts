// Visits to pages behind links in a real browser: with and without scripts, on phone and desktop, in the light and the dark.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { nameOf } from '../domain/cast.ts';
import type { Person } from '../support/signedIn.ts';
import { openBrowser } from '../support/browser.ts';
import { assertAccessible } from './axe.ts';

/** Where somebody wants to look at the pages; else no pictures are taken, which costs more than all else on a page. */
const pictures = process.env.PICTURES_FOLDER;

export const phone = { width: 375, height: 740 };
export const desktop = { width: 1100, height: 900 };

export interface VisitOptions {
  scripts?: boolean;
  viewport?: typeof phone;
  dark?: boolean;
}

export interface Visit {
  page: Page;
  context: Pick<BrowserContext, 'close'>;
}

export class PageVisits {
  readonly #browser: Browser;
  readonly #left = {
    withScripts: [] as Page[],
    withoutScripts: [] as Page[],
    signedIn: [] as Page[],
    signedInWithoutScripts: [] as Page[],
  };

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async open(): Promise<PageVisits> {
    if (pictures) await mkdir(pictures, { recursive: true });
    return new PageVisits(await openBrowser());
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  /** In a page that an earlier visit has left where there is one: a page stores nothing in the browser, and a new one is dear. */
  async visit(link: string, { scripts = true, viewport = phone, dark = false }: VisitOptions = {}): Promise<Visit> {
    const left = scripts ? this.#left.withScripts : this.#left.withoutScripts;
    const page = left.pop() ?? (await this.#browser.newPage({ javaScriptEnabled: scripts }));
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await page.goto(link);
    const close = async (): Promise<void> => {
      const { cookies, origins } = await page.context().storageState();
      assert.deepEqual([cookies, origins], [[], []], 'a page stored something in the browser');
      left.push(page);
    };
    return { page, context: { close } };
  }

  /**
   * Signed in: with the cookie of a session and nothing else that is stored, in a page that was left by somebody else where there is one and
   * nothing was stored in it.
   */
  async signedIn<T>(
    link: string,
    { headers }: Pick<Person, 'headers'>,
    use: (page: Page) => Promise<T>,
    { scripts = true, viewport = desktop }: VisitOptions = {},
  ): Promise<T> {
    const [name = '', value = ''] = headers.cookie.split('=');
    const left = scripts ? this.#left.signedIn : this.#left.signedInWithoutScripts;
    const page = left.pop() ?? (await this.#browser.newPage({ javaScriptEnabled: scripts }));
    const context = page.context();
    try {
      await context.addCookies([{ name, value, url: new URL(link).origin }]);
      await page.setViewportSize(viewport);
      await page.goto(link);
      const result = await use(page);
      // While the page is there: what is stored at an origin that no page is at takes a page of its own to look at.
      const { origins } = await context.storageState();
      await context.clearCookies();
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setExtraHTTPHeaders({});
      // The same address again, with another place in it, would not load anew.
      await page.goto('about:blank');
      if (origins.length === 0) left.push(page);
      else await context.close();
      return result;
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  async take(page: Page, name: string): Promise<void> {
    if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  /** The open page on a phone and a desktop, in the light and the dark, in pictures that people look at. */
  async takeAll(page: Page, name: string): Promise<void> {
    if (pictures) await this.#takeEach(page, name);
    await page.setViewportSize(phone);
    await this.assertFits(page, name);
  }

  async #takeEach(page: Page, name: string): Promise<void> {
    await this.take(page, name);
    await page.emulateMedia({ colorScheme: 'dark' });
    await this.take(page, `${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(desktop);
    await this.take(page, `${name}-desktop`);
  }

  /** A page is laid out anew some frames after its window changed: only one that stays too wide is too wide. */
  async assertFits(page: Page, name: string): Promise<void> {
    const overflow = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const until = Date.now() + 5000;
    while ((await overflow()) > 0 && Date.now() < until) await page.waitForTimeout(50);
    const pixels = await overflow();
    assert.ok(pixels <= 0, `${name} is ${pixels} pixels wider than a phone`);
  }

  assertAccessible(page: Page, name: string, without: readonly string[] = []): Promise<void> {
    return assertAccessible(page, name, without);
  }
}

/** Until the page that comes of it has come with its style sheet: what is said is read off that one, as it is laid out. */
export async function press(page: Page, name: string): Promise<void> {
  const come = page.waitForEvent('framenavigated');
  await page.getByRole('button', { name, exact: true }).click();
  await come;
  await page.waitForLoadState();
}

export async function confirm(page: Page, personId: string): Promise<void> {
  await page.getByLabel('Your full name, as listed above').fill(nameOf(personId));
  await page.locator('.confirm button[type=submit]').click();
  await page.waitForLoadState();
}

export async function assertReceipt(page: Page, decision: RegExp): Promise<void> {
  assert.match(page.url(), /\/receipts\//, await page.locator('main').innerText());
  assert.equal(await page.locator('h1').innerText(), 'Your decision is on record');
  assert.match(await page.locator('main').innerText(), decision);
}

export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
