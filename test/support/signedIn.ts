// People of the firm signed in, for tests: sessions on record without a provider, and the whole way through the development issuer.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import type { ApiDependencies, SignIn } from '../../api/http/dependencies.ts';
import { openAuditWriter } from '../../api/http/auditWriter.ts';
import { openRateLimits } from '../../api/http/rateLimits.ts';
import type { Database, Pool } from '../../db/database.ts';
import { beginSession } from '../../db/sessions.ts';
import type { InstallationRole } from '../../domain/access/rights.ts';
import { holderIdOf, type SessionLimits } from '../../domain/access/sessions.ts';
import { startDevelopmentIssuer, type DevelopmentIssuer } from '../../stack/developmentIssuer.ts';
import { freePort } from '../../stack/ports.ts';
import { openTestFiles } from './testFiles.ts';
import { openIdentityProvider } from '../../web/signIn/identityProvider.ts';
import { createHttpApp } from '../../worker/httpApp.ts';
import { testEvidenceKeys } from './evidenceKeys.ts';
import { testDataKeys } from './testEncryption.ts';
import { testEntrances } from './testVouchers.ts';

export const limits: SessionLimits = { idleMinutes: 30, hours: 12 };

/** Sessions are taken; nobody signs in anew. */
export const testSignIn = (): SignIn => ({
  provider: openIdentityProvider({ issuer: 'https://login.test', clientId: 'x', clientSecret: undefined, roles: [] }),
  limits,
});

/** As a browser sends it from a page of the service. */
export interface Person {
  headers: { cookie: string; 'sec-fetch-site': string };
  holderId: string;
}

/** A session of whoever has the address; `roles` as a claim of the issuer gives them. */
export async function testSession(
  db: Database,
  address: string,
  {
    roles = [],
    name = address,
    subject = address,
  }: { roles?: InstallationRole[]; name?: string; subject?: string } = {},
): Promise<Person> {
  const now = new Date().toISOString();
  const identity = { issuer: 'https://login.test', subject, address, name, roles, authenticatedAt: now };
  const secret = await beginSession(db, identity, limits, { now });
  return {
    headers: { cookie: `signoff-session=${secret}`, 'sec-fetch-site': 'same-origin' },
    holderId: holderIdOf(identity),
  };
}

/** API and pages on a real database, with a development issuer beside them; no workflow runs. */
export interface SignInStage {
  url: string;
  issuer: DevelopmentIssuer;
  close(): Promise<void>;
}

export async function openSignInStage(
  db: Pool,
  {
    changed = limits,
    ...given
  }: { changed?: SessionLimits; client?: Client; codec?: NonNullable<ApiDependencies['codec']>; port?: number } = {},
): Promise<SignInStage> {
  const folder = await mkdtemp(join(tmpdir(), 'sign-in-test-'));
  const [port, issuerPort] = [given.port ?? (await freePort()), await freePort()];
  const url = `http://localhost:${port}`;
  const issuer = await startDevelopmentIssuer({ port: issuerPort, publicUrl: url, folder });
  const log = pino({ level: 'silent' });
  const deps: ApiDependencies = {
    ...{
      db,
      log,
      client: given.client as Client,
      linkSecret: 'a secret that only tests know, 32+',
      mailDomain: 'example.com',
    },
    ...(given.codec ? { codec: given.codec } : {}),
    limits: openRateLimits(db),
    auditWriter: openAuditWriter(db, log),
    files: await openTestFiles(folder),
    dataKeys: testDataKeys,
    profiles: [],
    logKey: (await testEvidenceKeys()).log.verifierKey,
    vouch: testEntrances.vouch,
    enrolments: testEntrances,
    signIn: { provider: openIdentityProvider(issuer.signIn), limits: changed },
    settings: {
      ...{
        publicUrl: url,
        maxUploadBytes: 1_000_000,
        engagementQuotaBytes: 1024 ** 3,
        administratorEmail: undefined,
        answerWithinMilliseconds: 20_000,
      },
      ...{ trustProxy: [], chatHosts: ['127.0.0.1'], webhook: undefined },
    },
  };
  const server: Server = createHttpApp(deps).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url,
    issuer,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await issuer.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A browser without pages: follows redirects, and keeps cookies by host as browsers do, whatever the port. */
export class Visitor {
  readonly #cookies = new Map<string, string>();

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async once(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = {
      'sec-fetch-site': 'same-origin',
      ...(init.headers as Record<string, string>),
      cookie: this.cookie,
    };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const each of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  async open(
    url: string,
    init: RequestInit = {},
  ): Promise<{ url: string; status: number; html: string; headers: Headers }> {
    let [at, response] = [url, await this.once(url, init)];
    for (let hops = 0; hops < 15 && response.headers.has('location'); hops += 1) {
      at = new URL(response.headers.get('location') ?? '', at).href;
      response = await this.once(at);
    }
    return { url: at, status: response.status, html: await response.text(), headers: response.headers };
  }

  /** Through the page of the development issuer; ends where the service leads. */
  async signIn(service: string, address: string, to = '/me') {
    const asked = await this.open(`${service}/sign-in?to=${encodeURIComponent(to)}`);
    return this.open(asked.url, { method: 'POST', body: new URLSearchParams({ address }) });
  }
}
