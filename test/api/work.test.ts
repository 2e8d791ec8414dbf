// Work over HTTP: what is on the desk of the manager, of who is asked, of a system that acts for managers, and of nobody else.
import assert from 'node:assert/strict';
import * as act from '../domain/acts.ts';
import type { InstallationRole } from '../../domain/access/rights.ts';
import { devServer } from '../support/temporal.ts';
import { testKey } from '../support/apiKey.ts';
import { testSession } from '../support/signedIn.ts';
import { rowsOf } from './sheetRows.ts';
import { ApiStage, type HttpMilestone } from './apiStage.ts';

interface Row {
  milestoneId: string;
  act: string;
  personId: string;
  name?: string;
  engagement: string;
  count?: number;
  about?: string;
  askedBy?: string;
  reached?: { status: string };
}
interface Section {
  count: number;
  items: Row[];
}
interface StuckItem {
  why: string;
  act?: string;
  about?: string;
  awaits?: string;
}
type Work = Record<'needsYou' | 'waitingFor', Section> & { stuck: { count: number; items: StuckItem[] } };

interface Portfolio {
  items: { milestoneId: string; value?: { amount: string } }[];
  totals: object & { values: object[] };
}
interface MoneyRow {
  milestoneId: string;
  amount: string;
  exceptions?: { exceptionId: string }[];
}
type Money = Record<'ready' | 'withheld' | 'blocked', MoneyRow[]>;

