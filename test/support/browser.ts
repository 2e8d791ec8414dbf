// A real browser for tests of pages: the one CHROMIUM_PATH names, or Chromium or Chrome on PATH. Missing, it skips; in CI it fails.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Context } from 'mocha';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

function browserPath(): string | undefined {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

export async function openBrowser(test: Context): Promise<Browser> {
  const executablePath = browserPath();
  if (executablePath)
    return chromium.launch({
      executablePath,
      args: [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
        ...['--disable-background-networking', '--disable-component-update'],
      ],
    });
  const reason = `no browser: set CHROMIUM_PATH, or install ${names.join(' or ')}`;
  if (process.env.CI) throw new Error(reason);
  console.warn(`  ${reason}`);
  return test.skip();
}
