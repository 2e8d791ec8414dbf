// Records histories for the replay check: real courses on real servers, with nothing in them of the machine they ran on.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { findMilestone } from '../../db/milestones.ts';
import { countPending } from '../../db/outbox.ts';
import { resolveTemporalCli } from '../../stack/temporalBinary.ts';
import { proposeOnFinished } from '../../workflows/client/proposeOnFinished.ts';
import type { MessageOf } from '../../workflows/messages.ts';
import * as act from '../domain/acts.ts';
import { checkout } from '../support/checkout.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { decodedJson } from '../support/decoded.ts';
import { stopWhatIsShared } from '../support/oncePerRun.ts';
import { devServer, timeSkippingServer } from '../support/temporal.ts';
import { letterTerms } from '../domain/entering.ts';
import { partTerms } from '../domain/parting.ts';
import { closeOut, courses, inParts, overdueAfter, refusals, towardsCloseOut } from './courses.ts';
import type { EndState } from './histories.ts';

/** Identities and sticky queues carry process ID and host name, stack traces paths; none of it matters to a replay. */
function scrubbed(history: string): string {
  return history
    .replaceAll(new RegExp(`\\d+@${hostname()}`, 'g'), 'worker')
    .replaceAll(/"stackTrace": "(?:[^"\\]|\\.)*"/g, '"stackTrace": ""');
}

/** As the Temporal CLI writes it, of the current run; opened, so that a change of a history can be read. */
async function historyOf({ address, client }: TestWorkflowEnvironment, workflowId: string): Promise<string> {
  const { path } = await resolveTemporalCli();
  const args = ['workflow', 'show', '--workflow-id', workflowId, '--output', 'json', '--address', address];
  const { stdout } = await promisify(execFile)(path, args, { maxBuffer: 50_000_000 });
  return JSON.stringify(await decodedJson(JSON.parse(stdout), client.options.namespace));
}

/** Never over an existing file: a history once released stands for workflows that are running somewhere. */
async function keep(file: string, text: string): Promise<void> {
  await writeFile(join(checkout, 'test/histories', file), text, { flag: 'wx' });
  console.log(`recorded ${file}`);
}

class Recording {
  readonly #version: string;
  readonly #stage: MilestoneStage;

  constructor(version: string, stage: MilestoneStage) {
    this.#version = version;
    this.#stage = stage;
  }

