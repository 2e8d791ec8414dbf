// `npm run api` and `npm run worker`: one of the two by itself, on servers of the user's own and with the keys both share.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig, type Config } from '../config.ts';
import { loadTemporalConfig, type TemporalConfig } from '../temporal.config.ts';
import { openLog } from '../worker/openLog.ts';
import { assertFitForOthers, sayUnsafe } from './exposure.ts';
import { assertDatabaseAnswers, assertTemporalAnswers, warnUnlessMailAnswers } from './ownServers.ts';
import type { Parts } from './parts.ts';
import { assertPortsFree, metricsPorts, type WantedPort } from './ports.ts';
import { runUntilStopped } from './runUntilStopped.ts';

type Role = 'api' | 'worker';

/** What both must have in common when they do not share a state folder; the other keys they find in the database. Only the worker seals. */
const sharedBy: Record<Role, string[]> = {
  api: ['MASTER_KEY_FILE', 'DOCUMENT_STORE'],
  worker: ['MASTER_KEY_FILE', 'DOCUMENT_STORE', 'SEAL_PKCS12'],
};

/** Loaded once all that it needs is there: whatever stops a start is said without waiting for it. */
const product = () => import('../worker/application.ts');

/** `ended` is pending for as long as the process does its work. */
async function bringUp(role: Role, parts: Parts): Promise<{ ended: Promise<unknown> }> {
  const config = loadConfig();
  const temporal = loadTemporalConfig(process.env, config.temporalPort);
  const { databaseUrl } = given(role, config, temporal);
  sayUnsafe(assertFitForOthers(config, temporal, role));
  await mkdir(config.stateFolder, { recursive: true });
  await assertPortsFree(portsOf(role, config));
  await parts.step('PostgreSQL of your own', () => assertDatabaseAnswers(databaseUrl));
  await parts.step('Temporal of your own', () => assertTemporalAnswers(temporal));
  const { log, place } = openLog(config, join(config.stateFolder, `${role}.log`));
  const settings = { ...config, databaseUrl, temporal };
  if (role === 'worker') {
    const smtpUrl = config.smtpUrl ?? '';
    await parts.step('SMTP server of your own', () => warnUnlessMailAnswers(smtpUrl, config.mailFrom));
    const worker = await parts.step('worker', async () => (await product()).startWorker({ ...settings, smtpUrl }, log));
    parts.add({ name: 'worker', stop: worker.stop });
    console.log(`\n  The worker runs. Log: ${place}`);
    return { ended: worker.ended };
  }
  const keyFile = join(config.stateFolder, 'api-key');
  const keepFirstApiKey = (key: string) => writeFile(keyFile, key, { mode: 0o600 });
  const api = await parts.step('API', async () => (await product()).startApi({ ...settings, keepFirstApiKey }, log));
  parts.add({ name: 'API', stop: api.stop });
  if (api.firstApiKey) console.log(`  API key      ${api.firstApiKey}   (shown once; kept in ${keyFile})`);
  console.log(`\n  The API answers at ${api.apiUrl}/docs. Log: ${place}`);
  return { ended: new Promise(() => undefined) };
}

/** Throws naming every setting that is missing, and what to do. */
function given(role: Role, config: Config, temporal: TemporalConfig): { databaseUrl: string } {
  const { databaseUrl } = config;
  const missing = [
    ...(databaseUrl ? [] : ['DATABASE_URL: name the PostgreSQL server that API and worker share']),
    ...(temporal.isGiven ? [] : ['TEMPORAL_ADDRESS: name the Temporal server that API and worker share']),
    ...(role === 'worker' && !config.smtpUrl ? ['SMTP_URL: name the SMTP server that mail is sent by'] : []),
    ...(process.env.STATE_FOLDER ? [] : sharedBy[role])
      .filter((each) => !process.env[each] && !(each === 'MASTER_KEY_FILE' && config.masterKeyKms !== undefined))
      .map((each) => `${each}: set it to what the other processes have, or STATE_FOLDER to a folder all of them share`),
  ];
  if (!databaseUrl || missing.length > 0)
    throw new Error(
      `npm run ${role} starts no servers of its own, and has its keys in common with the others. Missing:\n${missing.map((each) => `  ${each}`).join('\n')}\nSet them in the environment or in .env, or run everything in one process by npm start.`,
    );
  return { databaseUrl };
}

function portsOf(role: Role, config: Config): WantedPort[] {
  const { port, host, replies } = config;
  const smtp = replies?.smtp ? [{ name: 'replies, SMTP', port: replies.smtp.port, setting: 'REPLY_SMTP_PORT' }] : [];
  return [...(role === 'api' ? [{ name: 'HTTP API', port, setting: 'PORT', host }] : smtp), ...metricsPorts(config)];
}

void runUntilStopped('Stopping.', (parts) => bringUp(process.argv[2] === 'worker' ? 'worker' : 'api', parts));
