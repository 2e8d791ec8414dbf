// The dispatcher as its workflow runs it: woken by what is queued, every kind at its own pace.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { countPending, queueAnew } from '../../db/outbox.ts';
import { queueWebhook } from '../../db/webhooks.ts';
import * as act from '../domain/acts.ts';
import { MilestoneStage } from '../support/milestoneStage.ts';
import { devServer } from '../support/temporal.ts';

describe('Dispatcher of a service that has just started', () => {
  let stage: MilestoneStage;
  let answerReceiver: () => void;
  let posted: number;
  before(async () => {
    posted = 0;
    const answered = new Promise<void>((resolve) => (answerReceiver = resolve));
    stage = await MilestoneStage.open(await devServer(), {
      // A receiver that takes connections and does not answer.
      sendWebhook: async () => {
        posted += 1;
        await answered;
        return { status: 'delivered' };
      },
    });
  });
  after(() => stage.close());

  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await wait(50);
  };
  const pending = (kind: string) => stage.database.db('outbox').where({ kind }).whereNot({ status: 'failed' });

  it('removes what was let go before, and sends mails while the billing system does not answer', async () => {
    const { db } = stage.database;
    const { sha256 } = await stage.files.ofInstallation.put(Readable.from(['let go before the service was killed']));
    await db.transaction((transaction) => queueAnew(transaction, 'fileRemoval', [{ reference: sha256 }]));
    const dispatcher = await stage.environment.client.workflow.start('dispatcher', {
      workflowId: `dispatcher-${stage.taskQueue}`,
      taskQueue: stage.taskQueue,
    });
    await until(async () => (await stage.files.ofInstallation.has(sha256)) === undefined);
    const milestone = await stage.start();
    await milestone.recorded();
    const { engagementId } = (await milestone.recorded()).engagement;
    const of = { milestoneId: milestone.milestoneId, engagementId, at: new Date().toISOString() };
    for (let each = 0; each < 30; each += 1)
      await queueWebhook(db, { ...of, type: 'invoice.registered', subject: `invoice ${each}`, data: {} });
    await until(async () => posted === 10);
    await milestone.play(...act.toReview);
    await until(async () => (await pending('mail')).length === 0);
    assert.ok((await milestone.mails()).every((each) => each.status === 'sent'));
    assert.equal(posted, 10, 'no more at once than a receiver is asked to bear');
    assert.equal((await pending('webhook')).length, 30);
    answerReceiver();
    await until(async () => (await countPending(db)) === 0);
    assert.equal(posted, 30);
    await dispatcher.terminate();
  });
});
