// The product as processes: API and worker in one, or each by itself; wired together and stopped in order.
import type { Logger } from 'pino';
import { asJob } from '../db/inScope.ts';
import { readDkimKey } from '../mail/dkimKey.ts';
import { openTransport, type Transport } from '../mail/transport.ts';
import { keepUptime } from './keepUptime.ts';
import { openMonitoring } from './monitoring/monitoring.ts';
import { openProcess, type ProcessSettings } from './openProcess.ts';
import type { Replaceable } from './runWorker.ts';
import type { ApiSettings, ServedApi } from './serveApi.ts';

/** Loaded by the process that does it: each part alone starts without what only the other needs. */
const workerPart = () => import('./runWorker.ts');
const apiPart = () => import('./serveApi.ts');

/** Settings with every address filled in, by the user or by the embedded stack. */
export type WorkerSettings = ProcessSettings & { smtpUrl: string };
export type ApplicationSettings = WorkerSettings & ApiSettings;

export interface RunningProcess {
  /** Rejects when the worker fails. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export type Application = RunningProcess & Omit<ServedApi, 'stop'> & { metricsUrl: string | undefined };

export async function startApplication(
  settings: ApplicationSettings,
  log: Logger,
  replaced: Replaceable = {},
): Promise<Application> {
  const opened = await openProcess(settings, log);
  const transport = await mailTransport(settings.smtpUrl, settings);
  // Before a timer of an outage fires, so that it ends where the outage does.
  const uptime = await keepUptime(asJob(opened.db, 'door'), opened.connection, log);
  const monitoring = await openMonitoring(opened, settings, log);
  const { counted } = monitoring;
  const worker = await (await workerPart()).runWorker(opened, settings, transport, { ...replaced, measures: counted });
  const api = await (
    await apiPart()
  ).serveApi(opened, settings, { transport, replySources: worker.replySources, counted });
  return {
    apiUrl: api.apiUrl,
    firstApiKey: api.firstApiKey,
    metricsUrl: monitoring.url,
    ended: worker.ended,
    async stop() {
      await monitoring.stop();
      await worker.quiet();
      await uptime.stop();
      await api.stop();
      await worker.stop();
      transport.close();
      await opened.close();
    },
  };
}

/** It is where people answer, so it alone notes when they could; mail is the worker's, so health asks the SMTP server only where it is named. */
export async function startApi(settings: ProcessSettings & ApiSettings, log: Logger): Promise<ServedApi> {
  const opened = await openProcess(settings, log);
  const transport = settings.smtpUrl ? await mailTransport(settings.smtpUrl, settings) : undefined;
  const monitoring = await openMonitoring(opened, settings, log);
  const { counted } = monitoring;
  const api = await (await apiPart()).serveApi(opened, settings, { ...(transport ? { transport } : {}), counted });
  const uptime = await keepUptime(asJob(opened.db, 'door'), opened.connection, log);
  return {
    ...api,
    async stop() {
      await monitoring.stop();
      await uptime.stop();
      await api.stop();
      transport?.close();
      await opened.close();
    },
  };
}

export async function startWorker(settings: WorkerSettings, log: Logger): Promise<RunningProcess> {
  const opened = await openProcess(settings, log);
  const transport = await mailTransport(settings.smtpUrl, settings);
  const monitoring = await openMonitoring(opened, settings, log);
  const worker = await (await workerPart()).runWorker(opened, settings, transport, { measures: monitoring.counted });
  return {
    ended: worker.ended,
    async stop() {
      await monitoring.stop();
      await worker.quiet();
      await worker.stop();
      transport.close();
      await opened.close();
    },
  };
}

const mailTransport = async (smtpUrl: string, { mailFrom, dkim }: ProcessSettings): Promise<Transport> =>
  openTransport(smtpUrl, mailFrom, dkim ? await readDkimKey(dkim, mailFrom) : undefined);
