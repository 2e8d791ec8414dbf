// A service that others reach: what it is not started with, item by item, and what may be allowed by name.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../../config.ts';
import {
  assertFitForOthers,
  exposures,
  exposuresOf,
  isReachable,
  type Exposure,
  type Part,
} from '../../stack/exposure.ts';
import { loadTemporalConfig } from '../../temporal.config.ts';
import { checkout } from '../support/checkout.ts';

const random = ['tQ8vZr2LxW5nKd7y', 'Hb3mPc9sGf6jVu1a', 'eR4kYw0oXi2zBn8q', 'Mt7uCd5lSa3gEh9p'] as const;

/** A service that people reach, with nothing to say against it. */
const fit: Record<string, string> = {
  HOST: '0.0.0.0',
  PUBLIC_URL: 'https://sign-off.example.com',
  DATABASE_URL: `postgres://service:${random[0]}@db.example.com/signoff?sslmode=verify-full`,
  DATABASE_OWNER_URL: `postgres://owner:${random[1]}@db.example.com/signoff?sslmode=verify-full`,
  SMTP_URL: 'smtps://mail.example.com',
  TEMPORAL_ADDRESS: 'temporal.example.com:7233',
  TEMPORAL_TLS: 'true',
  LINK_SECRET: `${random[0]}${random[1]}`,
  WEBHOOK_URL: 'https://billing.example.com/hook',
  WEBHOOK_SECRET: `whsec_${random[2]}${random[3]}`,
  SEAL_PKCS12: '/srv/seal.p12',
  SEAL_PASSWORD: random[2],
};

const names = (changes: Record<string, string> = {}, part: Part = 'everything'): Exposure[] => {
  const env = { ...fit, ...changes };
  return exposuresOf(loadConfig(env), loadTemporalConfig(env), part).map((each) => each.exposure);
};
const check = (changes: Record<string, string>, part: Part = 'everything') => {
  const env = { ...fit, ...changes };
  return assertFitForOthers(loadConfig(env), loadTemporalConfig(env), part);
};

