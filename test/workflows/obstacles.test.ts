// What the service cannot get done on its own: shown everywhere somebody looks, told once, and over by itself once it can be done.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { viewOf } from '../../api/views.ts';
import { findMilestone } from '../../db/milestones.ts';
import { countObstacles, listObstacles } from '../../db/obstacles.ts';
import { findCertificate } from '../../db/outputs.ts';
import { lookOut, type Watch } from '../../worker/keepWatch.ts';
import { toAccepted } from '../domain/acts.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { devServer, timeSkippingServer } from '../support/temporal.ts';
import { publicationDays } from '../../domain/records/obstacles.ts';
import { publishAgain } from '../../workflows/messages.ts';

const obstacleMails = async (milestone: StagedMilestone) =>
  (await milestone.mailKinds()).filter((each) => each.startsWith('obstacle'));

describe('Acceptance whose files are gone when it is to be published', () => {
  let stage: MilestoneStage;
  let watch: Watch;
  before(async () => {
    stage = await MilestoneStage.open(await devServer(), {
      withActivities: (activities) => ({
        ...activities,
        async publishAcceptance(input) {
          const { snapshot, engagementId = '' } = (await findMilestone(stage.database.db, input.milestoneId)) ?? {};
          const shown = snapshot?.packages.at(-1);
          if (isBroken)
            for (const { files } of shown?.deliverables ?? [])
              for (const each of files) await stage.files.of(engagementId).remove(each.sha256);
          return activities.publishAcceptance(input);
        },
      }),
    });
    const log = pino({ level: 'silent' });
    watch = {
      db: stage.database.db,
      log,
      files: stage.files,
      mailDomain: 'example.com',
      administratorEmail: 'admin@example.com',
    };
  });
  after(() => stage.close());
  let isBroken = true;

  it('is an obstacle with its remedy until the file is back, told once to manager and administrator', async function () {
    this.timeout(120_000);
    const { db } = stage.database;
    const milestone = await stage.start();
    const { milestoneId } = milestone;
    await milestone.play(...toAccepted);
    await until(async () => (await listObstacles(db, [milestoneId])).length > 0);
    const row = await findMilestone(db, milestoneId);
    assert.ok(row);
    const { obstacles } = viewOf(row, await listObstacles(db, [milestoneId]), ['engagementManager']);
    assert.equal(obstacles.length, 1);
    assert.match(obstacles[0] ?? '', /could not be published in 3 attempts.*lacks design\.txt.*uploaded again/);
    assert.deepEqual(
      (await countObstacles(db)).map(({ kind, milestones }) => [kind, milestones]),
      [['publication', 1]],
    );
    await until(async () => (await attributeOf(milestone)) === 'publication');
    assert.match(await detailsOf(milestone), /\*\*Obstacle:\*\* .*lacks design\.txt/);

    await lookOut(watch);
    await lookOut(watch);
    assert.deepEqual(await obstacleMails(milestone), ['obstacleNotice to administrator', 'obstacleNotice to manager']);

    isBroken = false;
    await stage.files.of(milestone.engagementId).put(Readable.from([`Design document ${milestoneId.slice(2)}`]));
    await milestone.handle.result();
    assert.ok(await findCertificate(db, milestoneId), 'published by itself');
    assert.deepEqual(await countObstacles(db), []);
    assert.equal(await attributeOf(milestone), undefined);
    assert.doesNotMatch(await detailsOf(milestone), /Obstacle/);
    await lookOut(watch);
    await lookOut(watch);
    assert.deepEqual(
      (await obstacleMails(milestone)).filter((each) => each.startsWith('obstacleResolved')),
      ['obstacleResolvedNotice to administrator', 'obstacleResolvedNotice to manager'],
    );
  });
});

describe('Acceptance that cannot be published', () => {
  let environment: TestWorkflowEnvironment;
  let stage: MilestoneStage;
  let tries = 0;
  let isMended = false;
  before(async () => {
    environment = await timeSkippingServer();
    stage = await MilestoneStage.open(environment, {
      withActivities: (activities) => ({
        ...activities,
        publishAcceptance(input) {
          tries += 1;
          if (isMended) return activities.publishAcceptance(input);
          throw ApplicationFailure.nonRetryable('the seal cannot be opened');
        },
      }),
    });
  });
  after(async () => {
    await stage?.close();
    await environment?.teardown();
  });

  it('is tried for some days, then only when somebody asks', async function () {
    this.timeout(120_000);
    const milestone = await stage.start();
    await milestone.play(...toAccepted);
    await environment.sleep(`${publicationDays + 1} days`);
    const triedByItself = tries;
    assert.ok(triedByItself > publicationDays * 12 && triedByItself <= publicationDays * 24 + 2, `${triedByItself}`);
    await environment.sleep('30 days');
    assert.equal(tries, triedByItself);
    isMended = true;
    await milestone.handle.signal(publishAgain);
    await milestone.handle.result();
    assert.equal(tries, triedByItself + 1);
    assert.equal((await milestone.recorded()).outputs.length, 1);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((wait) => setTimeout(wait, 100));
}

async function attributeOf(milestone: StagedMilestone): Promise<unknown> {
  const { searchAttributes } = await milestone.handle.describe();
  return (searchAttributes.MilestoneObstacle as unknown[] | undefined)?.[0];
}

async function detailsOf(milestone: StagedMilestone): Promise<string> {
  const { currentDetails } = await milestone.handle.query<{ currentDetails?: string }, []>(
    '__temporal_workflow_metadata',
  );
  return currentDetails ?? '';
}
