// What is shipped to run the product elsewhere: image, compose file, chart. No engine runs here: each is held against what it names.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadConfig, settings } from '../../config.ts';
import { migrate, openDatabase } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { grantToService, loginIn } from '../../db/roles.ts';
import { assertFitForOthers } from '../../stack/exposure.ts';
import { loadTemporalConfig } from '../../temporal.config.ts';
import { checkout } from '../support/checkout.ts';
import {
  composeProject,
  lintChart,
  needDeployTools,
  validatedObjects,
  type KubernetesObject,
} from '../support/deployTools.ts';
import { isLongRun } from '../run/properties.ts';
import { testDatabase } from '../support/postgres.ts';

interface Service {
  image: string;
  environment?: Record<string, string>;
  read_only?: boolean;
  cap_drop?: string[];
  ports?: string[];
  command?: string[];
  networks?: string[];
  depends_on?: Record<string, { condition: string }>;
}

const deploy = join(checkout, 'stack/deploy');
const text = (name: string) => readFile(join(deploy, name), 'utf8');
const isSetting = (name: string) => Object.hasOwn(settings.shape, name) || /^TEMPORAL_[A-Z]+$/.test(name);

/** As an administrator fills them in. */
const given: Record<string, string> = {
  PUBLIC_URL: 'https://sign-off.example.com',
  SEAL_FILE: '/keys/seal.p12',
  SEAL_PASSWORD: 'oW1wK4u7Tz2qB9sL',
  DATABASE_PASSWORD: 'p3VtX8nq6RzLk2Yd',
  DATABASE_OWNER_PASSWORD: 'G7hwZ1mJc5TxQ9be',
  POSTGRES_PASSWORD: 'n2KfS6yvA8rPw4Hd',
  TEMPORAL_PASSWORD: 'C9tbM3xjV5gLq7Ue',
  MAIL_FROM: 'Sign-off <sign-off@example.com>',
  ADMINISTRATOR_EMAIL: 'it@example.com',
  SMTP_URL: 'smtps://user:password@mail.example.com',
};

/** As Compose fills in variables: `:-` gives a default, `:?` says what is missing. */
const filledIn = (value: string): string =>
  value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind: string | undefined, fallback: string) => {
    const found = given[name] ?? (kind === '-' ? fallback : undefined);
    assert.ok(found !== undefined, `${name} is neither given nor has it a default`);
    return found;
  });

