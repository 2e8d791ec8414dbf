// What a worker process does: rules on messages, performs effects, takes replies in, and keeps everything going that nobody waits for.
import { NativeConnection } from '@temporalio/worker';
import type { DNSResolver } from 'mailauth';
import { openWebhookSender } from '../activities/dispatch/postWebhook.ts';
import type { Measures } from '../activities/measures.ts';
import { createActivities } from '../activities/index.ts';
import { asJob } from '../db/inScope.ts';
import { requeueGivenUp } from '../db/filesToRemove.ts';
import { loadMailTemplates, type RenderMail } from '../mail/renderMail.ts';
import type { Transport } from '../mail/transport.ts';
import { administer } from './administer.ts';
import { createWorker } from './createWorker.ts';
import { ensureDispatcher } from './ensureDispatcher.ts';
import { keepExpiring } from './keepExpiring.ts';
import { keepLog } from './keepLog.ts';
import { keepMilestonesRunning } from './keepMilestonesRunning.ts';
import { keepWatch } from './keepWatch.ts';
import { openEvidenceKeys } from './openEvidenceKeys.ts';
import type { OpenedProcess, ProcessSettings } from './openProcess.ts';
import type { Replies } from './openReplies.ts';
import { reportUndeliverable } from './reportUndeliverable.ts';

/** What only code may replace, such as a test. */
export interface Replaceable {
  resolveDns?: DNSResolver;
}

/** What counts as it goes, where somebody asks. */
export interface Counting {
  measures?: Measures | undefined;
}

export interface RunningWorker {
  /** The ways replies come in, by the name health gives them. */
  replySources: Replies['sources'];
  /** Rejects when the worker fails. */
  ended: Promise<void>;
  /** To be called first: nothing new is begun or taken in any more. */
  quiet(): Promise<void>;
  /** After `quiet`. */
  stop(): Promise<void>;
}

export async function runWorker(
  opened: OpenedProcess,
  settings: ProcessSettings,
  transport: Transport,
  { measures, ...replaced }: Replaceable & Counting = {},
): Promise<RunningWorker> {
  const { client, db, log, files, mailDomain } = opened;
  const { administratorEmail, temporal } = settings;
  const render = await loadMailTemplates(mailDomain);
  const stopping = new AbortController();
  const nativeConnection = await NativeConnection.connect(temporal.connection);
  await requeueGivenUp(asJob(db, 'dispatcher'));
  const worker = await createWorker({
    connection: nativeConnection,
    namespace: temporal.namespace,
    activities: await activitiesOf(opened, settings, { transport, render, measures, stopping: stopping.signal }),
    dataConverter: opened.converters.ofWorker,
    activityInterceptors: opened.tracing?.ofActivities,
  });
  const running = worker.run();
  running.catch(() => undefined);
  await ensureDispatcher(client);
  const replies = await repliesOf(opened, settings, render, replaced);
  const milestones = await keepMilestonesRunning({ client, db, log });
  const kept = [
    milestones,
    keepLog(asJob(db, 'logKeeper'), opened.keys.log, log),
    keepExpiring(asJob(db, 'keeper'), log, settings),
    keepWatch({ db, log, files, mailDomain, administratorEmail, tellsBilling: settings.webhook !== undefined }),
  ];
  return {
    replySources: replies?.sources ?? {},
    ended: running,
    async quiet() {
      for (const each of kept) await each.stop();
    },
    async stop() {
      await replies?.stop();
      stopping.abort();
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      await nativeConnection.close();
    },
  };
}

async function activitiesOf(
  { client, db, log, files, linkSecret, mailDomain, keys, dataKeys, entranceKeys }: OpenedProcess,
  settings: ProcessSettings,
  own: { transport: Transport; render: RenderMail; stopping: AbortSignal } & Counting,
) {
  const { answerWithinMilliseconds } = settings;
  const { vouch } = keys.entrances;
  return createActivities({
    ...{ db, files, linkSecret, mailDomain, log, ...own },
    evidence: await openEvidenceKeys(settings, keys),
    followEntranceKeys: entranceKeys.follow,
    publicUrl: settings.publicUrl,
    hasDesk: settings.signIn !== undefined,
    administratorEmail: settings.administratorEmail,
    replyDomain: settings.replies?.domain,
    chat: { dataKeys, hosts: settings.chatHosts },
    sendWebhook: settings.webhook && openWebhookSender(settings.webhook),
    administer: administer({ client, db, answerWithinMilliseconds }),
    reportUndeliverable: (mail) => reportUndeliverable({ client, db, log, answerWithinMilliseconds, vouch }, mail),
  });
}

/** Reading mail takes parsers that are loaded only where replies come in. */
async function repliesOf(
  { client, db, log, files, linkSecret, mailDomain, keys }: OpenedProcess,
  settings: ProcessSettings,
  render: RenderMail,
  { resolveDns }: Replaceable,
): Promise<Replies | undefined> {
  if (!settings.replies) return undefined;
  const { openReplies } = await import('./openReplies.ts');
  return openReplies({
    ...{ db, client, files, log, linkSecret, mailDomain, resolveDns, render },
    settings: settings.replies,
    ownAddress: addressOf(settings.mailFrom),
    ownName: nameOf(settings.mailFrom),
    answerWithinMilliseconds: settings.answerWithinMilliseconds,
    vouch: keys.entrances.vouch,
  });
}

const nameOf = (from: string): string =>
  from
    .replace(/<[^<>]*>/, '')
    .replaceAll('"', '')
    .trim();
const addressOf = (from: string): string => (/<([^<>]+)>/.exec(from)?.[1] ?? from).trim().toLowerCase();
