// The product's process: the application itself, as `npm start` runs it, on servers the bench has started.
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '../../config.ts';
import { loadTemporalConfig } from '../../temporal.config.ts';
import { startApplication } from '../../worker/application.ts';
import { serveBench } from './workerProcess.ts';

// A copy, so that a .env file made for the real service has no say here.
const env = { ...process.env };
const config = loadConfig(env);
const { databaseUrl, smtpUrl } = config;
if (!databaseUrl || !smtpUrl) throw new Error('The bench names DATABASE_URL and SMTP_URL');
const log = pino({ level: 'info' }, pino.destination({ dest: join(config.stateFolder, 'service.log'), sync: false }));
const application = await startApplication(
  { ...config, databaseUrl, smtpUrl, temporal: loadTemporalConfig(env, config.temporalPort) },
  log,
);
serveBench(application.stop);
await application.ended;