describe('Work', () => {
  let stage: ApiStage;
  let milestone: HttpMilestone;
  before(async function () {
    this.timeout(120_000);
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
    milestone = await stage.milestone();
    await milestone.play(...act.toReview, act.comment('user1', 'Where is the loading dock?'));
  });
  after(() => stage.close());

  const workOf = async (headers: Record<string, string>): Promise<Work> => {
    const response = await fetch(`${stage.url}/work`, { headers });
    assert.equal(response.status, 200);
    return (await response.json()) as Work;
  };
  const ofThis = ({ items }: Section): string[] =>
    items.filter((each) => each.milestoneId === milestone.milestoneId).map((each) => `${each.act} ${each.personId}`);
  const signedIn = async (address: string) =>
    workOf((await testSession(stage.database.db, address, { name: address })).headers);

  it('is on the manager’s desk: an answer to the comment, and whom the review waits for', async () => {
    const { needsYou, waitingFor, stuck } = await signedIn('manager@example.com');
    assert.deepEqual(ofThis(needsYou), ['answerComments manager']);
    assert.deepEqual(ofThis(waitingFor), ['review user1', 'review user2']);
    assert.deepEqual([needsYou.items[0]?.count, waitingFor.items[0]?.reached?.status], [1, 'queued']);
    assert.ok(waitingFor.items.every((each) => each.name !== undefined && each.engagement !== each.milestoneId));
    assert.deepEqual(stuck, { count: 0, items: [] });
  });

  it('is the same for a system that acts for engagement managers, within its engagements', async () => {
    const { db } = stage.database;
    const own = await testKey(db, { roles: ['engagementManager'], engagementIds: [milestone.engagementId] });
    const work = await workOf({ authorization: `Bearer ${own.key}` });
    assert.deepEqual(ofThis(work.needsYou), ['answerComments manager']);
    const other = await testKey(db, { roles: ['engagementManager'], engagementIds: ['elsewhere'] });
    const nothing = { count: 0, items: [] };
    assert.deepEqual(await workOf({ authorization: `Bearer ${other.key}` }), {
      ...{ needsYou: nothing, waitingFor: nothing, stuck: nothing, isWhole: true },
    });
  });

  it('has the mail that came back among what the manager sees to, until its person acts', async () => {
    const { db } = stage.database;
    const returned = { bounced_at: new Date(), bounce_reason: 'No such mailbox' };
    await db('mails').where({ milestone_id: milestone.milestoneId, recipient_id: 'user2' }).update(returned);
    const { needsYou, waitingFor } = await signedIn('manager@example.com');
    assert.ok(ofThis(needsYou).includes('reachPerson user2'));
    assert.deepEqual(ofThis(waitingFor), ['review user1']);
  });

  it('has the question of who asks before deciding with the manager, and a stopped clock among what is stuck', async () => {
    await milestone.play(act.askForInformation('user1'), act.stopClock());
    const { needsYou, stuck } = await signedIn('manager@example.com');
    const question = needsYou.items.find((each) => each.act === 'answerQuestion');
    assert.deepEqual([question?.about, question?.askedBy], ['H1', 'user1']);
    const [row] = stuck.items;
    assert.deepEqual([stuck.count, row?.act, row?.about, row?.awaits], [1, 'resumeClock', 'H2', 'client']);
    assert.match(row?.why ?? '', /stands still until the client has brought/);
    await milestone.play(act.resumeClock('manager', { stopId: 'H2' }), act.resumeClock());
    const after = await signedIn('manager@example.com');
    assert.deepEqual([after.stuck.count, ofThis(after.needsYou).includes('answerQuestion manager')], [0, false]);
  });

  it('is found over engagements by words, filters and rights: who only lists finds by what lists show, and sees no value', async () => {
    const find = async (address: string, query: string, roles: InstallationRole[] = []) => {
      const { headers } = await testSession(stage.database.db, address, { name: address, roles });
      const response = await fetch(`${stage.url}/portfolio?${query}`, { headers });
      assert.equal(response.status, 200, query);
      return (await response.json()) as Portfolio;
    };
    const manager = await find('manager@example.com', `q=user1+desi&engagementId=${milestone.engagementId}`);
    const [item] = manager.items;
    assert.deepEqual([item?.milestoneId, item?.value?.amount], [milestone.milestoneId, '100000.00']);
    assert.deepEqual(manager.totals, { count: 1, overdue: 0, values: [{ currency: 'EUR', amount: '100000.00' }] });
    assert.deepEqual((await find('manager@example.com', 'q=user1+nowhere')).items, []);
    assert.deepEqual((await find('manager@example.com', 'q=%26%7C!')).items, []);
    const officer = (query: string) => find('records@example.com', query, ['recordsOfficer']);
    assert.deepEqual((await officer('q=user1')).items, []);
    const listed = await officer(`q=${milestone.milestoneId}`);
    assert.deepEqual([listed.items.length, listed.items[0]?.value, listed.totals.values], [1, undefined, []]);
    assert.deepEqual((await find('nobody@example.com', 'all=true', ['finance'])).totals.values.length, 1);
  });

  it('is a table for spreadsheets too, in which nothing is a formula', async () => {
    const { headers } = await testSession(stage.database.db, 'manager@example.com', { name: 'manager' });
    const response = await fetch(`${stage.url}/portfolio?format=csv`, { headers });
    assert.match(response.headers.get('content-type') ?? '', /^text\/csv/);
    assert.match(await response.text(), /milestoneId,title[^\n]*\n[^\n]*Design/);
    const sheet = await fetch(`${stage.url}/portfolio?format=xlsx&q=${milestone.milestoneId}`, { headers });
    assert.match(sheet.headers.get('content-disposition') ?? '', /portfolio\.xlsx/);
    const [names = [], row = []] = await rowsOf(Buffer.from(await sheet.arrayBuffer()));
    assert.deepEqual(
      [row[names.indexOf('milestoneId')], row[names.indexOf('amount')]],
      [milestone.milestoneId, 100000],
    );
    const money = await fetch(`${stage.url}/money?format=csv`, { headers });
    assert.match(await money.text(), /^state,milestoneId/);
  });

  it('is money once it is accepted: what may be invoiced, what is withheld for which exception, and what is blocked', async () => {
    const accepted = await stage.milestone();
    const dueOn = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    const signatures = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));
    await accepted.play(...act.toSignOff, act.propose('E1', { dueOn }), ...signatures);
    await accepted.until((each) => each.outputs.length > 0);
    const { headers } = await testSession(stage.database.db, 'finance@example.com', { roles: ['finance'] });
    const money = (await (await fetch(`${stage.url}/money`, { headers })).json()) as Money;
    const own = (rows: MoneyRow[]) => rows.find((each) => each.milestoneId === accepted.milestoneId);
    assert.equal(own(money.ready)?.amount, '99000.00');
    assert.deepEqual(
      [own(money.withheld)?.amount, own(money.withheld)?.exceptions?.map((each) => each.exceptionId)],
      ['1000.00', ['E1']],
    );
    assert.ok(money.blocked.some((each) => each.milestoneId === milestone.milestoneId));
    assert.ok(own(money.blocked) === undefined);
  });
});
