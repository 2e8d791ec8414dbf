// The API while parts are down: reads go on, what can be kept is kept, and the rest is refused with what to do.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { startRegisteredMilestones } from '../../workflows/client/startMilestoneWorkflow.ts';
import { freePort } from '../../stack/ports.ts';
import { startTemporalServer, type TemporalServer } from '../../stack/temporalServer.ts';
import { registerSearchAttributes } from '../../worker/searchAttributeRegistration.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import * as act from '../domain/acts.ts';
import { planWith } from '../domain/cast.ts';
import { oncePerRun } from '../support/oncePerRun.ts';
import { ApiStage, assertProblem } from './apiStage.ts';

interface Health {
  status: string;
  dependencies: Record<string, { status: string; reason?: string }>;
  outbox?: { kind: string; status: string; effects: number }[];
}

describe('API of a service whose parts go down', () => {
  let temporal: TemporalServer;
  let stage: ApiStage;
  /** Closed with what the run shares: what the client still tries again would throw once it is. */
  let connection: Connection;
  let nativeConnection: NativeConnection;
  let folder: string;
  let port: number;
  let smtpIsDown = false;

  const startTemporal = async () => {
    temporal = await startTemporalServer({ port, folder, databaseFile: 'temporal.db' });
  };

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'outage-test-'));
    port = await freePort();
    await startTemporal();
    connection = await oncePerRun(
      'connection through an outage',
      () => Connection.connect({ address: temporal.address }),
      (each) => each.close(),
    );
    await registerSearchAttributes(connection, 'default');
    nativeConnection = await NativeConnection.connect({ address: temporal.address });
    const transport = {
      send: async () => ({ status: 'sent' as const, response: '250' }),
      check: async () => {
        if (smtpIsDown) throw new Error('connect ECONNREFUSED');
      },
      close: () => undefined,
    };
    stage = await ApiStage.open({ connection, nativeConnection }, { answerWithinMilliseconds: 1500, transport });
  });

  after(async () => {
    await stage.close();
    await nativeConnection.close();
    await temporal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('names in /health, for everybody, the one part that is down', async () => {
    await stage.startWorker();
    const health = async () => stage.get<Health>('/health');
    for (let answer = await health(); answer.body.dependencies.worker?.status !== 'up'; answer = await health())
      assert.deepEqual([answer.status, answer.body.status], [200, 'degraded'], JSON.stringify(answer.body));
    const { db } = stage.database;
    await db('outbox').insert({ kind: 'mail', reference: 'M0:1:x:y', status: 'failed', failed_at: db.fn.now() });
    assert.deepEqual(
      (await health()).body.outbox?.map(({ kind, status: of, effects }) => [kind, of, effects]),
      [['mail', 'failed', 1]],
      'what was given up is named',
    );
    smtpIsDown = true;
    const { status, body } = await health();
    smtpIsDown = false;
    assert.deepEqual([status, body.status], [200, 'degraded'], 'mail waits, and everything else goes on');
    const down = Object.entries(body.dependencies).filter(([, each]) => each.status === 'down');
    assert.deepEqual(
      down.map(([name]) => name),
      ['smtp'],
    );
  }).timeout(120_000);

  it('keeps a decision while no worker answers, reads on, and rules on it once a worker comes', async () => {
    if (!(await stage.get<Health>('/health')).body.dependencies.worker) assert.fail('no word of the worker');
    const milestone = await stage.milestone({ plan: stage.validatedBySystem });
    await milestone.send(act.submit());
    await milestone.until((state) => state.stage.phase === 'validating');
    await stage.stopWorker();
    const kept = await milestone.send(act.report('validator1'), { 'idempotency-key': 'kept' });
    assert.deepEqual([kept.status, kept.body.status], [202, 'accepted']);
    const statusUrl = String(kept.body.statusUrl);
    assert.equal((await stage.get(statusUrl)).body.status, 'pending');
    assert.equal((await stage.get(milestone.path)).body.phase, 'validating');
    assert.equal((await stage.get(`${milestone.path}/timeline`)).status, 200);
    await stage.startWorker();
    await milestone.until((state) => state.reports.length === 1);
    assert.equal((await stage.get(statusUrl)).body.status, 'decided');
    const reports = (await milestone.state()).reports;
    assert.equal(reports.length, 1, 'the update that timed out and the signal count once');
  }).timeout(120_000);

  it('registers a milestone while Temporal is down, and starts it later with its package', async () => {
    const engagementId = await stage.engagement();
    const documentId = await stage.upload(engagementId, 'written while Temporal was down');
    await stage.stopWorker();
    await temporal.stop();
    const submission = act.submit()({ messages: {}, parts: [], plan: milestonePlan.parse(planWith()) } as never).raw;
    const { messageId: _messageId, actor: _actor, ...contents } = submission;
    const started = await stage.post('/milestones', {
      milestoneId: 'early',
      engagementId,
      personId: 'manager',
      plan: planWith(),
      package: JSON.parse(JSON.stringify(contents).replaceAll('"doc1"', `"${documentId}"`)) as object,
    });
    assert.deepEqual([started.status, started.body.hasStarted], [201, false]);

    const decision = await stage.post('/milestones/early/cancellation', { personId: 'manager', reason: 'Too early' });
    assertProblem(decision, 503, 'DEPENDENCY_DOWN');
    assert.equal((await stage.get('/milestones/early')).status, 200);
    const health = await stage.get<Health>('/health');
    assert.equal(health.status, 503);
    assert.deepEqual(
      [health.body.dependencies.temporal?.status, health.body.dependencies.postgresql?.status],
      ['down', 'up'],
    );
    const ready = await stage.get('/health/ready');
    assert.deepEqual([ready.status, ready.body.status], [503, 'notReady']);
    const live = await stage.get('/health/live');
    assert.deepEqual([live.status, live.body.status], [200, 'live'], 'to start it anew would mend nothing');

    await startTemporal();
    await stage.startWorker();
    assert.equal(await startRegisteredMilestones({ client: stage.client, db: stage.database.db }, 0), 1);
    for (;;) {
      const { body } = await stage.get('/milestones/early');
      if (body.phase === 'validating') break;
      await new Promise((wait) => setTimeout(wait, 50));
    }
    assert.equal(await startRegisteredMilestones({ client: stage.client, db: stage.database.db }, 0), 0);
  }).timeout(180_000);
});
