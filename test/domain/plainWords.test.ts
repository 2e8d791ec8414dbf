// What is said of input that cannot be used: in plain words, all at once, with the name of each field as it was sent.
import assert from 'node:assert/strict';
import { SignOffError } from '../../domain/errors.ts';
import { parse } from '../../api/http/parse.ts';
import { engagement } from '../../domain/terms/engagement.ts';
import * as act from './acts.ts';
import { engagementWith } from './cast.ts';
import { given } from './scenario.ts';

function told(body: object): readonly string[] {
  try {
    parse(engagement, body);
  } catch (error) {
    assert.ok(error instanceof SignOffError);
    return error.details;
  }
  return [];
}

describe('Input that cannot be used', () => {
  const wrong: [object, string][] = [
    [{ contract: { reference: undefined, statementOfWork: 'S' } }, 'contract.reference is missing'],
    [{ engagementManagerId: undefined }, 'engagementManagerId is missing'],
    [{ name: '' }, 'name must not be empty'],
    [{ name: 5 }, 'name must be a text'],
    [{ startsOn: 'soon' }, 'startsOn must be a date, as in "2026-03-31"'],
    [
      { contract: { reference: 'C', statementOfWork: 'S', form: 'oral' } },
      'contract.form must be one of "simple", "deed"',
    ],
    [
      { contract: { reference: 'C', statementOfWork: 'S', maxReworkCycles: 1.5 } },
      'contract.maxReworkCycles must be a whole number',
    ],
    [
      { contract: { reference: 'C', statementOfWork: 'S', maxReworkCycles: 50 } },
      'contract.maxReworkCycles must be at most 20',
    ],
    [{ people: [] }, 'people must have at least one entry'],
    [
      { contract: { reference: 'C', statementOfWork: 'S', calendar: { timeZone: 'Mars' } } },
      'contract.calendar.timeZone: name an IANA time zone, e.g. "Europe/London"',
    ],
    [{ nmae: 'x' }, 'nmae is no field here; check its spelling against /docs'],
  ];
  for (const [changes, words] of wrong)
    it(`is told: ${words}`, () => {
      assert.ok(told(engagementWith({}, changes)).includes(words), told(engagementWith({}, changes)).join('\n'));
    });

  it('is told everything at once', () => {
    const missing = told({}).filter((each) => each.endsWith(' is missing'));
    assert.deepEqual(missing, [
      ...['engagementId', 'name', 'firm', 'client', 'contract', 'people', 'engagementManagerId'].map(
        (each) => `${each} is missing`,
      ),
      'engagementSponsorId is missing',
    ]);
  });

  it('is told of a misspelt field beside the one that is missing for it', () => {
    const body = engagementWith({ refrence: 'C' }, { name: undefined });
    assert.deepEqual(told(body), [
      'name is missing',
      'contract.refrence is no field here; check its spelling against /docs',
    ]);
  });

  it('is told in the same words by a message to a milestone', () => {
    const { result } = given().when(act.submit({ completedOn: undefined, summary: 7 }));
    assert.match(result?.outcome.message ?? '', /completedOn is missing; summary must be a text\./);
  });
});
