// A worker in a process of its own, which kills itself where it is told to, once per place; the next one goes on.
import { createPrivateKey } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities, type Activities } from '../../activities/index.ts';
import { openDatabase } from '../../db/database.ts';
import type { Batch } from '../../domain/records/batch.ts';
import { logSigner } from '../../evidence/ledger/logSigner.ts';
import { developmentSealKey } from '../../evidence/seal/sealKey.ts';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import { openTransport, type Transport } from '../../mail/transport.ts';
import { createWorker } from '../../worker/createWorker.ts';
import { testConverters } from './testEncryption.ts';
import { testEntrances } from './testVouchers.ts';
import { openTestFiles } from './testFiles.ts';

export interface WorkerProcessSettings {
  address: string;
  namespace: string;
  taskQueue: string;
  databaseUrl: string;
  filesFolder: string;
  smtpUrl: string;
  logFile: string;
  /** Seal and key of the audit log, which all processes share. */
  sealFile: string;
  logKeyPem: string;
  /** Where each crash leaves a file, so that the next process goes past it. */
  crashesFolder: string;
  /** Places as `before` or `after`, the effect, and what tells it from others, e.g. `after recordBatch packageFrozen`. */
  crashPoints: string[];
}

const settings = JSON.parse(process.env.WORKER_PROCESS ?? '{}') as WorkerProcessSettings;

function crashAt(place: string): void {
  const marker = join(settings.crashesFolder, place.replaceAll(/[^\w@.]/g, '-'));
  if (!settings.crashPoints.includes(place) || existsSync(marker)) return;
  writeFileSync(marker, place);
  process.kill(process.pid, 'SIGKILL');
}

const nameOf = (effect: string, input: unknown): string =>
  effect === 'recordBatch' ? `${effect} ${(input as Batch).events[0]?.type ?? 'refusals'}` : effect;

function crashing(activities: Activities): Activities {
  const entries = Object.entries(activities).map(([effect, run]) => [
    effect,
    async (input: unknown) => {
      crashAt(`before ${nameOf(effect, input)}`);
      const result = await (run as (input: unknown) => Promise<unknown>)(input);
      crashAt(`after ${nameOf(effect, input)}`);
      return result;
    },
  ]);
  return Object.fromEntries(entries) as Activities;
}

function crashingTransport(transport: Transport): Transport {
  return {
    ...transport,
    async send(envelope, mail) {
      const recipient = envelope.to.address.split('@')[0];
      crashAt(`before mail ${recipient}`);
      const outcome = await transport.send(envelope, mail);
      crashAt(`after mail ${recipient}`);
      return outcome;
    },
  };
}

// Ready before it is needed: starting takes longer than all else a milestone does.
await once(process, 'message');
const connection = await NativeConnection.connect({ address: settings.address });
const activities = createActivities({
  db: openDatabase(settings.databaseUrl, { poolSize: 5 }),
  files: await openTestFiles(settings.filesFolder),
  transport: crashingTransport(openTransport(settings.smtpUrl, 'Sign-Off <sign-off@example.com>')),
  render: await loadMailTemplates('example.com'),
  publicUrl: 'http://localhost:3000',
  linkSecret: 'a secret that only tests know, 32+',
  mailDomain: 'example.com',
  log: pino(pino.destination({ dest: settings.logFile, sync: true })),
  sendWebhook: undefined,
  evidence: {
    seal: await developmentSealKey(settings.sealFile),
    log: logSigner('example.com/log', createPrivateKey(settings.logKeyPem)),
    entrances: testEntrances,
  },
  reportUndeliverable: async () => undefined,
  leaseSeconds: 3,
});
const worker = await createWorker({
  connection,
  namespace: settings.namespace,
  taskQueue: settings.taskQueue,
  activities: crashing(activities),
  dataConverter: testConverters.ofWorker,
  maxCachedWorkflows: 0,
});
await worker.run();
