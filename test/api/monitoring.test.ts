// What Prometheus is told while a milestone goes its way, and what the log says of requests: how many, never whose.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { openDatabase } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { raiseObstacle } from '../../db/obstacles.ts';
import { countIn } from '../../worker/monitoring/counted.ts';
import { serveMetrics, type ServedMetrics } from '../../worker/monitoring/serveMetrics.ts';
import { watchIn } from '../../worker/monitoring/watched.ts';
import * as act from '../domain/acts.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, type HttpMilestone } from './apiStage.ts';

describe('Figures for Prometheus', () => {
  let stage: ApiStage;
  let metrics: ServedMetrics;
  let milestone: HttpMilestone;
  let clock = Date.now();
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });

  before(async function () {
    this.timeout(120_000);
    const registry = new Registry();
    const counted = countIn(registry);
    const { connection, nativeConnection, namespace } = await devServer();
    stage = await ApiStage.open({ connection, nativeConnection, namespace }, { counted, log });
    await stage.startWorker();
    watchIn(registry, stage.database.db, () => clock);
    metrics = await serveMetrics(registry, { host: '127.0.0.1', port: 0 }, log, async () => undefined);
    milestone = await stage.milestone();
  });
  after(async () => {
    await metrics.stop();
    await stage.close();
  });

  /** By name with its labels, in the order they are told in. */
  async function told(): Promise<Record<string, number>> {
    clock += 10_000;
    const answer = await fetch(metrics.url);
    assert.equal(answer.status, 200);
    const rows = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return Object.fromEntries(
      rows.map((row) => [row.slice(0, row.lastIndexOf(' ')), Number(row.slice(row.lastIndexOf(' ')))]),
    );
  }

  it('count what is put on record and what is refused, by type and code', async () => {
    await milestone.play(act.submit());
    const refused = await milestone.send(act.submit());
    assert.equal(refused.body.code, 'NOT_COMPILING');
    const figures = await told();
    assert.ok((figures['signoff_refused_messages_total{message="submitPackage",code="NOT_COMPILING"}'] ?? 0) >= 1);
    // Recording that Temporal has repeated is counted again.
    for (const type of ['milestoneStarted', 'packageFrozen', 'validationOpened'])
      assert.ok((figures[`signoff_events_total{type="${type}"}`] ?? 0) >= 1, type);
  });

  it('look up what the record holds: stages, deadlines, obstacles, outbox, log', async () => {
    const { stage: at } = await milestone.state();
    const before = await told();
    assert.equal(before[`signoff_milestones_open{stage="${at.phase}"}`], 1);
    assert.equal(before[`signoff_milestones_overdue{stage="${at.phase}"}`], 0);
    assert.equal(before['signoff_milestones_open{stage="escalated"}'], 0);
    assert.equal(before['signoff_obstacles{kind="files"}'], 0);
    assert.equal(before['signoff_unknown_workflows'], 0);
    assert.ok((before['signoff_outbox_effects{kind="mail",status="waiting"}'] ?? 0) > 0, 'nothing dispatches here');
    assert.ok((before['signoff_log_backlog_lines'] ?? 0) > 0, 'nothing keeps the log here');
    const owner = openDatabase(stage.database.ownerUrl, { poolSize: 1 });
    await owner('milestones').update({ deadline: owner.raw("now() - interval '1 hour'") });
    await owner.destroy();
    const subject = {
      milestoneId: milestone.milestoneId,
      subject: '',
      reason: 'Dr Example’s file is gone',
      attempts: 4,
    };
    await raiseObstacle(asJob(stage.database.db, 'keeper'), { ...subject, kind: 'files' });
    const after = await told();
    assert.equal(after[`signoff_milestones_overdue{stage="${at.phase}"}`], 1);
    assert.ok((after[`signoff_milestones_most_overdue_seconds{stage="${at.phase}"}`] ?? 0) >= 3600);
    assert.equal(after['signoff_obstacles{kind="files"}'], 1);
  });

  it('time requests by the pattern of their address, and log a line for each', async () => {
    await stage.get(milestone.path);
    await fetch(`${stage.url}/r/${'t'.repeat(40)}`);
    await fetch(`${stage.url}/no/such/${milestone.milestoneId}`);
    const figures = await told();
    const counts = Object.keys(figures).filter((each) =>
      each.startsWith('signoff_http_request_duration_seconds_count'),
    );
    assert.ok(
      counts.some((each) => each.includes('route="/milestones/:milestoneId",status="200"')),
      counts.join('\n'),
    );
    const answered = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((each) => each.msg === 'request');
    assert.ok(answered.length > 5);
    for (const each of answered)
      assert.deepEqual(Object.keys(each).sort(), [
        'hostname',
        'level',
        'method',
        'msg',
        'pid',
        'route',
        'seconds',
        'status',
        'time',
      ]);
  });

  it('tell nothing of a milestone, an engagement or a person', async () => {
    const text = await (await fetch(metrics.url)).text();
    const requests = lines.filter((line) => line.includes('"msg":"request"')).join('\n');
    const { engagement } = await milestone.state();
    const personal = [
      ...[milestone.milestoneId, milestone.engagementId, engagement.name, 'tttt', 'Dr Example'],
      ...engagement.people.flatMap(({ name, email }) => [name, email]),
    ];
    for (const each of personal) for (const told of [text, requests]) assert.ok(!told.includes(each), each);
  });

  it('answer 503 when they cannot be looked up, and nothing else there is', async () => {
    assert.equal((await fetch(metrics.url.replace('/metrics', '/'))).status, 404);
    assert.equal((await fetch(metrics.url, { method: 'POST' })).status, 404);
    const registry = new Registry();
    const broken = openDatabase(stage.database.url, { poolSize: 1 });
    await broken.destroy();
    watchIn(registry, broken);
    const away = async () => assert.fail('away');
    const other = await serveMetrics(registry, { host: '127.0.0.1', port: 0 }, log, away);
    assert.equal((await fetch(other.url)).status, 503);
    const probed = async ({ url }: ServedMetrics, probe: string) =>
      (await fetch(url.replace('/metrics', probe))).status;
    assert.deepEqual([await probed(other, '/live'), await probed(other, '/ready')], [200, 503]);
    assert.deepEqual([await probed(metrics, '/live'), await probed(metrics, '/ready')], [200, 200]);
    await other.stop();
  });
});
