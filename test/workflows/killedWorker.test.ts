// Workers in processes of their own, killed around every kind of effect of a milestone; mail goes to a real SMTP server.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { developmentSealKey } from '../../evidence/seal/sealKey.ts';
import { tokenHash } from '../../mail/requestToken.ts';
import * as act from '../domain/acts.ts';
import { MilestoneStage, type StagedMilestone } from '../support/milestoneStage.ts';
import { propertyRuns } from '../run/properties.ts';
import { devServer } from '../support/temporal.ts';
import type { WorkerProcessSettings } from '../support/workerProcess.ts';

/** Around each effect; with the one below on both sides of the instant at which the SMTP server has taken a mail. */
const otherCrashPoints = [
  'before recordBatch milestoneStarted',
  'after recordBatch milestoneStarted',
  'before assemblePackage',
  'after recordBatch packageFrozen',
  'after recordBatch feedbackGiven',
  'before recordBatch signed',
  'after recordBatch signed',
  'after publishAcceptance',
  'after recordBatch outputsPublished',
  'before mail validator1',
];

const crashPointsPerTry = 1 / 1000;

/** The one after which a mail is sent twice, and of the others as many as a run has random tries for: all in the long one. */
const crashPoints = ['after mail director', ...chosen(otherCrashPoints, propertyRuns(crashPointsPerTry))];

/** By the seed of the run. */
function chosen<T>(all: readonly T[], number: number): T[] {
  const { seed } = fc.readConfigureGlobal();
  const shuffled = fc.shuffledSubarray([...all], { minLength: all.length });
  const [first = []] = fc.sample(shuffled, { numRuns: 1, ...(seed === undefined ? {} : { seed }) });
  return first.slice(0, number);
}

interface Inbox {
  url: string;
  /** How often each Message-ID was taken. */
  taken: Map<string, number>;
  close(): Promise<void>;
}

async function openInbox(): Promise<Inbox> {
  const taken = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, callback) {
      simpleParser(stream).then(({ messageId = '' }) => {
        taken.set(messageId, (taken.get(messageId) ?? 0) + 1);
        callback();
      }, callback);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return { url: `smtp://127.0.0.1:${port}`, taken, close: () => new Promise((resolve) => server.close(resolve)) };
}

const program = fileURLToPath(new URL('../support/workerProcess.ts', import.meta.url));

/** A worker process, and always another one waiting to take its place when it dies. */
class Succession {
  readonly #settings: WorkerProcessSettings;
  #children: ChildProcess[] = [];
  #isOver = false;
  readonly signals: (NodeJS.Signals | null)[] = [];

  constructor(settings: WorkerProcessSettings) {
    this.#settings = settings;
    this.#spawn();
    this.#succeed();
  }

  #spawn(): void {
    const child = spawn(process.execPath, [...process.execArgv, program], {
      env: { ...process.env, WORKER_PROCESS: JSON.stringify(this.#settings) },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#children.push(child);
    child.once('exit', (_code, signal) => {
      if (this.#isOver) return;
      this.signals.push(signal);
      this.#children = this.#children.filter((each) => each !== child);
      this.#succeed();
    });
  }

  #succeed(): void {
    this.#children[0]?.send('begin');
    this.#spawn();
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await ended;
      }),
    );
  }
}

