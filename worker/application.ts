// The product in one process: record, worker, dispatcher and HTTP API, wired together and stopped in order.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import type { DNSResolver } from 'mailauth';
import type { Logger } from 'pino';
import { openWebhookSender } from '../activities/dispatch/postWebhook.ts';
import { createActivities } from '../activities/index.ts';
import { closeWhenAnswered, createHttpApp, limitConnections } from './httpApp.ts';
import type { Config } from '../config.ts';
import { countApiKeys, createApiKey } from '../db/apiKeys.ts';
import { grantToApplication } from '../db/applicationRole.ts';
import { migrate, openDatabase, type Database } from '../db/database.ts';
import { requeueGivenUp } from '../db/filesToRemove.ts';
import { loadMailTemplates } from '../mail/renderMail.ts';
import { openTransport } from '../mail/transport.ts';
import { loadProfiles } from '../administration/reports/profile.ts';
import { openFileStore } from '../storage/openFileStore.ts';
import type { TemporalConfig } from '../temporal.config.ts';
import { createWorker } from './createWorker.ts';
import { openRateLimits } from '../api/http/rateLimits.ts';
import { ensureDispatcher } from './ensureDispatcher.ts';
import { keepLog } from './keepLog.ts';
import { keepExpiring } from './keepExpiring.ts';
import { keepMilestonesRunning } from './keepMilestonesRunning.ts';
import { keepUptime } from './keepUptime.ts';
import { keepWatch } from './keepWatch.ts';
import { registerSearchAttributes } from './searchAttributeRegistration.ts';
import { reportUndeliverable } from './reportUndeliverable.ts';
import { openEvidenceKeys } from './openEvidenceKeys.ts';

/** Settings with every address filled in, by the user or by the embedded stack. */
export interface ApplicationSettings extends Config {
  databaseUrl: string;
  smtpUrl: string;
  temporal: TemporalConfig;
  /** Called with the first API key before it is put on record, so that a crash in between loses no key that works. */
  keepFirstApiKey?: (key: string) => Promise<void>;
}

