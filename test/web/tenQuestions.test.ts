// The questions of a day, each answered in at most two clicks from the start page of who asks it, by what the API says too.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { raiseObstacle } from '../../db/obstacles.ts';
import type { InstallationRole } from '../../domain/access/rights.ts';
import { ApiStage, type HttpMilestone } from '../api/apiStage.ts';
import * as act from '../domain/acts.ts';
import { nameOf } from '../domain/cast.ts';
import { creditNote, invoice } from '../domain/invoices.ts';
import { testSession, type Person } from '../support/signedIn.ts';
import { devServer } from '../support/temporal.ts';
import { inDays, PageVisits } from './pageVisits.ts';

interface Money {
  milestoneId: string;
  amount: string;
}
interface Backlog {
  stages: { phase: string; overdue: number }[];
  sponsors: { milestoneId: string; act: string }[];
  workers: { identity: string; build: string }[];
}
interface Sums {
  amount: string;
}

describe('Ten questions', function () {
  this.timeout(240_000);
  let stage: ApiStage;
  let visits: PageVisits;
  const milestones = {} as Record<'warehouse' | 'cutOver' | 'build' | 'training' | 'roof' | 'fence', HttpMilestone>;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
    visits = await PageVisits.open();
    const started = async (title: string) => stage.milestone({ plan: { title, dueOn: '2031-05-15' } });
    milestones.warehouse = await started('Warehouse');
    milestones.cutOver = await started('Cut-over');
    milestones.build = await started('Build');
    milestones.training = await started('Training');
    milestones.roof = await started('Roof');
    milestones.fence = await started('Fence');
    const signatures = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));
    const { warehouse, cutOver, build, training, roof, fence } = milestones;
    await warehouse.play(...act.toReview, act.comment('user1', 'Where is the loading dock?'));
    await build.play(...act.toSignOff, act.refuse('approver1', { reasons: ['The manual is unclear'] }));
    await training.play(...act.toSignOff, act.refuse('approver1'), act.escalate('manager'));
    await cutOver.play(...act.toSignOff, act.propose('E1', { dueOn: inDays(20) }), ...signatures);
    await cutOver.until((each) => each.outputs.length > 0);
    await fence.play(...act.toReview);
    await roof.play(...act.toAccepted, act.proposeRevocation('manager'));
    const today = inDays(0);
    await stage.post(`${cutOver.path}/invoices`, invoice({ amount: '60000.00', issuedOn: today }));
    await stage.post(`${cutOver.path}/credit-notes`, creditNote({ amount: '10000.00', issuedOn: today }));
    const { db } = stage.database;
    await raiseObstacle(db, {
      ...{ milestoneId: build.milestoneId, kind: 'store', subject: '' },
      reason: 'away',
      attempts: 3,
    });
    await db('milestones')
      .where({ milestone_id: warehouse.milestoneId })
      .update({ deadline: '2026-01-05T17:00:00.000Z' });
  });
  after(async () => {
    await visits.close();
    await stage.close();
  });

  const signedIn = (address: string, roles: InstallationRole[] = []): Promise<Person> =>
    testSession(stage.database.db, address, { name: address, roles });
  const api = async <T>(path: string, { headers }: Person): Promise<T> =>
    (await (await fetch(`${stage.url}${path}`, { headers })).json()) as T;
  type Click = (page: Page) => Promise<unknown>;
  const link =
    (name: string | RegExp): Click =>
    (page) =>
      page
        .getByRole('link', { name, exact: typeof name === 'string' })
        .first()
        .click();
  const place =
    (name: string): Click =>
    (page) =>
      page.locator('header').getByRole('link', { name }).click();
  /** What is to be read after the clicks, from the start page on. */
  const read = (person: Person, clicks: Click[], within = 'main'): Promise<string> => {
    assert.ok(clicks.length <= 2);
    return visits.signedIn(`${stage.url}/desk`, person, async (page) => {
      for (const click of clicks) await click(page);
      await page.waitForLoadState();
      return page.locator(within).innerText();
    });
  };
  const has = (text: string, ...words: string[]): void => {
    for (const each of words) assert.ok(text.includes(each), `“${each}” is not in: ${text}`);
  };
  const euros = (amount = '0'): string =>
    new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(Number(amount));
  const section = (id: string): string => `section[aria-labelledby=${id}]`;

  it('of a manager: what needs me, whom do I wait for, what would be refused, whom will this mail, what changed', async () => {
    const manager = await signedIn('manager@example.com');
    const work = await api<Record<'needsYou' | 'waitingFor', { items: { title: string; name?: string }[] }>>(
      '/work',
      manager,
    );
    const needs = await read(manager, [], section('needs-you'));
    has(needs, String(work.needsYou.items.length), 'Warehouse', 'Build');
    const waiting = await read(manager, [], section('waiting'));
    has(waiting, ...work.waitingFor.items.map((each) => each.name ?? ''), 'Training');
    const state = await api<{ obstacles: string[] }>(milestones.warehouse.path, manager);
    assert.ok(state.obstacles.length > 0);
    has(await read(manager, [link('Warehouse')]), 'Would be refused', 'loading dock', 'F1');
    interface Mails {
      items: { mailId: string; recipientId: string }[];
    }
    const before = await api<Mails>(`${milestones.fence.path}/mails?limit=200`, manager);
    const told = await visits.signedIn(`${stage.url}/desk`, manager, async (page) => {
      await link(/^Send a new link.*Fence/)(page);
      await page.getByLabel('Reason').fill('The first mail was deleted');
      await page.getByRole('button', { name: 'See what it would do' }).click();
      const said = (await page.locator('main').innerText()).split('Who gets a mail')[1];
      await page.getByRole('button', { name: 'Do it' }).click();
      return said ?? '';
    });
    const after = await api<Mails>(`${milestones.fence.path}/mails?limit=200`, manager);
    const known = new Set(before.items.map((each) => each.mailId));
    const got = after.items.filter((each) => !known.has(each.mailId)).map((each) => nameOf(each.recipientId));
    assert.ok(got.length > 0);
    assert.deepEqual([...new Set(told.match(/Name of \w+/g))].sort(), [...new Set(got)].sort());
    const { items: events } = await api<{ items: object[] }>(`${milestones.build.path}/timeline`, manager);
    const changed = await read(
      manager,
      [link('Build'), (page) => page.locator('#timeline summary').click()],
      '#timeline',
    );
    has(changed, String(events.length), 'Name of approver1');
  });

  it('of a sponsor: what waits for me, what is late, what was refused, which exceptions are open, when will it be signed', async () => {
    const sponsor = await signedIn('sponsor@example.com');
    const { needsYou } = await api<{ needsYou: { items: { title: string }[] } }>('/work', sponsor);
    has(
      await read(sponsor, [], section('needs-you')),
      ...needsYou.items.map((each) => each.title),
      'Training',
      'since',
    );
    const late = await api<{ items: { title: string; waitingFor: { name: string }[] }[] }>(
      '/portfolio?overdue=true',
      sponsor,
    );
    assert.equal(late.items.length, 1);
    const lateRow = await read(sponsor, [place('Portfolio'), link(/late$/)], 'tbody');
    has(lateRow, late.items[0]?.title ?? '', ...(late.items[0]?.waitingFor ?? []).map((each) => each.name));
    has(await read(sponsor, [place('Portfolio'), link('Build')]), 'Name of approver1', 'The manual is unclear');
    const { exceptions } = await api<{ exceptions: { exceptionId: string }[] }>(milestones.cutOver.path, sponsor);
    const open = await read(sponsor, [place('Portfolio'), link('Cut-over')], '#exceptions');
    has(open, ...exceptions.map((each) => each.exceptionId));
    const forecast = await api<{ milestones: { title: string }[] }>('/forecast', sponsor);
    has(await read(sponsor, [place('Forecast')]), ...forecast.milestones.map((each) => each.title));
  });

  it('of finance: what can be invoiced, what is withheld until when, what comes in by month, which certificate is behind it, what was credited', async () => {
    const finance = await signedIn('finance@example.com', ['finance']);
    const money = await api<Record<'ready' | 'withheld', Money[]> & { expected: (Sums & { month: string })[] }>(
      '/money',
      finance,
    );
    const inAll = await read(finance, [place('Money')]);
    has(inAll, euros(money.ready[0]?.amount), euros(money.withheld[0]?.amount), 'E1');
    has(await read(finance, [place('Money')], section('expected')), 'May 2031', euros(money.expected[0]?.amount));
    const behind = await read(finance, [place('Money'), link('Cut-over')]);
    const [own] = (
      await api<{ items: { certificateNumber: string }[] }>(`${milestones.cutOver.path}/invoices`, finance)
    ).items;
    has(behind, 'INV-1', own?.certificateNumber ?? '?');
    const { items: credits } = await api<{ items: { creditNumber: string; amount: string }[] }>(
      `${milestones.cutOver.path}/credit-notes`,
      finance,
    );
    has(behind, credits[0]?.creditNumber ?? '?', euros(credits[0]?.amount));
  });

  it('of an administrator: what is stuck, what waits on a sponsor, what is overdue by stage, which effects fail, which workers', async () => {
    const administrator = await signedIn('admin@example.com', ['administrator']);
    const { items } = await api<{ items: { milestoneId: string; kind: string }[] }>('/obstacles', administrator);
    assert.ok(items.length > 0);
    const { stages, sponsors, workers } = await api<Backlog>('/backlog', administrator);
    const { dependencies } = await api<{ dependencies: Record<string, object> }>('/health', administrator);
    const said = (id: string): Promise<string> => read(administrator, [place('Administration')], section(id));
    has(await said('obstacles'), ...items.map((each) => each.milestoneId));
    assert.deepEqual(sponsors.map(({ milestoneId, act: asked }) => [milestoneId, asked]).sort(), [
      ...[
        [milestones.training.milestoneId, 'decideAsSponsor'],
        [milestones.roof.milestoneId, 'decideRevocation'],
      ].sort(),
    ]);
    has(
      await said('sponsors'),
      ...[milestones.training.milestoneId, 'Decide as the sponsor', milestones.roof.milestoneId, 'revocation'],
    );
    assert.deepEqual(
      stages.filter((each) => each.overdue > 0).map(({ phase, overdue }) => [phase, overdue]),
      [['inReview', 1]],
    );
    has(await said('stages'), 'Review', '1 overdue', 'In dispute', '1 open');
    const parts = await said('health');
    has(parts, 'PostgreSQL', 'Temporal', 'Worker', 'Store of documents');
    assert.equal(parts.match(/ (?:up|down)$/gm)?.length, Object.keys(dependencies).length);
    has(await read(administrator, [place('Administration')]), 'What is to be sent');
    assert.ok(workers.length > 0);
    has(await said('workers'), ...workers.flatMap(({ identity, build }) => [identity, build]));
  });
});
