// A database that is away, or that says nothing any more: every door says so in its own form, and all goes on once it is back.
import assert from 'node:assert/strict';
import { openDatabase, type OpenDatabase } from '../../db/database.ts';
import { engagementWith } from '../domain/cast.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { openTcpProxy, type TcpProxy } from '../support/tcpProxy.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage, assertProblem } from './apiStage.ts';

describe('A service whose database', function () {
  const silentMilliseconds = 1000;
  const link = `/r/${'a'.repeat(43)}`;
  const page = async (init: RequestInit = {}): Promise<[number, string | null, string]> => {
    const response = await stage.fetch(link, init);
    return [response.status, response.headers.get('retry-after'), await response.text()];
  };
  const engagementId = 'E-behind-a-proxy';
  const register = () =>
    stage.post('/engagements', engagementWith({}, { engagementId }), { 'Idempotency-Key': 'once' });
  let other: TestDatabase;
  let proxy: TcpProxy;
  let through: OpenDatabase;
  let stage: ApiStage;
  before(async () => {
    other = await testDatabase();
    const { hostname, port } = new URL(other.url);
    proxy = await openTcpProxy({ host: hostname, port: Number(port) });
    stage = await ApiStage.open(await devServer(), {
      openDatabase: (direct) => {
        const url = new URL(direct);
        [url.hostname, url.port] = ['127.0.0.1', String(proxy.port)];
        through = openDatabase(url.href, { silentMilliseconds, poolSize: 3 });
        return through;
      },
    });
  });
  after(async () => {
    await through?.destroy();
    await stage?.close();
    await proxy?.close();
    await other?.drop();
  });

  for (const [how, isBy] of [
    ['refuses every connection', 'refuse'],
    ['has gone silent on connections that stand', 'swallow'],
  ] as const)
    it(`${how} answers 503 everywhere, with when to try again, and goes on by itself afterwards`, async () => {
      assert.equal((await stage.get('/engagements')).status, 200);
      proxy[isBy]();
      const answers = await Promise.all([stage.get('/engagements'), stage.get('/milestones/M1'), register()]);
      for (const each of answers) {
        assertProblem(each, 503, 'DEPENDENCY_DOWN', undefined);
        assert.equal(each.headers.get('retry-after'), '10');
      }
      const [status, retryAfter, shown] = await page();
      assert.deepEqual([status, retryAfter], [503, '10']);
      assert.match(shown, /<h1>This page is away for a moment<\/h1>[\s\S]*Open the link again in a minute/);
      const [, , answered] = await page({ method: 'POST', body: new URLSearchParams({ formId: 'x' }) });
      assert.match(answered, /send the form again: it counts once/);
      assert.match(await (await stage.fetch(`/c/${'a'.repeat(22)}`)).text(), /This page is away for a moment/);
      proxy.open();
      assert.equal((await register()).status, 201);
      assert.equal((await page())[0], 404);
    });
});
