// Signing in and out through a real OpenID Connect provider: what comes of it, what is refused, and what ends a session.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { importPKCS8, SignJWT } from 'jose';
import { insertEngagement } from '../../db/engagements.ts';
import { hashOfSecret } from '../../db/apiKeys.ts';
import { openDatabase } from '../../db/database.ts';
import { recordDeparture, takeBackDeparture } from '../../administration/restrictions.ts';
import { asJob } from '../../db/inScope.ts';
import { listSessions, takeLogoutToken } from '../../db/sessions.ts';
import { systemActor } from '../../domain/people/people.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { openIdentityProvider } from '../../web/signIn/identityProvider.ts';
import { localPath } from '../../web/signIn/signInPages.ts';
import { engagementWith } from '../domain/cast.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { limits, openSignInStage, Visitor, type SignInStage } from '../support/signedIn.ts';

describe('Somebody of the firm', function () {
  let database: TestDatabase;
  let stage: SignInStage;
  before(async () => {
    database = await testDatabase();
    await insertEngagement(database.db, engagementSchema.parse(engagementWith()), systemActor);
    stage = await openSignInStage(database.db);
  });
  after(async () => {
    await stage.close();
    await database.drop();
  });

  const signedIn = async (address = 'manager@example.com'): Promise<Visitor> => {
    const visitor = new Visitor();
    const { status, html } = await visitor.signIn(stage.url, address);
    assert.equal(status, 200, html);
    return visitor;
  };
  const secretOf = ({ cookie }: Visitor): string => /signoff-session=([^;]+)/.exec(cookie)?.[1] ?? '';
  const rowOf = (visitor: Visitor) =>
    database
      .db('sessions')
      .where({ secret_hash: hashOfSecret(secretOf(visitor)) })
      .first();
  const statusOf = async (visitor: Visitor): Promise<number> => (await visitor.once(`${stage.url}/me`)).status;
  const formTokenOn = async (visitor: Visitor): Promise<string> =>
    /name='formToken' value='([^']+)'/.exec((await visitor.open(`${stage.url}/me`)).html)?.[1] ?? '';

  it('signs in with one click and sees who they are, their roles and engagements, and where they are signed in', async () => {
    const visitor = new Visitor();
    const { html, url } = await visitor.signIn(stage.url, 'Manager+phone@example.com');
    assert.equal(url, `${stage.url}/me`);
    for (const each of [/Network renewal/, /Engagement manager/, /Manager\+phone@example\.com/, />Here</, /Sign out/])
      assert.match(html, each);
    assert.doesNotMatch(html, /auditor/);
    const row = await rowOf(visitor);
    assert.ok(row, 'its session is found by the hash of its secret');
    assert.ok(!JSON.stringify(row).includes(secretOf(visitor)), 'and the secret itself is nowhere');
  });

  it('has a role of the installation where a claim of the issuer gives it', async () => {
    const { html } = await new Visitor().signIn(stage.url, 'auditor@firm.example');
    assert.match(html, /Auditor<\/strong>: reads everything/);
  });

  it('is refused once they have left, and none of their sessions is found, whichever way it was begun', async () => {
    const visitor = await signedIn('sponsor@example.com');
    const record = asJob(database.db, 'signIn');
    const by = { keyId: 'test', now: new Date().toISOString() };
    const { holderId } = await rowOf(visitor).then((row) => ({ holderId: row.holder_id as string }));
    const departure = await recordDeparture(
      ...[record, { address: 'sponsor@example.com', reason: 'x', leavesAt: '2099-01-01T00:00:00Z' }, by],
    );
    assert.equal(await statusOf(visitor), 200, 'not yet');
    await takeBackDeparture(record, departure?.departureId ?? '', { reason: 'x' }, by);
    const left = await recordDeparture(record, { address: 'Sponsor+x@example.com', reason: 'x' }, by);
    await database.db('sessions').insert({
      ...(await database.db('sessions').where({ holder_id: holderId }).first()),
      ...{
        session_id: 'ses-later',
        secret_hash: hashOfSecret('later'),
        ended_at: null,
        ended_by: null,
        ended_because: null,
      },
    });
    const found = () => listSessions(record, limits, { holderId });
    assert.deepEqual(await found(), []);
    const again = await new Visitor().signIn(stage.url, 'sponsor@example.com');
    assert.equal(again.status, 403);
    assert.match(again.html, /nothing here is yours to see or do any more/);
    await takeBackDeparture(record, left?.departureId ?? '', { reason: 'x' }, by);
    assert.equal((await found()).length, 1);
    assert.equal((await new Visitor().signIn(stage.url, 'sponsor@example.com')).status, 200);
  });

  it('gets a session anew at each sign-in, which ends the one before in that browser', async () => {
    const visitor = await signedIn();
    const first = secretOf(visitor);
    await visitor.signIn(stage.url, 'author@example.com');
    assert.notEqual(secretOf(visitor), first);
    const row = await database
      .db('sessions')
      .where({ secret_hash: hashOfSecret(first) })
      .first();
    assert.equal(row.ended_because, 'signed in anew');
  });

  it('is not signed in by an answer to somebody else’s question, nor twice by the same one', async () => {
    const [theirs, own] = [new Visitor(), new Visitor()];
    const asked = await theirs.open(`${stage.url}/sign-in`);
    const done = await theirs.once(asked.url, {
      method: 'POST',
      body: new URLSearchParams({ address: 'a@example.com' }),
    });
    let at = new URL(done.headers.get('location') ?? '', asked.url).href;
    while (!at.startsWith(`${stage.url}/sign-in/callback`))
      at = new URL((await theirs.once(at)).headers.get('location') ?? '', at).href;
    for (const visitor of [own, new Visitor()]) {
      await visitor.open(`${stage.url}/sign-in`);
      const { status } = await visitor.once(at);
      assert.equal(status, 502);
      assert.equal(secretOf(visitor), '');
    }
    assert.equal((await new Visitor().once(at)).status, 400);
    assert.equal((await theirs.once(at)).status, 303);
    assert.equal((await theirs.once(at)).status, 400);
  });

  it('is led nowhere but to pages of this service', () => {
    for (const each of [
      '//evil.example/x',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      undefined,
    ])
      assert.equal(localPath(each, 'https://sign-off.example.com'), '/desk');
    assert.equal(localPath('/asked?x=1', 'https://sign-off.example.com'), '/asked?x=1');
  });

  it('signs out here and at the provider, for which only a form of their own session counts', async () => {
    const visitor = await signedIn();
    const formToken = await formTokenOn(visitor);
    const post = (path: string, body: Record<string, string>, headers = {}) =>
      visitor.once(`${stage.url}${path}`, { method: 'POST', body: new URLSearchParams(body), headers });
    for (const [body, headers] of [
      [{}, {}],
      [{ formToken: await formTokenOn(await signedIn()) }, {}],
      [{ formToken }, { 'sec-fetch-site': 'cross-site' }],
      [{ formToken }, { 'sec-fetch-site': 'same-site' }],
    ] as const) {
      assert.equal((await post('/sign-out', body, headers)).status, 403);
      assert.equal((await post(`/me/sessions/${(await rowOf(visitor)).session_id}/end`, body, headers)).status, 403);
    }
    assert.equal(await statusOf(visitor), 200);
    const { session_id } = await rowOf(visitor);
    const out = await post('/sign-out', { formToken });
    assert.match(
      out.headers.get('location') ?? '',
      /\/session\/end\?post_logout_redirect_uri=.*client_id=milestone-sign-off/,
    );
    assert.equal(secretOf(visitor), '');
    const row = await database.db('sessions').where({ session_id }).first();
    assert.equal(row.ended_because, 'signed out');
  });

  it('ends a session of their own elsewhere, and none of anybody else', async () => {
    const [here, there, other] = [await signedIn(), await signedIn(), await signedIn('author@example.com')];
    const formToken = await formTokenOn(here);
    const end = async (of: Visitor) => {
      const { session_id: id } = await rowOf(of);
      const body = new URLSearchParams({ formToken });
      return (await here.once(`${stage.url}/me/sessions/${id}/end`, { method: 'POST', body })).status;
    };
    assert.deepEqual([await end(there), await end(other)], [303, 404]);
    assert.deepEqual([await statusOf(here), await statusOf(there), await statusOf(other)], [200, 401, 200]);
  });

  it('is signed out where the provider says so, once for each of its tokens', async () => {
    const visitor = await signedIn();
    const { provider_session: sid } = await rowOf(visitor);
    assert.ok(sid);
    const asked = await visitor.open(`${stage.issuer.signIn.issuer}/session/end?client_id=milestone-sign-off`);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.html)?.[1] ?? '';
    const body = new URLSearchParams({ xsrf, logout: 'yes' });
    await visitor.open(`${stage.issuer.signIn.issuer}/session/end/confirm`, { method: 'POST', body });
    const row = await rowOf(visitor);
    assert.equal(row.ended_because, 'signed out there');
    assert.equal(await statusOf(visitor), 401);
    const [line] = await database
      .db('audit_entries')
      .whereRaw(`line like '%sessionEnded%' and line like ?`, [`%${row.session_id}%`])
      .pluck('line');
    assert.match(String(line), /identity provider/);
    const taken = () => takeLogoutToken(database.db, 'https://login.test', 'j1');
    assert.deepEqual([await taken(), await taken()], [true, false]);
  });

  it('has a session no longer than its limits, idle and altogether', async () => {
    const { db } = database;
    for (const changed of [
      { last_used_at: db.raw(`now() - interval '31 minutes'`), created_at: db.raw(`now() - interval '1 hour'`) },
      { expires_at: db.raw(`now() - interval '1 second'`) },
    ]) {
      const visitor = await signedIn();
      const { session_id } = await rowOf(visitor);
      const owner = openDatabase(database.ownerUrl);
      await owner.raw('alter table sessions disable trigger user');
      await owner('sessions').where({ session_id }).update(changed);
      await owner.raw('alter table sessions enable trigger user');
      await owner.destroy();
      assert.equal(await statusOf(visitor), 401);
    }
  });

  it('cannot have whose a session is changed, nor one that ended begin again, by whoever writes to the table', async () => {
    const visitor = await signedIn();
    const { session_id } = await rowOf(visitor);
    const row = () => database.db('sessions').where({ session_id });
    await assert.rejects(row().update({ holder_id: 'person-x' }), /never changes/);
    await assert.rejects(row().update({ expires_at: '2099-01-01T00:00:00Z' }), /never changes/);
    await row().update({ ended_at: new Date(), ended_by: 'x', ended_because: 'x' });
    await assert.rejects(row().update({ ended_at: null, ended_by: null, ended_because: null }), /stays so/);
  });
});

