// `npm run bench:import`: how long 500 milestones take to start from a sheet, in turn by API, by command and by page, on the running service and the demo's week.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config.ts';
import { openUsualBrowser } from '../../test/support/browser.ts';
import { stopWhatIsShared } from '../../test/support/oncePerRun.ts';
import { people } from '../demo/sample.ts';
import { Service } from '../demo/service.ts';
import { importCommand } from '../import/importCommand.ts';

const count = 500;
/** What is promised: all of them, from the press of the button to the answer. */
const withinSeconds = 60;

interface Engagement {
  engagementId: string;
  milestoneId: string;
}

const titles = (how: string): string[] => Array.from({ length: count }, (_, index) => `By ${how} ${index + 1}`);
const sheet = (how: string): string => ['Milestone,Due', ...titles(how).map((each) => `${each},2027-06-15`)].join('\n');

async function byApi(service: Service, { engagementId, milestoneId: likeMilestoneId }: Engagement): Promise<number> {
  const rows = titles('API').map((title) => ({ title, dueOn: '2027-06-15' }));
  const body = { personId: people.manager.personId, likeMilestoneId, rows };
  const answer = await service.post<{ rows: { status: string }[] }>(`/engagements/${engagementId}/imports`, body);
  return answer.rows.filter((each) => each.status === 'started').length;
}

async function byCommand(service: Service, { engagementId, milestoneId }: Engagement, key: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sign-off-bench-import-'));
  try {
    const file = join(folder, 'plan.csv');
    await writeFile(file, sheet('command'));
    const where = ['--engagement', engagementId, '--like', milestoneId, '--url', service.apiUrl];
    const said = await importCommand([file, ...where, '--person', people.manager.personId, '--start'], key);
    return Number(/^(\d+) started/m.exec(said)?.[1] ?? 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Without what goes before the last press, which is somebody's own time. */
async function byPage({ apiUrl }: Service, { engagementId }: Engagement): Promise<[started: number, seconds: number]> {
  const browser = await openUsualBrowser();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(600_000);
    await page.goto(`${apiUrl}/sign-in?to=/desk/engagements/${engagementId}`);
    await page.getByRole('button', { name: people.manager.name }).click();
    await page.getByRole('link', { name: 'Bring in a list' }).click();
    await page.getByLabel('Paste the rows').fill(sheet('page'));
    await page.getByRole('button', { name: 'Look at the rows' }).click();
    const start = page.getByRole('button', { name: 'Start the ready ones' });
    await start.waitFor();
    const pressed = performance.now();
    await start.click();
    const told = page.getByRole('status').filter({ hasText: 'were started' });
    await told.waitFor();
    const seconds = (performance.now() - pressed) / 1000;
    return [Number(/(\d+) milestones/.exec(await told.innerText())?.[1] ?? 0), seconds];
  } finally {
    await browser.close();
  }
}

async function timed(start: () => Promise<number>): Promise<[started: number, seconds: number]> {
  const from = performance.now();
  const started = await start();
  return [started, (performance.now() - from) / 1000];
}

async function main(): Promise<void> {
  const { service, key } = await Service.runningWithKey(loadConfig().stateFolder);
  const { items } = await service.get<{ items: Engagement[] }>('/search?q=warehouse');
  const [engagement] = items;
  if (!engagement) throw new Error('Run "npm run demo" first: its week has the milestone that these are to be like.');
  const ways: Record<string, () => Promise<[number, number]>> = {
    API: () => timed(() => byApi(service, engagement)),
    command: () => timed(() => byCommand(service, engagement, key)),
    page: () => byPage(service, engagement),
  };
  console.log(`| ${count} milestones by | started | seconds |\n| --- | --- | --- |`);
  for (const [name, way] of Object.entries(ways)) {
    const [started, seconds] = await way();
    console.log(`| ${name} | ${started} | ${seconds.toFixed(1)} |`);
    if (started < count || seconds > withinSeconds) process.exitCode = 1;
  }
}

await main().finally(stopWhatIsShared);
