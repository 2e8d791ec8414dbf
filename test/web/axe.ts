// What axe-core holds against a page. A page that has just been opened would load, compile and warm up axe anew, which takes more than its
// rules: so its document is copied, as it stands, into one that stays open with axe in it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { keptPage } from '../support/browser.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Nothing that axe finds at fault, `without` these rules. */
export async function assertAccessible(page: Page, name: string, without: readonly string[] = []): Promise<void> {
  const found = await violations(page);
  assert.deepEqual(
    found.filter((each) => !without.includes(each.split(':')[0] ?? '')),
    [],
    name,
  );
}

/** Of each rule that is broken its name and the elements, as "rule: html | html". */
async function violations(page: Page): Promise<string[]> {
  const shown = await page.evaluate(() => ({
    attributes: [...document.documentElement.attributes].map(({ name, value }) => [name, value] as const),
    html: document.documentElement.innerHTML,
    isDark: matchMedia('(prefers-color-scheme: dark)').matches,
  }));
  const copy = await copyAt(page.url());
  await copy.setViewportSize(page.viewportSize() ?? { width: 1280, height: 720 });
  await copy.emulateMedia({ colorScheme: shown.isDark ? 'dark' : 'light' });
  return copy.evaluate(async ({ attributes, html }) => {
    const { documentElement: root, fonts } = document;
    for (const name of root.getAttributeNames()) root.removeAttribute(name);
    for (const [attribute, value] of attributes) root.setAttribute(attribute, value);
    root.innerHTML = html;
    const sheets = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].filter(
      ({ sheet }) => !sheet,
    );
    await Promise.all(sheets.map((each) => new Promise((done) => (each.onload = each.onerror = done))));
    await fonts.ready;
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    // Of what it finds well it would work out a selector for each element.
    const results = await axe.run({ resultTypes: ['violations'], selectors: false });
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  }, shown);
}

/** At the same origin, so that the copy finds its style sheets. */
async function copyAt(url: string): Promise<Page> {
  const copy = await keptPage('axe');
  const origin = /^https?:/.test(url) ? new URL(url).origin : 'http://localhost';
  const address = `${origin}/copied-for-axe`;
  if (copy.url() === address) return copy;
  await copy.unrouteAll();
  await copy.route(address, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>-</title>' }),
  );
  await copy.goto(address);
  await copy.evaluate(await readFile(axePath, 'utf8'));
  return copy;
}

interface AxeResults {
  violations: { id: string; nodes: { html: string }[] }[];
}