describe('An identity provider', function () {
  this.timeout(20_000);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let server: Server;
  let issuer: string;
  before(async () => {
    server = createServer((request, response) => {
      const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256' };
      const metadata = {
        issuer,
        jwks_uri: `${issuer}/keys`,
        authorization_endpoint: `${issuer}/a`,
        token_endpoint: `${issuer}/t`,
      };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : metadata));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  const event = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const token = async (
    claims: object,
    { key = privateKey, iat = undefined as number | undefined, audience = 'x' } = {},
  ) => {
    const signer = await importPKCS8(key.export({ type: 'pkcs8', format: 'pem' }).toString(), 'ES256');
    return new SignJWT({ events: event, jti: 'j', sid: 's', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'logout+jwt' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(iat)
      .sign(signer);
  };
  const provider = () => openIdentityProvider({ issuer, clientId: 'x', clientSecret: undefined, roles: [] });

  it('signs somebody out by a token of its own for this service, and by nothing that is none', async () => {
    assert.deepEqual(await provider().readLogoutToken(await token({ sub: 'u' })), {
      ...{ issuer, jti: 'j', subject: 'u', providerSession: 's' },
    });
    const another = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    for (const [why, made] of Object.entries({
      'another key': token({}, { key: another }),
      'another audience': token({}, { audience: 'y' }),
      'an ID token': token({ nonce: 'n' }),
      'no event': token({ events: {} }),
      nobody: token({ sid: undefined }),
      'no jti': token({ jti: undefined }),
      'long ago': token({}, { iat: Math.floor(Date.now() / 1000) - 3600 }),
      'no signature': Promise.resolve(`${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`),
    }))
      await assert.rejects(
        provider().readLogoutToken(await made),
        { code: 'INVALID_MESSAGE', field: 'logout_token' },
        why,
      );
  });
});
