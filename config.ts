// Every setting but the Temporal connection: names, defaults, and one clear error for what cannot be used.
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { usualChatHosts } from './domain/requests/chat.ts';
import { installationRoles } from './domain/access/rights.ts';
import { dkimFrom, repliesFrom, type DkimSettings, type ReplySettings } from './mail/mailSettings.ts';
import { claimedRoleFrom, type SessionLimits, type SignInSettings } from './domain/access/sessions.ts';

const portNumber = z.coerce.number().int().min(1).max(65535);
const port = (fallback: number) => portNumber.default(fallback);

/** A whole number from `min` to `max`. */
const whole = (min: number, max: number, fallback: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const address = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `write it as ${example}` }).optional();

const namedNetworks = ['loopback', 'linklocal', 'uniquelocal'];
const isNetwork = (value: string): boolean => {
  const [ip = '', bits, ...rest] = value.split('/');
  const size = isIP(ip) === 4 ? 32 : 128;
  return (
    namedNetworks.includes(value) ||
    (isIP(ip) > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= size)))
  );
};
/** Separated by commas. */
const list = z
  .string()
  .default('')
  .transform((value) => value.split(',').map((each) => each.trim()))
  .transform((each) => each.filter((one) => one !== ''));
const proxies = list.refine(
  (all) => all.every(isNetwork),
  'list the proxies by address or network, e.g. "loopback, 10.0.0.0/8"',
);

const roleMappings = list
  .transform((all) => all.map(claimedRoleFrom))
  .refine(
    (all) => all.every((each) => each !== undefined),
    `write each as claim:value=role, e.g. "groups:Finance=finance", with one of ${installationRoles.join(', ')}`,
  )
  .transform((list) => list.filter((each) => each !== undefined));

