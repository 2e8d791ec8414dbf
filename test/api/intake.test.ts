// What comes in with a file beside its bytes: what it is by its content, what a scanner says, and how much an engagement may have.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { dispatchDue } from '../../activities/dispatch/dispatcher.ts';
import { plainNoticeHandler } from '../../activities/dispatch/plainNoticeHandler.ts';
import { quarantineNotices } from '../../activities/dispatch/quarantineNotices.ts';
import { listAuditLines } from '../../db/auditLog.ts';
import { liftBarrier, setBarrier } from '../../administration/restrictions.ts';
import { sizeOfDocuments } from '../../db/documents.ts';
import { asJob } from '../../db/inScope.ts';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { expireRows } from '../../db/expiry.ts';
import { listQuarantined } from '../../db/quarantine.ts';
import { serviceChain } from '../../evidence/ledger/auditEntry.ts';
import { openTransport } from '../../mail/transport.ts';
import { quarantineCommand } from '../../stack/quarantineCommand.ts';
import { openClamd } from '../../storage/clamd.ts';
import { testKey } from '../support/apiKey.ts';
import { testSession } from '../support/signedIn.ts';
import { clamd, harmful, type TestClamd } from '../support/clamd.ts';
import { addressOf, openMailSink } from '../support/mailSink.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem, type Answered } from './apiStage.ts';

const json = { 'content-type': 'application/json' };
const pdf = '%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n';

const upload = async (stage: ApiStage, engagementId: string, fileName: string, body: BodyInit): Promise<Answered> => {
  const response = await stage.fetch(
    `/engagements/${engagementId}/documents?fileName=${encodeURIComponent(fileName)}&personId=author`,
    { method: 'POST', body, headers: { 'content-type': 'application/octet-stream' } },
  );
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
};

describe('An upload', () => {
  let stage: ApiStage;
  let engagementId: string;
  before(async () => {
    stage = await ApiStage.open(await devServer(), { maxUploadBytes: 200_000, engagementQuotaBytes: 250_000 });
    engagementId = await stage.engagement();
  });
  after(() => stage.close());

  it('has on record who was named and by which key, and no role that nobody asked for', async () => {
    const { body } = await upload(stage, engagementId, 'who.txt', 'who');
    const { uploaded_by: by } = await stage.database
      .db('documents')
      .where({ document_id: body.documentId })
      .first<{ uploaded_by: object }>('uploaded_by');
    assert.deepEqual(by, {
      ...{ personId: 'author', authentication: { method: 'apiKey', keyId: stage.keyId } },
    });
  });

  it('is typed by its content, and whoever uploads it is warned where its name says something else', async () => {
    const right = await upload(stage, engagementId, 'design.pdf', pdf);
    assert.deepEqual(
      [right.body.contentType, right.body.misnamed, right.body.warnings],
      ['application/pdf', undefined, []],
    );
    const wrong = await upload(stage, engagementId, 'design.docx', pdf);
    const why = 'its name ends in .docx, and its content is that of a .pdf file (application/pdf)';
    assert.equal(wrong.status, 201, 'it may be meant so');
    assert.equal(wrong.body.misnamed, why);
    const [warning] = wrong.body.warnings as { field: string; message: string }[];
    assert.equal(warning?.field, 'fileName');
    assert.ok(warning.message.includes(why));
    const read = await stage.get(`/documents/${String(wrong.body.documentId)}`);
    assert.equal(read.body.misnamed, why);
    const text = await upload(stage, engagementId, 'notes.txt', 'Only text');
    assert.deepEqual([text.body.contentType, text.body.misnamed], [undefined, undefined]);
  });

  it('fits into what the engagement may have together, also where two arrive at once', async () => {
    const other = await stage.engagement();
    const large = new Uint8Array(150_000);
    const both = await Promise.all(['a.bin', 'b.bin'].map((name) => upload(stage, other, name, large)));
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 413]);
    const refused = both.find(({ status }) => status === 413);
    assert.equal(refused?.body.code, 'QUOTA_EXCEEDED');
    assert.match(String(refused.body.detail), /does not fit.*ENGAGEMENT_QUOTA_MB/);
    assertProblem(await upload(stage, other, 'c.bin', new Uint8Array(110_000)), 413, 'QUOTA_EXCEEDED', 'body');
    assert.equal(
      (await upload(stage, other, 'd.bin', new Uint8Array(90_000))).status,
      201,
      'what is left is still given',
    );
    assertProblem(await upload(stage, other, 'e.bin', new Uint8Array(201_000)), 413, 'UPLOAD_TOO_LARGE', 'body');
    assert.equal((await upload(stage, engagementId, 'f.txt', 'x')).status, 201, 'others have their own');
  });

  it('leaves nothing in the store when nothing is made of it, but for what another document is', async () => {
    const send = (text: string, key: string) =>
      stage.fetch(`/engagements/${engagementId}/documents?fileName=a.txt&personId=author`, {
        ...{ method: 'POST', body: text, headers: { 'content-type': 'text/plain', 'idempotency-key': key } },
      });
    const isStored = async (text: string) =>
      (await stage.files.of(engagementId).has(sha256Hex(Buffer.from(text)))) !== undefined;
    assert.equal((await send('First', 'once')).status, 201);
    assert.equal((await send('Known', 'twice')).status, 201);
    for (const text of ['Second', 'Known']) assert.equal((await send(text, 'once')).status, 422);
    assert.ok(await isStored('Second'));
    await stage.removeFiles();
    assert.deepEqual(await Promise.all(['First', 'Second', 'Known'].map(isStored)), [true, false, true]);
  });
});

