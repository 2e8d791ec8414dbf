// The built product as a production machine has it: no sources, no packages of development, servers named by settings.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { freePort } from '../../stack/ports.ts';
import { checkout } from '../support/checkout.ts';
import { openMailSink, type MailSink } from '../support/mailSink.ts';
import { testDatabase, type TestDatabase } from '../support/postgres.ts';
import { devServer } from '../support/temporal.ts';
import { dispatcherWorkflowId } from '../../workflows/temporalNames.ts';

interface Locked {
  version?: string;
  dev?: boolean;
  devOptional?: boolean;
}

/** Writes down every module that is loaded, by import and by require. */
const recorder = `
import { appendFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
const hooks = \`import { appendFileSync } from 'node:fs';
export const load = (url, context, next) => { appendFileSync(process.env.LOADED_FILE, url + '\\\\n'); return next(url, context); };\`;
register('data:text/javascript,' + encodeURIComponent(hooks));
process.on('exit', () => appendFileSync(process.env.LOADED_FILE, Object.keys(createRequire(import.meta.url).cache).join('\\n')));
`;

describe('The product as it is installed for production', function () {
  this.timeout(180_000);
  let folder: string;
  let database: TestDatabase;
  let mail: MailSink;
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'sign-off-production-')));
    await install();
    // A start is refused beside milestones that its record does not have, as files before this one leave them here.
    const { client } = await devServer();
    const query = 'WorkflowType = "milestoneSignOff" and ExecutionStatus = "Running"';
    for await (const { workflowId } of client.workflow.list({ query }))
      await client.workflow.getHandle(workflowId).terminate();
    database = await testDatabase();
    mail = await openMailSink();
  });
  after(async () => {
    // It would perform the effects of whatever the next file runs on the product's own queue.
    await (await devServer()).client.workflow.getHandle(dispatcherWorkflowId).terminate();
    await mail.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** As `npm ci --omit=dev` and a copy of dist/ leave it; a link is followed by nobody, or it would lead to all packages. */
  async function install(): Promise<void> {
    const besides = ['test', 'scripts'].map((each) => join(checkout, 'dist', each));
    await cp(join(checkout, 'dist'), join(folder, 'dist'), {
      recursive: true,
      filter: (path) => !besides.includes(path),
    });
    await cp(join(checkout, 'package.json'), join(folder, 'package.json'));
    const { packages } = JSON.parse(await readFile(join(checkout, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, Locked>;
    };
    const wanted = Object.entries(packages).filter(
      ([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional,
    );
    const topmost = wanted.map(([path]) => path).filter((path) => path.lastIndexOf('node_modules/') === 0);
    for (const path of topmost) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await symlink(join(checkout, path), join(folder, path), 'junction');
    }
  }

  function start(env: Record<string, string>) {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [join(folder, 'dist/stack/start.js')], {
      cwd: folder,
      env: { PATH, HOME, NODE_PRESERVE_SYMLINKS: '1', NODE_PRESERVE_SYMLINKS_MAIN: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    const ended = once(child, 'close');
    return {
      child,
      ended,
      said: () => output,
      async says(text: string): Promise<void> {
        while (!output.includes(text)) {
          assert.equal(child.exitCode, null, output);
          await Promise.race([once(child.stdout, 'data'), ended]);
        }
      },
    };
  }

  it('serves from its own files and packages alone, and neither leaves nor trusts anything in the shared temporary folder', async () => {
    const shared = join(folder, 'shared temporary folder');
    await mkdir(shared);
    await writeFile(join(folder, 'recorder.mjs'), recorder);
    const loadedFile = join(folder, 'loaded.txt');
    const { address, client } = await devServer();
    const port = await freePort();
    const service = start({
      TMPDIR: shared,
      LOADED_FILE: loadedFile,
      NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'recorder.mjs')).href}`,
      PORT: `${port}`,
      STATE_FOLDER: join(folder, 'state'),
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: client.options.namespace,
      SMTP_URL: mail.url,
    });
    try {
      await service.says('API key');
      const health = await fetch(`http://127.0.0.1:${port}/health`);
      assert.equal(health.status, 200, await health.text());
      assert.deepEqual(await readdir(shared), [], 'nothing is kept where others could put something in its place');
    } finally {
      service.child.kill('SIGTERM');
      await service.ended;
    }
    const loaded = (await readFile(loadedFile, 'utf8'))
      .split('\n')
      .filter((each) => each !== '' && !/^(node|data):/.test(each))
      .map((each) => (each.startsWith('file:') ? fileURLToPath(each) : each));
    assert.ok(loaded.length > 500 && loaded.some((each) => each.endsWith('dist/worker/application.js')));
    const elsewhere = loaded.filter(
      (each) => !each.startsWith(join(folder, 'dist/')) && !each.startsWith(join(folder, 'node_modules/')),
    );
    assert.deepEqual(
      elsewhere.filter((each) => each !== join(folder, 'recorder.mjs')),
      [],
    );
    assert.deepEqual(
      loaded.filter((each) =>
        /\/node_modules\/(esbuild|tsx|typescript|mjml|mjml-core|maildev|@swc\/core)\//.test(each),
      ),
      [],
      'no compiler and no embedded server at run time',
    );
  });

  it('brings what is loaded only when it is asked for', async () => {
    const dist = join(folder, 'dist');
    const programs = (await readdir(dist, { recursive: true })).filter((each) => each.endsWith('.js'));
    const texts = await Promise.all(programs.map((each) => readFile(join(dist, each), 'utf8')));
    const named = texts.flatMap((text) => [...text.matchAll(/\b(?:import|require\d*)\("([^"./][^"]*)"\)/g)]);
    const wanted = [...new Set(named.map(([, name = '']) => name))].filter((each) => !each.startsWith('node:'));
    for (const each of ['fontkit', 'date-holidays', 'read-excel-file/node', '@simplewebauthn/server'])
      assert.ok(wanted.includes(each), `${each} is among ${wanted.join(', ')}`);
    const packageOf = (name: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? '';
    const present = await Promise.all(
      wanted.map((each) =>
        readFile(join(folder, 'node_modules', packageOf(each), 'package.json')).then(Boolean, () => false),
      ),
    );
    assert.deepEqual(
      wanted.filter((_, index) => !present[index]),
      [],
    );
  });

  it('says what to name, or to install, when a server is not given', async () => {
    const service = start({ STATE_FOLDER: join(folder, 'other state'), PORT: `${await freePort()}` });
    await service.ended;
    assert.equal(service.child.exitCode, 1, service.said());
    assert.match(service.said(), /embedded PostgreSQL is not installed.*set DATABASE_URL.*npm ci --include=dev/s);
  });
});
