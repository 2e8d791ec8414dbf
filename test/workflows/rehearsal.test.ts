// Rehearsing a milestone: what a file must hold, and that the example shows who would be mailed what, while nobody is.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { rehearse } from '../../scripts/rehearsal/rehearse.ts';
import { parseScript, ScriptError } from '../../scripts/rehearsal/script.ts';
import { quietRuntime } from '../support/temporal.ts';

const example = new URL('../../scripts/rehearsal/example.json', import.meta.url);

describe('Rehearsal', () => {
  let text: string;
  before(async () => {
    await quietRuntime();
    text = await readFile(example, 'utf8');
  });

  const faults: [string, (file: Record<string, unknown>) => void, RegExp][] = [
    ['an unknown field', (file) => Object.assign(file, { scrpt: [] }), /scrpt/],
    [
      'somebody who is not of the engagement',
      (file) => Object.assign((file.script as object[])[0] ?? {}, { who: 'nobody' }),
      /script\.0\.who: "nobody"/,
    ],
    [
      'an unknown action',
      (file) => Object.assign((file.script as object[])[1] ?? {}, { does: 'nods' }),
      /script\.1\.does/,
    ],
    [
      'a plan that does not hold together',
      (file) => Object.assign(file.plan as object, { requirements: [] }),
      /requirements/,
    ],
    [
      'holidays of no known place',
      (file) =>
        Object.assign((file.engagement as { contract: { calendar: object } }).contract.calendar, {
          publicHolidaysOf: [{ country: 'ZZ' }],
        }),
      /publicHolidaysOf\.0/,
    ],
  ];
  for (const [what, spoil, message] of faults)
    it(`refuses a file with ${what}, naming it`, () => {
      const file = JSON.parse(text) as Record<string, unknown>;
      spoil(file);
      assert.throws(
        () => parseScript(JSON.stringify(file), 'file.json'),
        (error: Error) => error instanceof ScriptError && message.test(error.message),
      );
    });

  it('refuses what is no JSON, and a start that is past', async () => {
    assert.throws(() => parseScript('{', 'file.json'), /file\.json is no JSON/);
    const past = { ...parseScript(text, 'example'), startsAt: '2020-01-01T00:00:00Z' };
    await assert.rejects(rehearse(past), /startsAt: .* is past/);
  });

  it('plays the example to its deemed acceptance, and lists each mail once with what happens next', async () => {
    const { milestone, mails, refused, unused } = await rehearse(parseScript(text, 'example'));
    assert.equal(milestone.stage.phase, 'accepted');
    assert.equal(milestone.acceptances.at(-1)?.basis, 'deemed');
    assert.deepEqual([refused, unused], [[], []]);
    assert.equal(new Set(mails.map((each) => each.mailId)).size, mails.length);
    const notice = mails.find((each) => each.model.kind === 'finalNotice');
    assert.match(notice?.local ?? '', /Eastern Standard Time/);
    assert.match(notice?.model.next ?? '', /silence counts as acceptance/);
  });
});