export interface Application {
  apiUrl: string;
  /** Printed once, when there was no key yet. */
  firstApiKey: string | undefined;
  /** Rejects when the worker fails. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** What only code may replace, such as a test. */
export interface Replaceable {
  resolveDns?: DNSResolver;
}

export async function startApplication(
  settings: ApplicationSettings,
  log: Logger,
  replaced: Replaceable = {},
): Promise<Application> {
  logTemporalTo(log);
  await prepareDatabase(settings, log);
  const db = openDatabase(settings.databaseUrl);
  const { temporal } = settings;
  const connection = await Connection.connect(temporal.connection);
  const nativeConnection = await NativeConnection.connect(temporal.connection);
  await registerSearchAttributes(connection, temporal.namespace);
  const client = new Client({
    connection,
    namespace: temporal.namespace,
    ...(temporal.dataConverter ? { dataConverter: temporal.dataConverter } : {}),
  });
  const restarting = { client, db, log };
  const { answerWithinMilliseconds } = settings;
  const profiles = await loadProfiles(settings.reportProfiles);
  const files = await openFileStore(settings.documentStore);
  const transport = openTransport(settings.smtpUrl, settings.mailFrom);
  const linkSecret = settings.linkSecret ?? (await ownLinkSecret(settings.stateFolder));
  const mailDomain = domainOf(settings.mailFrom);
  const evidence = await openEvidenceKeys(settings);
  const { vouch } = evidence.entrances;
  const render = await loadMailTemplates(mailDomain);
  const stopping = new AbortController();
  const activities = createActivities({
    db,
    files,
    evidence,
    transport,
    render,
    publicUrl: settings.publicUrl,
    linkSecret,
    mailDomain,
    replyDomain: settings.replies?.domain,
    log,
    sendWebhook: settings.webhook && openWebhookSender(settings.webhook),
    stopping: stopping.signal,
    reportUndeliverable: (mail) => reportUndeliverable({ ...restarting, answerWithinMilliseconds, vouch }, mail),
  });
  await requeueGivenUp(db);
  const uptime = await keepUptime(db, connection, log);
  const worker = await createWorker({
    connection: nativeConnection,
    namespace: temporal.namespace,
    activities,
    dataConverter: temporal.dataConverter,
  });
  const running = worker.run();
  running.catch(() => undefined);
  await ensureDispatcher(client);
  // Reading mail takes parsers that are loaded only where replies come in.
  const replies = settings.replies
    ? await (
        await import('./openReplies.ts')
      ).openReplies({
        ...{ db, client, files, log, linkSecret, mailDomain, resolveDns: replaced.resolveDns },
        settings: settings.replies,
        ownAddress: addressOf(settings.mailFrom),
        ownName: nameOf(settings.mailFrom),
        render,
        answerWithinMilliseconds,
        vouch,
      })
    : undefined;
  const api = createHttpApp({
    db,
    limits: openRateLimits(db),
    client,
    files,
    transport,
    log,
    linkSecret,
    mailDomain,
    settings,
    profiles,
    logKey: evidence.log.verifierKey,
    vouch,
    replySources: replies?.sources ?? {},
  });
  const server = await listen(api, settings);
  const milestones = await keepMilestonesRunning(restarting);
  const logKeeper = keepLog(db, evidence.log, log);
  const expirer = keepExpiring(db, log);
  const { administratorEmail } = settings;
  const watch = keepWatch({ db, log, files, mailDomain, administratorEmail });
  return {
    apiUrl: `http://localhost:${(server.address() as AddressInfo).port}`,
    firstApiKey: await firstApiKey(db, settings.keepFirstApiKey),
    ended: running,
    async stop() {
      await milestones.stop();
      await logKeeper.stop();
      await expirer.stop();
      await watch.stop();
      await uptime.stop();
      await closeWhenAnswered(server);
      await replies?.stop();
      stopping.abort();
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      transport.close();
      await nativeConnection.close();
      await connection.close();
      await db.destroy();
    },
  };
}

/** Migrates as the owner of the tables; the role that the service runs under then gets what it needs and no more. */
async function prepareDatabase(settings: ApplicationSettings, log: Logger): Promise<void> {
  const owner = openDatabase(settings.databaseOwnerUrl ?? settings.databaseUrl, { poolSize: 2 });
  try {
    await migrate(owner);
    if (settings.databaseOwnerUrl)
      await grantToApplication(owner, decodeURIComponent(new URL(settings.databaseUrl).username));
    else log.warn('the service runs as the owner of its tables; set DATABASE_OWNER_URL to run it as another role');
  } finally {
    await owner.destroy();
  }
}

/** Installed once per process: the SDK's logs go where ours go, those of its native part included. */
function logTemporalTo(log: Logger): void {
  try {
    Runtime.install({
      logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
        const at = level === 'ERROR' ? 'error' : 'warn';
        log[at]({ workflowId: meta?.workflowId, activityType: meta?.activityType, err: meta?.error }, message);
      }),
      telemetryOptions: {
        logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
      },
      shutdownSignals: [],
    });
  } catch {
    // A runtime exists already, with the logger it was given.
  }
}

function listen(api: ReturnType<typeof createHttpApp>, { port, host }: Config): Promise<import('node:http').Server> {
  return new Promise((resolve, reject) => {
    const server = api.listen(port, host, (error?: Error) =>
      error ? reject(error) : resolve(limitConnections(server)),
    );
  });
}

async function firstApiKey(db: Database, keep: ApplicationSettings['keepFirstApiKey']): Promise<string | undefined> {
  if ((await countApiKeys(db)) > 0) return undefined;
  return (await createApiKey(db, 'first start', keep)).key;
}

/** Made at first start; whoever has it can make request links, so it lies in a file of its own that only the owner reads. */
async function ownLinkSecret(stateFolder: string): Promise<string> {
  const path = join(stateFolder, 'link-secret');
  await mkdir(stateFolder, { recursive: true });
  await writeFile(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return readFile(path, 'utf8');
}

const nameOf = (from: string): string =>
  from
    .replace(/<[^<>]*>/, '')
    .replaceAll('"', '')
    .trim();
const addressOf = (from: string): string => (/<([^<>]+)>/.exec(from)?.[1] ?? from).trim().toLowerCase();
const domainOf = (from: string): string => /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost.localdomain';
