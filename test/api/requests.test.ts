// Requests of every bad kind: each gets a clear problem and none brings the service down.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import type { AddressInfo } from 'node:net';
import { bodyWithin, pieceType, unlessUpload } from '../../api/http/limits.ts';
import { closeWhenAnswered, limitConnections } from '../../worker/httpApp.ts';
import { engagementWith } from '../domain/cast.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem, type Answered } from './apiStage.ts';

describe('Request to the API', () => {
  let stage: ApiStage;
  before(async () => {
    stage = await ApiStage.open(await devServer());
  });
  after(() => stage.close());

  async function send(path: string, init: RequestInit): Promise<Answered> {
    const response = await stage.fetch(path, init);
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  }
  const post = (body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    send('/engagements', { method: 'POST', body, headers });

  it('without a valid key is turned away, whatever it asks for', async () => {
    for (const authorization of ['', 'Bearer ', 'Bearer wrong', 'Basic abc', `Bearer ${stage.key}x`])
      for (const path of ['/milestones', '/engagements/x/documents', '/nothing-here']) {
        const answer = await send(path, { headers: { authorization } });
        assertProblem(answer, 401, 'UNAUTHENTICATED', 'Authorization');
        assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/);
      }
  });

  it('may carry its key as X-API-Key', async () => {
    const answer = await send('/milestones', { headers: { authorization: '-', 'x-api-key': stage.key } });
    assert.equal(answer.status, 200);
  });

  it('needs no key for health, documentation and request links', async () => {
    for (const path of ['/health', '/openapi.json', '/docs', '/r/unknown'])
      assert.notEqual((await fetch(`${stage.url}${path}`)).status, 401, path);
  });

  it('is answered with headers that keep others from framing, guessing and loading', async () => {
    for (const path of ['/health', '/openapi.json', '/docs', '/r/unknown', '/c/unknown', '/nothing-here']) {
      const { headers } = await fetch(`${stage.url}${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/, path);
      assert.match(policy, /frame-ancestors 'none'/, path);
      assert.doesNotMatch(policy, /script-src[^;]*unsafe/, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
      assert.equal(headers.get('cache-control'), 'no-store', path);
      assert.equal(headers.get('strict-transport-security'), null, 'the service is at plain http here');
    }
    const robots = await fetch(`${stage.url}/robots.txt`);
    assert.deepEqual([robots.status, await robots.text()], [200, 'User-agent: *\nDisallow: /\n']);
    assert.equal((await fetch(`${stage.url}/favicon.ico`)).status, 204);
  });

  it('tells browsers to come by https alone, where people reach the service by it', async () => {
    const behindTls = await ApiStage.open(await devServer(), { publicUrl: 'https://sign-off.example.com' });
    try {
      for (const path of ['/health', '/r/unknown', '/desk', '/docs']) {
        const { headers } = await fetch(`${behindTls.url}${path}`, { redirect: 'manual' });
        assert.equal(headers.get('strict-transport-security'), 'max-age=31536000; includeSubDomains', path);
      }
    } finally {
      await behindTls.close();
    }
  });

  it('for what does not exist learns so', async () => {
    assertProblem(await stage.get('/nothing-here'), 404, 'NOT_FOUND');
    assertProblem(await stage.get('/engagements/nothing'), 404, 'NOT_FOUND', 'engagementId');
    for (const rest of ['', '/timeline', '/mails', '/refused-messages', '/certificate', '/archive', '/invoice-release'])
      assertProblem(await stage.get(`/milestones/nothing${rest}`), 404, 'NOT_FOUND', 'milestoneId');
  });

  it('by another method learns which one to use', async () => {
    for (const [method, path, allow] of [
      ['DELETE', '/milestones/M1', 'GET, HEAD'],
      ['PUT', '/engagements', 'POST, GET, HEAD'],
      ['GET', '/milestones/M1/signatures', 'POST'],
    ] as const) {
      const answer = await send(path, { method });
      assertProblem(answer, 405, 'METHOD_NOT_ALLOWED');
      assert.equal(answer.headers.get('allow'), allow);
    }
  });

  it('that is no JSON, not in UTF-8, or too large is told so', async () => {
    assertProblem(await post('{"name": '), 400, 'INVALID_MESSAGE', 'body');
    assertProblem(await post('"text"'), 400, 'INVALID_MESSAGE', 'body');
    assertProblem(await post('[]'), 400, 'INVALID_MESSAGE');
    assertProblem(await post('a=b', { 'content-type': 'text/plain' }), 415, 'MEDIA_TYPE_UNSUPPORTED', 'Content-Type');
    const latin = { 'content-type': 'application/json; charset=latin1' };
    assertProblem(await post('{}', latin), 415, 'MEDIA_TYPE_UNSUPPORTED', 'body');
    assertProblem(await post(JSON.stringify({ name: 'x'.repeat(2_200_000) })), 413, 'BODY_TOO_LARGE', 'body');
    assertProblem(await send('/engagements', { method: 'POST' }), 400, 'INVALID_MESSAGE', 'body');
  });

  it('that two readers could read in two ways is told which name is there twice, and which bytes are no UTF-8', async () => {
    const body = JSON.stringify(engagementWith({}, { engagementId: 'twice-named' }));
    const twice = body.replace('"timeZone"', '"timeZone":"Etc/UTC","timeZone"');
    const answer = await post(twice);
    assertProblem(answer, 400, 'INVALID_MESSAGE', 'contract.calendar.timeZone');
    assert.match(String(answer.body.detail), /given twice; give each name once/);
    const latin = Buffer.from(body.replace('The Firm', 'Käse'), 'latin1');
    const headers = { 'content-type': 'application/json' };
    const garbled = await send('/engagements', { method: 'POST', body: latin, headers });
    assertProblem(garbled, 400, 'INVALID_MESSAGE', 'body');
    assert.match(String(garbled.body.detail), /no valid UTF-8; send the text in UTF-8/);
    const path = '/engagements/twice-named/documents?fileName=%FF.txt&personId=author';
    assertProblem(await send(path, { method: 'POST', body: 'x' }), 400, 'INVALID_MESSAGE', 'query');
    assertProblem(await stage.get('/engagements/twice-named'), 404, 'NOT_FOUND', 'engagementId');
  });

  it('nested beyond reason is refused like any other nonsense', async () => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'deep' };
    assertProblem(await post(deep, headers), 400, 'INVALID_MESSAGE');
    assertProblem(await post(`{"name": ${deep}}`, headers), 400, 'INVALID_MESSAGE');
  });

  it('with fields nobody knows is told which ones, however deep, __proto__ among them', async () => {
    const engagement = engagementWith({ calender: {} }, { engagementId: 'misspelt' });
    assertProblem(await stage.post('/engagements', engagement), 400, 'INVALID_MESSAGE', 'contract.calender');
    const poisoned = JSON.stringify(engagementWith()).replace('{', '{"__proto__": {"isAdmin": true},');
    assertProblem(await post(poisoned), 400, 'INVALID_MESSAGE', '__proto__');
  });

  it('with garbage in its path is refused, never a failure of ours', async () => {
    const paths = ['/milestones/%00', '/milestones/a%00b/timeline', '/milestones/%E0%A4%A', '/documents/%ff/content'];
    for (const path of [
      ...paths,
      '/milestones?engagementId=%00',
      `/milestones/${'x'.repeat(8000)}`,
      "/milestones/'--",
    ]) {
      const answer = await stage.get(path);
      assert.ok([400, 404].includes(answer.status), `${path.slice(0, 40)}: ${answer.status}`);
      assert.match(answer.headers.get('content-type') ?? '', /problem\+json/);
      assert.ok(JSON.stringify(answer.body).length < 1000, 'a long identifier is not given back whole');
    }
  });

  it('of an engagement again is the same engagement, of another under its ID a clash', async () => {
    const engagement = engagementWith({}, { engagementId: 'once' });
    assert.equal((await stage.post('/engagements', engagement)).status, 201);
    assert.equal((await stage.post('/engagements', engagement)).status, 200);
    const other = { ...engagement, name: 'Another' };
    assertProblem(await stage.post('/engagements', other), 409, 'ALREADY_EXISTS', 'engagementId');
    assert.equal((await stage.get('/engagements/once')).body.name, 'Network renewal');
    assert.equal((await stage.get<{ items: unknown[] }>('/engagements?limit=200')).body.items.length, 1);
  });

  it('whose head never ends is cut off by a limit', async () => {
    // The limits themselves are set on the server that npm start opens; a test that waits for them would take minutes.
    const { port } = new URL(stage.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`GET /milestones HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
    assert.match(await text(socket), /^HTTP\/1.1 431 /);
  });

  it('leaves its connection open for longer than proxies and clients keep theirs', async () => {
    const response = await fetch(`${stage.url}/health`);
    await response.text();
    const [, seconds] = /timeout=(\d+)/.exec(response.headers.get('keep-alive') ?? '') ?? [];
    assert.ok(Number(seconds) > 60, `${seconds} s`);
  });

  it('under way when the service stops is answered, and keeps it for no longer', async () => {
    const app = express().get('/', (_request, response) => void setTimeout(() => response.end('answer'), 300));
    const server = limitConnections(app.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const close = closeWhenAnswered(server);
    const agent = new Agent({ keepAlive: true });
    const sent = get({ agent, port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
    await once(server, 'request');
    const closed = close();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    assert.equal(await text(answer), 'answer');
    const ended = await Promise.race([closed.then(() => true), delay(10_000, false, { ref: false })]);
    agent.destroy();
    assert.ok(ended, 'it waits for requests that may never come');
  });

  it('whose body is still arriving when the service stops is waited for, and refused when it takes too long', async () => {
    const app = express().use(
      express.text({ type: () => true }),
      (request, response) => void response.send(request.body),
    );
    for (const [within, isFinished] of [
      [60_000, true],
      [50, false],
    ] as const) {
      const server = limitConnections(app.listen(0, '127.0.0.1'));
      await once(server, 'listening');
      const close = closeWhenAnswered(server, within);
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nwho');
      await once(server, 'request');
      const closed = close();
      if (isFinished) socket.write('le');
      const answer = await text(socket);
      if (isFinished) assert.match(answer, /^HTTP\/1.1 200 [^]*whole$/);
      else assert.match(answer, /^HTTP\/1.1 503 [^]*"code":"DEPENDENCY_DOWN"[^]*nothing was taken/);
      await closed;
    }
  });

  it('that was answered before its body was whole keeps the service from stopping for no longer', async () => {
    const server = limitConnections(
      express()
        .use((_request, response) => void response.send('no'))
        .listen(0, '127.0.0.1'),
    );
    await once(server, 'listening');
    const close = closeWhenAnswered(server, 50);
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nwho');
    await once(socket, 'data');
    const ended = once(socket, 'close');
    await close();
    await ended;
  });

  it('whose body does not arrive in time gets an answer and the door', async () => {
    const app = express().use(bodyWithin(100), express.json());
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{');
    const answer = await text(socket);
    assert.match(answer, /^HTTP\/1.1 408 /);
    assert.match(answer, /"code":"BODY_TOO_SLOW"/);
    await new Promise((resolve) => server.close(resolve));
  });

  it('that brings files, or a piece of one, may take its time', async () => {
    const app = express().use(unlessUpload(bodyWithin(50)), (asked, response) => {
      asked.resume().on('end', () => response.end('taken'));
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    for (const type of ['multipart/form-data; boundary=x', pieceType]) {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.write(
        `PATCH / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: 4\r\n\r\nab`,
      );
      await new Promise((wait) => setTimeout(wait, 200));
      socket.write('cd');
      assert.match(await text(socket), /^HTTP\/1\.1 200 [^]*taken/, type);
    }
    await new Promise((resolve) => server.close(resolve));
  });
});
