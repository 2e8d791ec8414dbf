// Work over HTTP: what is on the desk of the manager, of who is asked, of a system that acts for managers, and of nobody else.
import assert from 'node:assert/strict';
import * as act from '../domain/acts.ts';
import { devServer } from '../support/temporal.ts';
import { testKey } from '../support/apiKey.ts';
import { testSession } from '../support/signedIn.ts';
import { ApiStage, type HttpMilestone } from './apiStage.ts';

interface Row {
  milestoneId: string;
  act: string;
  personId: string;
  name?: string;
  engagement: string;
  count?: number;
  reached?: { status: string };
}
interface Section {
  count: number;
  items: Row[];
}
type Work = Record<'needsYou' | 'waitingFor', Section> & { stuck: { count: number; items: { why: string }[] } };

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
});
