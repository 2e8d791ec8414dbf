// Every language says all that English says, with the same values; templates ask only for what there is.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messages as english } from '../../../mail/messages/languages/en.ts';
import { languageAsked, languages, wordsIn, type MessageKey } from '../../../mail/messages/words.ts';
import { checkout } from '../../support/checkout.ts';
import { argumentsOf } from './messageParts.ts';

const catalogueOf = async (language: string): Promise<Record<string, string>> => {
  const file = new URL(`../../../mail/messages/languages/${language}.${import.meta.url.slice(-2)}`, import.meta.url);
  return ((await import(file.href)) as { messages: Record<string, string> }).messages;
};

const englishWords = wordsIn('en');
const taken = (key: string) => argumentsOf(english[key as MessageKey], englishWords);

describe('Catalogues of messages', () => {
  it('are there in English and German at least', () => {
    assert.ok(languages.includes('en') && languages.includes('de'), languages.join());
  });

  for (const language of languages)
    it(`say in ${language} everything that English says, no more, with the same values`, async () => {
      const catalogue = await catalogueOf(language);
      assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(english).sort());
      for (const [key, message] of Object.entries(catalogue)) {
        assert.notEqual(message.trim(), '', key);
        // In ICU MessageFormat it would quote what comes after it.
        assert.doesNotMatch(message, /'[{}<>#|]/, `a straight quote in ${key}`);
        const values = argumentsOf(message, wordsIn(language));
        assert.deepEqual(values, taken(key), `${key} in ${language}`);
      }
    });

  for (const language of languages)
    it(`name in ${language} the words that decide in a reply as they are heard`, () => {
      const { say, replies } = wordsIn(language);
      const said = {
        approve: say('reply.approve'),
        sign: say('reply.sign', { name: 'Zoe' }),
        revise: say('reply.revise'),
        refuse: say('reply.refuse'),
        comment: say('reply.comment'),
        delegate: say('reply.delegate'),
      };
      for (const [verb, instruction] of Object.entries(said)) {
        const heard = replies[verb as keyof typeof said].map((each) => each.toUpperCase());
        assert.ok(heard.includes(/^[\p{L}]+/u.exec(instruction)?.[0] ?? ''), instruction);
      }
    });

  it('have every message that a template asks for, which gives each value that it takes', async () => {
    let calls = 0;
    for (const { path, text } of await templates())
      for (const [, key = '', values = ''] of text.matchAll(
        /[{(](?:say|markup) '([^']+)'([^(})]*(?:\([^)]*\)[^(})]*)*)[})]/g,
      )) {
        calls += 1;
        assert.ok(key in english, `${path} asks for ${key}`);
        const given = [...values.matchAll(/(\w+)=/g)].map(([, name = '']) => name).sort();
        assert.deepEqual(given, Object.keys(taken(key)), `${key} in ${path}`);
      }
    assert.ok(calls > 3);
  });
});

describe('Words in a language', () => {
  it('are those of its catalogue, also for one of its regions, and English where there is none', () => {
    const say = (language: string) => wordsIn(language).say('page.allAskedOfYou');
    assert.equal(say('de-AT'), say('de'));
    assert.equal(say('tlh'), say('en'));
    assert.notEqual(say('de'), say('en'));
  });

  it('take the values of their message, by name and kind', () => {
    const { say } = wordsIn('en');
    const [client, nobody] = ['Client', 'Nobody'];
    assert.match(say('page.for', { client }), /Client/);
    const wrong = () => {
      // @ts-expect-error no message of this name
      say('page.fro', { client });
      // @ts-expect-error without its value
      say('page.for');
      // @ts-expect-error a value of another name
      say('page.for', { client, nobody });
      // @ts-expect-error a raw number in place of a text
      say('page.for', { client: 3 });
    };
    assert.throws(wrong);
  });

  it('write the name of a zone once where it is that of all instants, and with each where summer and winter differ', () => {
    const [winter, summer] = ['2026-03-03T08:00:00.000Z', '2026-07-03T08:00:00.000Z'] as const;
    const alike = wordsIn('en').instants([winter, '2026-03-04T08:00:00.000Z'], 'Europe/London');
    assert.deepEqual([alike.zone, alike.said(winter)], ['Greenwich Mean Time', 'Tuesday 3 March 2026, 08:00']);
    const apart = wordsIn('de').instants([winter, summer], 'Europe/London');
    assert.equal(apart.zone, undefined);
    assert.equal(apart.said(summer), wordsIn('de').instant(summer, 'Europe/London'));
    assert.equal(wordsIn('en').instants([], 'Europe/London').zone, undefined);
  });

  it('write instants with the name of the zone, and money with the digits of its currency', () => {
    const [en, de] = [wordsIn('en'), wordsIn('de')];
    assert.equal(
      en.instant('2026-03-03T08:00:00Z', 'Europe/Berlin'),
      'Tuesday 3 March 2026, 09:00 (Central European Standard Time)',
    );
    assert.equal(
      de.instant('2026-07-03T08:00:00Z', 'Europe/Berlin'),
      'Freitag, 3. Juli 2026, 10:00 Uhr (Mitteleuropäische Sommerzeit)',
    );
    assert.deepEqual(
      [en, de].flatMap(({ money }) => [
        money('1000000', 'JPY'),
        money('12.3', 'KWD'),
        money('9007199254740993.10', 'EUR'),
      ]),
      [
        '¥1,000,000',
        'KWD 12.300',
        '€9,007,199,254,740,993.10',
        '1.000.000 ¥',
        '12,300 KWD',
        '9.007.199.254.740.993,10 €',
      ],
    );
  });

  it('are asked for by browsers, best first', () => {
    assert.equal(languageAsked('fr-FR, de-CH;q=0.8, en;q=0.5'), 'de-CH');
    assert.equal(languageAsked('en;q=0.5, de;q=0'), 'en');
    assert.equal(languageAsked(undefined), 'en');
    assert.equal(languageAsked('*'), 'en');
  });
});

async function templates(): Promise<{ path: string; text: string }[]> {
  const folders = ['web/templates', 'mail/templates'];
  const listed = await Promise.all(
    folders.map(async (folder) => (await readdir(join(checkout, folder))).map((name) => join(folder, name))),
  );
  return Promise.all(listed.flat().map(async (path) => ({ path, text: await readFile(join(checkout, path), 'utf8') })));
}
