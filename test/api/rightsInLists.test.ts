// The table of rights in what lists, counts, finds and exports: what each role sees of its own engagement there, to the last amount, and nothing of another.
import assert from 'node:assert/strict';
import { liftBarrier, setBarrier } from '../../administration/restrictions.ts';
import { routes } from '../../api/routes.ts';
import { engagementRoles, hasRight, installationRoles, type Right, type Role } from '../../domain/access/rights.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { testSession } from '../support/signedIn.ts';
import { openAnsweringApi, registered, type AnsweringApi } from './answeringApi.ts';
import { firmOf, whoIs } from './firm.ts';
import { rowsOf } from './sheetRows.ts';

interface Listed {
  items: { milestoneId: string; value?: { amount: string } }[];
  totals: { count: number; values: { amount: string }[] };
}

describe('Lists, counts, search and exports', () => {
  let database: TestDatabase;
  let api: AnsweringApi;
  before(async () => {
    database = await testDatabase();
    for (const each of ['eo', 'ex']) await registered(database.db, each, `M-${each}`, firmOf(each));
    api = await openAnsweringApi(database.db, routes);
  });
  after(async () => {
    api.close();
    await database.drop();
  });

  const isEverywhere = (role: Role): boolean => installationRoles.some((each) => each === role);
  const addressOf = (role: Role): string =>
    isEverywhere(role) ? `${role}@example.com` : `${whoIs[role as keyof typeof whoIs]}@eo.example.com`;
  const asking = async (role: Role) => {
    const given = installationRoles.find((each) => each === role);
    const { headers } = await testSession(database.db, addressOf(role), given ? { roles: [given] } : {});
    return async (path: string) => {
      const response = await fetch(`${api.url}${path}`, { headers });
      return { status: response.status, content: Buffer.from(await response.arrayBuffer()) };
    };
  };
  type Ask = Awaited<ReturnType<typeof asking>>;
  const listed = async (ask: Ask, path: string): Promise<Listed> =>
    JSON.parse(String((await ask(path)).content)) as Listed;
  const ids = ({ items }: Pick<Listed, 'items'>): string[] => items.map(({ milestoneId }) => milestoneId).sort();
  const lines = async (ask: Ask, path: string): Promise<string[]> =>
    String((await ask(path)).content)
      .trim()
      .split(/\r?\n/)
      .slice(1);

  const lists: [path: string, right: Right][] = [
    ...['/milestones', '/portfolio', '/search?q=Design', '/forecast', '/work'].map((path): [string, Right] => [
      path,
      'listMilestones',
    ]),
    ...['csv', 'xlsx'].map((format): [string, Right] => [`/portfolio?format=${format}`, 'listMilestones']),
    ...['', '?format=csv', '?format=xlsx'].map((format): [string, Right] => [`/money${format}`, 'readMoney']),
  ];

  for (const role of [...engagementRoles, ...installationRoles])
    it(`show ${role} what the table gives them, in each of them the same`, async () => {
      const has = (right: Right) => hasRight({ roles: [role], isReadOnly: false }, right);
      const ask = await asking(role);
      for (const [path, right] of lists) assert.equal((await ask(path)).status, has(right) ? 200 : 403, path);
      if (!has('listMilestones')) return;
      const own = isEverywhere(role) ? ['M-eo', 'M-ex'] : ['M-eo'];
      assert.deepEqual(ids(await listed(ask, '/milestones')), own);
      // Who else is in it, and what it is worth, is found, counted and exported where it may be read.
      for (const [words, right] of [
        ['Design', 'listMilestones'],
        ['M-e', 'listMilestones'],
        ['Name of user1', 'readMilestones'],
      ] as const) {
        const found = await listed(ask, `/search?q=${encodeURIComponent(words)}`);
        const seen = has(right) ? own : [];
        assert.deepEqual([ids(found), found.totals.count], [seen, seen.length], words);
      }
      const portfolio = await listed(ask, '/portfolio');
      const isWorth = has('readMoney');
      assert.deepEqual([ids(portfolio), portfolio.totals.count], [own, own.length]);
      assert.ok(portfolio.items.every(({ value }) => (value !== undefined) === isWorth));
      const sum = portfolio.totals.values.map(({ amount }) => Number(amount));
      const worth = portfolio.items.reduce((all, { value }) => all + Number(value?.amount ?? 0), 0);
      assert.deepEqual(sum, isWorth ? [worth] : []);
      const csv = await lines(ask, '/portfolio?format=csv');
      assert.deepEqual(csv.map((each) => each.split(',')[0]).sort(), own);
      assert.ok(
        csv.every((each) => /,(EUR|GBP|USD)$/.test(each) === isWorth),
        csv.join('\n'),
      );
      const [head = [], ...rows] = await rowsOf((await ask('/portfolio?format=xlsx')).content);
      assert.deepEqual(rows.map(([milestoneId]) => milestoneId).sort(), own);
      assert.ok(rows.every((row) => (row[head.indexOf('amount')] != null) === isWorth));
      if (isWorth) assert.equal((await lines(ask, '/money?format=csv')).length, own.length);
    });

  for (const role of [...engagementRoles, ...installationRoles].filter((each) =>
    hasRight({ roles: [each], isReadOnly: false }, 'listMilestones'),
  ))
    it(`neither show, count, find nor export for ${role} what is behind a barrier`, async () => {
      const by = { keyId: 'test', now: new Date().toISOString() };
      const barrier = { address: addressOf(role), engagementId: 'eo', reason: 'Conflict' };
      const { barrierId } = await setBarrier(database.db, barrier, by);
      const ask = await asking(role);
      for (const [path] of lists) {
        const { status, content } = await ask(path);
        const said = path.includes('xlsx') && status === 200 ? JSON.stringify(await rowsOf(content)) : String(content);
        assert.doesNotMatch(said, /M-eo/, path);
      }
      if (isEverywhere(role)) assert.equal((await listed(ask, '/portfolio')).totals.count, 1);
      await liftBarrier(database.db, barrierId, { reason: 'Over' }, by);
    });
});
