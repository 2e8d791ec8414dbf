// The audit trail against the table of routes: every request leaves the line its route declares, on the chain it declares.
import assert from 'node:assert/strict';
import type { Route } from '../../api/route.ts';
import { routes } from '../../api/routes.ts';
import type { AuditLine } from '../../evidence/ledger/auditEntry.ts';
import { testKey } from '../support/apiKey.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { openAnsweringApi, pathOf, registered, type AnsweringApi } from './answeringApi.ts';

const milestoneId = 'M-1';
const engagementId = 'E-1';

const addressOf = (route: Route): string => pathOf(route, { milestoneId, engagementId, keyId: 'key-x' });

const chainOf = ({ audited: { as, on } }: Route, keyId: string): string =>
  as === 'recordRead'
    ? `reads:${keyId}`
    : { milestone: `milestone:${milestoneId}`, engagement: `engagement:${engagementId}`, service: 'service:main' }[on];

interface Row {
  chain: string;
  sequence: number;
  line: string;
}

const said = (entry: AuditLine['entry']): string => {
  const route =
    'subject' in entry
      ? entry.subject
      : 'what' in entry && typeof entry.what === 'string'
        ? entry.what
        : 'route' in entry
          ? entry.route
          : '';
  return `${entry.type} ${route}`;
};

describe('Audit trail of the API', () => {
  let database: TestDatabase;
  let api: AnsweringApi;
  let key: string;
  let keyId: string;
  before(async () => {
    database = await testDatabase();
    const { db } = database;
    ({ key, keyId } = await testKey(db));
    await registered(db, engagementId, milestoneId);
    api = await openAnsweringApi(db);
  });
  after(async () => {
    api.close();
    await database.drop();
  });

  const ask = (route: Route, authorization = `Bearer ${key}`, path = addressOf(route)): Promise<Response> =>
    fetch(`${api.url}${path}`, {
      method: route.method.toUpperCase(),
      headers: { authorization },
    });

  const seen = new Set<string>();
  /** Lines not looked at yet, as "chain type route", once there are as many as expected: they are written after the answer. */
  async function lines(expected: number): Promise<string[]> {
    for (;;) {
      const rows = await database
        .db<Row>('audit_entries')
        .whereNot('line', 'like', '%"type":"keyRegistered"%')
        .select('chain', 'sequence', 'line');
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
      if (route.audited.as !== 'nothing')
        expected.push(`${chainOf(route, keyId)} ${route.audited.as} ${addressOf(route)}`);
    }
    assert.deepEqual(await lines(expected.length), expected.sort());
  });

  it('has every request without a valid key on the chain of the service, whatever the route declares', async () => {
    const guarded = routes.filter((each) => each.right !== 'none');
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
      const headers = { authorization: `Bearer ${key}` };
      assert.equal((await fetch(`${api.url}${path}`, { method: 'DELETE', headers })).status, 405, path);
    }
    const expected = refused.map(([path, chain]) => `${chain} attemptRefused ${path}`);
    assert.deepEqual(await lines(expected.length), expected.sort());
  });

  it('has a look at a record whatever the case in which its address is written', async () => {
    const reading = routes.find((each) => each.operationId === 'getMilestone');
    assert.ok(reading);
    await ask(reading, undefined, `/MILESTONES/${milestoneId}`);
    assert.deepEqual(await lines(1), [`reads:${keyId} recordRead /MILESTONES/${milestoneId}`]);
  });

  it('says what was looked for', async () => {
    const listing = routes.find((each) => each.operationId === 'listMilestones');
    assert.ok(listing);
    await ask(listing, undefined, '/milestones?phase=inReview');
    assert.deepEqual(await lines(1), [`reads:${keyId} recordRead /milestones?phase=inReview`]);
  });

  it('takes down every act, and every look but at what is of no engagement', () => {
    assert.ok(routes.every(({ method, audited }) => method === 'get' || audited.as === 'administered'));
    assert.deepEqual(
      routes.filter(({ audited }) => audited.as === 'nothing').map((each) => each.path),
      [
        ...['/health', '/health/live', '/health/ready'],
        ...['/report-profiles', '/log/key', '/log/checkpoint', '/log/consistency'],
      ],
    );
  });
});
