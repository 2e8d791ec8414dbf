// What happens before start and test on a clone that has nothing, half of it, or everything installed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const lock = (packages: object) => JSON.stringify({ packages });

describe('Preparing a clone', () => {
  let clone: string;
  beforeEach(async () => {
    clone = await mkdtemp(join(tmpdir(), 'sign-off clone '));
    await write('package.json', JSON.stringify({ engines: { node: '>=20.19' } }));
    await write(
      'package-lock.json',
      lock({ '': {}, ...needed('node_modules/tsx'), 'node_modules/tests': { version: '1.0.0', dev: true } }),
    );
    await mkdir(join(clone, 'stack'));
    await cp(new URL('../../stack/prepare.mjs', import.meta.url), join(clone, 'stack/prepare.mjs'));
    await write('stack/fetchServers.ts', 'console.log("servers fetched", ...process.argv.slice(2));');
    await write('bin/npm', `#!/bin/sh\necho "npm $*"\nsh "${join(clone, 'install.sh')}"\n`);
    await chmod(join(clone, 'bin/npm'), 0o755);
    await write('install.sh', 'exit 1\n');
  });
  afterEach(() => rm(clone, { recursive: true, force: true }));

  const needed = (path: string) => ({ [path]: { version: '1.0.0' } });

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(clone, path)), { recursive: true });
    await writeFile(join(clone, path), text);
  }

  /** A package that does nothing when loaded, which is all that is asked of tsx here. */
  async function install(...paths: string[]): Promise<void> {
    for (const path of paths) {
      await write(`${path}/package.json`, JSON.stringify({ version: '1.0.0', type: 'module', main: 'index.js' }));
      await write(`${path}/index.js`, '');
    }
    const found = Object.assign({}, ...paths.map(needed)) as object;
    await write('node_modules/.package-lock.json', lock(found));
    // Node before 22.18 does not run TypeScript by itself.
    await write('stack/package.json', JSON.stringify({ type: 'module' }));
    await write('node_modules/tsx/index.js', stripped);
  }

  const stripped = `import { register } from 'node:module';
    const hooks = 'export const load = async (url, context, next) => url.endsWith(".ts") ? { format: "module", shortCircuit: true, source: await (await import("node:fs/promises")).readFile(new URL(url)) } : next(url, context);';
    register('data:text/javascript,' + encodeURIComponent(hooks));`;

  function prepare(...args: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'stack/prepare.mjs'), ...args], {
      env: { ...process.env, PATH: `${join(clone, 'bin')}${delimiter}${process.env.PATH}` },
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  }

  it('installs nothing when all is there, and goes on to the servers', async () => {
    await install('node_modules/tsx', 'node_modules/tests');
    const { status, output } = prepare('--with-development', '--with-test-server');
    assert.equal(status, 0, output);
    assert.match(output, /servers fetched --with-development --with-test-server/);
    assert.doesNotMatch(output, /npm ci/);
  });

  it('says so and stops when the packages cannot be installed', () => {
    const { status, output } = prepare();
    assert.equal(status, 1);
    assert.match(output, /npm ci --include=dev/);
    assert.match(output, /could not be installed; see above/);
    assert.doesNotMatch(output, /servers fetched/);
  });

  it('installs again when an earlier installation was interrupted', async () => {
    await install('node_modules/tsx', 'node_modules/tests');
    await rm(join(clone, 'node_modules/.package-lock.json'));
    assert.match(prepare().output, /npm ci/);
  });

  it('installs again when a package was removed by hand', async () => {
    await install('node_modules/tsx', 'node_modules/tests');
    await rm(join(clone, 'node_modules/tests'), { recursive: true });
    assert.match(prepare().output, /npm ci/);
  });

  it('installs again when the lock file asks for another version', async () => {
    await install('node_modules/tsx', 'node_modules/tests');
    const changed = (await readFile(join(clone, 'package-lock.json'), 'utf8')).replace('1.0.0', '2.0.0');
    await write('package-lock.json', changed);
    assert.match(prepare().output, /npm ci/);
  });

  it('starts without the packages only development needs, and installs them for a test', async () => {
    await install('node_modules/tsx');
    assert.doesNotMatch(prepare().output, /npm ci/);
    assert.match(prepare('--with-development').output, /npm ci/);
  });

  it('asks for a newer Node before anything else', async () => {
    await write('package.json', JSON.stringify({ engines: { node: '>=99.0' } }));
    const { status, output } = prepare();
    assert.equal(status, 1);
    assert.match(output, /Node 99\.0 or newer is needed; this is \d+/);
    assert.doesNotMatch(output, /npm/);
  });
});
