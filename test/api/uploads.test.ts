// Uploads that go on where they broke off: over a cut connection, in another process, by nobody else, and as one document in the end.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { once } from 'node:events';
import { openDatabase } from '../../db/database.ts';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { testKey } from '../support/apiKey.ts';
import { devServer } from '../support/temporal.ts';
import { assertDocumented } from './documented.ts';
import { ApiStage, assertProblem, type Answered } from './apiStage.ts';

const piece = 'application/offset+octet-stream';

describe('An upload that goes on where it broke off', function () {
  this.timeout(120_000);
  let stage: ApiStage;
  let engagementId: string;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { maxUploadBytes: 900_000, engagementQuotaBytes: 2_000_000 });
    engagementId = await stage.engagement();
  });
  after(() => stage.close());

  const ask = async (
    method: string,
    path: string,
    { headers = {}, body, at = stage }: { headers?: Record<string, string>; body?: BodyInit; at?: ApiStage } = {},
  ): Promise<Answered> => {
    const answer = await at.fetch(path, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await answer.text();
    const media = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const said = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    if (method !== 'HEAD' && answer.status !== 204)
      assertDocumented({ method: method.toLowerCase(), path, status: answer.status, media, body: said });
    return { status: answer.status, headers: answer.headers, body: said };
  };
  const begin = (content: Buffer, { of = engagementId, fileName = 'film.mp4', sha256 = sha256Hex(content) } = {}) =>
    ask('POST', `/engagements/${of}/uploads?fileName=${fileName}&personId=author&sha256=${sha256}`, {
      headers: { 'upload-length': `${content.length}` },
    });
  const send = (path: string, content: Buffer, offset: number, at = stage) =>
    ask('PATCH', path, {
      headers: { 'content-type': piece, 'upload-offset': `${offset}` },
      body: new Uint8Array(content.subarray(offset)),
      at,
    });
  const offsetAt = async (path: string, at = stage): Promise<number> =>
    Number((await ask('HEAD', path, { at })).headers.get('upload-offset'));

  /** Of a piece that is announced whole, a part; then the connection is cut. */
  const cut = async (path: string, content: Buffer, offset: number, sent: number): Promise<void> => {
    const sending = request(`${stage.url}${path}`, {
      method: 'PATCH',
      headers: {
        ...{ authorization: `Bearer ${stage.key}`, 'content-type': piece, 'upload-offset': `${offset}` },
        'content-length': `${content.length - offset}`,
      },
    });
    sending.on('error', () => undefined);
    sending.write(content.subarray(offset, offset + sent));
    await once(sending, 'drain').catch(() => undefined);
    sending.destroy();
    while ((await offsetAt(path)) === offset) await new Promise((wait) => setTimeout(wait, 20));
  };

  const kept = async (): Promise<number> => {
    await stage.removeFiles();
    return (await stage.database.db('upload_pieces').pluck('upload_id')).length;
  };

  it('keeps what came before the cut, goes on in a second process, and is a document once, of the whole', async () => {
    const content = randomBytes(800_000);
    const begun = await begin(content);
    assert.deepEqual([begun.status, begun.body.receivedBytes], [201, 0]);
    const path = String(begun.headers.get('location'));
    await cut(path, content, 0, 300_000);
    const reached = await offsetAt(path);
    assert.ok(reached > 65_536 && reached <= 300_000, `${reached}`);
    assertProblem(await ask('POST', `${path}/document`), 409, 'UPLOAD_UNFINISHED', 'uploadId');
    assertProblem(await send(path, content, 0), 409, 'UPLOAD_ELSEWHERE', 'Upload-Offset');
    const [first] = await stage.database.db('upload_pieces').pluck('sha256');
    assert.equal((await stage.database.db('documents').where({ sha256: first })).length, 0);

    const pool = openDatabase(stage.database.url, { poolSize: 2 });
    const second = await ApiStage.open(await devServer(), { beside: stage, openDatabase: () => pool });
    try {
      const again = await begin(content);
      assert.deepEqual([again.status, again.headers.get('location')], [200, path], 'the same file goes on');
      assertProblem(await ask('GET', path, { at: second }), 404, 'NOT_FOUND', 'uploadId');
      const own = { authorization: `Bearer ${stage.key}` };
      assert.equal((await second.fetch(path, { headers: own })).headers.get('upload-offset'), `${reached}`);
      const rest = await second.fetch(path, {
        ...{ method: 'PATCH', body: new Uint8Array(content.subarray(reached)) },
        headers: { ...own, 'content-type': piece, 'upload-offset': `${reached}` },
      });
      assert.deepEqual([rest.status, rest.headers.get('upload-offset')], [204, '800000']);
    } finally {
      await second.close();
      await pool.destroy();
    }
    const made = await Promise.all([0, 1].map(() => ask('POST', `${path}/document`)));
    made.push(await ask('POST', `${path}/document`));
    assert.deepEqual(made.map(({ status }) => status).sort(), [200, 200, 201], JSON.stringify(made));
    assert.deepEqual(new Set(made.map(({ body }) => body.documentId)).size, 1);
    assert.equal(made[0]?.body.sha256, sha256Hex(content));
    const read = await stage.fetch(`/documents/${String(made[0]?.body.documentId)}/content`);
    assert.ok(Buffer.from(await read.arrayBuffer()).equals(content));
    assertProblem(await ask('GET', path), 404, 'NOT_FOUND', 'uploadId');
    assert.equal(await kept(), 0);
    assert.equal(await stage.files.of(engagementId).has(String(first)), undefined, 'no piece stays in the store');
  });

  it('is nobody else’s to see or go on with, in another engagement or in its own', async () => {
    const content = randomBytes(70_000);
    const path = String((await begin(content)).headers.get('location'));
    const unknown = path.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const other = await testKey(stage.database.db, { engagementIds: [await stage.engagement()] });
    const colleague = await testKey(stage.database.db, { engagementIds: [engagementId] });
    for (const { key } of [other, colleague])
      for (const [method, below] of [
        ['GET', ''],
        ['PATCH', ''],
        ['POST', '/document'],
      ] as const) {
        const answers = [];
        for (const each of [path, unknown]) {
          const headers = { authorization: `Bearer ${key}`, 'content-type': piece, 'upload-offset': '0' };
          const { status, body } = await ask(method, `${each}${below}`, { headers });
          assert.equal(status, 404);
          answers.push(JSON.stringify(body).replaceAll(each.split('/').at(-1) ?? '', '…'));
        }
        assert.equal(answers[0], answers[1]);
      }
    const again = `/engagements/${engagementId}/uploads?fileName=film.mp4&personId=author&sha256=${sha256Hex(content)}`;
    const headers = { authorization: `Bearer ${colleague.key}`, 'upload-length': `${content.length}` };
    const own = await ask('POST', again, { headers });
    assert.equal(own.status, 201, 'of the same file another key begins one of its own');
    const theirs = await ask('GET', String(own.headers.get('location')), { headers });
    assert.deepEqual([theirs.status, theirs.body.receivedBytes], [200, 0]);
    assert.equal(await offsetAt(path), 0);
  });

  it('is one of a hundred at most: for one more the one that was left longest goes, with its pieces', async () => {
    const of = await stage.engagement();
    const paths = [];
    for (let index = 0; index <= 100; index += 1) {
      const content = Buffer.from(`file ${index}`);
      const path = String((await begin(content, { of })).headers.get('location'));
      if (index === 0) assert.equal((await send(path, content, 0)).status, 204);
      paths.push(path);
    }
    const answers = await Promise.all(paths.slice(0, 2).map(async (path) => (await ask('GET', path)).status));
    assert.deepEqual(answers, [404, 200]);
    assert.equal((await stage.database.db('uploads').where({ engagement_id: of })).length, 100);
    assert.equal((await stage.database.db('upload_pieces').where({ engagement_id: of })).length, 0);
  });

  it('is bounded: by length, by the quota, by the size of pieces, and by what was announced', async () => {
    const of = await stage.engagement();
    assertProblem(await begin(Buffer.alloc(900_001), { of }), 413, 'UPLOAD_TOO_LARGE', 'Upload-Length');
    assertProblem(await begin(Buffer.alloc(0), { of }), 400, 'INVALID_MESSAGE', 'Upload-Length');
    const contents = [randomBytes(800_000), randomBytes(800_000), randomBytes(800_000)];
    const begun = [];
    for (const each of contents) begun.push(await begin(each, { of }));
    assert.deepEqual([begun[0]?.status, begun[1]?.status], [201, 201]);
    assertProblem(begun[2] as Answered, 413, 'QUOTA_EXCEEDED', 'Upload-Length');
    const path = String(begun[0]?.headers.get('location'));
    const [content = Buffer.alloc(0)] = contents;
    assertProblem(await send(path, content.subarray(0, 1000), 0), 400, 'INVALID_MESSAGE', 'body');
    assertProblem(await send(path, Buffer.concat([content, content]), 0), 413, 'UPLOAD_TOO_LARGE', 'body');
    const wrongType = await ask('PATCH', path, { headers: { 'content-type': 'text/plain' }, body: 'x' });
    assertProblem(wrongType, 415, 'MEDIA_TYPE_UNSUPPORTED', 'Content-Type');
    assert.equal(await offsetAt(path), 0);
    assert.equal(await kept(), 0);
  });

  it('is over where the whole is not what was announced, and nothing of it stays', async () => {
    const content = randomBytes(100_000);
    const begun = await begin(content, { sha256: '0'.repeat(64), of: await stage.engagement() });
    const path = String(begun.headers.get('location'));
    assert.equal((await send(path, content, 0)).status, 204);
    assertProblem(await ask('POST', `${path}/document`), 400, 'INVALID_MESSAGE', 'sha256');
    assertProblem(await ask('POST', `${path}/document`), 404, 'NOT_FOUND', 'uploadId');
    assert.equal(await kept(), 0);
    const [, , of = ''] = path.split('/');
    assert.equal(await stage.files.of(of).has(sha256Hex(content)), undefined);
  });
});
