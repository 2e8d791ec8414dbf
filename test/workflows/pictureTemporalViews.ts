// Takes the pictures of docs/temporal.md in the real Temporal UI: milestones that stand where the views look for them, and each view opened by its link.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../stack/ports.ts';
import { columnsKey, columnsOf, linkTo, temporalViews } from '../../stack/temporalViews.ts';
import * as act from '../domain/acts.ts';
import { openBrowser } from '../support/browser.ts';
import { checkout } from '../support/checkout.ts';
import { MilestoneStage } from '../support/milestoneStage.ts';
import { stopWhatIsShared } from '../support/oncePerRun.ts';
import { pictureOf } from '../support/temporalPictures.ts';
import { startDevServer } from '../support/temporal.ts';

/** As somebody sees it who looks later, when deadlines have come near or passed. */
const seenAfterDays: Record<string, number> = {
  Overdue: 40,
  'Stuck: its next step is past': 40,
  'Due within a week': 5,
};

const folder = join(checkout, 'docs/pictures/temporal');
const wentBack = [act.submit(), act.fail('validator1'), act.submit(), act.fail('validator1'), act.submit()];

await mkdir(folder, { recursive: true });
const uiPort = await freePort();
const temporal = await startDevServer(['default'], { ui: { port: uiPort, codecEndpoint: 'http://127.0.0.1:1' } });
let engagementId = '';
try {
  let isStoreAway = false;
  const stage = await MilestoneStage.open(temporal, {
    withActivities: (activities) => ({
      ...activities,
      publishAcceptance: async (input) => {
        if (isStoreAway) throw new Error('the store of documents does not answer');
        return activities.publishAcceptance(input);
      },
    }),
  });
  const courses = [
    [act.submit()],
    act.toReview,
    act.toSignOff,
    [...act.toSignOff, act.sign('approver1')],
    wentBack,
    [...act.toReview, act.refuse('user1'), act.escalate('manager')],
    act.toAccepted,
  ];
  for (const course of courses) {
    const milestone = await stage.start();
    await milestone.play(...course);
    engagementId = (await milestone.recorded()).engagement.engagementId;
  }
  isStoreAway = true;
  await (await stage.start()).play(...act.toAccepted);
  const ended = await stage.start();
  await ended.play(act.submit());
  await ended.handle.terminate('by mistake');

  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1600, height: 520 }, timezoneId: 'UTC' });
  await context.addInitScript(`localStorage.setItem('${columnsKey}', '${JSON.stringify(columnsOf('default'))}')`);
  const page = await context.newPage();
  for (const { name } of temporalViews(new Date(), engagementId)) {
    const seenOn = new Date(Date.now() + (seenAfterDays[name] ?? 0) * 86_400_000);
    const view = temporalViews(seenOn, engagementId).find((each) => each.name === name);
    if (!view) throw new Error(name);
    while ((await temporal.client.workflow.count(view.query)).count === 0) await wait(500);
    await page.goto(linkTo(`http://127.0.0.1:${uiPort}`, 'default', view));
    await page
      .getByRole('link', { name: /^milestone-/ })
      .first()
      .waitFor();
    await page.screenshot({ path: join(folder, pictureOf(name)) });
  }
  await browser.close();
  await stage.close();
} finally {
  await temporal.teardown();
  await stopWhatIsShared();
}