/** Each setting with its default and what it means; the table in README.md is checked against it. */
export const settings = z.object({
  PORT: port(3000).describe('HTTP API and the pages behind request links'),
  HOST: z.string().default('127.0.0.1').describe('address the API listens on'),
  PUBLIC_URL: address(/^https?$/, 'https://sign-off.example.com').describe(
    'how people reach this service from their mail; http://localhost:PORT by default',
  ),
  TRUST_PROXY: proxies.describe('proxies whose word for the address of a visitor is taken; none by default'),
  ALLOW_UNSAFE: list.describe(
    'what a service that others reach may be started with all the same, by its names in SECURITY.md',
  ),
  STATE_FOLDER: z.string().default('.signoff').describe('where embedded services and documents are kept'),
  DATABASE_URL: address(/^postgres(ql)?$/, 'postgres://user:password@host:5432/database').describe(
    'a PostgreSQL server; an embedded one is started without it',
  ),
  DATABASE_OWNER_URL: address(/^postgres(ql)?$/, 'postgres://owner:password@host:5432/database').describe(
    'the same database as its owner, for migrations, who may make roles (`createrole`): the login of DATABASE_URL takes those, and gets no right to change evidence',
  ),
  POSTGRES_PORT: port(5433).describe('embedded PostgreSQL'),
  POSTGRES_DATA_FOLDER: z.string().optional().describe('its data; a folder in STATE_FOLDER by default'),
  TEMPORAL_PORT: port(7233).describe('embedded Temporal'),
  TEMPORAL_UI_PORT: port(8233).describe('embedded Temporal UI'),
  TEMPORAL_UI_URL: address(/^https?$/, 'https://temporal.example.com').describe(
    'Temporal UI whose pages may ask the codec server; the embedded one by default',
  ),
  SMTP_URL: address(/^smtps?$/, 'smtp://user:password@host:587').describe(
    'an SMTP server; a mail catcher is started without it',
  ),
  MAIL_SMTP_PORT: port(1025).describe('mail catcher, SMTP'),
  MAIL_WEB_PORT: port(1080).describe('mail catcher, web inbox'),
  OIDC_ISSUER: address(/^https?$/, 'https://login.example.com').describe(
    'OpenID Connect issuer that people of the firm sign in at; a development issuer is started on this machine without it',
  ),
  OIDC_CLIENT_ID: z.string().optional().describe('what the issuer knows this service as'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('its secret there; PKCE protects the sign-in also without one'),
  OIDC_ROLES: roleMappings.describe(
    'roles that claims of the issuer give, e.g. "groups:Finance=finance, groups:Audit=auditor"; none by default',
  ),
  SESSION_IDLE_MINUTES: whole(5, 1440, 30).describe('after so long without a request a session ends'),
  SESSION_HOURS: whole(1, 168, 12).describe('so long after signing in it ends, whatever is done in it'),
  METRICS_PORT: portNumber.optional().describe('figures for Prometheus, at /metrics; docs/monitoring.md'),
  METRICS_HOST: z.string().default('127.0.0.1').describe('address they are to be had at'),
  TEMPORAL_METRICS_PORT: portNumber.optional().describe('those that Temporal’s SDK keeps, on the same address'),
  OTEL_EXPORTER_OTLP_ENDPOINT: address(/^https?$/, 'http://127.0.0.1:4318').describe(
    'where traces go; docs/monitoring.md',
  ),
  ISSUER_PORT: port(3001).describe('development issuer'),
  ADMINISTRATOR_EMAIL: z
    .string()
    .regex(/^[^\s<>@]+@[^\s<>@]+$/, 'write it as address@example.com')
    .optional()
    .describe('who keeps the service running, told like the engagement manager of what it cannot get done'),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?$/, 'write it as Name <address@example.com>')
    .default('Milestone Sign-Off <sign-off@localhost.localdomain>')
    .describe('sender of every mail; its domain is that of the Message-IDs'),
  MAIL_DKIM_KEY_FILE: z
    .string()
    .optional()
    .describe(
      'a private RSA key (PEM) by which mail is signed with DKIM for the domain of MAIL_FROM; unsigned without it',
    ),
  MAIL_DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, 'write it as in the DNS name SELECTOR._domainkey.example.com')
    .optional()
    .describe('under which its public half stands in the DNS'),
  DOCUMENT_STORE: z.string().optional().describe('a folder, file:// or s3:// URL; a folder in STATE_FOLDER by default'),
  CLAMD: z
    .string()
    .regex(/^(tcp:\/\/[^/\s]+|unix:\/\S+)$/, 'write it as tcp://host:3310 or unix:/run/clamav/clamd.ctl')
    .optional()
    .describe('a clamd that scans every upload; its StreamMaxLength has to be MAX_UPLOAD_MB at least'),
  ENGAGEMENT_QUOTA_MB: whole(1, 10_000_000, 20_480).describe('all documents of one engagement together, in MiB'),
  UNUSED_DOCUMENT_DAYS: whole(31, 3650, 365).describe(
    'how long a document is kept that no package, decision or amendment names',
  ),
  MAX_UPLOAD_MB: whole(1, 5000, 500).describe('largest document, in MiB'),
  REPLY_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'name a host such as reply.example.com')
    .optional()
    .describe('host of the addresses replies and bounces come back to; replies are taken in when it is set'),
  REPLY_SMTP_PORT: portNumber.optional().describe('listens for replies over SMTP; docs/replies.md'),
  REPLY_SMTP_HOST: z.string().default('127.0.0.1').describe('address the SMTP listener for replies listens on'),
  REPLY_TLS_KEY_FILE: z.string().optional().describe('PEM key with which the SMTP listener offers STARTTLS'),
  REPLY_TLS_CERT_FILE: z.string().optional().describe('PEM certificate chain with which it does'),
  REPLY_IMAP_URL: z
    .url({ protocol: /^imaps?$/, error: 'use imaps://user:password@host/Folder' })
    .optional()
    .describe('a mailbox that replies are fetched from'),
  REPLY_IMAP_POLL_SECONDS: whole(1, 3600, 20).describe('how often that mailbox is looked into'),
  LINK_SECRET: z
    .string()
    .refine((value) => value.split(',').every((each) => each.trim().length >= 32), 'use at least 32 characters')
    .optional()
    .describe(
      'request links, codes, reply and return addresses are made with; made at first start. Several: the newest first',
    ),
  WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'use an http:// or https:// address' })
    .optional()
    .describe('billing system that is told about releases and invoices by signed webhooks'),
  WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'use "whsec_" and at least 24 random bytes in base64')
    .optional()
    .describe('signs webhooks; shared with the billing system'),
  CHAT_HOSTS: z
    .string()
    .regex(/^[a-z0-9.*-]+(, ?[a-z0-9.*-]+)*$/i, 'name hosts such as hooks.slack.com, with commas between them')
    .optional()
    .describe('hosts where managers may have notices told by chat; those of Slack and Teams by default'),
  SEAL_PKCS12: z
    .string()
    .optional()
    .describe('PKCS#12 file with the firm’s seal; a development seal is made at first start'),
  SEAL_PASSWORD: z.string().default('').describe('password of SEAL_PKCS12'),
  TSA_URL: address(/^https?$/, 'https://timestamps.example.com').describe(
    'RFC 3161 timestamp authority for the seals; none by default',
  ),
  TSA_GIVE_UP_HOURS: z.coerce.number().positive().max(2160).default(72).describe('how long a timestamp is tried for'),
  LOG_KEY_FILE: z.string().optional().describe('key of the audit log; made in STATE_FOLDER at first start'),
  ENTRANCE_KEY_FILE: z
    .string()
    .optional()
    .describe('keys by which entrances vouch for what they hand over; made in STATE_FOLDER at first start'),
  MASTER_KEY_FILE: z
    .string()
    .optional()
    .describe('master key that all data keys are wrapped by; made in STATE_FOLDER at first start'),
  MASTER_KEY_KMS: z
    .string()
    .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, 'write it as arn:aws:kms:REGION:ACCOUNT:key/ID')
    .optional()
    .describe('ARN of a key in AWS KMS that takes the place of that file'),
  REPORT_PROFILES: z.string().optional().describe('folder with the firm’s own report profiles, one JSON file each'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('least grave level written to the log'),
  LOG_TO: z
    .enum(['file', 'stdout'])
    .default('file')
    .describe('a file in STATE_FOLDER, or standard output for whoever collects it there'),
  LOG_FILE_MB: whole(1, 10_000, 50).describe(
    'a log file that has grown so large, in MiB, is set aside; ten of them are kept',
  ),
  ANSWER_WITHIN_MS: whole(100, 60_000, 3000).describe(
    'how long the API waits for a worker’s answer before it falls back to a signal',
  ),
});

