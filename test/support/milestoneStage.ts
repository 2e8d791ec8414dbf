// A stage for workflow tests: real Temporal, real PostgreSQL, real files; only SMTP is left out unless a test brings one.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { WorkflowHandleWithStartDetails, WorkflowOptions } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { dispatchDue, type DispatchCounts } from '../../activities/dispatch/dispatcher.ts';
import type { MailDelivery } from '../../activities/dispatch/mailHandler.ts';
import type { SendWebhook } from '../../activities/dispatch/postWebhook.ts';
import { createActivities, dispatchingOf, type Activities } from '../../activities/index.ts';
import type { EvidenceKeys } from '../../activities/evidenceKeys.ts';
import { insertDocument } from '../../db/documents.ts';
import { insertEngagement } from '../../db/engagements.ts';
import { listMails, type MailRecord } from '../../db/mails.ts';
import { findMilestone } from '../../db/milestones.ts';
import { listEvents, listRefusedMessages } from '../../db/timeline.ts';
import { unpublished } from '../../domain/acceptance/publications.ts';
import type { CommandName } from '../../domain/commands.ts';
import { handleMessage } from '../../domain/decide.ts';
import type { Milestone, Phase } from '../../domain/milestone.ts';
import type { RecordedEvent, RefusedMessage } from '../../domain/events.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import type { Transport } from '../../mail/transport.ts';
import type { FileStore } from '../../storage/fileStore.ts';
import { createWorker } from '../../worker/createWorker.ts';
import type { milestoneSignOff } from '../../workflows/index.ts';
import { signals, updates, milestoneQuery, type Answer, type StartInput } from '../../workflows/messages.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import type { Act, Message } from '../domain/acts.ts';
import { engagementWith, planWith } from '../domain/cast.ts';
import { testEvidenceKeys } from './evidenceKeys.ts';
import { testDatabase, type TestDatabase } from './postgres.ts';
import { belongsTo, testConverters } from './testEncryption.ts';
import { unsignedVoucher, vouched, vouchedStart } from './testVouchers.ts';
import { openTestFiles } from './testFiles.ts';

/** Takes every mail and remembers it; a test about SMTP brings the real transport. */
export const noTransport: Transport = {
  send: async () => ({ status: 'sent', response: '250 taken' }),
  check: async () => undefined,
  close: () => undefined,
};

export interface StageOptions {
  /** Another seal than the usual one, or a timestamp authority. */
  evidence?: Partial<EvidenceKeys>;
  transport?: Transport;
  /** Changes the activities the worker gets, to fail or to count. */
  withActivities?: (activities: Activities) => Activities;
  reportUndeliverable?: MailDelivery['reportUndeliverable'];
  sendWebhook?: SendWebhook;
  /** What the activities log; nobody reads it unless a test does. */
  log?: Logger;
  /** Instead of one of its own. */
  taskQueue?: string;
  /** Instead of one of its own on the server all tests share. */
  database?: TestDatabase;
  /** Where its files are, instead of a folder of its own. */
  folder?: string;
  /** The worker has runs continue as new after so many history events. */
  continueAsNewAfterEvents?: number;
  /** 0 makes every workflow task replay its history, as after a restart. */
  maxCachedWorkflows?: number;
}

export interface Terms {
  contract?: object;
  engagement?: object;
  plan?: object;
  input?: Partial<StartInput>;
  workflow?: Pick<WorkflowOptions, 'workflowTaskTimeout' | 'staticSummary' | 'staticDetails' | 'typedSearchAttributes'>;
}

export class MilestoneStage {
  readonly environment: TestWorkflowEnvironment;
  readonly database: TestDatabase;
  readonly files: FileStore;
  readonly delivery: MailDelivery;
  readonly taskQueue: string;
  readonly folder: string;
  readonly activities: Activities;
  readonly #maxCachedWorkflows: number | undefined;
  #worker: Worker | undefined;
  #running: Promise<void> | undefined;

  private constructor(
    environment: TestWorkflowEnvironment,
    database: TestDatabase,
    files: FileStore,
    folder: string,
    delivery: MailDelivery,
    evidence: EvidenceKeys,
    options: StageOptions,
  ) {
    this.environment = environment;
    this.database = database;
    this.files = files;
    this.folder = folder;
    this.taskQueue = options.taskQueue ?? `stage-${randomBytes(5).toString('hex')}`;
    this.#maxCachedWorkflows = options.maxCachedWorkflows;
    this.delivery = delivery;
    const activities = createActivities({
      ...delivery,
      files,
      evidence,
      sendWebhook: options.sendWebhook,
      continueAsNewAfterEvents: options.continueAsNewAfterEvents,
    });
    this.activities = options.withActivities?.(activities) ?? activities;
  }

