// The audit trail against the table of routes: every request leaves the line its route declares, on the chain it declares.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { recordRefusedAttempt } from '../../api/http/auditTrail.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { answerWithProblem } from '../../api/http/problems.ts';
import { openRateLimits } from '../../api/http/rateLimits.ts';
import type { Route } from '../../api/route.ts';
import { apiRouter } from '../../api/router.ts';
import { routes } from '../../api/routes.ts';
import { createApiKey } from '../../db/apiKeys.ts';
import { insertEngagement } from '../../db/engagements.ts';
import { registerMilestone } from '../../db/milestones.ts';
import { systemActor } from '../../domain/people/people.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import type { AuditLine } from '../../evidence/ledger/auditEntry.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';
import { engagementWith, planWith } from '../domain/cast.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';

const milestoneId = 'M-1';
const engagementId = 'E-1';

/** Answers every request, so that only what stands before the handlers is tried. */
const answering = ({ query: _query, body: _body, ...route }: Route): Route => ({
  ...route,
  handle: async () => ({ isAnswered: true }),
});

const addressOf = ({ path }: Route): string =>
  path
    .replace('{milestoneId}', milestoneId)
    .replace('{engagementId}', engagementId)
    .replace(/\{\w+\}/g, 'x');

const chainOf = ({ audited: { on } }: Route): string =>
  ({ milestone: `milestone:${milestoneId}`, engagement: `engagement:${engagementId}`, service: 'service:main' })[on];

interface Row {
  chain: string;
  sequence: number;
  line: string;
}

const said = (entry: AuditLine['entry']): string => {
  const route = 'subject' in entry ? entry.subject : 'what' in entry ? entry.what : 'route' in entry ? entry.route : '';
  return `${entry.type} ${route}`;
};

describe('Audit trail of the API', () => {
  let database: TestDatabase;
  let server: Server;
  let key: string;
  before(async () => {
    database = await testDatabase();
    const { db } = database;
    ({ key } = await createApiKey(db, 'test'));
    await insertEngagement(db, engagementSchema.parse(engagementWith({}, { engagementId })), systemActor);
    const workflowId = milestoneWorkflowId(milestoneId);
    const plan = milestonePlan.parse(planWith());
    await registerMilestone(db, { milestoneId, engagementId, workflowId, plan, startedBy: systemActor });
    const log = pino({ level: 'silent' });
    const settings = { publicUrl: 'http://localhost' };
    const deps = { db, limits: openRateLimits(db), log, settings } as unknown as ApiDependencies;
    server = express()
      .use(apiRouter(deps, routes.map(answering)))
      .use(answerWithProblem(log, (request, problem) => recordRefusedAttempt(db, request, problem)))
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await database.drop();
  });

  const ask = (route: Route, authorization = `Bearer ${key}`, path = addressOf(route)): Promise<Response> =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
      method: route.method.toUpperCase(),
      headers: { authorization },
    });

  const seen = new Set<string>();
  /** Lines not looked at yet, as "chain type route", once there are as many as expected: they are written after the answer. */
  async function lines(expected: number): Promise<string[]> {
    for (;;) {
      const rows = await database.db<Row>('audit_entries').select('chain', 'sequence', 'line');
      const unseen = rows.filter(({ chain, sequence }) => !seen.has(`${chain} ${sequence}`));
      if (unseen.length < expected) {
        await new Promise((wait) => setTimeout(wait, 20));
        continue;
      }
      for (const { chain, sequence } of unseen) seen.add(`${chain} ${sequence}`);
      return unseen.map(({ chain, line }) => `${chain} ${said((JSON.parse(line) as AuditLine).entry)}`).sort();
    }
  }

  it('has a line for every request that its route declares, on the chain it declares, and no other', async () => {
    const expected = [];
    for (const route of routes) {
      const { status } = await ask(route);
      assert.ok(status < 300, `${route.operationId}: ${status}`);
      if (route.audited.as !== 'nothing') expected.push(`${chainOf(route)} ${route.audited.as} ${addressOf(route)}`);
    }
    assert.deepEqual(await lines(expected.length), expected.sort());
  });

  it('has every request without a valid key on the chain of the service, whatever the route declares', async () => {
    const guarded = routes.filter((each) => !each.isOpen);
    for (const route of guarded) assert.equal((await ask(route, 'Bearer wrong')).status, 401, route.operationId);
    const expected = guarded.map((route) => `service:main attemptRefused ${addressOf(route)}`);
    assert.deepEqual(await lines(expected.length), expected.sort());
  });

  it('has what is refused with a valid key on the chain of what it is about', async () => {
    const refused: [path: string, chain: string][] = [
      [`/milestones/${milestoneId}`, `milestone:${milestoneId}`],
      [`/engagements/${engagementId}`, `engagement:${engagementId}`],
      ['/milestones', 'service:main'],
    ];
    for (const [path] of refused) {
      const { port } = server.address() as AddressInfo;
      const headers = { authorization: `Bearer ${key}` };
      assert.equal((await fetch(`http://127.0.0.1:${port}${path}`, { method: 'DELETE', headers })).status, 405, path);
    }
    const expected = refused.map(([path, chain]) => `${chain} attemptRefused ${path}`);
    assert.deepEqual(await lines(expected.length), expected.sort());
  });

  it('has a look at a record whatever the case in which its address is written', async () => {
    const reading = routes.find((each) => each.operationId === 'getMilestone');
    assert.ok(reading);
    await ask(reading, undefined, `/MILESTONES/${milestoneId}`);
    assert.deepEqual(await lines(1), [`milestone:${milestoneId} recordRead /MILESTONES/${milestoneId}`]);
  });

  it('takes down every act, and every look but at lists that show no record, the log’s own proofs and the service', () => {
    assert.ok(routes.every(({ method, audited }) => method === 'get' || audited.as === 'administered'));
    assert.deepEqual(
      routes.filter(({ audited }) => audited.as === 'nothing').map((each) => each.path),
      [
        '/health',
        '/engagements',
        '/milestones',
        '/webhook-deliveries',
        '/report-profiles',
        '/log/key',
        '/log/checkpoint',
        '/log/consistency',
      ],
    );
  });
});
