// API and worker as processes of their own: each goes on, or takes in, while the other was killed, and each says what it lacks.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import { sampleEngagement, samplePlan } from '../../scripts/demo/sample.ts';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { freePort } from '../../stack/ports.ts';
import { startTemporalServer, type TemporalServer } from '../../stack/temporalServer.ts';
import { masterKeyFile } from '../../storage/encryption/masterKeyFile.ts';
import { openDataKeys } from '../../storage/encryption/openDataKeys.ts';
import { convertersOf } from '../../worker/dataConverter.ts';
import { milestoneQuery } from '../../workflows/messages.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import { openMailSink, type MailSink } from '../support/mailSink.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { openFolder, Program } from './service.ts';

type Role = 'api' | 'worker';

const pieceBytes = 1024 * 1024;

describe('API and worker apart', function () {
  this.timeout(300_000);
  let folder: string;
  let database: TestDatabase;
  let mail: MailSink;
  let env: Record<string, string>;
  /** Of the worker. */
  let figures: Record<string, string>;
  let url: string;
  let temporal: TemporalServer;
  let connection: Connection;
  const started: Program[] = [];
  before(async () => {
    [folder, database, mail] = [await openFolder(), await testDatabase(), await openMailSink()];
    // One of its own: on a server that tests share, workers of others take what is asked of this one.
    temporal = await startTemporalServer({ port: await freePort(), folder });
    connection = await Connection.connect({ address: temporal.address });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    env = {
      PORT: `${port}`,
      STATE_FOLDER: join(folder, 'state'),
      MASTER_KEY_FILE: join(folder, 'master-key'),
      DOCUMENT_STORE: join(folder, 'documents'),
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: 'default',
      ANSWER_WITHIN_MS: '2000',
      LOG_TO: 'stdout',
    };
    figures = { METRICS_PORT: `${await freePort()}`, TEMPORAL_METRICS_PORT: `${await freePort()}` };
  });
  after(async () => {
    for (const each of started) await each.kill('SIGKILL');
    await connection?.close();
    await temporal?.stop();
    await mail.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  function start(role: Role, given: Record<string, string>): Program {
    const program = new Program(new URL('../../stack/startApart.ts', import.meta.url), given, folder, [role]);
    started.push(program);
    return program;
  }
  async function running(role: Role): Promise<Program> {
    const program = start(
      role,
      role === 'worker'
        ? { ...env, ...figures, STATE_FOLDER: join(folder, 'state of its own'), SMTP_URL: mail.url }
        : env,
    );
    await program.prints(role === 'worker' ? 'The worker runs' : 'The API answers at');
    return program;
  }
  async function ask<T = Record<string, unknown>>(path: string, body?: object): Promise<{ status: number; body: T }> {
    const key = await readFile(join(folder, 'state', 'api-key'), 'utf8');
    const answer = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  }
  async function milestone(milestoneId: string): Promise<void> {
    const wanted = { milestoneId, engagementId: 'apart', personId: 'manager', plan: samplePlan('Apart') };
    const answer = await ask('/milestones', wanted);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
  }
  const cancel = (milestoneId: string) =>
    ask(`/milestones/${milestoneId}/cancellation`, { personId: 'manager', reason: 'Not wanted any more' });
  const phase = async (milestoneId: string) => (await ask(`/milestones/${milestoneId}`)).body.phase;

  async function cancelled(milestoneId: string): Promise<void> {
    const until = Date.now() + 150_000;
    while ((await phase(milestoneId)) !== 'cancelled' && Date.now() < until)
      await new Promise((wait) => setTimeout(wait, 100));
    assert.equal(await phase(milestoneId), 'cancelled');
  }

  /** Those of the product, and those that the SDK keeps of itself. */
  async function assertFiguresAreTold(): Promise<void> {
    const told = async (port?: string) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    assert.match(await told(figures.METRICS_PORT), /^signoff_events_total\{type="cancelled"\} [1-9]/m);
    assert.match(await told(figures.TEMPORAL_METRICS_PORT), /^temporal_workflow_task_execution_latency\w*\{/m);
  }

  async function assertLogsToStandardOutput(api: Program): Promise<void> {
    await api.prints('"route":"/milestones/:milestoneId/cancellation"');
    assert.ok(!api.output.includes('/milestones/first'), 'patterns of addresses, not who was asked about');
    assert.deepEqual(
      (await readdir(join(folder, 'state'), { recursive: true })).filter((name) => name.endsWith('.log')),
      [],
    );
  }

  it('go on without each other: the worker when the API is killed, the API when the worker is', async () => {
    let api = await running('api');
    const health = await ask<{ dependencies: Record<string, { status: string }> }>('/health');
    assert.deepEqual(
      [health.status, health.body.dependencies.worker?.status, health.body.dependencies.temporal?.status],
      [200, 'down', 'up'],
    );
    let worker = await running('worker');
    assert.equal((await ask('/engagements', sampleEngagement('apart'))).status, 201);
    for (const each of ['first', 'second']) await milestone(each);
    // 202 where the worker, just started, takes longer than the API waits for it.
    assert.ok([200, 202].includes((await cancel('first')).status));
    await cancelled('first');
    await assertFiguresAreTold();
    await assertLogsToStandardOutput(api);

    await api.kill('SIGKILL');
    const keys = await openDataKeys(database.db, masterKeyFile(join(folder, 'master-key')));
    const { ofClient } = convertersOf({ keys, engagementOf: async () => 'apart' });
    const client = new Client({ connection, dataConverter: ofClient });
    const state = await client.workflow.getHandle(milestoneWorkflowId('second')).query(milestoneQuery);
    assert.equal(state.stage.phase, 'compiling', 'answered by the worker');

    api = await running('api');
    await worker.kill('SIGKILL');
    assert.equal((await cancel('second')).status, 202);
    assert.equal(await phase('second'), 'compiling');
    worker = await running('worker');
    await cancelled('second');
    for (const each of [api, worker]) {
      const began = performance.now();
      assert.equal(await each.kill('SIGTERM'), 0, each.output);
      const seconds = (performance.now() - began) / 1000;
      // Under two on a machine that does nothing else; the grace that it must not wait for is ten.
      assert.ok(seconds < 8, `${seconds} s:\n${each.output}`);
    }
  });

  it('lose of a file the one piece that was arriving when the API was killed, and make one document of the whole', async () => {
    let api = await running('api');
    const registered = await ask('/engagements', sampleEngagement('cut'));
    assert.equal(registered.status, 201, JSON.stringify(registered.body));
    const content = randomBytes(5 * pieceBytes);
    const query = new URLSearchParams({ fileName: 'film.mp4', personId: 'manager', sha256: sha256Hex(content) });
    const headers = {
      authorization: `Bearer ${await readFile(join(folder, 'state', 'api-key'), 'utf8')}`,
      'content-type': 'application/offset+octet-stream',
    };
    const begin = async () => {
      const begun = await fetch(`${url}/engagements/cut/uploads?${query}`, {
        method: 'POST',
        headers: { authorization: headers.authorization, 'upload-length': `${content.length}` },
      });
      assert.ok(begun.ok, await begun.text());
      return { at: url + (begun.headers.get('location') ?? ''), offset: Number(begun.headers.get('upload-offset')) };
    };
    const { at } = await begin();
    const pieceAt = (offset: number): Buffer => content.subarray(offset, offset + pieceBytes);
    const sending = (offset: number) =>
      request(at, {
        ...{ method: 'PATCH', headers: { ...headers, 'upload-offset': `${offset}`, 'content-length': pieceBytes } },
      }).on('error', () => undefined);
    const send = async (offset: number): Promise<void> => {
      const body = new Uint8Array(pieceAt(offset));
      const sent = await fetch(at, { method: 'PATCH', headers: { ...headers, 'upload-offset': `${offset}` }, body });
      assert.deepEqual([sent.status, sent.headers.get('upload-offset')], [204, `${offset + pieceBytes}`]);
    };
    /** What is on record after a restart, by the sender's word and by the pieces themselves: no gap, nothing twice. */
    const again = async (): Promise<number> => {
      api = await running('api');
      const found = await begin();
      assert.equal(found.at, at, 'the same file goes on');
      const head = await fetch(at, { method: 'HEAD', headers });
      assert.equal(head.headers.get('upload-offset'), `${found.offset}`);
      const pieces: { offset_bytes: string; size_bytes: string }[] = await database
        .db('upload_pieces')
        .orderBy('offset_bytes')
        .select('offset_bytes', 'size_bytes');
      assert.deepEqual(
        pieces.map((each) => [Number(each.offset_bytes), Number(each.size_bytes)]),
        Array.from({ length: found.offset / pieceBytes }, (_, index) => [index * pieceBytes, pieceBytes]),
      );
      return found.offset;
    };

    await send(0);
    const half = sending(pieceBytes);
    half.write(pieceAt(pieceBytes).subarray(0, pieceBytes / 2));
    await arriving(pieceBytes / 4);
    await api.kill('SIGKILL');
    assert.equal(await again(), pieceBytes, 'of what was arriving nothing counts');

    await send(pieceBytes);
    const whole = sending(2 * pieceBytes);
    whole.end(pieceAt(2 * pieceBytes));
    await once(whole, 'finish');
    await api.kill('SIGKILL');
    for (let offset = await again(); offset < content.length; offset += pieceBytes) await send(offset);

    const complete = () =>
      fetch(`${at}/document`, { method: 'POST', headers: { authorization: headers.authorization } });
    const unanswered = complete().catch(() => undefined);
    await new Promise((wait) => setTimeout(wait, 20));
    await api.kill('SIGKILL');
    await unanswered;
    api = await running('api');
    const made = (await (await complete()).json()) as { documentId: string; sha256: string };
    assert.equal(made.sha256, sha256Hex(content));
    const documents = await database.db('documents').where({ engagement_id: 'cut' }).select('document_id', 'sha256');
    assert.deepEqual(documents, [{ document_id: made.documentId, sha256: made.sha256 }]);
    const kept = await fetch(`${url}/documents/${made.documentId}/content`, { headers });
    assert.ok(Buffer.from(await kept.arrayBuffer()).equals(content));
    for (const table of ['uploads', 'upload_pieces']) assert.deepEqual(await database.db(table).select('*'), []);
    assert.equal(await api.kill('SIGTERM'), 0);
  });

  /** Until so much of a piece lies on disk, where nothing that has a name is. */
  async function arriving(bytes: number): Promise<void> {
    const incoming = join(folder, 'documents', 'incoming');
    for (;;) {
      const sizes = (await readdir(incoming)).map((name) =>
        stat(join(incoming, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      );
      if ((await Promise.all(sizes)).some((size) => size >= bytes)) return;
      await new Promise((wait) => setTimeout(wait, 20));
    }
  }

  it('are refused without a setting that both need, each named with what to do', async () => {
    const programs = (['api', 'worker'] as const).map((role) => start(role, {}));
    assert.deepEqual(await Promise.all(programs.map((each) => each.exited)), [1, 1]);
    const [api, worker] = programs.map((each) => each.output);
    const shared = [
      'DATABASE_URL: name',
      'TEMPORAL_ADDRESS: name',
      'DOCUMENT_STORE: set',
      'MASTER_KEY_FILE: set',
      'STATE_FOLDER to a',
    ];
    for (const each of shared) assert.ok(api?.includes(each) && worker?.includes(each), `${each}: ${api}${worker}`);
    assert.ok(worker?.includes('SMTP_URL: name') && !api?.includes('SMTP_URL'), worker);
  });
});