export interface Config {
  port: number;
  host: string;
  publicUrl: string;
  /** Addresses and networks, as express takes them for "trust proxy". */
  trustProxy: string[];
  /** Names of exposures. */
  allowUnsafe: string[];
  stateFolder: string;
  databaseUrl: string | undefined;
  databaseOwnerUrl: string | undefined;
  postgresPort: number;
  postgresDataFolder: string | undefined;
  temporalPort: number;
  temporalUiPort: number;
  /** Where pages of the Temporal UI come from, without a path. */
  temporalUiOrigin: string;
  /** Where it is, as set. */
  temporalUiUrl: string | undefined;
  smtpUrl: string | undefined;
  mailSmtpPort: number;
  mailWebPort: number;
  /** Undefined: nobody signs in, unless the development issuer is started. */
  signIn: SignInSettings | undefined;
  sessions: SessionLimits;
  issuerPort: number;
  /** Undefined: nobody is told. */
  metrics: { host: string; port: number } | undefined;
  temporalMetrics: { host: string; port: number } | undefined;
  tracesUrl: string | undefined;
  mailFrom: string;
  dkim: DkimSettings | undefined;
  administratorEmail: string | undefined;
  documentStore: string;
  maxUploadBytes: number;
  engagementQuotaBytes: number;
  unusedDocumentDays: number;
  /** Address of the scanner for uploads. */
  clamd: string | undefined;
  replies: ReplySettings | undefined;
  linkSecret: string | undefined;
  webhook: { url: string; secret: string } | undefined;
  chatHosts: readonly string[];
  reportProfiles: string | undefined;
  sealPkcs12: string | undefined;
  sealPassword: string;
  tsaUrl: string | undefined;
  tsaGiveUpHours: number;
  logKeyFile: string;
  entranceKeyFile: string;
  masterKeyFile: string;
  masterKeyKms: string | undefined;
  logLevel: string;
  logTo: 'file' | 'stdout';
  logFileMegabytes: number;
  answerWithinMilliseconds: number;
}

