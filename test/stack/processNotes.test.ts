// What a killed run leaves behind: found by its note, told apart from strangers, and ended.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../stack/childProcess.ts';
import { endLeftovers, isRunning, writeNote } from '../../stack/processNotes.ts';

const forEver = ['-e', 'setInterval(() => {}, 1000)'];

describe('A server of the stack', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sign-off-notes-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Starts a server from a process of its own, as `npm start` does. */
  async function startElsewhere() {
    const module = new URL('../../stack/childProcess.ts', import.meta.url).href;
    const script = `
      const { startChild } = await import(${JSON.stringify(module)});
      const { pid } = await startChild({ name: 'server', command: process.execPath,
        args: ${JSON.stringify(forEver)}, folder: ${JSON.stringify(folder)} });
      console.log(pid);
      setInterval(() => {}, 1000);`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(starter.stdout, 'data')) as [Buffer];
    return { starter, pid: Number(printed.toString()) };
  }

  it('outlives a start that was killed, and is ended by the next', async () => {
    const { starter, pid } = await startElsewhere();
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    assert.ok(isRunning(pid));
    assert.deepEqual(await endLeftovers(folder), ['server']);
    assert.ok(!isRunning(pid));
    assert.deepEqual(await endLeftovers(folder), []);
  });

  it('is left alone while the start it belongs to is running', async () => {
    const { starter, pid } = await startElsewhere();
    await assert.rejects(endLeftovers(folder), new RegExp(`Process ${starter.pid} is running on the state folder`));
    assert.ok(isRunning(pid));
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    await endLeftovers(folder);
  });

  it('is not taken for another process that got its number', async () => {
    const stranger = spawn(process.execPath, forEver);
    await writeNote(folder, 'server', stranger.pid ?? 0);
    const path = join(folder, 'run', 'server.json');
    const note = JSON.parse(await readFile(path, 'utf8')) as { startedAt: string };
    await writeFile(path, JSON.stringify({ ...note, startedAt: `${note.startedAt}0` }));
    assert.deepEqual(await endLeftovers(folder), []);
    assert.ok(isRunning(stranger.pid ?? 0));
    stranger.kill('SIGKILL');
    await once(stranger, 'exit');
  });

  it('is not kept from starting by a note that a crash cut short', async () => {
    await writeNote(folder, 'server', process.pid);
    await writeFile(join(folder, 'run', 'server.json'), '{"pid":');
    const child = await startChild({ name: 'server', command: process.execPath, args: forEver, folder });
    assert.ok(isRunning(child.pid));
    await child.stop();
    assert.ok(!isRunning(child.pid));
  });

  it('tells the end of its log when it ends before it is ready', async () => {
    const args = ['-e', 'console.error("no room on the disk"); process.exit(3)'];
    const child = await startChild({ name: 'server', command: process.execPath, args, folder });
    await assert.rejects(
      child.until(new Promise(() => undefined)),
      /server ended with exit code 3.*no room on the disk/s,
    );
  });

  it('is missed when it ends while running, and not when it was asked to', async () => {
    const options = { name: 'server', command: process.execPath, args: forEver, folder };
    const missed = await startChild(options);
    process.kill(missed.pid, 'SIGKILL');
    await assert.rejects(missed.ended, /server ended by signal SIGKILL/);
    const asked = await startChild(options);
    const outcome = Promise.race([asked.ended, asked.stop().then(() => 'stopped')]);
    assert.equal(await outcome, 'stopped');
  });

  it('is refused by name when there is no such program', async () => {
    const options = { name: 'server', command: join(folder, 'nowhere'), args: [], folder };
    await assert.rejects(startChild(options), /ENOENT/);
  });
});
