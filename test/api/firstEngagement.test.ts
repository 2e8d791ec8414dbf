// The guide, run as its reader would: each line in a shell, with curl, against the real API and the key of a first start.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstBodies, firstEngagement } from '../../api/openApi/firstEngagement.ts';
import { testKey } from '../support/apiKey.ts';
import { devServer } from '../support/temporal.ts';
import { ApiStage } from './apiStage.ts';
import { callsIn, PeopleOfTheGuide, readGuide } from './guide.ts';

/** One shell for the whole guide, as in a terminal: what a line sets, later ones have. */
class Terminal {
  readonly #shell;
  #shown = '';

  constructor(folder: string) {
    this.#shell = spawn('bash', ['-o', 'pipefail'], { cwd: folder, stdio: 'pipe' });
    for (const stream of [this.#shell.stdout, this.#shell.stderr])
      stream.on('data', (text: Buffer) => (this.#shown += text.toString()));
  }

  /** What it shows. Throws where it ends in an error. */
  async run(lines: string): Promise<string> {
    this.#shown = '';
    this.#shell.stdin.write(`${lines}\necho "ended with $?."\n`);
    while (!/ended with \d+\.\n/.test(this.#shown)) await once(this.#shell.stdout, 'data');
    const [, shown = '', code] = /^([\s\S]*?)ended with (\d+)\.\n/.exec(this.#shown) ?? [];
    assert.equal(code, '0', `${lines}\n${this.#shown}`);
    return shown;
  }

  async close(): Promise<void> {
    this.#shell.stdin.end();
    if (this.#shell.exitCode === null) await once(this.#shell, 'exit');
  }
}

describe('The guide “Your first engagement”', () => {
  let stage: ApiStage;
  let terminal: Terminal;
  let folder: string;
  before(async () => {
    stage = await ApiStage.open(await devServer());
    await stage.startWorker();
    folder = await mkdtemp(join(tmpdir(), 'guide-'));
    terminal = new Terminal(folder);
    await mkdir(join(folder, '.signoff'));
    const { key } = await testKey(stage.database.db, { roles: ['engagementManager'] });
    await writeFile(join(folder, '.signoff/api-key'), key);
  });
  after(async () => {
    await terminal.close();
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('goes from a key to certificate and release in eleven calls, each as it stands there', async () => {
    const guide = await readGuide();
    const [, setting = ''] = /```sh\n([\s\S]*?)```/.exec(guide) ?? [];
    await terminal.run(setting.replace('http://localhost:3000', stage.url));
    const calls = callsIn(guide);
    assert.equal(calls.length, 11);
    const people = new PeopleOfTheGuide(stage);
    const shown: string[] = [];
    for (const [index, call] of calls.entries()) {
      assert.match(call.heading, new RegExp(`^${index + 1}\\. `));
      assert.equal(call.lines.match(/\bcurl\b/g)?.length, 1, call.heading);
      shown.push(await terminal.run(call.lines));
      if (call.people.includes('Tomas')) await people.afterRequests();
      if (call.people.includes('Ines')) await people.afterAnswer();
    }
    const answer = (call: number) => JSON.parse(shown[call - 1] ?? '') as Record<string, unknown>;
    assert.ok((answer(1).publicHolidays as { found: unknown[] }).found.length > 10);
    assert.deepEqual([answer(5).phase, answer(5).waitingFor], ['validating', ['tester']]);
    assert.ok(typeof answer(5).deadline === 'string');
    assert.equal((answer(6).items as { personId: string }[])[0]?.personId, 'tester');
    assert.equal((answer(7).feedback as { feedbackId: string }[])[0]?.feedbackId, 'F1');
    assert.equal(answer(9).milestoneId, 'harbour-crm-design');
    assert.match((await readFile(join(folder, 'certificate.pdf'))).toString('latin1'), /^%PDF/);
    assert.deepEqual([answer(11).status, answer(11).amountReleased], ['released', '85000.00']);
    // Whoever runs it again, having had no answer, changes nothing.
    assert.deepEqual(await terminal.run(calls[0]?.lines ?? ''), shown[0]);
  });

  it('has the same bodies as the examples in the OpenAPI document', async () => {
    const bodies = callsIn(await readGuide()).flatMap(({ lines }) => {
      const [, body] = /-d '(\{[\s\S]*\})'/.exec(lines) ?? [];
      return body === undefined ? [] : [JSON.parse(body.replaceAll(`'"$DOCUMENT"'`, 'doc-1')) as unknown];
    });
    assert.deepEqual(bodies, [
      firstEngagement,
      firstBodies.startMilestone,
      firstBodies.submitPackage,
      firstBodies.addressFeedback,
    ]);
  });

  it('is read where the API is documented, without a key, and loads nothing from elsewhere', async () => {
    const response = await fetch(`${stage.url}/docs/first-engagement`);
    assert.equal(response.status, 200);
    const page = await response.text();
    assert.match(page, /<h1>Your first engagement<\/h1>/);
    assert.equal(page.match(/<h2>\d+\. /g)?.length, 11);
    const loaded = [...page.matchAll(/<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"/g)].map(([, address]) => address);
    assert.deepEqual(loaded, ['/docs/guide.css']);
    assert.equal((await fetch(`${stage.url}/docs/guide.css`)).status, 200);
    const { info } = (await stage.get<{ info: { description: string } }>('/openapi.json')).body;
    assert.match(info.description, /\(\/docs\/first-engagement\)/);
  });
});
