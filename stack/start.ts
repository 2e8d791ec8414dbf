// `npm start`: brings up what is not provided, then the product, says what runs where, and stops it all in order.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openLog } from '../worker/openLog.ts';
import { loadConfig, type Config } from '../config.ts';
import { loadTemporalConfig, type TemporalConfig } from '../temporal.config.ts';
import type { Application, ApplicationSettings } from '../worker/application.ts';
import { isIssuerInstalled, startDevelopmentIssuer } from './developmentIssuer.ts';
import { assertFitForOthers, isReachable, sayUnsafe } from './exposure.ts';
import { startMailCatcher } from './mailCatcher.ts';
import type { Parts } from './parts.ts';
import { assertPortsFree, metricsPorts, type WantedPort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { endLeftovers } from './processNotes.ts';
import { runUntilStopped } from './runUntilStopped.ts';

/** Loaded, as the product is, once they are needed: whatever stops a start is said without waiting for them. */
const ownServers = () => import('./ownServers.ts');
const embeddedTemporal = () => import('./temporalServer.ts');

/** Where people look, in the order in which it is printed. */
type Places = [name: string, value: string][];

interface Running {
  application: Application;
  places: Places;
  inbox: string | undefined;
}

async function start(parts: Parts): Promise<{ ended: Promise<unknown> }> {
  const config = loadConfig();
  const running = await bringUp(config, parts);
  await announce(config, running);
  return { ended: Promise.race([running.application.ended, parts.anyEnds()]) };
}

async function bringUp(config: Config, parts: Parts): Promise<Running> {
  console.log('Milestone Sign-Off');
  const temporal = loadTemporalConfig(process.env, config.temporalPort);
  sayUnsafe(assertFitForOthers(config, temporal, 'everything'));
  await openStateFolder(config.stateFolder);
  const leftovers = await endLeftovers(config.stateFolder);
  if (leftovers.length > 0) console.log(`  ended what a killed run left behind: ${leftovers.join(', ')}`);
  await assertPortsFree(wantedPorts(config, temporal));
  const databaseUrls = await database(config, parts);
  const temporalUi = await temporalServer(config, temporal, parts);
  const { smtpUrl, inbox } = await mailServer(config, parts);
  const signIn = await identityProvider(config, parts);
  const { log, place } = openLog(config, join(config.stateFolder, 'service.log'));
  const application = await parts.step('worker and API', async () => {
    const { startApplication } = await import('../worker/application.ts');
    return startApplication(
      { ...config, ...databaseUrls, smtpUrl, signIn, temporal, keepFirstApiKey: keepIn(keyFile(config)) },
      log,
    );
  });
  parts.add({ name: 'worker and API', stop: application.stop });
  const places: Places = [
    ['API', `${application.apiUrl}/docs`],
    ['Sign in', signIn ? `${config.publicUrl}/desk${signedInAs(config)}` : 'off: set OIDC_ISSUER'],
    ['Health', `${application.apiUrl}/health`],
    ...(temporalUi ? [['Temporal UI', temporalUi] as [string, string]] : []),
    ...(inbox ? [['Inbox', inbox] as [string, string]] : []),
    ...repliesAt(config),
    ...(application.metricsUrl ? [['Metrics', application.metricsUrl] as [string, string]] : []),
    ['Log', place],
  ];
  return { application, places, inbox };
}

const signedInAs = ({ signIn }: Config): string => (signIn ? '' : ' as one of the sample people');

const repliesAt = ({ replies }: Config): Places =>
  replies?.smtp ? [['Replies', `smtp://${replies.smtp.host}:${replies.smtp.port} for …@${replies.domain}`]] : [];

/** For its owner alone, also one that was there; root's may be passed through, because the embedded PostgreSQL runs as another user there. */
async function openStateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
}

function wantedPorts(config: Config, temporal: TemporalConfig): WantedPort[] {
  const postgres = { name: 'PostgreSQL', port: config.postgresPort, setting: 'POSTGRES_PORT' };
  const temporalPorts = [
    { name: 'Temporal', port: config.temporalPort, setting: 'TEMPORAL_PORT' },
    { name: 'Temporal UI', port: config.temporalUiPort, setting: 'TEMPORAL_UI_PORT' },
  ];
  const mail = [
    { name: 'mail catcher, SMTP', port: config.mailSmtpPort, setting: 'MAIL_SMTP_PORT' },
    { name: 'mail catcher, inbox', port: config.mailWebPort, setting: 'MAIL_WEB_PORT' },
  ];
  return [
    { name: 'HTTP API', port: config.port, setting: 'PORT', host: config.host },
    ...(config.replies?.smtp
      ? [{ name: 'replies, SMTP', port: config.replies.smtp.port, setting: 'REPLY_SMTP_PORT' }]
      : []),
    ...metricsPorts(config),
    ...(config.databaseUrl ? [] : [postgres]),
    ...(temporal.isGiven ? [] : temporalPorts),
    ...(config.smtpUrl ? [] : mail),
    ...(hasOwnIssuer(config) ? [{ name: 'development issuer', port: config.issuerPort, setting: 'ISSUER_PORT' }] : []),
  ];
}

