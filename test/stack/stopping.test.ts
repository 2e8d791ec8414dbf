// What a stop does to a service that is up: idle, with an upload under way, and for somebody who does not wait.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sampleEngagement } from '../../scripts/demo/sample.ts';
import { isRunning } from '../../stack/processNotes.ts';
import { Installation, type Program } from './service.ts';

describe('A service that is up', function () {
  this.timeout(300_000);
  let installation: Installation;
  before(async () => {
    installation = await Installation.create();
  });
  after(() => installation.remove());

  async function up(env: Record<string, string> = {}): Promise<Program> {
    const program = installation.start(env);
    await program.prints('npm run demo');
    return program;
  }

  /** The service has taken it in, and has yet to be sent five of its bytes. */
  async function beginUpload(): Promise<Socket> {
    const { PORT: port } = installation.env;
    const key = await readFile(join(installation.stateFolder, 'api-key'), 'utf8');
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const engagement = JSON.stringify(sampleEngagement('stopping'));
    const made = await fetch(`http://127.0.0.1:${port}/engagements`, { method: 'POST', headers, body: engagement });
    assert.ok(made.ok, await made.text());
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /engagements/stopping/documents?fileName=plan.txt&personId=manager HTTP/1.1\r\nHost: localhost:${port}\r\n` +
        `Authorization: Bearer ${key}\r\nContent-Type: text/plain\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n`,
    );
    const [taken] = (await once(socket, 'data')) as [Buffer];
    assert.match(String(taken), /^HTTP\/1.1 100 /);
    socket.write('first');
    return socket;
  }

  async function assertNothingRuns(servers: Record<string, number>): Promise<void> {
    assert.ok(Object.keys(servers).length >= 4);
    const running = (): string[] => Object.keys(servers).filter((name) => isRunning(servers[name] ?? 0));
    for (const until = Date.now() + 30_000; running().length > 0 && Date.now() < until;)
      await new Promise((wait) => setTimeout(wait, 50));
    assert.deepEqual(running(), []);
  }

  it('ends within moments of SIGTERM where it has nothing to do, and all its servers with it', async () => {
    const program = await up();
    const servers = await installation.servers();
    const began = performance.now();
    assert.equal(await program.kill('SIGTERM'), 0, program.output);
    const seconds = (performance.now() - began) / 1000;
    // Under two on a machine that does nothing else; the grace that it must not wait for is ten.
    assert.ok(seconds < 8, `${seconds} s:\n${program.output}`);
    assert.deepEqual(await installation.servers(), {});
    await assertNothingRuns(servers);
  });

  it('lets an upload under way end first, which is then on record', async () => {
    const program = await up();
    const socket = await beginUpload();
    program.signal('SIGTERM');
    await program.prints('Stopping');
    socket.write('whole');
    const answer = await text(socket);
    assert.match(answer, /^HTTP\/1.1 201 /);
    for (const each of ['"fileName":"plan.txt"', '"sizeBytes":10']) assert.ok(answer.includes(each), answer);
    assert.equal(await program.exited, 0, program.output);
  });

  it('takes one Ctrl-C that npm passes on to it once more for one, says what it waits for, and ends at once at the next', async () => {
    const program = await up({ npm_lifecycle_event: 'start', npm_config_script_shell: '/bin/bash' });
    const servers = await installation.servers();
    const socket = await beginUpload();
    socket.on('error', () => undefined);
    for (const _ of ['by the terminal', 'by npm']) program.signal('SIGINT');
    await program.prints('waiting for worker and API');
    assert.equal(await program.kill('SIGINT'), 130, program.output);
    assert.equal(program.output.match(/Stopping; /g)?.length, 1);
    await assertNothingRuns(servers);
    socket.destroy();
  });
});