describe('What is shipped to run the product elsewhere', () => {
  let services: Record<string, Service>;
  before(async () => {
    services = (parse(await text('compose.yaml'), { merge: true }) as { services: Record<string, Service> }).services;
  });

  const environmentOf = (name: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(services[name]?.environment ?? {}).map(([setting, value]) => [setting, filledIn(value)]),
    );

  for (const part of ['api', 'worker'] as const) {
    it(`gives the ${part} of the compose file settings that are known, can be used and are fit for others`, () => {
      const environment = environmentOf(part);
      assert.deepEqual(
        Object.keys(environment).filter((name) => !isSetting(name)),
        [],
      );
      // What the image sets, the compose file relies on.
      const all = { HOST: '0.0.0.0', LOG_TO: 'stdout', STATE_FOLDER: '/state', ...environment };
      const config = loadConfig(all);
      const temporal = loadTemporalConfig(all);
      assert.ok(temporal.isGiven && config.databaseUrl && config.logTo === 'stdout');
      const allowed = assertFitForOthers(config, temporal, part).map(({ exposure }) => exposure);
      assert.deepEqual([...new Set(allowed)].toSorted(), ['plainDatabase', 'plainTemporal']);
    });
  }

  it('runs the parts of the product with nothing to write to but their volume, and shows no port beyond the machine', () => {
    for (const part of ['api', 'worker']) {
      const { read_only: isReadOnly, cap_drop: dropped, command } = services[part] ?? {};
      assert.deepEqual([isReadOnly, dropped, command], [true, ['ALL'], [part]]);
    }
    for (const [name, { ports = [], image, networks = [], depends_on: needed = {} }] of Object.entries(services)) {
      for (const each of ports) assert.match(each, /^127\.0\.0\.1:/, name);
      assert.match(image, /:\d+\.\d+/, `${name} is of a version`);
      assert.ok(networks.includes('inside'), name);
      for (const each of Object.keys(needed)) assert.ok(services[each], `${name} waits for ${each}`);
    }
    assert.equal(services.postgres?.networks?.includes('outside'), false);
  });

  it('makes the logins that migrations, the service and a backup need, by the script for PostgreSQL', async () => {
    const script = await text('databases.sh');
    const [, sql = ''] = /<<'SQL'\n([\s\S]*?)\nSQL\n/.exec(script) ?? [];
    const database = await testDatabase();
    const admin = openDatabase(database.ownerUrl, { poolSize: 1 });
    const mark = new URL(database.url).pathname.slice(1);
    // Roles are the whole server's, and shared with other tests.
    const own = (name: string) => `${mark}_${name}`;
    const renamed = sql
      .replace(/\b(sign_off_owner|sign_off|temporal_visibility|temporal)\b/g, (name) => own(name))
      .replace(/:'(\w+)'/g, (_, name: string) => `'${name}-password'`);
    const as = (login: string, name: string) => {
      const url = new URL(database.ownerUrl);
      [url.username, url.password, url.pathname] = [own(login), `${name}-password`, own('sign_off')];
      return String(url);
    };
    const statements = renamed
      .split(/;\n?/)
      .map((each) => each.replace(/^--.*$/gm, '').trim())
      .filter(Boolean);
    try {
      for (const each of statements) await admin.raw(each.replaceAll('?', '\\?'));
      const owner = openDatabase(as('sign_off_owner', 'owner'));
      const service = as('sign_off', 'service');
      await migrate(owner);
      await grantToService(owner, loginIn(service));
      const { rows } = await owner.raw<{ rows: { sees: boolean }[] }>(
        'select rolbypassrls as sees from pg_roles where rolname = current_user',
      );
      assert.deepEqual(rows, [{ sees: true }]);
      await owner.destroy();
      const db = openDatabase(service);
      await assert.rejects(db.raw('select * from milestones'), /permission denied/);
      assert.deepEqual(await asJob(db, 'register')('milestones').count({ n: '*' }), [{ n: '0' }]);
      await db.destroy();
    } finally {
      for (const name of ['sign_off', 'temporal', 'temporal_visibility'])
        await admin.raw(`drop database if exists ${own(name)} with (force)`);
      const { rows } = await admin.raw<{ rows: { name: string }[] }>(
        'select rolname as name from pg_roles where rolname like ?',
        [`${mark}\\_%`],
      );
      // Whoever granted a role to another one goes last.
      for (const { name } of rows.toSorted(
        (a, b) => Number(a.name.endsWith('_owner')) - Number(b.name.endsWith('_owner')),
      ))
        await admin.raw(`drop role ${name}`);
      await admin.destroy();
      await database.drop();
    }
  });

  it('builds the image from folders that are there, and starts what the build makes', async () => {
    const dockerfile = await text('Dockerfile');
    const context = (await text('Dockerfile.dockerignore')).split('\n').filter((line) => line.startsWith('!'));
    const entries = await readdir(checkout);
    for (const line of context) assert.ok(entries.includes(line.slice(1)), line);
    const { engines } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    const nodes = [...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => Number(major));
    assert.ok(nodes.length === 2 && nodes.every((major) => major >= Number(/\d+/.exec(engines.node)?.[0])));
    const [, entrypoint = ''] = /^ENTRYPOINT \["node", "dist\/(\S+)\.js"\]$/m.exec(dockerfile) ?? [];
    assert.ok(existsSync(join(checkout, `${entrypoint}.ts`)));
    assert.match(dockerfile, /^USER \d+:\d+$/m);
    const [, variables = ''] = /^ENV (.*)$/m.exec(dockerfile) ?? [];
    const names = variables.split(' ').map((each) => each.split('=')[0] ?? '');
    assert.deepEqual(
      names.filter((name) => name !== 'NODE_ENV' && !isSetting(name)),
      [],
    );
  });

  it('names in the chart only settings that are known, and every value by its schema', async () => {
    const pod = await text('helm/templates/_parts.tpl');
    const names = [...pod.matchAll(/\{ name: ([A-Z][A-Z0-9_]+), value/g)].map(([, name = '']) => name);
    assert.ok(names.length > 10);
    assert.deepEqual(
      names.filter((name) => !isSetting(name)),
      [],
    );
    const values = parse(await text('helm/values.yaml')) as object;
    const schema = JSON.parse(await text('helm/values.schema.json')) as { properties: object };
    assert.deepEqual(
      Object.keys(values).filter((name) => !Object.hasOwn(schema.properties, name)),
      [],
    );
  });

  /** A pod with nothing to write to but its volumes, time to stop in, and settings that a start goes on with. */
  function assertFit(part: 'api' | 'worker', { spec: { template } }: KubernetesObject): void {
    const pod = template?.spec;
    const [container] = pod?.containers ?? [];
    assert.ok(pod && container);
    assert.ok(pod.terminationGracePeriodSeconds >= 40);
    const { runAsNonRoot, runAsUser } = pod.securityContext as Record<string, unknown>;
    assert.deepEqual([runAsNonRoot, runAsUser, container.args], [true, 10001, [part]]);
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const shown = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
    // What the image sets, and the secret that docs/deployment.md describes.
    const { SEAL_PASSWORD, SMTP_URL } = given;
    const database = (login: string, password = '') =>
      `postgres://${login}:${password}@db.example.com/sign_off?sslmode=verify-full`;
    const secret = {
      ...{ SEAL_PASSWORD, SMTP_URL },
      DATABASE_URL: database('sign_off', given.DATABASE_PASSWORD),
      DATABASE_OWNER_URL: database('sign_off_owner', given.DATABASE_OWNER_PASSWORD),
    };
    const all = { HOST: '0.0.0.0', LOG_TO: 'stdout', STATE_FOLDER: '/state', ...shown, ...secret };
    assert.deepEqual(
      assertFitForOthers(loadConfig(all), loadTemporalConfig(all), part).map(({ exposure }) => exposure),
      shown.METRICS_PORT === undefined ? [] : ['openMetrics'],
    );
  }

  if (isLongRun)
    it('is taken by Compose, by Helm and by the schemas of Kubernetes', async () => {
      await needDeployTools();
      assert.match(await composeProject(join(deploy, 'compose.yaml')), /^name: milestone-sign-off$/m);
      const folder = await mkdtemp(join(tmpdir(), 'chart-'));
      const values = join(folder, 'values.yaml');
      const [, example = ''] =
        /# our-values\.yaml\n((?: {4}.*\n)+)/.exec(await readFile(join(checkout, 'docs/deployment.md'), 'utf8')) ?? [];
      await writeFile(values, example.replace(/^ {4}/gm, ''));
      const chart = join(deploy, 'helm');
      await lintChart(chart, values);
      const everything = ['Deployment', 'Deployment', 'NetworkPolicy', 'NetworkPolicy', 'PodDisruptionBudget'];
      const rest = ['PodDisruptionBudget', 'Service', 'ServiceAccount'];
      for (const [set, kinds] of [
        ['metrics.enabled=true', [...everything, ...rest, 'Ingress']],
        ['ingress.enabled=false,settings.LOG_LEVEL=warn', [...everything, ...rest]],
      ] as const) {
        const objects = await validatedObjects(chart, values, set);
        assert.deepEqual(objects.map(({ kind }) => kind).toSorted(), kinds.toSorted(), set);
        for (const [part, replicas] of [
          ['api', 2],
          ['worker', 3],
        ] as const) {
          const deployment = objects.find(
            ({ kind, metadata }) => kind === 'Deployment' && metadata.name === `trial-${part}`,
          );
          assert.ok(deployment);
          assert.equal(deployment.spec.replicas, replicas);
          assertFit(part, deployment);
        }
      }
      await rm(folder, { recursive: true });
    }).timeout(1_200_000);
});