describe('An upload that is scanned', function () {
  this.timeout(120_000);
  let scanning: TestClamd;
  let stage: ApiStage;
  let engagementId: string;
  before(async function () {
    scanning = await clamd(this, 150_000);
    stage = await ApiStage.open(await devServer(), {
      maxUploadBytes: 200_000,
      scanner: openClamd(scanning.address),
      administratorEmail: 'administrator@example.com',
    });
    engagementId = await stage.engagement();
  });
  after(async () => {
    await stage?.close();
    await scanning?.close();
  });

  const refuse = async (fileName: string) => {
    const refused = await upload(stage, engagementId, fileName, `${harmful}`);
    assertProblem(refused, 422, 'FILE_HARMFUL', 'body');
    const [file] = await listQuarantined(stage.database.db);
    assert.ok(file);
    return file;
  };

  it('is taken when the scanner knows nothing against it', async () => {
    assert.equal((await upload(stage, engagementId, 'design.pdf', pdf)).status, 201);
    const health = await stage.get<{ dependencies: Record<string, unknown> }>('/health');
    assert.deepEqual(health.body.dependencies.scanner, { status: 'up' });
  });

  it('is no document when it is harmful, and manager and administrator are told once', async () => {
    const before = (await stage.database.db('documents')).length;
    const file = await refuse('design.pdf');
    assert.equal((await stage.database.db('documents')).length, before);
    assert.deepEqual(
      [file.fileName, file.engagementId, file.foundAs],
      ['design.pdf', engagementId, 'Eicar-Test.UNOFFICIAL'],
    );
    const sink = await openMailSink();
    const transport = openTransport(sink.url, 'Sign-Off <sign-off@example.com>');
    const log = pino({ level: 'silent' });
    const quarantineNotice = plainNoticeHandler(
      { log, transport, mailDomain: 'example.com' },
      quarantineNotices(stage.database.db, 'administrator@example.com'),
    );
    await dispatchDue({ db: stage.database.db, log, handlers: { quarantineNotice } });
    await dispatchDue({ db: stage.database.db, log, handlers: { quarantineNotice } });
    transport.close();
    await sink.close();
    assert.deepEqual(sink.mails.map(addressOf).sort(), ['administrator@example.com', 'manager@example.com']);
    for (const { subject, text } of sink.mails) {
      assert.equal(subject, 'File not taken: design.pdf');
      assert.match(text ?? '', /the scanner knows it as Eicar-Test\.UNOFFICIAL\. Nobody can open it here/);
    }
  });

  it('is kept aside once however often it comes, counts with the documents, and is told to nobody who is shut out', async () => {
    const { db } = stage.database;
    const barrier = { engagementId, address: 'manager@example.com', reason: 'x' };
    const by = { keyId: 'test', now: new Date().toISOString() };
    const { barrierId } = await setBarrier(asJob(db, 'signIn'), barrier, by);
    const waiting = (await refuse('again.txt')).quarantineId;
    const before = await sizeOfDocuments(db, engagementId);
    assert.equal((await refuse('and again.txt')).quarantineId, waiting);
    assert.equal(await sizeOfDocuments(db, engagementId), before);
    const command = (...args: string[]) => quarantineCommand(db, args, new Date().toISOString());
    const about = await db('outbox').where('reference', 'like', `${waiting}%`).pluck('reference');
    const { files } = stage;
    const { sha256, sizeBytes } = await refuse('and again.txt');
    assert.equal(await quarantineNotices(db, 'x@example.com')(`${waiting} manager`), undefined);
    assert.ok(await quarantineNotices(db, 'x@example.com')(`${waiting} administrator`));
    assert.ok(about.length <= 2, 'told once');
    await stage.removeFiles();
    assert.ok(await files.of(engagementId).has(sha256), 'kept, as long as it waits');
    await command('remove', waiting, '--reason', 'Harmful');
    assert.equal(await sizeOfDocuments(db, engagementId), before - sizeBytes);
    await stage.removeFiles();
    assert.equal(await files.of(engagementId).has(sha256), undefined);
    const anew = await refuse('once more.txt');
    assert.notEqual(anew.quarantineId, waiting, 'what was settled is another matter');
    assert.ok(await files.of(engagementId).has(sha256));
    await command('remove', anew.quarantineId, '--reason', 'Harmful');
    await liftBarrier(asJob(db, 'signIn'), barrierId, { reason: 'x' }, by);
  });

  it('can be released as the document it was meant to be, or removed, with the reason on record, once', async () => {
    const { db } = stage.database;
    const command = (...args: string[]) => quarantineCommand(db, args, new Date().toISOString());
    const released = await refuse('false alarm.txt');
    await assert.rejects(command('release', released.quarantineId), /--reason/);
    const [said = ''] = await command('release', released.quarantineId, '--reason', 'A test file');
    const documentId = /document (\S+) now/.exec(said)?.[1] ?? '';
    const document = await stage.get(`/documents/${documentId}`);
    assert.deepEqual([document.body.fileName, document.body.sha256], ['false alarm.txt', released.sha256]);
    await assert.rejects(
      command('remove', released.quarantineId, '--reason', 'Late'),
      /released before, .*: A test file/,
    );
    await assert.rejects(command('remove', 'quarantine-0', '--reason', 'x'), /no file "quarantine-0"/);
    const removed = await refuse('gone.txt');
    await command('remove', removed.quarantineId, '--reason', 'Harmful indeed');
    const lines = (await command('list')).join('\n');
    assert.match(lines, /gone\.txt[\s\S]*removed .* by npm run quarantine: Harmful indeed/);
    const lineOf = await listAuditLines(db, serviceChain, { after: 0, limit: 100 });
    const entries = lineOf.map((each) => JSON.parse(each.line) as { entry: { type: string } });
    for (const type of ['fileQuarantined', 'fileReleased', 'fileRemoved'])
      assert.ok(
        entries.some(({ entry }) => entry.type === type),
        type,
      );
  });

  it('can be released or removed over the API as well, by administrators, with who did it and why on the audit log', async () => {
    const { db } = stage.database;
    const { key, keyId } = await testKey(db, { roles: ['administrator'] });
    const ask = async <T>(path: string, reason?: string, as = key) => {
      const response = await stage.fetch(path, {
        ...{ method: reason === undefined ? 'GET' : 'POST', headers: { authorization: `Bearer ${as}`, ...json } },
        ...(reason === undefined ? {} : { body: JSON.stringify({ reason }) }),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as T & Answered['body'],
      };
    };
    const released = await refuse('by key.txt');
    const at = `/quarantined-files/${released.quarantineId}`;
    const listed = await ask<{
      items: { quarantineId: string; fileName: string; uploadedBy: string; keptUntil: string }[];
    }>('/quarantined-files?waiting=true');
    const [file] = listed.body.items.filter((each) => each.quarantineId === released.quarantineId);
    assert.deepEqual([file?.fileName, file?.uploadedBy], ['by key.txt', 'author']);
    assert.equal(Date.parse(file?.keptUntil ?? '') - Date.parse(released.quarantinedAt), 30 * 86_400_000);
    assertProblem(await ask(`${at}/release`, ' '), 400, 'INVALID_MESSAGE', 'reason');
    const manager = await testKey(db, { roles: ['engagementManager'] });
    assertProblem(await ask(`${at}/release`, 'x', manager.key), 403, 'RIGHT_MISSING', 'settleQuarantine');
    const { body } = await ask<{ settled: { by: string; documentId: string } }>(`${at}/release`, 'A test file');
    assert.equal(body.settled.by, keyId);
    assert.equal((await stage.get(`/documents/${body.settled.documentId}`)).body.fileName, 'by key.txt');
    assertProblem(await ask(`${at}/removal`, 'Late'), 409, 'FILE_SETTLED', 'quarantineId');
    const removed = await refuse('by key too.txt');
    await ask(`/quarantined-files/${removed.quarantineId}/removal`, 'Harmful indeed');
    await stage.removeFiles();
    const settled = await ask<{ items: { quarantineId: string }[] }>('/quarantined-files?waiting=false&limit=200');
    const ids = settled.body.items.map((each) => each.quarantineId);
    assert.ok(ids.includes(released.quarantineId) && ids.includes(removed.quarantineId));
    const lines = await listAuditLines(db, serviceChain, { after: 0, limit: 1000 });
    for (const [type, { quarantineId }, reason] of [
      ['fileReleased', released, 'A test file'],
      ['fileRemoved', removed, 'Harmful indeed'],
    ] as const)
      assert.ok(
        lines.some(({ line }) => {
          const { entry } = JSON.parse(line) as { entry: Record<string, unknown> };
          return (
            entry.type === type && entry.quarantineId === quarantineId && entry.by === keyId && entry.reason === reason
          );
        }),
        type,
      );
  });

  it('is not there for an administrator behind a barrier, neither listed nor to be settled', async () => {
    const { db } = stage.database;
    const { quarantineId } = await refuse('behind a barrier.txt');
    const { headers } = await testSession(db, 'keeper@example.com', { roles: ['administrator'] });
    const ask = async (path: string, body?: object) => {
      const given = body ? { method: 'POST', body: JSON.stringify(body) } : {};
      const response = await fetch(`${stage.url}${path}`, { ...given, headers: { ...headers, ...json } });
      return { status: response.status, text: await response.text() };
    };
    assert.ok((await ask('/quarantined-files')).text.includes(quarantineId));
    const by = { keyId: 'test', now: new Date().toISOString() };
    const barrier = { engagementId, address: 'keeper@example.com', reason: 'Conflict' };
    const { barrierId } = await setBarrier(asJob(db, 'signIn'), barrier, by);
    assert.ok(!(await ask('/quarantined-files?limit=200')).text.includes(quarantineId));
    assert.equal((await ask(`/quarantined-files/${quarantineId}`)).status, 404);
    for (const each of ['release', 'removal'])
      assert.equal((await ask(`/quarantined-files/${quarantineId}/${each}`, { reason: 'x' })).status, 404);
    await liftBarrier(asJob(db, 'signIn'), barrierId, { reason: 'Over' }, by);
    assert.equal((await ask(`/quarantined-files/${quarantineId}/removal`, { reason: 'x' })).status, 200);
  });

  it('is gone from quarantine after a month, with its file', async () => {
    const { db } = stage.database;
    const { quarantineId, sha256 } = await refuse('old.txt');
    await db('quarantined_files')
      .where({ quarantine_id: quarantineId })
      .update({ quarantined_at: '2026-01-01T00:00:00Z' });
    assert.equal((await expireRows(asJob(db, 'keeper'), { unusedDocumentDays: 365 })).quarantinedFiles, 1);
    assert.equal(
      (await listQuarantined(db)).some((each) => each.quarantineId === quarantineId),
      false,
    );
    assert.ok(
      await db('outbox')
        .where({ kind: 'fileRemoval', reference: `${sha256}@${engagementId}` })
        .first(),
    );
  });

  it('is scanned as a whole where it comes in pieces, and is over then', async () => {
    const own = await stage.engagement();
    const content = Buffer.from(`${harmful}${' '.repeat(70_000)}`);
    const at = `/engagements/${own}/uploads?fileName=a.txt&personId=author`;
    const begun = await stage.fetch(at, { method: 'POST', headers: { 'upload-length': `${content.length}` } });
    const path = String(begun.headers.get('location'));
    const half = content.length - 20;
    for (const [from, to] of [
      [0, half],
      [half, content.length],
    ] as const) {
      const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': `${from}` };
      const sent = await stage.fetch(path, {
        method: 'PATCH',
        headers,
        body: new Uint8Array(content.subarray(from, to)),
      });
      assert.equal(sent.status, 204);
    }
    assertProblem(await stage.post(`${path}/document`, undefined), 422, 'FILE_HARMFUL', 'uploadId');
    assertProblem(await stage.get(path), 404, 'NOT_FOUND', 'uploadId');
  });

  it('is not taken where the scanner cannot say', async () => {
    const large = await upload(stage, engagementId, 'large.bin', new Uint8Array(180_000));
    assertProblem(large, 503, 'DEPENDENCY_DOWN', 'body');
    const sha256 = sha256Hex(Buffer.alloc(180_000));
    assert.ok(await stage.files.of(engagementId).has(sha256), 'it had been stored before it was scanned');
    await stage.removeFiles();
    assert.equal(await stage.files.of(engagementId).has(sha256), undefined, 'and is let go');
    assert.equal(large.headers.get('retry-after'), '60');
    await scanning.close();
    assertProblem(await upload(stage, engagementId, 'a.txt', 'text'), 503, 'DEPENDENCY_DOWN', 'body');
    const health = await stage.get<{ dependencies: Record<string, { status: string }> }>('/health');
    assert.equal(health.body.dependencies.scanner?.status, 'down');
  });
});