/** One change, and what it exposes. */
const cases: [changes: Record<string, string>, exposed: Exposure[]][] = [
  [{}, []],
  [{ PUBLIC_URL: 'http://sign-off.example.com' }, ['plainHttp']],
  [{ PUBLIC_URL: '' }, ['plainHttp']],
  [{ SMTP_URL: '' }, ['mailCatcher']],
  [{ SMTP_URL: 'smtp://mail.example.com' }, ['plainSmtp']],
  [{ SMTP_URL: 'smtp://mail.example.com?requireTLS=true' }, []],
  [{ SMTP_URL: 'smtp://127.0.0.1' }, []],
  [{ REPLY_DOMAIN: 'r.example.com', REPLY_IMAP_URL: 'imap://a:b@imap.example.com/R' }, ['plainImap']],
  [{ REPLY_DOMAIN: 'r.example.com', REPLY_IMAP_URL: 'imaps://a:b@imap.example.com/R' }, []],
  [{ DATABASE_URL: `postgres://service:${random[0]}@db.example.com/signoff` }, ['plainDatabase']],
  [{ DATABASE_OWNER_URL: `postgres://owner:${random[1]}@db.example.com/signoff?sslmode=prefer` }, ['plainDatabase']],
  [{ DATABASE_URL: `postgres://service:${random[0]}@127.0.0.1/signoff` }, []],
  [{ DATABASE_OWNER_URL: '' }, ['noDatabaseOwner']],
  [{ DATABASE_OWNER_URL: `postgres://service:${random[1]}@localhost/signoff` }, ['noDatabaseOwner']],
  [{ TEMPORAL_TLS: '' }, ['plainTemporal']],
  [{ TEMPORAL_TLS: '', TEMPORAL_ADDRESS: '[::1]:7233' }, []],
  [{ WEBHOOK_URL: 'http://billing.example.com/hook' }, ['plainWebhook']],
  [{ OIDC_ISSUER: 'http://login.example.com', OIDC_CLIENT_ID: 'x' }, ['plainIssuer']],
  [{ OIDC_ISSUER: 'http://localhost:3001', OIDC_CLIENT_ID: 'x' }, ['plainIssuer']],
  [{ OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'x' }, []],
  [{ OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'short' }, ['weakSecret']],
  [{ METRICS_PORT: '9464' }, []],
  [{ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' }, ['openMetrics']],
  [{ TEMPORAL_METRICS_PORT: '9465', METRICS_HOST: '10.0.0.1' }, ['openMetrics']],
  [{ SEAL_PKCS12: '' }, ['developmentSeal']],
  [{ SEAL_PASSWORD: 'short' }, ['weakSecret']],
  [{ SEAL_PASSWORD: '' }, ['weakSecret']],
  [{ LINK_SECRET: 'x'.repeat(40) }, ['weakSecret']],
  [{ LINK_SECRET: `${random[0]}${random[1]},${'ab'.repeat(20)}` }, ['weakSecret']],
  [{ SEAL_PASSWORD: random[0] }, ['weakSecret']],
];

describe('A service that others reach', () => {
  for (const [changes, exposed] of cases)
    it(`with ${JSON.stringify(changes)} ${exposed.length > 0 ? `is refused: ${exposed.join()}` : 'is started'}`, () => {
      assert.deepEqual(names(changes), exposed);
    });

  it('is tried for each exposure there is, and each is explained in SECURITY.md', async () => {
    assert.deepEqual(new Set(cases.flatMap(([, exposed]) => exposed)), new Set(Object.keys(exposures) as Exposure[]));
    const text = await readFile(join(checkout, 'SECURITY.md'), 'utf8');
    for (const each of Object.keys(exposures)) assert.ok(text.includes(`\`${each}\``), each);
  });

  it('is one that listens beyond this machine, or that people are sent links to', () => {
    const isOne = (env: { HOST?: string; PUBLIC_URL?: string }) => isReachable(loadConfig(env));
    assert.deepEqual([{}, { HOST: '::1' }, { HOST: '127.0.0.2' }, { PUBLIC_URL: 'http://localhost:8080' }].map(isOne), [
      false,
      false,
      false,
      false,
    ]);
    assert.deepEqual(
      [{ HOST: '0.0.0.0' }, { HOST: '::' }, { HOST: '192.0.2.1' }, { PUBLIC_URL: 'https://sign-off.example.com' }].map(
        isOne,
      ),
      [true, true, true, true],
    );
    const alone = { HOST: '127.0.0.1', PUBLIC_URL: 'http://localhost:3000', SMTP_URL: '', SEAL_PKCS12: '' };
    assert.deepEqual(names(alone), [], 'what nobody else reaches may be as a newcomer finds it');
  });

  it('is held to what its part does: the worker alone seals, and only a whole one has an inbox', () => {
    const bare = { SMTP_URL: '', SEAL_PKCS12: '' };
    assert.deepEqual(names(bare, 'api'), []);
    assert.deepEqual(names(bare, 'worker'), ['developmentSeal']);
    assert.deepEqual(names(bare), ['mailCatcher', 'developmentSeal']);
  });

  it('is refused with everything at once, each with its setting, and without any secret', () => {
    const secret = 'a secret';
    const changes = { PUBLIC_URL: 'http://sign-off.example.com', SMTP_URL: '', SEAL_PASSWORD: secret };
    assert.throws(
      () => check(changes),
      ({ message }: Error) =>
        /plainHttp: .*PUBLIC_URL[^]*weakSecret: .*SEAL_PASSWORD[^]*mailCatcher: .*SMTP_URL/.test(message) &&
        message.includes('ALLOW_UNSAFE=plainHttp,weakSecret,mailCatcher') &&
        !message.includes(secret),
    );
  });

  it('is started with what is allowed by name, which is said; a name that means nothing is refused', () => {
    const changes = { SMTP_URL: '', DATABASE_OWNER_URL: '' };
    assert.throws(() => check({ ...changes, ALLOW_UNSAFE: 'mailCatcher' }), /noDatabaseOwner/);
    assert.deepEqual(
      check({ ...changes, ALLOW_UNSAFE: 'mailCatcher, noDatabaseOwner' }).map((each) => each.exposure),
      ['noDatabaseOwner', 'mailCatcher'],
    );
    assert.throws(() => check({ ALLOW_UNSAFE: 'everything' }), /ALLOW_UNSAFE: there is no everything; it takes any of/);
  });
});
