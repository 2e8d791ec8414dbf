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
      lock({ '': {}, ...needed('node_modules/needed'), 'node_modules/tests': { version: '1.0.0', dev: true } }),
    );
    await mkdir(join(clone, 'stack'));
    await cp(new URL('../../stack/prepare.mjs', import.meta.url), join(clone, 'stack/prepare.mjs'));
    await write('scripts/build/build.mjs', 'console.log("built");');
    await write('dist/stack/fetchServers.js', 'console.log("servers fetched", ...process.argv.slice(2));');
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

  async function install(...paths: string[]): Promise<void> {
    for (const path of paths) await write(`${path}/package.json`, JSON.stringify({ version: '1.0.0' }));
    const found = Object.assign({}, ...paths.map(needed)) as object;
    await write('node_modules/.package-lock.json', lock(found));
  }

  function prepare(...args: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'stack/prepare.mjs'), ...args], {
      env: { ...process.env, PATH: `${join(clone, 'bin')}${delimiter}${process.env.PATH}` },
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  }

  it('installs nothing when all is there, and goes on to the build and then to the servers', async () => {
    await install('node_modules/needed', 'node_modules/tests');
    const { status, output } = prepare('--with-development', '--with-test-server');
    assert.equal(status, 0, output);
    assert.match(output, /built\nservers fetched --with-development --with-test-server/);
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
    await install('node_modules/needed', 'node_modules/tests');
    await rm(join(clone, 'node_modules/.package-lock.json'));
    assert.match(prepare().output, /npm ci/);
  });

  it('installs again when a package was removed by hand', async () => {
    await install('node_modules/needed', 'node_modules/tests');
    await rm(join(clone, 'node_modules/tests'), { recursive: true });
    assert.match(prepare().output, /npm ci/);
  });

  it('installs again when the lock file asks for another version', async () => {
    await install('node_modules/needed', 'node_modules/tests');
    const changed = (await readFile(join(clone, 'package-lock.json'), 'utf8')).replace('1.0.0', '2.0.0');
    await write('package-lock.json', changed);
    assert.match(prepare().output, /npm ci/);
  });

  it('starts without the packages only development needs, and installs them for a test', async () => {
    await install('node_modules/needed');
    assert.doesNotMatch(prepare().output, /npm ci/);
    assert.match(prepare('--with-development').output, /npm ci/);
  });

  it('stops when what changed cannot be built', async () => {
    await install('node_modules/needed');
    await write('scripts/build/build.mjs', 'console.error("no compiler"); process.exitCode = 1;');
    const { status, output } = prepare();
    assert.equal(status, 1);
    assert.match(output, /no compiler/);
    assert.doesNotMatch(output, /servers fetched/);
  });

  it('takes what was built where there are no sources', async () => {
    await install('node_modules/needed');
    await rm(join(clone, 'scripts'), { recursive: true });
    assert.equal(prepare().output, 'servers fetched\n');
  });

  it('gets no server for what needs none', async () => {
    await install('node_modules/needed');
    assert.equal(prepare('--without-servers').output, 'built\n');
  });

  it('asks for a newer Node before anything else', async () => {
    await write('package.json', JSON.stringify({ engines: { node: '>=99.0' } }));
    const { status, output } = prepare();
    assert.equal(status, 1);
    assert.match(output, /Node 99\.0 or newer is needed; this is \d+/);
    assert.doesNotMatch(output, /npm/);
  });
});
