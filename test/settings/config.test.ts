// Settings: each is read, and one that cannot be used is named with what to do.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadConfig } from '../../config.ts';
import { loadTemporalConfig } from '../../temporal.config.ts';

const webhookSecret = `whsec_${Buffer.alloc(24, 'x').toString('base64')}`;

describe('Settings of the service', () => {
  it('need none given', () => {
    const config = loadConfig({});
    assert.equal(config.publicUrl, 'http://localhost:3000');
    assert.equal(config.documentStore, resolve('.signoff/documents'));
    assert.deepEqual(config.trustProxy, []);
    assert.equal(config.databaseUrl, undefined);
  });

  it('are all taken from the environment', () => {
    const config = loadConfig({
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://sign-off.example.com/',
      TRUST_PROXY: 'loopback, 10.0.0.0/8, ::1',
      ALLOW_UNSAFE: 'weakSecret, noDatabaseOwner',
      STATE_FOLDER: '/srv/state',
      DATABASE_URL: 'postgresql://user:secret@db.example.com:5432/signoff?sslmode=require',
      DATABASE_OWNER_URL: 'postgresql://owner:secret@db.example.com:5432/signoff',
      POSTGRES_PORT: '1',
      POSTGRES_DATA_FOLDER: '/srv/pg',
      TEMPORAL_PORT: '2',
      TEMPORAL_UI_PORT: '3',
      TEMPORAL_UI_URL: 'https://temporal.example.com/ui',
      SMTP_URL: 'smtps://user:secret@mail.example.com:465',
      MAIL_SMTP_PORT: '4',
      MAIL_WEB_PORT: '5',
      MAIL_FROM: 'Sign-Off <sign-off@example.com>',
      MAIL_DKIM_KEY_FILE: '/srv/dkim.pem',
      MAIL_DKIM_SELECTOR: 'signoff2026',
      OIDC_ISSUER: 'https://login.example.com',
      OIDC_CLIENT_ID: 'sign-off',
      OIDC_CLIENT_SECRET: 'secret',
      OIDC_ROLES: 'groups:Finance=finance, https://firm.example/r:a=b=auditor',
      SESSION_IDLE_MINUTES: '15',
      SESSION_HOURS: '8',
      METRICS_PORT: '9',
      METRICS_HOST: '10.0.0.1',
      TEMPORAL_METRICS_PORT: '8',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      ISSUER_PORT: '7',
      ADMINISTRATOR_EMAIL: 'admin@example.com',
      DOCUMENT_STORE: 's3://bucket/prefix',
      MAX_UPLOAD_MB: '2',
      CHAT_HOSTS: 'chat.firm.example, *.chat.example',
      CLAMD: 'unix:/run/clamav/clamd.ctl',
      ENGAGEMENT_QUOTA_MB: '100',
      UNUSED_DOCUMENT_DAYS: '90',
      REPLY_DOMAIN: 'reply.example.com',
      REPLY_SMTP_PORT: '6',
      REPLY_SMTP_HOST: '0.0.0.0',
      REPLY_TLS_KEY_FILE: '/srv/key.pem',
      REPLY_TLS_CERT_FILE: '/srv/cert.pem',
      REPLY_IMAP_URL: 'imaps://user:secret@imap.example.com/Replies',
      REPLY_IMAP_POLL_SECONDS: '60',
      LINK_SECRET: 'x'.repeat(32),
      WEBHOOK_URL: 'https://billing.example.com/hook',
      WEBHOOK_SECRET: webhookSecret,
      SEAL_PKCS12: '/srv/seal.p12',
      SEAL_PASSWORD: 'secret',
      TSA_URL: 'https://timestamps.example.com/tsa',
      TSA_GIVE_UP_HOURS: '24',
      LOG_KEY_FILE: '/srv/log-key',
      ENTRANCE_KEY_FILE: '/srv/entrance-keys',
      MASTER_KEY_FILE: '/srv/master-key',
      MASTER_KEY_KMS: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd',
      REPORT_PROFILES: '/srv/profiles',
      LOG_LEVEL: 'debug',
      LOG_TO: 'stdout',
      LOG_FILE_MB: '7',
      ANSWER_WITHIN_MS: '500',
    });
    assert.deepEqual(config, {
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'https://sign-off.example.com',
      trustProxy: ['loopback', '10.0.0.0/8', '::1'],
      allowUnsafe: ['weakSecret', 'noDatabaseOwner'],
      stateFolder: '/srv/state',
      databaseUrl: 'postgresql://user:secret@db.example.com:5432/signoff?sslmode=require',
      databaseOwnerUrl: 'postgresql://owner:secret@db.example.com:5432/signoff',
      postgresPort: 1,
      postgresDataFolder: '/srv/pg',
      temporalPort: 2,
      temporalUiPort: 3,
      temporalUiOrigin: 'https://temporal.example.com',
      temporalUiUrl: 'https://temporal.example.com/ui',
      smtpUrl: 'smtps://user:secret@mail.example.com:465',
      mailSmtpPort: 4,
      mailWebPort: 5,
      signIn: {
        ...{ issuer: 'https://login.example.com', clientId: 'sign-off', clientSecret: 'secret' },
        roles: [
          { claim: 'groups', value: 'Finance', role: 'finance' },
          { claim: 'https://firm.example/r', value: 'a=b', role: 'auditor' },
        ],
      },
      sessions: { idleMinutes: 15, hours: 8 },
      metrics: { host: '10.0.0.1', port: 9 },
      temporalMetrics: { host: '10.0.0.1', port: 8 },
      tracesUrl: 'http://collector:4318',
      issuerPort: 7,
      mailFrom: 'Sign-Off <sign-off@example.com>',
      dkim: { keyFile: '/srv/dkim.pem', selector: 'signoff2026' },
      administratorEmail: 'admin@example.com',
      documentStore: 's3://bucket/prefix',
      maxUploadBytes: 2 * 1024 * 1024,
      chatHosts: ['chat.firm.example', '*.chat.example'],
      clamd: 'unix:/run/clamav/clamd.ctl',
      engagementQuotaBytes: 100 * 1024 * 1024,
      unusedDocumentDays: 90,
      replies: {
        domain: 'reply.example.com',
        smtp: { port: 6, host: '0.0.0.0', keyFile: '/srv/key.pem', certFile: '/srv/cert.pem' },
        mailbox: { url: 'imaps://user:secret@imap.example.com/Replies', pollSeconds: 60 },
      },
      linkSecret: 'x'.repeat(32),
      webhook: { url: 'https://billing.example.com/hook', secret: webhookSecret },
      sealPkcs12: '/srv/seal.p12',
      sealPassword: 'secret',
      tsaUrl: 'https://timestamps.example.com/tsa',
      tsaGiveUpHours: 24,
      logKeyFile: '/srv/log-key',
      entranceKeyFile: '/srv/entrance-keys',
      masterKeyFile: '/srv/master-key',
      masterKeyKms: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd',
      reportProfiles: '/srv/profiles',
      logLevel: 'debug',
      logTo: 'stdout',
      logFileMegabytes: 7,
      answerWithinMilliseconds: 500,
    });
  });

  it('count as not given when they are empty', () => {
    assert.equal(loadConfig({ PORT: '', DATABASE_URL: '' }).port, 3000);
  });

  const wrong: [string, string, RegExp][] = [
    ['PORT', '70000', /65535/],
    ['PORT', 'http', /number/],
    ['PUBLIC_URL', 'sign-off.example.com', /https:\/\//],
    ['PUBLIC_URL', 'javascript:alert(1)', /https:\/\//],
    ['TRUST_PROXY', 'true', /by address or network/],
    ['TRUST_PROXY', '10.0.0.0/33', /by address or network/],
    ['DATABASE_URL', 'mysql://db/signoff', /postgres:\/\//],
    ['SMTP_URL', 'mail.example.com:25', /smtp:\/\//],
    ['MAIL_FROM', 'nobody', /address@example\.com/],
    ['MAIL_DKIM_SELECTOR', '_domainkey', /SELECTOR\._domainkey/],
    ['MAIL_DKIM_SELECTOR', 'alone', /set it together with MAIL_DKIM_KEY_FILE/],
    ['MAIL_DKIM_KEY_FILE', '/srv/dkim.pem', /set it together with MAIL_DKIM_SELECTOR/],
    ['MAIL_FROM', 'a@example.com\r\nBcc: b@example.com', /address@example\.com/],
    ['MAX_UPLOAD_MB', '0', />=1/],
    ['OIDC_CLIENT_ID', 'x', /OIDC_ISSUER/],
    ['OIDC_ROLES', 'groups:Finance=owner', /claim:value=role/],
    ['SESSION_IDLE_MINUTES', '1', />=5/],
    ['LINK_SECRET', 'short', /at least 32 characters/],
    ['LOG_LEVEL', 'loud', /info/],
    ['ANSWER_WITHIN_MS', '1', />=100/],
  ];
  for (const [name, value, remedy] of wrong)
    it(`refuse ${name}=${JSON.stringify(value)}, naming it and the remedy`, () => {
      assert.throws(
        () => loadConfig({ [name]: value }),
        (error: Error) => error.message.includes(`${name}: `) && remedy.test(error.message),
      );
    });

  it('are all complained about at once', () => {
    assert.throws(() => loadConfig({ PORT: 'x', LOG_LEVEL: 'y' }), /PORT: [^]*LOG_LEVEL: /);
  });
});

describe('Settings of the connection to Temporal', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'temporal-config-'));
  });
  after(() => rm(folder, { recursive: true }));

  const profile = async (toml: string, env: Record<string, string> = {}) => {
    const path = join(folder, 'temporal.toml');
    await writeFile(path, toml);
    return loadTemporalConfig({ TEMPORAL_CONFIG_FILE: path, ...env });
  };

  it('lead to the embedded server when none is given, whatever lies in the home folder', () => {
    const config = loadTemporalConfig({ HOME: folder }, 7555);
    assert.deepEqual(
      [config.connection.address, config.namespace, config.isGiven],
      ['127.0.0.1:7555', 'default', false],
    );
  });

  it('are taken from the environment', () => {
    const { connection, namespace, isGiven } = loadTemporalConfig({
      TEMPORAL_ADDRESS: 'temporal.example.com:7233',
      TEMPORAL_NAMESPACE: 'milestones',
      TEMPORAL_API_KEY: 'key',
    });
    assert.deepEqual(
      [connection.address, connection.apiKey, namespace, isGiven],
      ['temporal.example.com:7233', 'key', 'milestones', true],
    );
    assert.ok(connection.tls, 'a key is never sent in the clear');
  });

  it('are taken from a profile of a TOML file, and the environment comes before it', async () => {
    const toml =
      '[profile.default]\naddress = "one.example.com:7233"\n[profile.test]\naddress = "two.example.com:7233"\nnamespace = "two"\n';
    assert.equal((await profile(toml)).connection.address, 'one.example.com:7233');
    const other = await profile(toml, { TEMPORAL_PROFILE: 'test' });
    assert.deepEqual([other.connection.address, other.namespace], ['two.example.com:7233', 'two']);
    const both = await profile(toml, { TEMPORAL_PROFILE: 'test', TEMPORAL_ADDRESS: 'three.example.com:7233' });
    assert.deepEqual([both.connection.address, both.namespace], ['three.example.com:7233', 'two']);
  });

  it('are refused by name when they cannot be used', async () => {
    await assert.rejects(profile('address = '), /TEMPORAL_CONFIG_FILE=.*temporal\.toml/);
    await assert.rejects(profile('[profile.default]\nadress = "x:1"\n'), /adress/);
    await assert.rejects(
      profile('[profile.default]\naddress = "x:1"\n', { TEMPORAL_PROFILE: 'missing' }),
      /TEMPORAL_PROFILE=missing/,
    );
    assert.throws(() => loadTemporalConfig({ TEMPORAL_CONFIG_FILE: join(folder, 'none.toml') }), /no such file/);
    assert.throws(() => loadTemporalConfig({ TEMPORAL_ADDRESS: 'nonsense' }), /TEMPORAL_ADDRESS=nonsense.*host:port/);
  });
});
