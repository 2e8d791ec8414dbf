// `npm run bench:pages`: what pages of the running service cost a browser that has seen none of them: transfer, blocking time, layout shift.
import type { Browser, Page } from 'playwright-core';
import { loadConfig } from '../../config.ts';
import { openUsualBrowser } from '../../test/support/browser.ts';
import { stopWhatIsShared } from '../../test/support/oncePerRun.ts';
import { Inbox } from '../demo/inbox.ts';
import { people } from '../demo/sample.ts';
import { Service } from '../demo/service.ts';

/** Of a first visit, with all that the page brings along. */
const mostBytes = 100_000;
/** As Lighthouse slows a desktop's processor down for a phone. */
const slowedBy = 4;
/** What comes after the page has loaded, such as its live part, has come by then. */
const settlesWithin = 1500;

interface Figures {
  bytes: number;
  requests: number;
  blockingMs: number;
  shift: number;
  paintedMs: number;
}

interface Seen {
  blocking: number;
  shift: number;
  painted: number;
}

/** Before anything of the page runs; read again when it has settled. */
const watch = (): void => {
  const seen: Seen = { blocking: 0, shift: 0, painted: 0 };
  Object.assign(globalThis, { seen });
  const observe = (type: string, take: (entry: PerformanceEntry) => void): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe('longtask', ({ duration }) => (seen.blocking += Math.max(0, duration - 50)));
  observe('layout-shift', (entry) => (seen.shift += (entry as unknown as { value: number }).value));
  observe('largest-contentful-paint', ({ startTime }) => (seen.painted = startTime));
};

async function visit(page: Page, address: string): Promise<Figures> {
  const session = await page.context().newCDPSession(page);
  let [bytes, requests] = [0, 0];
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  await session.send('Network.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowedBy });
  await page.addInitScript(watch);
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForTimeout(settlesWithin);
  const { blocking, shift, painted } = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  return { bytes, requests, blockingMs: blocking, shift, paintedMs: painted };
}

/** The middle of three: what another process takes of the machine is not the page's. */
async function measure(browser: Browser, address: string, cookies: Cookies): Promise<Figures> {
  const found: Figures[] = [];
  for (let round = 0; round < 3; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
    await context.addCookies(cookies);
    found.push(await visit(await context.newPage(), address));
    await context.close();
  }
  const middle = (of: (each: Figures) => number): number => found.map(of).sort((one, other) => one - other)[1] ?? 0;
  return {
    ...{ bytes: middle((each) => each.bytes), requests: middle((each) => each.requests) },
    ...{ blockingMs: middle((each) => each.blockingMs), paintedMs: middle((each) => each.paintedMs) },
    shift: Math.max(...found.map((each) => each.shift)),
  };
}

type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;

async function signIn(browser: Browser, { apiUrl }: Service): Promise<Cookies> {
  const page = await browser.newPage();
  await page.goto(`${apiUrl}/sign-in?to=/desk`);
  await page.getByRole('button', { name: people.manager.name }).click();
  await page.waitForURL(`${apiUrl}/desk`);
  const cookies = await page.context().cookies(apiUrl);
  await page.context().close();
  return cookies;
}

/** Of the week that `npm run demo` leaves. */
async function addresses(service: Service): Promise<Record<string, string>> {
  const find = async (words: string): Promise<string> => {
    const { items } = await service.get<{ items: { milestoneId: string }[] }>(`/search?q=${words}`);
    return items[0]?.milestoneId ?? '';
  };
  const [goLive, warehouse] = [await find('go-live'), await find('warehouse')];
  const { link } = await new Inbox(service.inboxUrl).waitForLink(people.approver.email, 'Please sign', goLive);
  const at = (path: string): string => `${service.apiUrl}${path}`;
  return {
    ...{ 'My desk': at('/desk'), Portfolio: at('/desk/portfolio'), Forecast: at('/desk/forecast') },
    ...{ Money: at('/desk/money'), Milestone: at(`/desk/milestones/${warehouse}`) },
    ...{ Package: at(`/desk/milestones/${await find('gate')}/package`), 'New milestone': at('/desk/new') },
    ...{ 'Asked of me': at('/asked'), "A signer's page": link },
  };
}

async function main(): Promise<void> {
  const service = await Service.running(loadConfig().stateFolder);
  const browser = await openUsualBrowser();
  try {
    const cookies = await signIn(browser, service);
    console.log('| Page | transfer, kB | requests | largest paint, ms | blocking, ms | shift |');
    console.log('| --- | --- | --- | --- | --- | --- |');
    for (const [name, address] of Object.entries(await addresses(service))) {
      const { bytes, requests, paintedMs, blockingMs, shift } = await measure(browser, address, cookies);
      const figures = [
        (bytes / 1000).toFixed(1),
        requests,
        paintedMs.toFixed(0),
        blockingMs.toFixed(0),
        shift.toFixed(3),
      ];
      console.log(`| ${name} | ${figures.join(' | ')} |`);
      if (bytes > mostBytes || shift > 0) process.exitCode = 1;
    }
  } finally {
    await browser.close();
    await stopWhatIsShared();
  }
}

await main();
