// Records histories for the replay check: real courses on real servers, with nothing in them of the machine they ran on.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { resolveTemporalCli } from '../../stack/temporalBinary.ts';
import { listMails } from '../../db/mails.ts';
import * as act from '../domain/acts.ts';
import { checkout } from '../support/checkout.ts';
import { MilestoneStage } from '../support/milestoneStage.ts';
import { stopWhatIsShared } from '../support/oncePerRun.ts';
import { devServer, timeSkippingServer } from '../support/temporal.ts';

const dueOn = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
const signAll = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));

/** Identities and sticky queues carry process ID and host name, stack traces paths; none of it matters to a replay. */
function scrubbed(history: string): string {
  return history
    .replaceAll(new RegExp(`\\d+@${hostname()}`, 'g'), 'worker')
    .replaceAll(/"stackTrace": "(?:[^"\\]|\\.)*"/g, '"stackTrace": ""');
}

/** As the Temporal CLI writes it, of the current run. */
async function historyOf({ address }: TestWorkflowEnvironment, workflowId: string): Promise<string> {
  const { path } = await resolveTemporalCli();
  const args = ['workflow', 'show', '--workflow-id', workflowId, '--output', 'json', '--address', address];
  const { stdout } = await promisify(execFile)(path, args, { maxBuffer: 50_000_000 });
  return stdout;
}

/** Never over an existing file: a history once recorded stands for workflows that are running somewhere. */
async function keep(version: string, name: string, stage: MilestoneStage, { workflowId }: { workflowId: string }) {
  const path = join(checkout, 'test/histories', `${version}-${name}.json`);
  await writeFile(path, scrubbed(await historyOf(stage.environment, workflowId)), { flag: 'wx' });
  console.log(`recorded ${version}-${name}.json`);
}

async function recordOnDevServer(version: string): Promise<void> {
  const stage = await MilestoneStage.open(await devServer());
  const midWait = await stage.start();
  await midWait.play(...act.toReview, act.comment('user1', 'Why?'), act.address('F1'), act.approve('user1'));
  await midWait.update(await midWait.message(act.approve('owner1'))).catch(() => undefined);
  await keep(version, 'mid-wait', stage, midWait.handle);
  const finished = await stage.start();
  await finished.signalInTurn(...act.toAccepted);
  await finished.handle.result();
  await keep(version, 'finished', stage, finished.handle);
  const conditional = await stage.start();
  await conditional.play(...act.toSignOff, act.propose('E1', { dueOn }), ...signAll);
  await conditional.message(act.verify('E1', 'manager'));
  await keep(version, 'conditional', stage, conditional.handle);
  const disputed = await stage.start();
  await disputed.play(...act.toReview, act.refuse('user1'), act.conclude('escalate'), act.determine('rework'));
  await keep(version, 'disputed', stage, disputed.handle);
  const continued = await stage.start({ input: { continueAsNewAfterEvents: 30 } });
  await continued.play(...act.toSignOff, act.sign('approver1'));
  await keep(version, 'continued-as-new', stage, continued.handle);
  await recordMailRoom(version, stage);
  await stage.close();
}

async function recordMailRoom(version: string, stage: MilestoneStage): Promise<void> {
  const room = await stage.environment.client.workflow.start('mailRoom', {
    workflowId: `mail-room-${stage.taskQueue}`,
    taskQueue: stage.taskQueue,
  });
  const isDelivered = async (): Promise<boolean> => {
    const { items } = await listMails(stage.database.db, { status: 'queued', page: { limit: 1 } });
    return items.length === 0;
  };
  while (!(await isDelivered())) await new Promise((wait) => setTimeout(wait, 100));
  // A worker that stops ends its shift; the next one begins another.
  await stage.stopWorker();
  await stage.startWorker();
  while (((await room.fetchHistory()).events?.length ?? 0) < 11) await new Promise((wait) => setTimeout(wait, 100));
  await keep(version, 'mail-room', stage, room);
  await room.terminate();
}

async function recordUnderSkippedTime(version: string): Promise<void> {
  const environment = await timeSkippingServer();
  const stage = await MilestoneStage.open(environment);
  const escalated = await stage.start();
  await escalated.play(...act.toReview);
  await environment.sleep('30 days');
  await escalated.play(act.escalate('manager'));
  await environment.sleep('7 days');
  await keep(version, 'after-an-escalation', stage, escalated.handle);
  await stage.close();
  await environment.teardown();
}

const [version] = process.argv.slice(2);
if (!version || !/^[\w.-]+$/.test(version))
  throw new Error('Say which version is recorded, e.g. npm run record-histories -- 0.2.0');
try {
  await recordOnDevServer(version);
  await recordUnderSkippedTime(version);
} finally {
  await stopWhatIsShared();
}
