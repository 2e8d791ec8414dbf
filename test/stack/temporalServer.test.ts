// The embedded Temporal server: where it loses a port that it had found free, and what it keeps.
import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { freePort } from '../../stack/ports.ts';
import { resolveTemporalCli } from '../../stack/temporalBinary.ts';
import { startTemporalServer } from '../../stack/temporalServer.ts';

describe('The embedded Temporal server', function () {
  const before = process.env.TEMPORAL_CLI_PATH;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sign-off-temporal-'));
  });
  afterEach(async () => {
    if (before === undefined) delete process.env.TEMPORAL_CLI_PATH;
    else process.env.TEMPORAL_CLI_PATH = before;
    await rm(folder, { recursive: true, force: true });
  });

  /** Gives up so many times, as a program in Go does, and then runs the real one. */
  async function givesUp(times: number): Promise<void> {
    const { path: real } = await resolveTemporalCli();
    const path = join(folder, 'temporal');
    const script = `echo >>"${folder}/tries"
      [ $(wc -l <"${folder}/tries") -gt ${times} ] && exec "${real}" "$@"
      { echo "panic: listen tcp 127.0.0.1: address already in use"; seq 20; } >&2; exit 2`;
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    process.env.TEMPORAL_CLI_PATH = path;
  }
  const tries = async (): Promise<number> => (await readFile(join(folder, 'tries'), 'utf8')).length;

  it('is started once more when it gave up', async () => {
    await givesUp(1);
    const server = await startTemporalServer({ port: await freePort(), folder });
    await server.stop();
    assert.equal(await tries(), 2);
  });

  it('has a UI that asks no outside host for news', async () => {
    const uiPort = await freePort();
    const server = await startTemporalServer({ port: await freePort(), uiPort, folder });
    try {
      const settings = await fetch(`http://localhost:${uiPort}/api/v1/settings`);
      assert.equal(((await settings.json()) as { DisableNewsFetch?: boolean }).DisableNewsFetch, true);
    } finally {
      await server.stop();
    }
  });

  it('is ended without a word, and has all it acknowledged when it is started again', async () => {
    const options = { port: await freePort(), folder, databaseFile: 'temporal.db' };
    const { address, stop } = await startTemporalServer(options);
    const connection = await Connection.connect({ address });
    const handle = await new Client({ connection }).workflow.start('nothing', {
      taskQueue: 'none',
      workflowId: 'kept',
    });
    const sent = Array.from({ length: 50 }, (_, each) => `signal-${each}`);
    for (const each of sent) await handle.signal(each);
    await stop();
    await connection.close();
    const again = await startTemporalServer(options);
    const reopened = await Connection.connect({ address });
    try {
      const { events } = await new Client({ connection: reopened }).workflow.getHandle('kept').fetchHistory();
      const signals = (events ?? []).flatMap((each) => each.workflowExecutionSignaledEventAttributes?.signalName ?? []);
      assert.deepEqual(signals, sent);
    } finally {
      await reopened.close();
      await again.stop();
    }
  });

  it('is not started a third time, and says why it gave up', async () => {
    await givesUp(2);
    const starting = startTemporalServer({ port: await freePort(), folder });
    await assert.rejects(starting, /temporal ended with exit code 2[\s\S]*panic: listen tcp[\s\S]*\n20$/);
    assert.equal(await tries(), 2);
  });
});
