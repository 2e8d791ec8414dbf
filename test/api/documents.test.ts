// Documents over HTTP: streamed in and out, refused with a reason, and nothing left of what broke off.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem, type Answered } from './apiStage.ts';

describe('Document uploaded over HTTP', () => {
  let stage: ApiStage;
  let engagementId: string;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { maxUploadBytes: 200_000 });
    engagementId = await stage.engagement();
  });
  after(() => stage.close());

  const address = (fileName: string, id = engagementId) =>
    `/engagements/${id}/documents?fileName=${encodeURIComponent(fileName)}&personId=author`;
  async function upload(body: BodyInit, fileName = 'a.txt', headers: Record<string, string> = {}): Promise<Answered> {
    const init = { method: 'POST', body, headers: { 'content-type': 'text/plain', ...headers }, duplex: 'half' };
    const response = await stage.fetch(address(fileName), init);
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  }
  const underWay = () => readdir(join(stage.folder, 'incoming'));
  const count = async () => (await stage.database.db('documents')).length;

  it('is kept with its name and media type, and comes back as it was', async () => {
    const name = 'Entwurf – größer, "neu".txt';
    const { status, headers, body } = await upload('Grüße', name, { 'content-type': 'text/plain; charset=utf-8' });
    assert.equal(status, 201);
    assert.deepEqual([body.fileName, body.mediaType, body.sizeBytes], [name, 'text/plain; charset=utf-8', 7]);
    assert.ok(!('uploadedBy' in body));
    const location = headers.get('location') ?? '';
    const { warnings, ...document } = body;
    assert.deepEqual(warnings, []);
    assert.deepEqual((await stage.get(location)).body, document);
    const content = await stage.fetch(`${location}/content`);
    assert.equal(await content.text(), 'Grüße');
    assert.match(content.headers.get('content-disposition') ?? '', /^attachment; .*filename\*=UTF-8''Entwurf/);
    assert.equal(content.headers.get('content-type'), 'application/octet-stream');
    assert.equal(content.headers.get('x-content-type-options'), 'nosniff');
    const { items } = (await stage.get<{ items: unknown[] }>(`/engagements/${engagementId}/documents`)).body;
    assert.deepEqual(items, [document]);
  });

  it('may be JSON or a form; it is a file all the same', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
      const { body } = await upload('{ not json', 'x', { 'content-type': type });
      assert.deepEqual([body.sizeBytes, body.mediaType], [10, type]);
    }
  });

  it('is refused in a form with parts, whose envelope is not the file', async () => {
    const before = await count();
    const form = new FormData();
    form.set('file', new Blob(['a design']), 'design.pdf');
    const init = { method: 'POST', body: form };
    const response = await stage.fetch(address('design.pdf'), init);
    const answer = { status: response.status, headers: response.headers, body: (await response.json()) as object };
    assertProblem(answer as Answered, 415, 'MEDIA_TYPE_UNSUPPORTED', 'Content-Type');
    assert.match(JSON.stringify(answer.body), /--data-binary @design.pdf/);
    assert.equal(await count(), before);
  });

  it('is refused when it is announced too large', async () => {
    const before = await count();
    assertProblem(await upload('x'.repeat(200_001)), 413, 'UPLOAD_TOO_LARGE', 'body');
    assert.equal(await count(), before);
  });

  it('is refused with an answer, not a broken line, when it turns out too large on the way', async () => {
    const before = await count();
    const answer = await new Promise<Answered>((resolve, reject) => {
      const sending = httpRequest(`${stage.url}${address('large.bin')}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${stage.key}`, 'content-type': 'application/octet-stream' },
      });
      sending.on('error', reject);
      sending.on('response', (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () => {
          sending.end();
          const headers = new Headers({ 'content-type': response.headers['content-type'] ?? '' });
          resolve({ status: response.statusCode ?? 0, headers, body: JSON.parse(text) as Record<string, unknown> });
        });
      });
      for (let part = 0; part < 10; part += 1) sending.write(Buffer.alloc(50_000));
    });
    assertProblem(answer, 413, 'UPLOAD_TOO_LARGE', 'body');
    assert.equal(await count(), before);
    assert.deepEqual(await underWay(), []);
  });

  it('leaves nothing when its sender goes away half way', async () => {
    const before = await count();
    const sending = httpRequest(`${stage.url}${address('broken.bin')}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stage.key}`, 'content-type': 'text/plain', 'content-length': '100000' },
    });
    sending.on('error', () => undefined);
    sending.write(Buffer.alloc(1000));
    while ((await underWay()).length === 0) await new Promise((wait) => setTimeout(wait, 20));
    sending.destroy();
    while ((await underWay()).length > 0) await new Promise((wait) => setTimeout(wait, 20));
    assert.equal(await count(), before);
  });

  for (const name of ['', '../up', 'a/b', 'a\\b', 'a\nb', 'fdp\u202eexe.pdf', '\u200b', 'x'.repeat(256)])
    it(`is refused under the name ${JSON.stringify(name.slice(0, 10))}`, async () => {
      assertProblem(await upload('x', name), 400, 'INVALID_MESSAGE', 'fileName');
    });

  it('is refused when it is empty, since no deliverable is', async () => {
    const before = await count();
    assertProblem(await upload('', 'empty.txt'), 400, 'INVALID_MESSAGE', 'body');
    assert.equal(await count(), before);
  });

  it('is refused with a media type that is none', async () => {
    assertProblem(await upload('x', 'x', { 'content-type': 'nonsense' }), 400, 'INVALID_MESSAGE', 'Content-Type');
  });

  it('is refused for an engagement that does not exist, which has no list either', async () => {
    const response = await stage.fetch(address('x', 'nowhere'), { method: 'POST', body: 'x' });
    assert.equal(response.status, 404);
    assertProblem(await stage.get('/engagements/nowhere/documents'), 404, 'NOT_FOUND', 'engagementId');
    assertProblem(await stage.get('/documents/nothing'), 404, 'NOT_FOUND', 'documentId');
    assertProblem(await stage.get('/documents/nothing/content'), 404, 'NOT_FOUND', 'documentId');
  });

  it('is one document when it is sent again under its Idempotency-Key, and another body is refused', async () => {
    const once = await upload('same', 'same.txt', { 'idempotency-key': 'upload-1' });
    const again = await upload('same', 'same.txt', { 'idempotency-key': 'upload-1' });
    assert.deepEqual(again.body, once.body);
    const other = await upload('other', 'same.txt', { 'idempotency-key': 'upload-1' });
    assertProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED', 'Idempotency-Key');
  });

  it('answers with a problem, not half a file, when the store has lost it', async () => {
    const { body } = await upload('to be lost');
    await stage.database
      .db('documents')
      .where({ document_id: body.documentId })
      .update({ sha256: 'f'.repeat(64) });
    const lost = await stage.get(`/documents/${String(body.documentId)}/content`);
    assertProblem(lost, 409, 'DOCUMENT_MISSING');
    assert.equal(lost.headers.get('content-disposition'), null);
  });

  it('goes before it is submitted, by itself or for another, and its bytes once it is due', async () => {
    const idOf = async (...given: Parameters<typeof upload>) => String((await upload(...given)).body.documentId);
    const removal = (id: string, personId = 'author') => stage.post(`/documents/${id}/removal`, { personId });
    const [draft, wrong] = [await idOf('Draft'), await idOf('Wrong')];
    assertProblem(await removal(wrong, 'sponsor'), 403, 'WRONG_ACTOR', 'personId');
    assert.deepEqual((await removal(wrong)).body, { documentId: wrong });
    for (const gone of [await stage.get(`/documents/${wrong}`), await removal(wrong)])
      assertProblem(gone, 404, 'NOT_FOUND', 'documentId');
    const replacing = async (replaces: string) => {
      const init = { method: 'POST', body: 'Final', headers: { 'content-type': 'text/plain' } };
      const response = await stage.fetch(`${address('final.txt')}&replaces=${replaces}`, init);
      return { status: response.status, headers: response.headers, body: (await response.json()) as Answered['body'] };
    };
    const replaced = await replacing(draft);
    assert.equal(replaced.status, 201);
    assert.equal((await stage.get(`/documents/${draft}`)).status, 404);
    assertProblem(await replacing(draft), 422, 'DOCUMENT_UNKNOWN', 'replaces');
    const final = String(replaced.body.documentId);
    await stage.database.db('documents').where({ document_id: final }).update({ is_named: true });
    assertProblem(await removal(final), 409, 'DOCUMENT_IN_USE');
    assertProblem(await replacing(final), 409, 'DOCUMENT_IN_USE', 'replaces');
  });
});