describe('Milestone whose worker is killed again and again', function () {
  this.timeout(600_000);
  let stage: MilestoneStage;
  let inbox: Inbox;
  let succession: Succession;
  let crashesFolder: string;
  const logFile = (): string => join(crashesFolder, 'log');
  before(async () => {
    const environment = await devServer();
    stage = await MilestoneStage.open(environment);
    await stage.stopWorker();
    inbox = await openInbox();
    crashesFolder = await mkdtemp(join(tmpdir(), 'sign-off-crashes-'));
    await developmentSealKey(join(stage.folder, 'seal.p12'));
    succession = new Succession({
      address: environment.address,
      namespace: environment.client.options.namespace,
      taskQueue: stage.taskQueue,
      databaseUrl: stage.database.url,
      filesFolder: stage.folder,
      smtpUrl: inbox.url,
      logFile: logFile(),
      sealFile: join(stage.folder, 'seal.p12'),
      logKeyPem: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      crashesFolder,
      crashPoints,
    });
  });
  after(async () => {
    await succession.end();
    await inbox.close();
    await stage.close();
    await rm(crashesFolder, { recursive: true, force: true });
  });

  async function accepted(): Promise<StagedMilestone> {
    const { client } = stage.environment;
    await client.workflow.start('dispatcher', {
      workflowId: `dispatcher-${stage.taskQueue}`,
      taskQueue: stage.taskQueue,
      workflowTaskTimeout: '4s',
    });
    const milestone = await stage.start({ workflow: { workflowTaskTimeout: '4s' } });
    await milestone.signalInTurn(...act.toAccepted);
    await milestone.handle.result();
    return milestone;
  }

  it('comes to the same end as one whose worker lived, with nothing lost and no mail doubled unknowingly', async () => {
    const milestone = await accepted();
    const isSent = async (): Promise<boolean> => (await milestone.mails()).every((each) => each.status === 'sent');
    while (!(await isSent())) await new Promise((wait) => setTimeout(wait, 200));
    await succession.end();
    const crashed = (await readdir(crashesFolder)).filter((each) => each !== 'log');
    assert.equal(crashed.length, crashPoints.length, `not everywhere: ${crashed.join(', ')}`);
    assert.deepEqual(succession.signals, Array<string>(crashPoints.length).fill('SIGKILL'));
    assert.deepEqual(await milestone.eventTypes(), [
      ...['milestoneStarted', 'packageFrozen', 'signOffRequestPrepared', 'validationOpened'],
      ...['validationReported', 'validationReported', 'reviewOpened'],
      ...['feedbackGiven', 'feedbackGiven', 'reviewGroupAsked', 'feedbackGiven', 'formalSignOffOpened'],
      ...['signed', 'signed', 'approvalGroupAsked', 'signed', 'accepted', 'outputsPublished'],
    ]);
    const kinds = await milestone.mailKinds();
    assert.equal(new Set(kinds).size, kinds.length, 'one row per mail');
    await assertMailsOnce(milestone);
  });

  it('is tried at every one of the points in the long run', () => {
    assert.deepEqual(chosen(otherCrashPoints, 10_000 * crashPointsPerTry).sort(), otherCrashPoints.toSorted());
  });

  /** A repeat may come only of a mail that was in hand when its sender died, under the same Message-ID, counted and logged. */
  async function assertMailsOnce(milestone: StagedMilestone): Promise<void> {
    const mails = await milestone.mails();
    for (const mail of mails) {
      const times = inbox.taken.get(mail.messageIdHeader) ?? 0;
      assert.ok(times >= 1, `${mail.kind} to ${mail.recipientId} never arrived`);
      assert.ok(times <= 1 + mail.repeats, `${mail.kind} to ${mail.recipientId} came ${times} times`);
    }
    const log = (await readFile(logFile(), 'utf8')).split('\n').filter((line) => line.includes('sending again a mail'));
    for (const mail of mails) {
      const again = log.filter((line) => line.includes(tokenHash(mail.mailId).slice(0, 16))).length;
      assert.ok((inbox.taken.get(mail.messageIdHeader) ?? 0) <= 1 + again, `${mail.kind} came again without a word`);
      assert.ok(again <= mail.repeats, 'a sender may die before it says that it sends again, not after');
    }
    const twice = mails.filter((each) => (inbox.taken.get(each.messageIdHeader) ?? 0) > 1);
    assert.ok(
      twice.some((each) => each.recipientId === 'director'),
      'taken and not recorded: sent again',
    );
    assert.equal([...inbox.taken.keys()].length, mails.length, 'no mail without a row');
  }
});
