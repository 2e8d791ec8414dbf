// What people read in one line: names, titles and file names that show as what they are.
import assert from 'node:assert/strict';
import { engagement } from '../../domain/terms/engagement.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { fileName, line } from '../../domain/terms/text.ts';
import { engagementWith, planWith } from './cast.ts';

const why = (value: string): string | undefined => line(200).safeParse(value).error?.issues[0]?.message;

describe('A line that people read', () => {
  for (const good of ['Anna Sample', '设计', 'می‌خواهم', '\u200fשלום', '👩‍💻 handbook', '§ 4', '1.2'])
    it(`may be ${JSON.stringify(good)}`, () => assert.equal(why(good), undefined));

  const bad: [string, RegExp][] = [
    ['Anna\u0007 Sample', /invisible character U\+0007/],
    ['Anna \u202eelpmaS', /U\+202E/],
    ['Anna \u2066Sample\u2069', /U\+2066/],
    ['Anna\nSample', /U\+000A/],
    ['Anna\u200bSample', /U\+200B/],
    ['Anna\u{e0041}', /U\+E0041/],
    ['\u200e\u200f', /no letter, digit or sign that can be seen/],
    ['\u200b\u200e', /U\+200B/],
    ['\u3164', /no letter, digit or sign|invisible/],
  ];
  for (const [value, says] of bad)
    it(`may not be ${JSON.stringify(value)}, and the answer says what to leave out`, () => {
      assert.match(why(value) ?? '', says);
    });

  it('has a letter where it is the name of a person', () => {
    const { people } = engagementWith();
    const named = (name: string) =>
      engagement
        .safeParse(engagementWith({}, { people: [{ ...people[0], name }, ...people.slice(1)] }))
        .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    const refusal = ['people.0.name has no letter; write the name as the person signs it'];
    for (const name of ['...', '—', '007', '👩‍💻']) assert.deepEqual(named(name), refusal, name);
    for (const name of ['Ø', '设计', 'Anna 2nd']) assert.equal(named(name), undefined, name);
  });

  it('is asked for wherever somebody is named: people, parties, titles', () => {
    const masked = 'fdp\u202eexe';
    const [person, ...others] = engagementWith().people;
    const people = [{ ...person, name: masked, capacity: masked }, ...others];
    const named = engagement.safeParse({ ...engagementWith(), name: masked, firm: masked, client: masked, people });
    const fields = (result: { error?: { issues: { path: PropertyKey[] }[] } }) =>
      result.error?.issues.map((each) => each.path.join('.')).sort();
    assert.deepEqual(fields(named), ['client', 'firm', 'name', 'people.0.capacity', 'people.0.name']);
    const [first, ...rest] = planWith().deliverables;
    const plan = { ...planWith(), title: masked, deliverables: [{ ...first, title: masked }, ...rest] };
    assert.deepEqual(fields(milestonePlan.safeParse(plan)), ['deliverables.0.title', 'title']);
  });
});

describe('A file name', () => {
  for (const name of ['design.pdf', 'Entwurf – größer, "neu".txt', 'تقرير.pdf'])
    it(`may be ${name}`, () => assert.equal(fileName.safeParse(name).success, true));
  for (const name of ['', ' ', '../up', 'a/b', 'a\\b', 'fdp\u202eexe.pdf', 'a\u0000b'])
    it(`may not be ${JSON.stringify(name)}`, () => assert.equal(fileName.safeParse(name).success, false));
});
