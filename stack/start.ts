// `npm start`: brings up what is not provided, then the product, says what runs where, and stops it all in order.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig, type Config } from '../config.ts';
import { loadTemporalConfig } from '../temporal.config.ts';
import { startApplication, type Application } from '../worker/application.ts';
import { startMailCatcher } from './mailCatcher.ts';
import { assertPortsFree, type WantedPort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { startTemporalServer } from './temporalServer.ts';

interface Started {
  stops: { name: string; stop(): Promise<void> }[];
  lines: [string, string][];
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  process.stdout.write(`  ${name} …`);
  const result = await work();
  process.stdout.write(` ready in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
  return result;
}

async function start(): Promise<void> {
  const config = loadConfig();
  const started: Started = { stops: [], lines: [] };
  let isStopping = false;
  const stop = async (code: number): Promise<never> => {
    if (isStopping) process.exit(130);
    isStopping = true;
    console.log('\nStopping; open milestones go on where they are at the next start.');
    for (const each of started.stops.reverse())
      await each.stop().catch((error: unknown) => console.error(`${each.name}: ${String(error)}`));
    process.exit(code);
  };
  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));
  try {
    const application = await bringUp(config, started);
    await announce(config, application, started.lines);
    await application.ended;
  } catch (error) {
    if (isStopping) return;
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    await stop(1);
  }
}

async function bringUp(config: Config, started: Started): Promise<Application> {
  console.log('Milestone Sign-Off');
  await mkdir(config.stateFolder, { recursive: true });
  await assertPortsFree(wantedPorts(config));
  const databaseUrl = config.databaseUrl ?? (await embeddedPostgres(config, started));
  await embeddedTemporal(config, started);
  const smtpUrl = config.smtpUrl ?? (await embeddedMail(config, started));
  const temporal = loadTemporalConfig(process.env, config.temporalPort);
  const log = pino(
    { level: config.logLevel },
    pino.destination({ dest: join(config.stateFolder, 'service.log'), sync: false }),
  );
  const application = await step('worker and API', () =>
    startApplication({ ...config, databaseUrl, smtpUrl, temporal }, log),
  );
  started.stops.push({ name: 'application', stop: application.stop });
  const { replies } = config;
  if (replies?.smtp)
    started.lines.push(['Replies', `smtp://${replies.smtp.host}:${replies.smtp.port} for …@${replies.domain}`]);
  return application;
}

function wantedPorts(config: Config): WantedPort[] {
  return [
    { name: 'HTTP API', port: config.port, setting: 'PORT' },
    ...(config.replies?.smtp
      ? [{ name: 'replies, SMTP', port: config.replies.smtp.port, setting: 'REPLY_SMTP_PORT' }]
      : []),
    ...(config.databaseUrl ? [] : [{ name: 'PostgreSQL', port: config.postgresPort, setting: 'POSTGRES_PORT' }]),
    ...(config.temporalAddress
      ? []
      : [
          { name: 'Temporal', port: config.temporalPort, setting: 'TEMPORAL_PORT' },
          { name: 'Temporal UI', port: config.temporalUiPort, setting: 'TEMPORAL_UI_PORT' },
        ]),
    ...(config.smtpUrl
      ? []
      : [
          { name: 'mail catcher, SMTP', port: config.mailSmtpPort, setting: 'MAIL_SMTP_PORT' },
          { name: 'mail catcher, inbox', port: config.mailWebPort, setting: 'MAIL_WEB_PORT' },
        ]),
  ];
}

async function embeddedPostgres(config: Config, started: Started): Promise<string> {
  const postgres = await step('PostgreSQL', () =>
    startPostgres({ folder: config.stateFolder, port: config.postgresPort, database: 'signoff' }),
  );
  started.stops.push({ name: 'PostgreSQL', stop: postgres.stop });
  return postgres.url;
}

async function embeddedTemporal(config: Config, started: Started): Promise<void> {
  if (config.temporalAddress) return;
  const temporal = await step('Temporal', () =>
    startTemporalServer({
      port: config.temporalPort,
      uiPort: config.temporalUiPort,
      folder: config.stateFolder,
      databaseFile: 'temporal.db',
    }),
  );
  started.stops.push({ name: 'Temporal', stop: temporal.stop });
  started.lines.push(['Temporal UI', `${temporal.uiUrl}/namespaces/default/workflows`]);
}

async function embeddedMail(config: Config, started: Started): Promise<string> {
  const mail = await step('mail catcher', () =>
    startMailCatcher({ smtpPort: config.mailSmtpPort, webPort: config.mailWebPort, folder: config.stateFolder }),
  );
  started.stops.push({ name: 'mail catcher', stop: mail.stop });
  started.lines.push(['Inbox', mail.webUrl]);
  return mail.smtpUrl;
}

/** The demo finds the running service, and the key that is shown only once, in a file that only the owner reads. */
async function announce(config: Config, application: Application, lines: [string, string][]): Promise<void> {
  if (application.firstApiKey)
    await writeFile(join(config.stateFolder, 'api-key'), application.firstApiKey, { mode: 0o600 });
  const inbox = lines.find(([name]) => name === 'Inbox')?.[1];
  await writeFile(
    join(config.stateFolder, 'running.json'),
    JSON.stringify({ apiUrl: application.apiUrl, inbox, pid: process.pid }),
  );
  console.log();
  for (const [name, value] of [['API', `${application.apiUrl}/docs`] as [string, string], ...lines])
    console.log(`  ${name.padEnd(12)} ${value}`);
  if (application.firstApiKey)
    console.log(
      `  ${'API key'.padEnd(12)} ${application.firstApiKey}   (shown once; kept in ${config.stateFolder}/api-key)`,
    );
  console.log('\nNext, in another terminal: npm run demo');
}

void start();
