// What a service that others reach must not be started with, unless its name is given in ALLOW_UNSAFE. Starts nothing.
import type { Config } from '../config.ts';
import type { TemporalConfig } from '../temporal.config.ts';

/** By name, as ALLOW_UNSAFE takes it: what is wrong with it. */
export const exposures = {
  plainHttp: 'links and keys travel in the clear',
  mailCatcher: 'no mail leaves this machine, and whoever gets at the embedded inbox decides for everybody',
  plainSmtp: 'mails with links and codes travel in the clear',
  plainImap: 'replies, and the password of their mailbox, travel in the clear',
  plainDatabase: 'the record, and its password, travel in the clear',
  plainTemporal: 'every message travels in the clear',
  plainWebhook: 'what is invoiced travels in the clear',
  noDatabaseOwner: 'the service runs as the owner of its tables, who could take off what guards the evidence',
  plainIssuer: 'whoever is in between, or on this machine, signs in as anybody',
  weakSecret: 'it can be guessed, or is known from where else it is used',
  openMetrics: 'whoever reaches that port reads how much the service does, without a key',
  developmentSeal: 'anybody can make a seal like the one that is made at first start',
} as const;
export type Exposure = keyof typeof exposures;

/** Where each is, and the setting to change. */
export interface Found {
  exposure: Exposure;
  remedy: string;
}

/** What of the product the process is. */
export type Part = 'everything' | 'api' | 'worker';

const isLoopback = (host: string): boolean => /^(localhost|.*\.localhost|127(\.\d+){3}|\[?::1\]?|)$/i.test(host);

const hostOf = (address: string): string => new URL(address).hostname;

/** Others reach a service that listens beyond this machine, or that they are sent links to. */
export const isReachable = ({ host, publicUrl }: Config): boolean =>
  !isLoopback(host) || !isLoopback(hostOf(publicUrl));

/** Everything that is there, whether allowed or not. */
export function exposuresOf(config: Config, temporal: TemporalConfig, part: Part): Found[] {
  if (!isReachable(config)) return [];
  return [
    ...ofConnections(config, temporal),
    ...ofDatabase(config),
    ...ofSecrets(config),
    ...ofMetrics(config),
    ...ofPart(config, part),
  ];
}

const found = (exposure: Exposure, is: boolean, remedy: string): Found[] => (is ? [{ exposure, remedy }] : []);

function ofConnections(
  { publicUrl, smtpUrl, replies, webhook, signIn }: Config,
  { connection }: TemporalConfig,
): Found[] {
  const mailbox = replies?.mailbox?.url;
  return [
    ...found(
      'plainHttp',
      !publicUrl.startsWith('https:'),
      'PUBLIC_URL: name the https:// address that people reach it by',
    ),
    ...found(
      'plainIssuer',
      signIn !== undefined && !signIn.issuer.startsWith('https:'),
      'OIDC_ISSUER: name an https:// issuer, or leave it out: then nobody signs in',
    ),
    ...found(
      'plainSmtp',
      smtpUrl !== undefined && !isLoopback(hostOf(smtpUrl)) && !isEncryptedSmtp(smtpUrl),
      'SMTP_URL: use smtps://, or smtp:// with ?requireTLS=true',
    ),
    ...found(
      'plainImap',
      mailbox !== undefined && mailbox.startsWith('imap:') && !isLoopback(hostOf(mailbox)),
      'REPLY_IMAP_URL: use imaps://',
    ),
    ...found(
      'plainTemporal',
      !connection.tls && !isLoopback(String(connection.address).replace(/:\d+$/, '')),
      'TEMPORAL_TLS: set it, with the certificates that the server asks for',
    ),
    ...found(
      'plainWebhook',
      webhook !== undefined && webhook.url.startsWith('http:') && !isLoopback(hostOf(webhook.url)),
      'WEBHOOK_URL: use https://',
    ),
  ];
}

/** Without `requireTLS` a mailer goes on in the clear where somebody in between takes the offer of STARTTLS out. */
const isEncryptedSmtp = (url: string): boolean =>
  url.startsWith('smtps:') || new URL(url).searchParams.get('requireTLS') === 'true';

function ofDatabase({ databaseUrl, databaseOwnerUrl }: Config): Found[] {
  const given = { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: databaseOwnerUrl };
  const user = databaseUrl && new URL(databaseUrl).username;
  const owner = databaseOwnerUrl && new URL(databaseOwnerUrl).username;
  return [
    ...Object.entries(given).flatMap(([setting, url]) =>
      found(
        'plainDatabase',
        url !== undefined && !isLoopback(hostOf(url)) && !isEncryptedDatabase(url),
        `${setting}: add ?sslmode=verify-full`,
      ),
    ),
    ...found(
      'noDatabaseOwner',
      databaseUrl !== undefined && (owner === undefined || owner === user),
      'DATABASE_OWNER_URL: name another role than that of DATABASE_URL, which then owns the tables',
    ),
  ];
}

