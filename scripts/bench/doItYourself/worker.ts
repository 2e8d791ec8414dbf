// The do-it-yourself variant's process: a worker with the SDK's own defaults, a pool of PostgreSQL connections and one of SMTP.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { serveBench } from '../workerProcess.ts';
import { createOwnActivities } from './activities.ts';

const { DATABASE_URL: connectionString, TEMPORAL_ADDRESS: address, SMTP_URL: url } = process.env;
const { OWN_TASK_QUEUE: taskQueue, OWN_FOLDER: folder, OWN_KEY_PASSWORD: password } = process.env;
if (!connectionString || !address || !url || !taskQueue || !folder || !password)
  throw new Error('The bench names servers, task queue, folder and the password of the key');
Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
const pool = new pg.Pool({ connectionString });
const mailer = nodemailer.createTransport({ url, pool: true });
const signingKey = { container: await readFile(join(folder, 'signing-key.p12')), password };
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)),
  activities: createOwnActivities({ pool, mailer, folder, signingKey }),
});
const running = worker.run();
serveBench(async () => {
  worker.shutdown();
  await running;
  mailer.close();
  await connection.close();
  await pool.end();
});
await running;