/** Reads settings from the environment, and from a `.env` file beside package.json where there is one. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  if (env === process.env && existsSync('.env')) process.loadEnvFile('.env');
  const result = settings.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!result.success) {
    const problems = result.error.issues.map((each) => `  ${each.path.join('.')}: ${each.message}`);
    throw new Error(
      `Settings that cannot be used:\n${problems.join('\n')}\nCorrect them in the environment or in .env.`,
    );
  }
  const read = result.data;
  const stateFolder = resolve(read.STATE_FOLDER);
  return {
    port: read.PORT,
    host: read.HOST,
    publicUrl: (read.PUBLIC_URL ?? `http://localhost:${read.PORT}`).replace(/\/$/, ''),
    trustProxy: read.TRUST_PROXY,
    allowUnsafe: read.ALLOW_UNSAFE,
    stateFolder,
    ...{ databaseUrl: read.DATABASE_URL, databaseOwnerUrl: read.DATABASE_OWNER_URL },
    postgresPort: read.POSTGRES_PORT,
    postgresDataFolder: read.POSTGRES_DATA_FOLDER,
    temporalPort: read.TEMPORAL_PORT,
    temporalUiPort: read.TEMPORAL_UI_PORT,
    temporalUiOrigin: new URL(read.TEMPORAL_UI_URL ?? `http://localhost:${read.TEMPORAL_UI_PORT}`).origin,
    ...{ temporalUiUrl: read.TEMPORAL_UI_URL, smtpUrl: read.SMTP_URL },
    ...{ mailSmtpPort: read.MAIL_SMTP_PORT, mailWebPort: read.MAIL_WEB_PORT },
    signIn: signInFrom(read),
    sessions: { idleMinutes: read.SESSION_IDLE_MINUTES, hours: read.SESSION_HOURS },
    issuerPort: read.ISSUER_PORT,
    metrics: placeOf(read.METRICS_HOST, read.METRICS_PORT),
    temporalMetrics: placeOf(read.METRICS_HOST, read.TEMPORAL_METRICS_PORT),
    tracesUrl: read.OTEL_EXPORTER_OTLP_ENDPOINT,
    ...{ mailFrom: read.MAIL_FROM, dkim: dkimFrom(read) },
    administratorEmail: read.ADMINISTRATOR_EMAIL,
    documentStore: read.DOCUMENT_STORE ?? resolve(stateFolder, 'documents'),
    maxUploadBytes: read.MAX_UPLOAD_MB * 1024 * 1024,
    unusedDocumentDays: read.UNUSED_DOCUMENT_DAYS,
    engagementQuotaBytes: read.ENGAGEMENT_QUOTA_MB * 1024 * 1024,
    ...{ clamd: read.CLAMD, replies: repliesFrom(read) },
    linkSecret: read.LINK_SECRET,
    chatHosts: read.CHAT_HOSTS?.split(/, ?/) ?? usualChatHosts,
    webhook: webhookOf(read.WEBHOOK_URL, read.WEBHOOK_SECRET),
    reportProfiles: read.REPORT_PROFILES,
    ...{ sealPkcs12: read.SEAL_PKCS12, sealPassword: read.SEAL_PASSWORD },
    ...{ tsaUrl: read.TSA_URL, tsaGiveUpHours: read.TSA_GIVE_UP_HOURS },
    logKeyFile: read.LOG_KEY_FILE ?? resolve(stateFolder, 'audit-log-key'),
    entranceKeyFile: read.ENTRANCE_KEY_FILE ?? resolve(stateFolder, 'entrance-keys'),
    masterKeyFile: read.MASTER_KEY_FILE ?? resolve(stateFolder, 'master-key'),
    masterKeyKms: read.MASTER_KEY_KMS,
    ...{ logLevel: read.LOG_LEVEL, logTo: read.LOG_TO, logFileMegabytes: read.LOG_FILE_MB },
    answerWithinMilliseconds: read.ANSWER_WITHIN_MS,
  };
}

const placeOf = (host: string, port: number | undefined) => (port === undefined ? undefined : { host, port });

function signInFrom(read: z.infer<typeof settings>): SignInSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_ROLES: roles } = read;
  const idle: [setting: string, isGiven: boolean][] = [
    ['OIDC_CLIENT_ID', clientId !== undefined],
    ['OIDC_CLIENT_SECRET', clientSecret !== undefined],
    ['OIDC_ROLES', roles.length > 0],
  ];
  const withoutIssuer = issuer === undefined ? idle.find(([, isGiven]) => isGiven) : undefined;
  const problem = withoutIssuer
    ? `${withoutIssuer[0]}: set OIDC_ISSUER too, or nobody signs in by it`
    : issuer !== undefined && clientId === undefined
      ? 'OIDC_CLIENT_ID: OIDC_ISSUER needs it; register this service there as a client'
      : undefined;
  if (problem)
    throw new Error(`Settings that cannot be used:\n  ${problem}\nCorrect them in the environment or in .env.`);
  return issuer === undefined || clientId === undefined ? undefined : { issuer, clientId, clientSecret, roles };
}

function webhookOf(url: string | undefined, secret: string | undefined): Config['webhook'] {
  if (url === undefined) return undefined;
  if (secret === undefined)
    throw new Error(
      'Settings that cannot be used:\n  WEBHOOK_SECRET: WEBHOOK_URL needs it, for a receiver must be able to tell ours from forged ones.',
    );
  return { url, secret };
}
