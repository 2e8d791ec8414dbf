// The runner itself, on files of its own making: that it loses no file and no failure, and whom it lets run side by side.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../support/checkout.ts';
import { findTestFiles, type Burden, type TestFile } from './files.ts';
import type { Result } from './messages.ts';
import { runInPool, type PoolOptions } from './pool.ts';
import { withSourceLines } from './sourceLines.ts';

describe('Runner of the test files', function () {
  this.timeout(180_000);
  let folder: string;
  before(async () => {
    // Below node_modules, so that what is made here can import from there.
    const cache = join(checkout, 'node_modules/.cache');
    await mkdir(cache, { recursive: true });
    folder = await mkdtemp(join(cache, 'runner-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function file(name: string, body: string, burdens: Burden[] = []): Promise<TestFile> {
    const compiled = join(folder, `${name}.mjs`);
    await writeFile(compiled, body);
    return { source: name, compiled, expectedSeconds: 1, burdens, reaches: new Set() };
  }

  async function run(files: TestFile[], options: Partial<PoolOptions> = {}) {
    const results = new Map<string, { result: Result; output: string }>();
    await runInPool(files, {
      processes: 1,
      isEachAlone: false,
      environmentOf: () => process.env,
      onDone: ({ source }, result, output) => results.set(source, { result, output }),
      ...options,
    });
    assert.deepEqual([...results.keys()].sort(), files.map(({ source }) => source).sort(), 'each file is reported');
    return (name: string) => {
      const found = results.get(name);
      assert.ok(found);
      return { ...found.result, titles: found.result.failures.map(({ title }) => title), output: found.output };
    };
  }

  /** Notes when it begins and when it ends, with its process; before it ends, `other` has to begin, however slow the machine. */
  const noting = (name: string, other = name): string => `
    import { appendFileSync, readFileSync } from 'node:fs';
    const path = ${JSON.stringify(join(folder, 'notes'))};
    const note = (what) => appendFileSync(path, what + ' ${name} ' + process.pid + '\\n');
    it('takes a moment', async () => {
      note('begins');
      await new Promise((wait) => setTimeout(wait, 200));
      for (let turn = 0; turn < 600 && !readFileSync(path, 'utf8').includes('begins ${other} '); turn += 1)
        await new Promise((wait) => setTimeout(wait, 50));
      note('ends');
    });`;
  async function notes(): Promise<string[][]> {
    const path = join(folder, 'notes');
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    await rm(path);
    return lines.map((line) => line.split(' '));
  }

  it('counts what passes, fails and is skipped, and goes on after a file that does not load, dies or hangs', async () => {
    const results = await run(
      [
        await file('mixed', `it('a', () => {}); it('b', () => { throw new Error('wrong') }); it.skip('c', () => {});`),
        await file('unloadable', `import 'no-such-package';`),
        await file('dying', `it('a', () => {}); it('b', () => { console.log('last words'); process.exit(7); });`),
        await file('hanging', `it('a', () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); });`),
        await file('last', `describe('S', () => it('a', () => {}));`),
      ],
      { fileLimitMilliseconds: 15_000 },
    );
    const { passed, titles, skippedTitles } = results('mixed');
    assert.deepEqual([passed, titles, skippedTitles], [1, ['b'], ['c']]);
    assert.match(results('mixed').failures[0]?.text ?? '', /wrong/);
    assert.deepEqual(results('unloadable').titles, ['Loading the file']);
    assert.match(results('dying').failures[0]?.text ?? '', /ended with exit code 7 before the file was done/);
    assert.match(results('dying').output, /last words/);
    assert.match(results('hanging').failures[0]?.text ?? '', /ended by signal SIGKILL/);
    assert.deepEqual([results('last').passed, results('last').titles], [1, []]);
  });

  it('runs files side by side in their order, but never more of a burden than the machine carries', async () => {
    const burden: Burden[] = ['an installation'];
    const names = ['first', 'second', 'light', 'third'];
    const files = await Promise.all(
      names.map((name) => file(name, noting(name, name === 'first' ? 'light' : name), name === 'light' ? [] : burden)),
    );
    await run(files, { processes: 2 });
    const said = await notes();
    const heavy = said.filter(([, name]) => name !== 'light').map(([what, name]) => `${what} ${name}`);
    assert.deepEqual(
      heavy,
      ['first', 'second', 'third'].flatMap((name) => [`begins ${name}`, `ends ${name}`]),
    );
    const at = (what: string, name: string) => said.findIndex((each) => each[0] === what && each[1] === name);
    assert.ok(at('begins', 'light') < at('begins', 'third'), 'one without a burden does not wait for those with one');
  });

  it('runs what opens a browser in processes of its own, as long as there is something else for the others', async () => {
    const browser: Burden[] = ['a browser'];
    await run(
      [
        await file('page', noting('page', 'third page'), browser),
        ...[await file('rule', noting('rule')), await file('other rule', noting('other rule', 'third page'))],
        ...[
          await file('other page', noting('other page'), browser),
          await file('third page', noting('third page'), browser),
        ],
      ],
      { processes: 3 },
    );
    const by = (await notes()).map((words) => ({ of: words.slice(1, -1).join(' '), process: words.at(-1) }));
    const processesOf = (kind: RegExp) => by.filter(({ of }) => kind.test(of)).map(({ process }) => process);
    const pages = new Set(processesOf(/page$/));
    assert.equal(pages.size, 2);
    assert.deepEqual(
      processesOf(/rule$/).filter((each) => pages.has(each)),
      [],
    );
  });

  it('gives each file a process of its own where that is asked for, and one process several otherwise', async () => {
    const files = [await file('one', noting('one')), await file('two', noting('two'))];
    const processes = async (isEachAlone: boolean): Promise<number> => {
      await run(files, { isEachAlone });
      return new Set((await notes()).map(([, , pid]) => pid)).size;
    };
    assert.equal(await processes(false), 1);
    assert.equal(await processes(true), 2);
  });

  it('tries properties as often, and from the seed, that the environment says', async () => {
    const reading = await file(
      'seeded',
      `import assert from 'node:assert/strict';
       import fc from 'fast-check';
       it('is as told', () => assert.deepEqual(fc.readConfigureGlobal(), { numRuns: 12, seed: 345 }));`,
    );
    const environmentOf = () => ({ ...process.env, PROPERTY_RUNS: '12', PROPERTY_SEED: '345' });
    const results = await run([reading], { environmentOf });
    assert.deepEqual([results('seeded').passed, results('seeded').failures], [1, []]);
  });

  it('says what processor time a file has taken, that of programs it has started included', async function () {
    if (process.platform !== 'linux') this.skip();
    const busy = `const until = Date.now() + 60_000; const used = () => { const { user, system } = process.cpuUsage(); return user + system; }; while (used() < 1_000_000 && Date.now() < until);`;
    const starting = `
      import { execFileSync } from 'node:child_process';
      it('lets another one compute', function () {
        this.timeout(90_000);
        execFileSync(process.execPath, ['-e', ${JSON.stringify(busy)}]);
      });`;
    const results = await run([await file('starting', starting)]);
    const { cpuSeconds } = results('starting');
    assert.ok(cpuSeconds !== undefined && cpuSeconds >= 0.9, `${cpuSeconds} s`);
  });
});

describe('A failure that is printed', () => {
  it('names the places in the sources that its stack came by, and leaves what has no source', () => {
    const { stack = '' } = new Error('wrong');
    const printed = withSourceLines(stack);
    assert.match(printed, /at .*\(?test\/run\/pool\.test\.ts:\d+:\d+/);
    const line = Number(/pool\.test\.ts:(\d+)/.exec(printed)?.[1]);
    const source = readFileSync(join(checkout, 'test/run/pool.test.ts'), 'utf8').split('\n');
    assert.match(source[line - 1] ?? '', /new Error\('wrong'\)/);
    assert.equal(withSourceLines('at a (/nowhere/b.js:1:2)'), 'at a (/nowhere/b.js:1:2)');
  });
});

describe('Test files that are found', () => {
  it('are those that a path or a folder names, the longest first; what fits none is an error', () => {
    const found = findTestFiles(['test/domain', 'test/stack/start.test.ts']);
    assert.ok(found.some(({ source }) => source === 'test/stack/start.test.ts'));
    assert.ok(found.every(({ source }) => source.startsWith('test/domain/') || source === 'test/stack/start.test.ts'));
    const seconds = found.map(({ expectedSeconds }) => expectedSeconds);
    assert.deepEqual(
      seconds,
      seconds.toSorted((a, b) => b - a),
    );
    assert.throws(() => findTestFiles(['test/domain', 'test/dom']), /No test file fits test\/dom\./);
  });

  it('are a burden by what they open', () => {
    const burdensOf = (source: string) => findTestFiles([source])[0]?.burdens;
    assert.deepEqual(burdensOf('test/web/decisions.test.ts'), ['a browser']);
    assert.deepEqual(burdensOf('test/stack/start.test.ts'), ['an installation']);
    assert.deepEqual(burdensOf('test/domain/money.test.ts'), []);
  });
});
