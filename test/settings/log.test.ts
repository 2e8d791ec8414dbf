// Where the log goes, and what becomes of the service where it cannot go there.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../worker/createLog.ts';
import { rotatingFile } from '../../worker/openLog.ts';

describe('The file of the log', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((wait) => setTimeout(wait, 10));
    }
  }

  it('is set aside when it has grown, and goes on under its name', async () => {
    const log = createLog('info', rotatingFile(join(folder, 'service.log'), 1));
    for (let line = 0; line < 3000; line += 1) log.info({ line, text: 'x'.repeat(1000) }, 'said');
    const files = await until(async () => {
      const found = await readdir(folder);
      return found.filter((each) => each.endsWith('service.log')).length > 2 ? found : undefined;
    });
    assert.ok(files.includes('service.log'));
    await until(async () => {
      const texts = await Promise.all(
        (await readdir(folder))
          .filter((each) => each.endsWith('.log'))
          .map((each) => readFile(join(folder, each), 'utf8').catch(() => '')),
      );
      const lines = texts.join('').split('\n').filter(Boolean);
      return lines.length === 3000 ? true : undefined;
    });
  });

  it('holds nobody up where it cannot be written, is said once, and says what is missing when it can', async () => {
    const path = join(folder, 'service.log');
    await mkdir(path);
    const said: string[] = [];
    const log = createLog('info', rotatingFile(path, 1, { say: (text) => void said.push(text), pause: 20 }));
    log.info('first');
    await until(async () => (said.length > 0 ? true : undefined));
    for (let line = 0; line < 100; line += 1) {
      log.info({ line }, 'nowhere to go');
      await new Promise((wait) => setImmediate(wait));
    }
    assert.match(said[0] ?? '', /cannot be written to .*service\.log .*goes on without it/);
    await rmdir(path);
    let written = 101;
    const text = await until(async () => {
      log.info('there is room');
      written += 1;
      await new Promise((wait) => setTimeout(wait, 10));
      const found = await readFile(path, 'utf8').catch(() => '');
      return found.includes('there is room') ? found : undefined;
    });
    const [, missing] = /"lines":(\d+),"msg":"lines are missing here: the log could not be written"/.exec(text) ?? [];
    assert.equal(Number(missing) + (text.match(/there is room/g)?.length ?? 0), written);
    assert.equal(said.length, 1);
  });
});