const isEncryptedDatabase = (url: string): boolean =>
  ['require', 'verify-ca', 'verify-full'].includes(new URL(url).searchParams.get('sslmode') ?? '');

const shortest = 16;
const fewestCharacters = 8;

function ofSecrets(config: Config): Found[] {
  const secrets = secretsOf(config);
  return secrets.flatMap(({ setting, secret }, index) => {
    const earlier = secrets.slice(0, index).find((each) => each.secret === secret);
    const why =
      secret.length < shortest
        ? `has fewer than ${shortest} characters`
        : new Set(secret).size < fewestCharacters
          ? 'repeats a few characters'
          : earlier && `is that of ${earlier.setting} again`;
    return found('weakSecret', why !== undefined, `${setting}: ${why}; draw a random one (openssl rand -base64 32)`);
  });
}

/** Of the settings alone: what is made at first start is random. */
function secretsOf({ linkSecret, signIn, webhook, sealPkcs12, sealPassword, databaseUrl, databaseOwnerUrl }: Config) {
  const passwordOf = (url: string | undefined) =>
    url === undefined ? undefined : decodeURIComponent(new URL(url).password);
  const given: [setting: string, secret: string | undefined][] = [
    ...(linkSecret ?? '').split(',').map((each): [string, string] => ['LINK_SECRET', each.trim()]),
    ['OIDC_CLIENT_SECRET', signIn?.clientSecret],
    ['WEBHOOK_SECRET', webhook?.secret.replace(/^whsec_/, '')],
    ['SEAL_PASSWORD', sealPkcs12 === undefined ? undefined : sealPassword],
    ['DATABASE_URL', passwordOf(databaseUrl)],
    ['DATABASE_OWNER_URL', passwordOf(databaseOwnerUrl)],
  ];
  // A database may ask for no password, but for a certificate.
  return given.flatMap(([setting, secret]) =>
    secret === undefined || (secret === '' && setting !== 'SEAL_PASSWORD') ? [] : [{ setting, secret }],
  );
}

const ofMetrics = ({ metrics, temporalMetrics }: Config): Found[] =>
  found(
    'openMetrics',
    [metrics, temporalMetrics].some((each) => each !== undefined && !isLoopback(each.host)),
    'METRICS_HOST: keep it to 127.0.0.1, or to a network that only Prometheus is in, and allow it by name',
  );

function ofPart({ smtpUrl, sealPkcs12 }: Config, part: Part): Found[] {
  return [
    ...found('mailCatcher', part === 'everything' && smtpUrl === undefined, 'SMTP_URL: name an SMTP server'),
    ...found(
      'developmentSeal',
      part !== 'api' && sealPkcs12 === undefined,
      'SEAL_PKCS12: name the file with the firm’s seal',
    ),
  ];
}

/**
 * Gives what there is and is allowed, to be said at the start. Throws naming everything that is there and not allowed, with the setting to
 * change, and names in ALLOW_UNSAFE that mean nothing.
 */
export function assertFitForOthers(config: Config, temporal: TemporalConfig, part: Part): Found[] {
  const unknown = config.allowUnsafe.filter((each) => !Object.hasOwn(exposures, each));
  if (unknown.length > 0)
    throw new Error(
      `ALLOW_UNSAFE: there is no ${unknown.join(', ')}; it takes any of ${Object.keys(exposures).join(', ')}, separated by commas.`,
    );
  const all = exposuresOf(config, temporal, part);
  const refused = all.filter(({ exposure }) => !config.allowUnsafe.includes(exposure));
  if (refused.length === 0) return all;
  throw new Error(
    `Others reach this service (HOST, PUBLIC_URL), and it is not fit for that:\n${refused.map(worded).join('\n')}\n` +
      `Correct them, or name those that are meant to be so, e.g. ALLOW_UNSAFE=${[...new Set(refused.map((each) => each.exposure))].join(',')}. SECURITY.md has the list.`,
  );
}

/** So that nobody runs for years with what was meant for a day. */
export function sayUnsafe(allowed: readonly Found[]): void {
  if (allowed.length > 0)
    console.warn(`  allowed by ALLOW_UNSAFE:\n${allowed.map((each) => `  ${worded(each)}`).join('\n')}`);
}

const worded = ({ exposure, remedy }: Found): string => `  ${exposure}: ${exposures[exposure]}. ${remedy}`;
