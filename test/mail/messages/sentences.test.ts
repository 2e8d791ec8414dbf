// What the domain says to people, as refusals, notes and obstacles, in every language: none is left out, and each is said with what it was filled in with.
import assert from 'node:assert/strict';
import { sentencesIn } from '../../../mail/messages/sentences.ts';
import { defaultLanguage, languages, wordsIn } from '../../../mail/messages/words.ts';
import { saidIn } from './sentencesInSource.ts';

/** What no page or mail says, and why. */
const forOthers = [
  'domain/errors.ts', // sentences of the API's documentation
  'domain/access/rights.ts', // the same, of rights
  'domain/sufficiency/', // findings of a verifier, which the record keeps
  'domain/outgoing/outgoingEvents.ts', // the same, of events
  'domain/terms/currencies.ts', // names of standards
  'domain/terms/signOffStatement.ts', // is there in each language by itself
  'domain/terms/strictJson.ts', // of bodies that programs write
  'domain/envelope.ts',
  'domain/records/upcast.ts', // of a database that no release wrote
  'domain/records/vouchers.ts',
  'domain/records/unreadable.ts', // of payloads that nobody could read
  'domain/requests/mailIds.ts',
  'domain/time/outages.ts', // notes for who runs the service
  'api/auditLog.ts', // what no page asks the API for
  'api/codecServer.ts',
  'api/http/limits.ts', // of requests that no browser makes of a form
  'api/http/problems.ts',
  'api/http/rateLimits.ts', // a page says so in words of its own
  'api/reports.ts',
];

describe('What the domain says', () => {
  for (const language of languages.filter((each) => each !== defaultLanguage))
    it(`is said in ${language} as well, all of it`, async () => {
      const { sentences } = wordsIn(language);
      const atEdges = await Promise.all(
        ['api', 'administration', 'workflows/client'].map((each) => saidIn(each, true)),
      );
      const all = [...(await saidIn('domain')), ...atEdges.flat()];
      const said = all.filter(({ path }) => !forOthers.some((each) => path.startsWith(each)));
      assert.ok(said.length > 500);
      const missing = said.filter(({ sentence }) => !(sentence in sentences));
      assert.deepEqual(
        missing.map(({ path, sentence }) => `${path}: ${sentence}`),
        [],
        `say it in mail/messages/languages/${language}.ts, under sentences`,
      );
    });

  for (const language of languages)
    it(`is filled in in ${language} with what it is filled in with in English`, () => {
      for (const [english, said] of Object.entries(wordsIn(language).sentences)) {
        const places = (text: string) => new Set([...text.matchAll(/\{(\d)/g)].map(([, place]) => place));
        const taken = new Set([...said.matchAll(/\{(\d)(?:, \w+(?: (\d))?)?\}/g)].flatMap(([, ...each]) => each));
        for (const each of taken) assert.ok(each === undefined || places(english).has(each), `${english}: ${said}`);
        assert.doesNotMatch(said, /\{\d,(?! (?:words|list|date|money \d)\})/, said);
      }
    });
});

describe('A sentence of the domain', () => {
  const figures = {
    ...{
      date: (each: string) => `<${each}>`,
      utc: (each: string) => `<${each}>`,
      anyOf: (each: readonly string[]) => each.join('|'),
    },
    money: (amount: string, currency: string) => `${currency}${amount}`,
  };
  const say = sentencesIn(
    {
      '"{0}" signed {1}; one person counts once.': 'Einmal zählt "{0}", {1, words}.',
      'on {0} UTC': 'am {0, date}',
      '{0} {1} is more than the {2} {3} that are left.': 'Mehr als {2, money 3}: {0, money 1}.',
      'It cannot be used: {0}.': 'Unbrauchbar: {0, list}.',
      'must be {0}': 'muss {0, words} sein',
      'a date': 'ein Datum',
      'choose one of {0}.': 'nur {0, list}.',
    },
    figures,
  );

  it('is known by its words, and says what was filled in', () => {
    assert.equal(
      say('"zoe" signed on 2026-03-02 10:00 UTC; one person counts once.'),
      'Einmal zählt "zoe", am <2026-03-02T10:00Z>.',
    );
    assert.equal(say('100.00 EUR is more than the 7.5 KWD that are left.'), 'Mehr als KWD7.5: EUR100.00.');
    assert.equal(say('choose one of a date, tea or must be tea.'), 'nur ein Datum|tea|muss tea sein.');
  });

  it('is known where people were given their names', () => {
    assert.equal(say('Zoë Sample signed on Monday; one person counts once.'), 'Einmal zählt Zoë Sample, on Monday.');
  });

  it('is known behind the field that it is about, and in a list of them', () => {
    assert.equal(say('contract.startsOn must be a date'), 'contract.startsOn muss ein Datum sein');
    assert.equal(
      say('It cannot be used: startsOn must be a date; x: must be odd.'),
      'Unbrauchbar: startsOn muss ein Datum sein; x: muss odd sein.',
    );
  });

  it('is not made of what people wrote', () => {
    assert.equal(say('The report must be a date'), undefined);
    assert.equal(say('"zoe" signed "a date"; one person counts once.'), 'Einmal zählt "zoe", "a date".');
    assert.equal(say('Nobody knows this.'), undefined);
  });

  it('takes no longer for a long text', () => {
    const long = `It cannot be used: ${'is more than the '.repeat(200_000)}`;
    assert.equal(say(long), undefined);
  });
});