  /** A query is answered once the workflow task that recorded last is complete, and in the history. */
  async milestone(name: string, { handle, milestoneId }: StagedMilestone): Promise<void> {
    await this.#stage.environment.client.workflow.getHandle(handle.workflowId).query('milestone');
    const history = await historyOf(this.#stage.environment, handle.workflowId);
    const row = await findMilestone(this.#stage.database.db, milestoneId);
    if (!row?.snapshot) throw new Error(`Milestone ${milestoneId} is not on record`);
    const end: EndState = { lastBatch: row.lastBatch, head: row.head, milestone: row.snapshot };
    await keep(`${this.#version}-${name}.json`, scrubbed(history));
    await keep(`${this.#version}-${name}.end.json`, JSON.stringify(end));
  }

  async other(name: string, workflowId: string): Promise<void> {
    await keep(`${this.#version}-${name}.json`, scrubbed(await historyOf(this.#stage.environment, workflowId)));
  }
}

async function recordOnDevServer(version: string): Promise<void> {
  const stage = await MilestoneStage.open(await devServer());
  const recording = new Recording(version, stage);
  for (const [name, course] of Object.entries(courses)) {
    const milestone = await stage.start(name === inParts ? partTerms : letterTerms);
    await milestone.play(...course);
    await milestone.message(act.submit());
    await recording.milestone(name, milestone);
  }
  const refused = await stage.start({ contract: { calendar: { timeZone: 'Europe/London', publicHolidaysOf: [{ country: 'GB' }] } } });
  await refused.recorded();
  await stage.stopWorker();
  await refused.signal(...refusals);
  await stage.startWorker();
  await refused.handle.result();
  await recording.milestone('refused-and-cancelled', refused);
  const finished = await stage.start();
  await finished.signalInTurn(...act.toAccepted);
  await finished.handle.result();
  await recording.milestone('finished', finished);
  await recordReopened(recording, finished);
  await recordTakenOver(recording, await stage.start());
  await recordDispatcher(recording, stage);
  await stage.close();
  await recordContinued(version);
}

/** The run that takes a finished milestone up again, for a revocation. */
async function recordReopened(recording: Recording, finished: StagedMilestone): Promise<void> {
  const { stage, milestoneId } = finished;
  const row = await findMilestone(stage.database.db, milestoneId);
  if (!row?.snapshot) throw new Error(`Milestone ${milestoneId} is not on record`);
  const { raw } = await finished.message(act.proposeRevocation());
  await proposeOnFinished(stage.environment.client, row, raw as MessageOf<'proposeRevocation'>, {
    answerWithinMilliseconds: 60_000,
    taskQueue: stage.taskQueue,
  });
  await recording.milestone('reopened', finished);
}

/** Reset in Temporal to its first task, with its messages lost there: the record is ahead and is taken over. */
async function recordTakenOver(recording: Recording, milestone: StagedMilestone): Promise<void> {
  await milestone.play(...act.toReview);
  const { events } = await milestone.handle.fetchHistory();
  const first = events?.find((each) => each.workflowTaskCompletedEventAttributes)?.eventId;
  const { client } = milestone.stage.environment;
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId: milestone.handle.workflowId },
    workflowTaskFinishEventId: first ?? null,
    reason: 'test',
    requestId: milestone.milestoneId,
    resetReapplyType: 3,
  });
  const { name, raw } = await milestone.message(act.approve('user1'));
  await client.workflow.getHandle(milestone.handle.workflowId).executeUpdate(name, { args: [raw] });
  await recording.milestone('taken-over', milestone);
}

/** By a worker that has runs continue early, after a milestone this one depends on. */
async function recordContinued(version: string): Promise<void> {
  const stage = await MilestoneStage.open(await devServer(), { continueAsNewAfterEvents: 30 });
  const before = await stage.start();
  await before.play(...act.toAccepted);
  await before.handle.result();
  const milestone = await stage.start({ plan: { dependsOn: [{ milestoneId: before.milestoneId }] } });
  await milestone.play(...act.toSignOff, act.sign('approver1'));
  // Where the last act made it continue, the run that is now has decided nothing yet.
  while (!(await hasDecided(milestone))) await milestone.play(act.withdrawSignature('approver1'), act.sign('approver1'));
  await new Recording(version, stage).milestone('continued-as-new', milestone);
  await stage.close();
}

async function hasDecided({ handle, stage }: StagedMilestone): Promise<boolean> {
  const { events } = await stage.environment.client.workflow.getHandle(handle.workflowId).fetchHistory();
  return events?.some((each) => each.workflowExecutionUpdateCompletedEventAttributes) ?? false;
}

async function recordDispatcher(recording: Recording, stage: MilestoneStage): Promise<void> {
  const dispatcher = await stage.environment.client.workflow.start('dispatcher', {
    workflowId: `dispatcher-${stage.taskQueue}`,
    taskQueue: stage.taskQueue,
  });
  while ((await countPending(stage.database.db)) > 0) await new Promise((wait) => setTimeout(wait, 100));
  // A worker that stops ends its shift; the next one begins another.
  await stage.stopWorker();
  await stage.startWorker();
  while (((await dispatcher.fetchHistory()).events?.length ?? 0) < 11) await new Promise((wait) => setTimeout(wait, 100));
  await recording.other('dispatcher', dispatcher.workflowId);
  await dispatcher.terminate();
}

async function recordUnderSkippedTime(version: string): Promise<void> {
  const environment = await timeSkippingServer();
  const stage = await MilestoneStage.open(environment);
  const recording = new Recording(version, stage);
  // First, since its dates are counted from now.
  const closedOut = await stage.start();
  await closedOut.play(...towardsCloseOut);
  await environment.sleep(overdueAfter);
  await closedOut.play(...closeOut);
  await closedOut.handle.result();
  await recording.milestone('closed-out', closedOut);
  const escalated = await stage.start();
  await escalated.play(...act.toReview);
  await environment.sleep('30 days');
  await escalated.play(act.escalate('manager'));
  await environment.sleep('7 days');
  await recording.milestone('after-an-escalation', escalated);
  await stage.close();
  await environment.teardown();
}

const [version] = process.argv.slice(2);
if (!version || !/^[\w.-]+$/.test(version))
  throw new Error('Say which version of the rules is recorded, e.g. npm run record-histories -- 1');
try {
  await recordOnDevServer(version);
  await recordUnderSkippedTime(version);
} finally {
  await stopWhatIsShared();
}
