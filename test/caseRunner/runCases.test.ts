// The project's own cases through the real parts, and a runner of cases that leaves nothing out in silence.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCases } from '../../scripts/cases/runCases.ts';
import { checkout } from '../support/checkout.ts';

describe('Cases of the project', function () {
  this.timeout(300_000);

  it('hold, each of them', async () => {
    const results = await runCases(join(checkout, 'test/cases'));
    const failed = results.filter((each) => each.failure !== undefined);
    assert.deepEqual(failed, []);
    const counted: Record<string, number> = {};
    for (const { file } of results) {
      const kind = file.replace(/[/.].*$/, '');
      counted[kind] = (counted[kind] ?? 0) + 1;
    }
    assert.deepEqual(counted, {
      calendars: 9,
      openContracting: 11,
      names: 14,
      money: 16,
      requirementsMatrix: 1,
      bounces: 16,
      replies: 33,
    });
  });
});

describe('Runner of cases, in a folder of somebody else', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cases-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const failuresOf = async (files: Record<string, string>): Promise<(string | undefined)[]> => {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return (await runCases(folder)).map((each) => each.failure);
  };

  for (const [what, files, said] of [
    ['a file of no kind', { 'README.md': 'About', 'weather.json': '[]' }, [/^is of no kind/]],
    ['a mail that is not in the folder of its kind', { 'full.eml': 'To: <@BOUNCE@>' }, [/^is of no kind/]],
    ['what is no JSON', { 'names.json': '[{"listed": ' }, [/^is no JSON/]],
    ['a list of nothing', { 'names.json': '[]' }, [/holds no case/]],
    ['no file at all', { 'README.md': 'About' }, [/holds no case/]],
    [
      'a field nobody knows',
      { 'replies.json': '[{"case": "a", "txt": "APPROVE", "expect": "decided"}]' },
      [/malformed/],
    ],
    [
      'an expectation nobody knows',
      { 'money-more.json': '[{"currency": "EUR", "amount": "1", "expect": "fine"}]' },
      [/malformed/],
    ],
    ['a mail without the address it came to', { 'bounces/full.eml': 'To: <a@b.example>' }, [/malformed.*@BOUNCE@/]],
  ] as const)
    it(`fails on ${what}`, async () => {
      const failures = await failuresOf(files);
      assert.equal(failures.length, said.length);
      for (const [index, each] of said.entries()) assert.match(failures[index] ?? '', each);
    });

  it('says what is wrong of one case and goes on to the next', async () => {
    const given = [
      { listed: 'Petra Sample', expect: 'same' },
      { listed: '\u200b', expect: 'refuseAtRegistration' },
    ];
    const [first, second] = await failuresOf({ 'names.json': JSON.stringify(given) });
    assert.match(first ?? '', /malformed/);
    assert.equal(second, undefined);
  });
});