type DatabaseUrls = Pick<ApplicationSettings, 'databaseUrl' | 'databaseOwnerUrl'>;

async function database(config: Config, parts: Parts): Promise<DatabaseUrls> {
  const { databaseUrl, databaseOwnerUrl, postgresPort, stateFolder, postgresDataFolder } = config;
  if (databaseUrl) {
    await parts.step('PostgreSQL of your own', async () => (await ownServers()).assertDatabaseAnswers(databaseUrl));
    return { databaseUrl, databaseOwnerUrl };
  }
  const options = { folder: stateFolder, dataFolder: postgresDataFolder, port: postgresPort, database: 'signoff' };
  const { url, applicationUrl, dataFolder } = await parts.step('PostgreSQL', async () =>
    parts.add({ name: 'PostgreSQL', ...(await startPostgres(options)) }),
  );
  if (!dataFolder.startsWith(resolve(stateFolder))) console.log(`    its data: ${dataFolder}`);
  return { databaseUrl: applicationUrl, databaseOwnerUrl: url };
}

/** Returns the address of its UI, where it is ours. */
async function temporalServer(config: Config, temporal: TemporalConfig, parts: Parts): Promise<string | undefined> {
  if (temporal.isGiven) {
    await parts.step('Temporal of your own', async () => (await ownServers()).assertTemporalAnswers(temporal));
    return undefined;
  }
  const options = {
    port: config.temporalPort,
    uiPort: config.temporalUiPort,
    codecEndpoint: `${config.publicUrl}/codec`,
    folder: config.stateFolder,
    databaseFile: 'temporal.db',
    namespace: temporal.namespace,
  };
  const { uiUrl } = await parts.step('Temporal', async () =>
    parts.add({ name: 'Temporal', ...(await (await embeddedTemporal()).startTemporalServer(options)) }),
  );
  return `${uiUrl}/namespaces/${temporal.namespace}/workflows`;
}

async function mailServer(config: Config, parts: Parts): Promise<{ smtpUrl: string; inbox?: string }> {
  const { smtpUrl, mailFrom } = config;
  if (smtpUrl) {
    await parts.step('SMTP server of your own', async () =>
      (await ownServers()).warnUnlessMailAnswers(smtpUrl, mailFrom),
    );
    return { smtpUrl };
  }
  const options = { smtpPort: config.mailSmtpPort, webPort: config.mailWebPort, folder: config.stateFolder };
  const mail = await parts.step('mail catcher', async () =>
    parts.add({ name: 'mail catcher', ...(await startMailCatcher(options)) }),
  );
  return { smtpUrl: mail.smtpUrl, inbox: mail.webUrl };
}

/** Believes whoever comes, so it is nothing for a service that others reach. */
const hasOwnIssuer = (config: Config): boolean =>
  config.signIn === undefined && !isReachable(config) && isIssuerInstalled();

async function identityProvider(config: Config, parts: Parts): Promise<Config['signIn']> {
  if (!hasOwnIssuer(config)) return config.signIn;
  const options = { port: config.issuerPort, publicUrl: config.publicUrl, folder: config.stateFolder };
  const { signIn } = await parts.step('development issuer', async () =>
    parts.add({ name: 'development issuer', ...(await startDevelopmentIssuer(options)) }),
  );
  return signIn;
}

const keyFile = ({ stateFolder }: Config): string => join(stateFolder, 'api-key');

const keepIn = (path: string) => (key: string) => writeFile(path, key, { mode: 0o600 });

/** The demo finds the running service by what is written down here, and its key beside it. */
async function announce(config: Config, { application, places, inbox }: Running): Promise<void> {
  const { apiUrl, firstApiKey } = application;
  await writeFile(
    join(config.stateFolder, 'running.json'),
    JSON.stringify({ apiUrl, ...(inbox ? { inbox } : {}), pid: process.pid }),
  );
  const key = firstApiKey ? `${firstApiKey}   (shown once; kept in ${keyFile(config)})` : `kept in ${keyFile(config)}`;
  console.log();
  for (const [name, value] of [...places, ['API key', key] as const]) console.log(`  ${name.padEnd(12)} ${value}`);
  console.log('\nNext, in another terminal: npm run demo');
}

void runUntilStopped('Stopping; open milestones go on where they are at the next start.', start);
