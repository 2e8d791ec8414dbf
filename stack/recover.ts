// `npm run recover`: where record and workflows do not agree, after an older copy of either was put back, or something was ended in Temporal.
import { Client, Connection } from '@temporalio/client';
import { asJob } from '../db/inScope.ts';
import { engagementOfWorkflow } from '../db/milestones.ts';
import { openDataKeys } from '../storage/encryption/openDataKeys.ts';
import { openMasterKeys } from '../storage/encryption/openMasterKeys.ts';
import { loadTemporalConfig } from '../temporal.config.ts';
import { convertersOf } from '../worker/dataConverter.ts';
import { onDatabase } from './onDatabase.ts';
import { assertTemporalAnswers } from './ownServers.ts';
import { recoverCommand } from './recoverCommand.ts';

onDatabase(async (db, config, args, now) => {
  const temporal = loadTemporalConfig(process.env, config.temporalPort);
  await assertTemporalAnswers(temporal);
  const keys = await openDataKeys(asJob(db, 'keyRing'), await openMasterKeys(config));
  const engagementOf = (workflowId: string) => engagementOfWorkflow(asJob(db, 'door'), workflowId);
  const { ofClient } = convertersOf({ keys, engagementOf });
  const connection = await Connection.connect(temporal.connection);
  try {
    const client = new Client({ connection, namespace: temporal.namespace, dataConverter: ofClient });
    return await recoverCommand({ client, db, now: new Date(now) }, args);
  } finally {
    await connection.close();
  }
});