  static async open(environment: TestWorkflowEnvironment, options: StageOptions = {}): Promise<MilestoneStage> {
    const database = options.database ?? (await testDatabase());
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'sign-off-files-')));
    const files = await openTestFiles(folder);
    const evidence = { ...(await testEvidenceKeys()), ...options.evidence };
    const delivery: MailDelivery = {
      db: database.db,
      transport: options.transport ?? noTransport,
      files,
      render: await loadMailTemplates('example.com'),
      publicUrl: 'http://localhost:3000',
      linkSecret: 'a secret that only tests know, 32+',
      logSigner: evidence.log,
      mailDomain: 'example.com',
      log: options.log ?? pino({ level: 'silent' }),
      reportUndeliverable: options.reportUndeliverable ?? (async () => undefined),
    };
    const stage = new MilestoneStage(environment, database, files, folder, delivery, evidence, options);
    await stage.startWorker();
    return stage;
  }

  /** What an entrance's clock would show: where time is skipped, that of the server. */
  async now(): Promise<string> {
    const { supportsTimeSkipping } = this.environment;
    return new Date(supportsTimeSkipping ? await this.environment.currentTimeMs() : Date.now()).toISOString();
  }

  async startWorker(): Promise<void> {
    this.#worker = await createWorker({
      connection: this.environment.nativeConnection,
      namespace: this.environment.client.options.namespace,
      activities: this.activities,
      taskQueue: this.taskQueue,
      dataConverter: testConverters.ofWorker,
      ...(this.#maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: this.#maxCachedWorkflows }),
    });
    this.#running = this.#worker.run();
    this.#running.catch(() => undefined);
  }

  async stopWorker(): Promise<void> {
    this.#worker?.shutdown();
    await this.#running;
    this.#worker = undefined;
    this.#running = undefined;
  }

  async close(): Promise<void> {
    await this.stopWorker().catch(() => undefined);
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A milestone whose workflow is there already, as one that was started again from the record. */
  startedAgain({ milestoneId, documentId }: StagedMilestone): StagedMilestone {
    const handle = this.environment.client.workflow.getHandle<typeof milestoneSignOff>(
      milestoneWorkflowId(milestoneId),
    );
    const details = { signaledRunId: '', eagerlyStarted: false, firstExecutionRunId: '' };
    return new StagedMilestone(this, { ...handle, ...details }, milestoneId, documentId);
  }

  /** Registers the usual engagement with the document the usual package names and a letter, and starts a milestone in it. */
  async start({ contract, engagement: named, plan, input, workflow }: Terms = {}): Promise<StagedMilestone> {
    const unique = randomBytes(5).toString('hex');
    const engagementId = `engagement-${unique}`;
    const engagement = engagementSchema.parse(engagementWith(contract, { ...named, engagementId }));
    await insertEngagement(this.database.db, engagement, manager);
    const stored = await this.files.of(engagementId).put(Readable.from([`Design document ${unique}`]));
    const documentId = `doc-${unique}`;
    await insertDocument(this.database.db, {
      ...stored,
      documentId,
      engagementId,
      fileName: 'design.txt',
      mediaType: 'text/plain',
      uploadedBy: manager,
    });
    const letterId = `letter-${unique}`;
    const letter = await this.files.of(engagementId).put(Readable.from([`Signed letter ${unique}`]));
    await insertDocument(this.database.db, {
      ...letter,
      documentId: letterId,
      engagementId,
      fileName: 'letter.txt',
      mediaType: 'text/plain',
      uploadedBy: manager,
    });
    const milestoneId = `M-${unique}`;
    belongsTo(milestoneWorkflowId(milestoneId), engagementId);
    const handle = await this.environment.client.workflow.start<typeof milestoneSignOff>('milestoneSignOff', {
      ...workflow,
      workflowId: milestoneWorkflowId(milestoneId),
      taskQueue: this.taskQueue,
      args: [vouchedStart({ milestoneId, engagement, plan: planWith(plan), startedBy: manager, ...input })],
    });
    return new StagedMilestone(this, handle, milestoneId, documentId);
  }
}

const manager = {
  personId: 'manager',
  role: 'engagementManager',
  authentication: { method: 'apiKey', keyId: 'test' },
} as const;

const namesFiles = new Set<CommandName>(['submitPackage', 'submitClosureEvidence', 'enterDecision']);

export class StagedMilestone {
  readonly stage: MilestoneStage;
  readonly handle: WorkflowHandleWithStartDetails<typeof milestoneSignOff>;
  readonly milestoneId: string;
  readonly documentId: string;

  constructor(
    stage: MilestoneStage,
    handle: WorkflowHandleWithStartDetails<typeof milestoneSignOff>,
    milestoneId: string,
    documentId: string,
  ) {
    this.stage = stage;
    this.handle = handle;
    this.milestoneId = milestoneId;
    this.documentId = documentId;
  }

  get engagementId(): string {
    return `engagement-${this.milestoneId.slice(2)}`;
  }

  state(): Promise<Milestone> {
    return this.handle.query(milestoneQuery);
  }

