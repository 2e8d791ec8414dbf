// Alert rules, dashboard and runbook: about figures that the service tells, and each alert with an entry that says what to do.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Registry } from 'prom-client';
import { openDatabase } from '../../db/database.ts';
import { countIn } from '../../worker/monitoring/counted.ts';
import { watchIn } from '../../worker/monitoring/watched.ts';
import { phaseChanges } from '../../domain/phases.ts';
import { checkout } from '../support/checkout.ts';
import { isLongRun } from '../run/properties.ts';

const docs = (path: string): Promise<string> => readFile(join(checkout, 'docs', path), 'utf8');

describe('What watches the service', () => {
  let told: Set<string>;
  before(() => {
    const registry = new Registry();
    countIn(registry);
    // Nothing is looked up until somebody asks.
    watchIn(registry, openDatabase('postgres://nobody@127.0.0.1:9/none'));
    told = new Set(registry.getMetricsAsArray().map(({ name }) => name));
  });

  const asked = (text: string): string[] => [
    ...new Set([...text.matchAll(/\b(signoff_\w+|nodejs_\w+|process_\w+)/g)].map(([name]) => name)),
  ];
  const isTold = (name: string): boolean => told.has(name) || told.has(name.replace(/_(bucket|count|sum)$/, ''));

  for (const file of ['monitoring/alerts.yml', 'monitoring/alerts.test.yml', 'monitoring/dashboard.json'])
    it(`${file} asks for nothing that is not told`, async () => {
      const names = asked(await docs(file));
      assert.ok(names.length >= 6);
      assert.deepEqual(
        names.filter((each) => !isTold(each)),
        [],
      );
    });

  it('counts events by types there are', async () => {
    const texts = await Promise.all(['monitoring/alerts.yml', 'monitoring/dashboard.json'].map(docs));
    const events = await readFile(join(checkout, 'domain/events.ts'), 'utf8');
    const types = texts.flatMap((text) => [...text.matchAll(/\btype=\\?"(\w+)/g)].map(([, type]) => type ?? ''));
    assert.ok(types.length >= 5);
    for (const type of types)
      assert.ok(Object.hasOwn(phaseChanges, type) || events.includes(`type: '${type}'`), `no event ${type}`);
  });

  it('tells of every figure that the page describes, and describes every one of its own', async () => {
    const page = await docs('monitoring.md');
    const described = asked(page).filter((each) => each.startsWith('signoff_'));
    assert.deepEqual(described.toSorted(), [...told].filter((each) => each.startsWith('signoff_')).toSorted());
  });

  it('has an entry in the runbook for each alert, and a test in which it fires and one in which it does not', async () => {
    const [rules, tests, page] = await Promise.all(
      ['monitoring/alerts.yml', 'monitoring/alerts.test.yml', 'monitoring.md'].map(docs),
    );
    const alerts = [...(rules ?? '').matchAll(/alert: (\w+)/g)].map(([, name]) => name ?? '');
    assert.equal(alerts.length, 11);
    for (const name of alerts) {
      assert.match(page ?? '', new RegExp(`^### ${name}$`, 'm'));
      assert.match(rules ?? '', new RegExp(`docs/monitoring\\.md#${name.toLowerCase()}$`, 'm'));
      assert.match(tests ?? '', new RegExp(`alertname: ${name}, eval_time: \\d+m, exp_alerts: \\[\\]`));
      assert.match(
        tests ?? '',
        new RegExp(`- alertname: ${name}\\n +eval_time: \\d+m\\n +exp_alerts:\\n +- exp_labels`),
      );
    }
  });

  if (isLongRun)
    it('is as promtool would have it: each alert fires once and is silent while all is well', async () => {
      const run = promisify(execFile);
      const at = { cwd: join(checkout, 'docs/monitoring') };
      await run('promtool', ['check', 'rules', 'alerts.yml'], at);
      const { stdout } = await run('promtool', ['test', 'rules', 'alerts.test.yml'], at);
      assert.match(stdout, /SUCCESS/);
    });

  if (isLongRun)
    it('asks in its dashboard what Prometheus understands', async () => {
      const { panels } = JSON.parse(await docs('monitoring/dashboard.json')) as {
        panels: { title: string; targets?: { refId: string; expr: string }[] }[];
      };
      const asked = panels.flatMap(({ title, targets = [] }) =>
        targets.map(({ refId, expr }) => ({ title, refId, expr })),
      );
      assert.ok(asked.length > 15);
      const folder = await mkdtemp(join(tmpdir(), 'dashboard-'));
      const rules = asked.map(({ expr }, index) => ({ record: `asked:${index}`, expr }));
      // What is JSON is YAML too.
      await writeFile(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
      await promisify(execFile)('promtool', ['check', 'rules', 'rules.yml'], { cwd: folder });
      await rm(folder, { recursive: true });
    });
});
