// The bare variant's process: a worker with the SDK's own defaults and a pool of PostgreSQL connections.
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { openDatabase } from '../../db/database.ts';
import { createBareActivities } from './bareActivities.ts';
import { serveBench } from './workerProcess.ts';

const { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: address, BARE_TASK_QUEUE: taskQueue } = process.env;
if (!databaseUrl || !address || !taskQueue)
  throw new Error('The bench names DATABASE_URL, TEMPORAL_ADDRESS and BARE_TASK_QUEUE');
Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
const db = openDatabase(databaseUrl);
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('bareWorkflow.ts', import.meta.url)),
  activities: createBareActivities(db),
});
const running = worker.run();
serveBench(async () => {
  worker.shutdown();
  await running;
  await connection.close();
  await db.destroy();
});
await running;