  /** The state as the record has it, once it has one that fits; needs no worker, and no workflow task either. */
  async recorded(fits: (state: Milestone) => boolean = () => true): Promise<Milestone> {
    for (;;) {
      const state = (await findMilestone(this.stage.database.db, this.milestoneId))?.snapshot;
      if (state && fits(state)) return state;
      await new Promise((wait) => setTimeout(wait, 50));
    }
  }

  async refusedMessages(): Promise<RefusedMessage[]> {
    const page = { limit: 1000 };
    return (await listRefusedMessages(this.stage.database.db, this.milestoneId, page)).items;
  }

  /** The message an act makes on the state on record, about the documents that were really uploaded. */
  async message(act: Act): Promise<Message> {
    return this.messageOn(await this.#published(), act, await this.stage.now());
  }

  messageOn(state: Milestone, act: Act, takenAt = new Date().toISOString()): Message {
    const { name, raw } = act(state);
    const text = JSON.stringify(raw)
      .replaceAll('"doc1"', `"${this.documentId}"`)
      .replaceAll('"letter"', `"${this.documentId.replace('doc', 'letter')}"`);
    const said = JSON.parse(text) as Message['raw'];
    return { name, raw: vouched(this.milestoneId, name, said, takenAt) };
  }

  /**
   * Sends each act in its turn and returns the last answer. What is certain to be accepted, and whose message can be made before the record
   * has the one before, goes ahead as a signal: one workflow task then takes them all.
   */
  async play(...acts: Act[]): Promise<Answer | undefined> {
    const last = acts.pop();
    if (!last) return undefined;
    let state = await this.#published();
    let sent: Message | undefined;
    for (const act of acts) {
      const now = await this.stage.now();
      const message = this.messageOn(state, act, now);
      const next = this.#foreseen(state, message, now);
      if (next) await this.send((sent = message));
      else await this.update(message);
      state = next ?? (await this.#published());
    }
    // A server may hand over an update before signals that were sent ahead of it.
    const { messageId } = sent?.raw ?? {};
    if (messageId) await this.recorded(({ messages }) => Object.hasOwn(messages, messageId as string));
    return this.update(this.messageOn(state, last, await this.stage.now()));
  }

  /** What is published has its place among the events: two milestones are alike only if nobody acts before. */
  #published(): Promise<Milestone> {
    return this.recorded((milestone) => unpublished(milestone).length === 0);
  }

  /** The state after a message, by the rules alone; undefined where files, a refusal or a publication decide how it goes on. */
  #foreseen(state: Milestone, { name, raw }: Message, now: string): Milestone | undefined {
    if (namesFiles.has(name)) return undefined;
    const voucher = unsignedVoucher(this.milestoneId, name, raw, now);
    const { milestone, outcome } = handleMessage(state, name, raw, { now, ...(voucher ? { voucher } : {}) });
    return outcome.outcome === 'accepted' && unpublished(milestone).length === 0 ? milestone : undefined;
  }

  update({ name, raw }: Message): Promise<Answer> {
    return this.handle.executeUpdate(updates[name], { args: [raw] });
  }

  async signal(...acts: Act[]): Promise<void> {
    for (const act of acts) await this.send(await this.message(act));
  }

  send({ name, raw }: Message): Promise<void> {
    return this.handle.signal(signals[name], raw);
  }

  /** Sends each act as a signal and waits until it is ruled on. */
  async signalInTurn(...acts: Act[]): Promise<void> {
    for (const act of acts) {
      const message = await this.message(act);
      await this.send(message);
      await this.recorded(({ messages }) => Object.hasOwn(messages, message.raw.messageId as string));
    }
  }

  async events(): Promise<RecordedEvent[]> {
    const { items } = await listEvents(this.stage.database.db, this.milestoneId, { limit: 1000 });
    return items.map(({ event }) => event);
  }

  async eventTypes(): Promise<string[]> {
    return (await this.events()).map((each) => each.type);
  }

  async mails(): Promise<MailRecord[]> {
    const { items } = await listMails(this.stage.database.db, { milestoneId: this.milestoneId, page: { limit: 1000 } });
    return items;
  }

  /** Mails as "kind to recipient", in the order of the events that caused them. */
  async mailKinds(): Promise<string[]> {
    const mails = await this.mails();
    return mails
      .map((each) => ({ sequence: each.sequence, text: `${each.kind} to ${each.recipientId}` }))
      .sort((a, b) => a.sequence - b.sequence || a.text.localeCompare(b.text))
      .map((each) => each.text);
  }

  /** Sends the mails that are due and says what came of them. */
  async deliverMail(): Promise<DispatchCounts['mail']> {
    return (
      await dispatchDue(dispatchingOf({ ...this.stage.delivery, files: this.stage.files, sendWebhook: undefined }))
    ).mail;
  }

  /** Waits until the record has the milestone in a phase. */
  until(phase: Phase): Promise<Milestone> {
    return this.recorded((state) => state.stage.phase === phase);
  }
}
