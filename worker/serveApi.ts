// What an API process does: answers the HTTP API and the pages behind request links.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAuditWriter } from '../api/http/auditWriter.ts';
import { openRateLimits } from '../api/http/rateLimits.ts';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { makeFirstKey } from '../administration/apiKeys.ts';
import { openClamd } from '../storage/clamd.ts';
import { loadProfiles } from '../administration/reports/profile.ts';
import { asJob } from '../db/inScope.ts';
import type { Config } from '../config.ts';
import { openIdentityProvider } from '../web/signIn/identityProvider.ts';
import { closeWhenAnswered, createHttpApp, limitConnections } from './httpApp.ts';
import type { Counted } from './monitoring/counted.ts';
import type { OpenedProcess, ProcessSettings } from './openProcess.ts';

export interface ApiSettings extends ProcessSettings {
  /** Called with the first API key before it is put on record, so that a crash in between loses no key that works. */
  keepFirstApiKey?: (key: string) => Promise<void>;
}

/** What health asks besides, of what this process uses or runs; and what counts its requests. */
export type Asked = Pick<ApiDependencies, 'transport' | 'replySources'> & { counted?: Counted | undefined };

export interface ServedApi {
  apiUrl: string;
  /** Printed once, when there was no key yet. */
  firstApiKey: string | undefined;
  stop(): Promise<void>;
}

export async function serveApi(
  opened: OpenedProcess,
  settings: ApiSettings,
  { counted, ...asked }: Asked,
): Promise<ServedApi> {
  const { db, client, files, log, linkSecret, mailDomain, keys, dataKeys } = opened;
  const auditWriter = openAuditWriter(db, log);
  const stopping = new AbortController();
  const served: ApiDependencies = {
    stopping: stopping.signal,
    auditWriter,
    ...{ db, client, files, dataKeys, log, linkSecret, mailDomain, settings, ...asked },
    ...(settings.clamd === undefined ? {} : { scanner: openClamd(settings.clamd) }),
    limits: openRateLimits(db),
    ...signInOf(settings),
    ...codecOf(opened, settings),
    ...temporalUiOf(settings),
    profiles: await loadProfiles(settings.reportProfiles),
    logKey: keys.log.verifierKey,
    vouch: keys.entrances.vouch,
    enrolments: keys.entrances,
  };
  const server = await listen(createHttpApp(served, counted?.answered, opened.tracing?.ofRequests), settings);
  const close = closeWhenAnswered(server);
  return {
    apiUrl: `http://localhost:${(server.address() as AddressInfo).port}`,
    firstApiKey: await makeFirstKey(asJob(db, 'door'), new Date().toISOString(), settings.keepFirstApiKey),
    async stop() {
      stopping.abort();
      await close();
      await auditWriter.written();
    },
  };
}

const signInOf = ({ signIn, sessions }: Config): Pick<ApiDependencies, 'signIn'> =>
  signIn ? { signIn: { provider: openIdentityProvider(signIn), limits: sessions } } : {};

/** Asked by people alone, so only where they sign in. */
const codecOf = (
  { dataKeys: keys }: OpenedProcess,
  { signIn, temporalUiOrigin: uiOrigin, temporal: { namespace } }: ApiSettings,
): Pick<ApiDependencies, 'codec'> => (signIn ? { codec: { keys, namespace, uiOrigin } } : {});

/** The embedded server brings its own. */
function temporalUiOf({ temporalUiUrl, temporalUiOrigin, temporal }: ApiSettings): Pick<ApiDependencies, 'temporalUi'> {
  const url = temporalUiUrl ?? (temporal.isGiven ? undefined : temporalUiOrigin);
  return url === undefined ? {} : { temporalUi: { url, namespace: temporal.namespace } };
}

function listen(api: ReturnType<typeof createHttpApp>, { port, host }: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = api.listen(port, host, (error?: Error) =>
      error ? reject(error) : resolve(limitConnections(server)),
    );
  });
}
