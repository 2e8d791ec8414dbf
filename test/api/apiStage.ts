// The HTTP API as its callers meet it: a real server on a real database, files in a folder, a dev Temporal server and a worker.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type Connection } from '@temporalio/client';
import type { NativeConnection, Worker } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { fileRemovalHandler } from '../../activities/dispatch/fileRemovalHandler.ts';
import { createActivities } from '../../activities/index.ts';
import { loadProfiles } from '../../administration/reports/profile.ts';
import { createHttpApp, limitConnections } from '../../worker/httpApp.ts';
import { commandTable, fieldsInPath } from '../../api/commandTable.ts';
import { openAuditWriter, type AuditWriter } from '../../api/http/auditWriter.ts';
import { openRateLimits, type Allowance } from '../../api/http/rateLimits.ts';
import type { OpenDatabase } from '../../db/database.ts';
import { engagementOfWorkflow, findMilestone } from '../../db/milestones.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import type { Transport } from '../../mail/transport.ts';
import type { FileStore } from '../../storage/fileStore.ts';
import type { ApiDependencies, SignIn } from '../../api/http/dependencies.ts';
import type { Scanner } from '../../storage/clamd.ts';
import type { Tracing } from '../../worker/monitoring/tracing.ts';
import type { Counted } from '../../worker/monitoring/counted.ts';
import { convertersOf, type Converters } from '../../worker/dataConverter.ts';
import { administer } from '../../worker/administer.ts';
import { createWorker } from '../../worker/createWorker.ts';
import { kindOfCommand } from '../../domain/people/decisionKinds.ts';
import { sendMessage } from '../../workflows/client/sendMessage.ts';
import type { SendResult } from '../../workflows/client/sendResult.ts';
import type { MessageOf } from '../../workflows/messages.ts';
import type { Act, Message } from '../domain/acts.ts';
import { engagementWith, planWith } from '../domain/cast.ts';
import { testEvidenceKeys } from '../support/evidenceKeys.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { noTransport } from '../support/milestoneStage.ts';
import { assertDocumented } from './documented.ts';
import { testDataKeys } from '../support/testEncryption.ts';
import { testEntrances } from '../support/testVouchers.ts';
import { testKey } from '../support/apiKey.ts';
import { testSignIn } from '../support/signedIn.ts';
import { openTestFiles } from '../support/testFiles.ts';

export const linkSecret = 'a secret that only tests know, 32+';

export interface Answered<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

export interface ApiStageOptions {
  log?: Logger;
  transport?: Transport;
  answerWithinMilliseconds?: number;
  engagementQuotaBytes?: number;
  administratorEmail?: string;
  scanner?: Scanner;
  /** `false` where nobody signs in. */
  signIn?: SignIn | false;
  maxUploadBytes?: number;
  trustProxy?: string[];
  counted?: Counted;
  tracing?: Tracing | undefined;
  publicUrl?: string;
  /** On the record and the files of another, as a second process would be. */
  beside?: ApiStage;
  /** How the service reaches its database, where a test stands in between. */
  openDatabase?: (url: string) => OpenDatabase;
  /** Of each kind, where a test runs into the limit. */
  allowances?: Partial<Record<Allowance, number>>;
}

interface TemporalServer {
  /** "default" where it says none. */
  namespace?: string | undefined;
  connection: Connection;
  nativeConnection: NativeConnection;
}

let counted = 0;

export class ApiStage {
  readonly database: TestDatabase;
  readonly files: FileStore;
  readonly client: Client;
  readonly url: string;
  readonly key: string;
  readonly keyId: string;
  readonly folder: string;
  /** What an answer leaves in the audit log is written behind it: `await stage.audit.written()` before reading there. */
  readonly audit: AuditWriter;
  readonly #server: Server;
  readonly #temporal: TemporalServer;
  readonly #options: ApiStageOptions;
  readonly #converters: Converters;
  #worker: { worker: Worker; running: Promise<void> } | undefined;

  private constructor(
    parts: Pick<ApiStage, 'database' | 'files' | 'client' | 'url' | 'key' | 'keyId' | 'folder' | 'audit'>,
    server: Server,
    temporal: TemporalServer,
    options: ApiStageOptions,
    converters: Converters,
  ) {
    ({
      database: this.database,
      files: this.files,
      client: this.client,
      url: this.url,
      key: this.key,
      keyId: this.keyId,
      folder: this.folder,
      audit: this.audit,
    } = parts);
    this.#server = server;
    this.#temporal = temporal;
    this.#options = options;
    this.#converters = converters;
  }

