// What every process of the product opens first, whatever it does: record, Temporal, files, and the keys it shares with the others.
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { migrate, openDatabase, type Pool } from '../db/database.ts';
import { asJob } from '../db/inScope.ts';
import { engagementOfWorkflow } from '../db/milestones.ts';
import { grantToService, loginIn } from '../db/roles.ts';
import type { DataKeys } from '../storage/encryption/dataKeys.ts';
import { fileKeysOf } from '../storage/encryption/fileKeys.ts';
import { openDataKeys } from '../storage/encryption/openDataKeys.ts';
import { openMasterKeys } from '../storage/encryption/openMasterKeys.ts';
import { shareKeys } from '../storage/encryption/sharedKeys.ts';
import { senderDomain } from '../mail/mailSettings.ts';
import type { FileStore } from '../storage/fileStore.ts';
import { openFileStore } from '../storage/openFileStore.ts';
import type { TemporalConfig } from '../temporal.config.ts';
import { convertersOf, type Converters } from './dataConverter.ts';
import { openSharedKeys, type SharedKeys } from './openEvidenceKeys.ts';
import { entrancesOf, keepEntranceKeys, type KeptKeys } from './keepEntranceKeys.ts';
import { openTracing, type Tracing } from './monitoring/tracing.ts';
import { assertRecordIsCurrent } from './recordMark.ts';
import { assertRecordIsTheirs } from '../workflows/client/recovery.ts';
import { ownLinkSecret, sharedKeysOf } from './sharedKeyFiles.ts';
import { registerSearchAttributes } from './searchAttributeRegistration.ts';

/** Settings with the addresses filled in that every process needs. */
export interface ProcessSettings extends Config {
  databaseUrl: string;
  temporal: TemporalConfig;
}

export interface OpenedProcess {
  log: Logger;
  /** Nothing is asked over it until it is said for whom: see `db/inScope.ts`. */
  db: Pool;
  connection: Connection;
  client: Client;
  converters: Converters;
  files: FileStore;
  linkSecret: string;
  /** The domain our own Message-IDs carry. */
  mailDomain: string;
  keys: SharedKeys;
  entranceKeys: KeptKeys;
  dataKeys: DataKeys;
  /** Undefined where nobody traces. */
  tracing: Tracing | undefined;
  close(): Promise<void>;
}

export async function openProcess(settings: ProcessSettings, log: Logger): Promise<OpenedProcess> {
  const { temporal } = settings;
  installRuntime(log, settings.temporalMetrics);
  await prepareDatabase(settings, log);
  const db: Pool = openDatabase(settings.databaseUrl);
  const dataKeys = await openDataKeys(asJob(db, 'keyRing'), await openMasterKeys(settings));
  await shareKeys(asJob(db, 'keyRing'), dataKeys, sharedKeysOf(settings));
  const keys = await openSharedKeys(settings);
  const entranceKeys = keepEntranceKeys(asJob(db, 'keyRing'), dataKeys, entrancesOf(settings), log);
  const linkSecret = settings.linkSecret ?? (await ownLinkSecret(settings.stateFolder));
  const files = await openFileStore(settings.documentStore, await fileKeysOf(asJob(db, 'keyRing'), dataKeys));
  const connection = await Connection.connect(temporal.connection);
  await registerSearchAttributes(connection, temporal.namespace);
  const { namespace } = temporal;
  const converters = convertersOf({
    keys: dataKeys,
    engagementOf: (workflowId) => engagementOfWorkflow(asJob(db, 'door'), workflowId),
  });
  const tracing = await openTracing(settings.tracesUrl);
  const client = new Client({
    ...{ connection, namespace, dataConverter: converters.ofClient },
    ...(tracing ? { interceptors: { workflow: tracing.ofClient } } : {}),
  });
  await assertRecordIsTheirs({ client, db, now: new Date() }, namespace);
  await assertRecordIsCurrent({ client, db }, namespace);
  return {
    ...{ log, db, connection, client, converters, files, linkSecret, keys, entranceKeys, dataKeys, tracing },
    mailDomain: senderDomain(settings.mailFrom),
    async close() {
      entranceKeys.stop();
      await connection.close();
      await db.destroy();
      await tracing?.stop();
    },
  };
}

/** Migrates as the owner of the tables; the roles that the service takes then get what they need and no more. */
async function prepareDatabase(settings: ProcessSettings, log: Logger): Promise<void> {
  const owner = openDatabase(settings.databaseOwnerUrl ?? settings.databaseUrl, { poolSize: 2, silentMilliseconds: 0 });
  try {
    // The rights on what a newer release added are that one's to give, and those it gave are not to be taken back.
    if ((await migrate(owner)) === 'expandedByNewer')
      log.warn(
        'a newer release added to the tables; this one goes on beside it, and changes neither tables nor rights',
      );
    else await grantToService(owner, loginIn(settings.databaseUrl));
    if (!settings.databaseOwnerUrl)
      log.warn('the service runs as the owner of its tables; set DATABASE_OWNER_URL to run it as another role');
  } finally {
    await owner.destroy();
  }
}

/** Installed once per process: the SDK's logs go where ours go, those of its native part included. */
function installRuntime(log: Logger, metrics: Config['temporalMetrics']): void {
  try {
    Runtime.install({
      logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
        const at = level === 'ERROR' ? 'error' : 'warn';
        const { workflowId, activityType, error: err, run_id: runId } = meta ?? {};
        log[at]({ workflowId, activityType, err, runId }, message);
      }),
      telemetryOptions: {
        logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
        ...(metrics ? { metrics: { prometheus: { bindAddress: `${metrics.host}:${metrics.port}` } } } : {}),
      },
      shutdownSignals: [],
    });
  } catch {
    // A runtime exists already, with the logger it was given.
  }
}
