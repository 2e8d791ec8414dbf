// The browser of the tests: the one CHROMIUM_PATH names, or a Chromium or Chrome on the PATH, without windows if there is one such.
import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Context } from 'mocha';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { oncePerRun } from './oncePerRun.ts';

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** Throws with the remedy when there is none: a page nobody looked at in a browser is not tested. */
export function browserPath(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  for (const name of names)
    for (const folder of (env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here; the next folder.
      }
    }
  throw new Error(`No browser found; install one of ${names.join(', ')}, or set CHROMIUM_PATH to its executable.`);
}

const theBrowser = (): Promise<Browser> => oncePerRun('browser', launch, (each) => each.close());

/** Of somebody who wants no motion: a page that scrolls smoothly to each field is drawn sixty times a second on the way. */
const calm: BrowserContextOptions = { reducedMotion: 'reduce' };

/** The one of this process, as if it were a new one: what was opened in it is gone when it is closed. */
export async function openBrowser(): Promise<Browser> {
  const browser = await theBrowser();
  const close = async (): Promise<void> => {
    await Promise.all(browser.contexts().map((each) => (kept.has(each) ? Promise.resolve() : each.close())));
  };
  return new Proxy(browser, {
    get(target, key) {
      if (key === 'close') return close;
      if (key === 'newPage') return (options?: BrowserContextOptions) => target.newPage({ ...calm, ...options });
      if (key === 'newContext') return (options?: BrowserContextOptions) => target.newContext({ ...calm, ...options });
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

const kept = new Set<BrowserContext>();

/** A page that stays open for all tests of this process. */
export const keptPage = (name: string): Promise<Page> =>
  oncePerRun(
    `page ${name}`,
    async () => {
      const page = await (await theBrowser()).newPage(calm);
      kept.add(page.context());
      return page;
    },
    (page) => page.context().close(),
  );

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Drawing pages as it does for everybody: for what measures how long that takes. */
export const openUsualBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: browserPath(), args: quiet, timeout: 120_000 });

async function launch(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: browserPath(),
    args: [
      ...quiet,
      // One process for the pages of a service and none for graphics, which are not looked at: an eighth less for the same pages.
      '--in-process-gpu',
      '--process-per-site',
      '--renderer-process-limit=1',
      '--disable-site-isolation-trials',
      // Each document in the frame of the one before: a new frame for each takes a quarter of what opening a page does.
      `${await featuresLeftOff()},RenderDocument`,
    ],
    timeout: 120_000,
  });
  await haveDriverCompiledOnce(browser);
  return browser;
}

/** Of an object of Playwright's API what does its work, in the same process. */
const insideOf = <T>(object: object): T =>
  (object as { _connection: { toImpl(object: object): T } })._connection.toImpl(object);

/** The switch as Playwright gives it, which one given besides would replace. */
async function featuresLeftOff(): Promise<string> {
  const inside = insideOf<{ defaultArgs(options: object, isPersistent: boolean, folder: string): Promise<string[]> }>(
    chromium,
  );
  const given = (await inside.defaultArgs({}, false, tmpdir())).find((each) => each.startsWith('--disable-features='));
  assert.ok(given, 'Playwright leaves off no features of the browser any more');
  return given;
}

/**
 * Playwright sends each document a third of a megabyte that finds and presses what is on it, and writes a number into it that is another
 * for each: the browser would compile it anew every time, which takes nearly as much as the page. Nothing here asks for a frame by number.
 */
async function haveDriverCompiledOnce(browser: Browser): Promise<void> {
  const page = await browser.newPage();
  const frame = insideOf<{ mainFrame(): { seq?: number } }>(page).mainFrame();
  assert.equal(typeof frame.seq, 'number', 'Playwright numbers its frames no more');
  Object.defineProperty(Object.getPrototypeOf(frame), 'seq', {
    get: () => 1,
    set: () => undefined,
    configurable: true,
  });
  await page.close();
}

/** For what a developer's machine may lack: without a browser the test is skipped and says why, but never in CI. */
export function openBrowserOrSkip(test: Context): Promise<Browser> {
  try {
    browserPath();
  } catch (error) {
    if (process.env.CI) throw error;
    console.warn(`  ${(error as Error).message}`);
    test.skip();
  }
  return openBrowser();
}