  static async open(temporal: TemporalServer, options: ApiStageOptions = {}): Promise<ApiStage> {
    const database = options.beside?.database ?? (await testDatabase());
    const db = options.openDatabase?.(database.url) ?? database.db;
    const folder = options.beside?.folder ?? (await mkdtemp(join(tmpdir(), 'api-test-')));
    const files = await openTestFiles(folder);
    const converters = convertersOf({
      keys: testDataKeys,
      engagementOf: (workflowId) => engagementOfWorkflow(database.db, workflowId),
    });
    const client = new Client({
      connection: temporal.connection,
      namespace: temporal.namespace ?? 'default',
      dataConverter: converters.ofClient,
      ...(options.tracing ? { interceptors: { workflow: options.tracing.ofClient } } : {}),
    });
    const audit = openAuditWriter(db, pino({ level: 'silent' }));
    const served: ApiDependencies = {
      db,
      limits: openRateLimits(db, options.allowances),
      auditWriter: audit,
      client,
      files,
      dataKeys: testDataKeys,
      ...(options.scanner ? { scanner: options.scanner } : {}),
      transport: options.transport ?? noTransport,
      log: options.log ?? pino({ level: 'silent' }),
      linkSecret: 'a secret that only tests know, 32+',
      mailDomain: 'example.com',
      profiles: await loadProfiles(),
      logKey: (await testEvidenceKeys()).log.verifierKey,
      vouch: testEntrances.vouch,
      enrolments: testEntrances,
      ...(options.signIn === false ? {} : { signIn: options.signIn ?? testSignIn() }),
      settings: {
        publicUrl: options.publicUrl ?? 'http://localhost:3000',
        trustProxy: options.trustProxy ?? [],
        chatHosts: ['127.0.0.1'],
        webhook: undefined,
        maxUploadBytes: options.maxUploadBytes ?? 1_000_000,
        engagementQuotaBytes: options.engagementQuotaBytes ?? 1024 ** 3,
        administratorEmail: options.administratorEmail,
        answerWithinMilliseconds: options.answerWithinMilliseconds ?? 30_000,
      },
    };
    const app = createHttpApp(served, options.counted?.answered, options.tracing?.ofRequests);
    const server = await new Promise<Server>((resolve) => {
      const listening = app.listen(0, '127.0.0.1', () => resolve(limitConnections(listening)));
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { key, keyId } = await testKey(database.db);
    return new ApiStage(
      { database, files, client, url, key, keyId, folder, audit },
      server,
      temporal,
      options,
      converters,
    );
  }

  get answerWithinMilliseconds(): number {
    return this.#options.answerWithinMilliseconds ?? 30_000;
  }

  /** A plan in which validator1 is a system that reports with the key of this stage. */
  get validatedBySystem(): object {
    const memberIds = ['validator1'];
    return {
      validators: { name: 'Test bench', memberIds, systems: [{ personId: 'validator1', apiKeyId: this.keyId }] },
    };
  }

  /** As the dispatcher does where it runs: removes the files that were let go, those left by failed attempts included. */
  async removeFiles(): Promise<void> {
    const { db } = this.database;
    const log = pino({ level: 'silent' });
    await dispatchDue({ db, log, handlers: { fileRemoval: fileRemovalHandler({ db, log, files: this.files }) } });
  }

  async startWorker(): Promise<void> {
    const log = this.#options.log ?? pino({ level: 'silent' });
    const worker = await createWorker({
      connection: this.#temporal.nativeConnection,
      namespace: this.client.options.namespace,
      dataConverter: this.#converters.ofWorker,
      activityInterceptors: this.#options.tracing?.ofActivities,
      activities: createActivities({
        db: this.database.db,
        files: this.files,
        evidence: await testEvidenceKeys(),
        transport: this.#options.transport ?? noTransport,
        render: await loadMailTemplates('example.com'),
        publicUrl: this.url,
        linkSecret,
        mailDomain: 'example.com',
        log,
        reportUndeliverable: async () => undefined,
        sendWebhook: undefined,
        measures: this.#options.counted,
        administer: administer({ client: this.client, db: this.database.db, answerWithinMilliseconds: 30_000 }),
      }),
    });
    const running = worker.run();
    running.catch(() => undefined);
    this.#worker = { worker, running };
  }

  async stopWorker(): Promise<void> {
    const working = this.#worker;
    this.#worker = undefined;
    working?.worker.shutdown();
    await working?.running;
  }

  async close(): Promise<void> {
    await this.stopWorker();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    if (this.#options.beside) return;
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${this.key}`);
    return fetch(`${this.url}${path}`, { redirect: 'manual', ...init, headers });
  }

  async get<T = Record<string, unknown>>(path: string): Promise<Answered<T>> {
    return answered<T>(await this.fetch(path), 'get', path);
  }

  async post<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered<T>> {
    const init = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    };
    return answered<T>(await this.fetch(path, init), 'post', path);
  }

  /** Registers the usual engagement under a new ID. */
  async engagement(contract: object = {}): Promise<string> {
    const engagementId = `engagement-${process.pid}-${(counted += 1)}`;
    const { status, body } = await this.post('/engagements', engagementWith(contract, { engagementId }));
    assert.equal(status, 201, JSON.stringify(body));
    return engagementId;
  }

  async upload(engagementId: string, content: string, fileName = 'design.txt'): Promise<string> {
    const path = `/engagements/${engagementId}/documents?fileName=${encodeURIComponent(fileName)}&personId=author`;
    const init = { method: 'POST', body: content, headers: { 'content-type': 'text/plain' } };
    const { status, body } = await answered<{ documentId: string }>(await this.fetch(path, init), 'post', path);
    assert.equal(status, 201, JSON.stringify(body));
    return body.documentId;
  }

  /** A milestone of an engagement of its own, with one document uploaded for its package. */
  async milestone({ contract, plan }: { contract?: object; plan?: object } = {}): Promise<HttpMilestone> {
    const engagementId = await this.engagement(contract);
    const documentId = await this.upload(engagementId, `Design document of ${engagementId}`);
    const milestoneId = `M-${engagementId}`;
    const { status, body } = await this.post('/milestones', {
      milestoneId,
      engagementId,
      personId: 'manager',
      plan: planWith(plan),
    });
    assert.equal(status, 201, JSON.stringify(body));
    return new HttpMilestone(this, engagementId, milestoneId, documentId);
  }
}

/** Every answer has to be one that the OpenAPI document says the operation gives. */
async function answered<T>(response: Response, method: string, path: string): Promise<Answered<T>> {
  const text = await response.text();
  const media = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const body: unknown = /json/.test(media) ? JSON.parse(text) : text;
  assertDocumented({ method, path, status: response.status, media, body });
  return { status: response.status, headers: response.headers, body: body as T };
}

export class HttpMilestone {
  readonly stage: ApiStage;
  readonly engagementId: string;
  readonly milestoneId: string;
  readonly documentId: string;
  readonly path: string;

  constructor(stage: ApiStage, engagementId: string, milestoneId: string, documentId: string) {
    this.stage = stage;
    this.engagementId = engagementId;
    this.milestoneId = milestoneId;
    this.documentId = documentId;
    this.path = `/milestones/${milestoneId}`;
  }

  /** The state on record, once the workflow has recorded anything. */
  async state(): Promise<Milestone> {
    for (;;) {
      const snapshot = (await findMilestone(this.stage.database.db, this.milestoneId))?.snapshot;
      if (snapshot) return snapshot;
      await new Promise((wait) => setTimeout(wait, 50));
    }
  }

  async until(isThere: (milestone: Milestone) => boolean): Promise<Milestone> {
    for (;;) {
      const state = await this.state();
      if (isThere(state)) return state;
      await new Promise((wait) => setTimeout(wait, 50));
    }
  }

  /** Does over HTTP, with the API key, what an act says. */
  async send(act: Act, headers: Record<string, string> = {}): Promise<Answered> {
    const { name, raw } = this.#message(await this.state(), act);
    const { messageId: _messageId, actor, ...fields } = raw as Message['raw'] & { actor: { personId: string } };
    const route = commandTable.find((each) => each.command === name);
    assert.ok(route, `${name} has a route`);
    const path = route.path.replace(/\{(\w+)\}/g, (_, field: string) => String(fields[field]));
    for (const field of fieldsInPath(route.path)) delete fields[field];
    return this.stage.post(`${this.path}/${path}`, { personId: actor.personId, ...fields }, headers);
  }

  /** Hands a decision over as the page behind a link does. Throws SignOffError where it is refused. */
  async decide(act: Act): Promise<SendResult> {
    const { name, raw } = this.#message(await this.state(), act);
    const messageId = `page-${randomUUID()}`;
    const { client, database } = this.stage;
    const { answerWithinMilliseconds } = this.stage;
    const { vouch } = testEntrances;
    const sender = { client, db: database.db, answerWithinMilliseconds, vouch, entrance: 'page' } as const;
    return sendMessage(sender, this.milestoneId, name, { ...raw, messageId } as MessageOf<typeof name>);
  }

  /** What sets things going over HTTP, and each decision as its person gives it. */
  async play(...acts: Act[]): Promise<void> {
    for (const act of acts)
      if (kindOfCommand(act(await this.state()).name) !== undefined)
        assert.equal((await this.decide(act)).status, 'decided');
      else {
        const { status, body } = await this.send(act);
        assert.equal(status, 200, JSON.stringify(body));
      }
  }

  /** About the document that was really uploaded. */
  #message(state: Milestone, act: Act): Message {
    const { name, raw } = act(state);
    return {
      name,
      raw: JSON.parse(JSON.stringify(raw).replaceAll('"doc1"', `"${this.documentId}"`)) as Message['raw'],
    };
  }
}

export function assertProblem(answer: Answered, status: number, code: string, field?: string): void {
  assert.equal(answer.body.code, code, JSON.stringify(answer.body));
  assert.equal(answer.status, status);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(answer.body.status, status);
  assert.ok(String(answer.body.title).length > 10 && String(answer.body.detail).length > 10);
  if (field !== undefined) assert.equal(answer.body.field, field);
}
