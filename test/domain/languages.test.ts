// Whose language is which, and in which language a statement is read and signed.
import assert from 'node:assert/strict';
import { engagement } from '../../domain/terms/engagement.ts';
import { assertLanguagesOffered, languageOf } from '../../domain/people/languages.ts';
import { statementFor, usualIn } from '../../domain/terms/signOffStatement.ts';
import * as act from './acts.ts';
import { engagementWith } from './cast.ts';
import { givenTerms, started } from './scenario.ts';

const parsed = (contract: object, of: object = {}) => engagement.safeParse(engagementWith(contract, of));
const people = (language: string) =>
  (engagementWith().people as { personId: string }[]).map((each) =>
    each.personId === 'approver1' ? { ...each, language } : each,
  );

describe('A language', () => {
  it('is a person’s own, or else that of the contract', () => {
    const { milestone } = started({ contract: { language: 'de' }, engagement: { people: people('en-US') } });
    assert.deepEqual(
      ['approver1', 'manager', 'administrator'].map((id) => languageOf(milestone, id)),
      ['en-US', 'de', undefined],
    );
  });

  it('is refused where it is none, or nothing is said in it, with what to do', () => {
    assert.match(parsed({ language: 'Deutsch' }).error?.message ?? '', /use a language tag/);
    const known = parsed({}, { people: people('fr') });
    assert.ok(known.data);
    assert.throws(() => assertLanguagesOffered(known.data, ['de', 'en']), {
      code: 'INVALID_MESSAGE',
      message: 'There are no words in "fr"; name one of de, en, with a region if you like.',
    });
    const region = parsed({ language: 'de-CH' }, { people: people('en') });
    assert.ok(region.data);
    assertLanguagesOffered(region.data, ['de', 'en']);
  });
});

describe('The statement that is signed', () => {
  const own = { version: '7', text: 'Abgenommen.', language: 'de', translations: { en: 'Accepted.' } };

  it('is read in the reader’s language where the contract has it so, or else as the contract has it', () => {
    const statement = parsed({ signOffStatement: own }).data?.contract.signOffStatement;
    assert.ok(statement);
    const read = (tag?: string) => statementFor(statement, tag).text;
    assert.deepEqual(['de-AT', 'en-GB', 'fr', undefined].map(read), [
      'Abgenommen.',
      'Accepted.',
      'Abgenommen.',
      'Abgenommen.',
    ]);
  });

  it('is that of the service where the contract has none, in the languages it is given in', () => {
    const statement = parsed({}).data?.contract.signOffStatement;
    assert.ok(statement);
    assert.match(statementFor(usualIn(statement, { de: 'Ich nehme ab.' }), 'de').text, /Ich nehme ab/);
    assert.equal(statementFor(statement, 'de').version, '1');
    const ofContract = parsed({ signOffStatement: own }).data?.contract.signOffStatement;
    assert.ok(ofContract);
    assert.equal(usualIn(ofContract, { fr: 'Accepté.' }), ofContract);
  });

  it('has no translation into its own language', () => {
    const twice = { ...own, translations: { de: 'Anders.' } };
    assert.match(parsed({ signOffStatement: twice }).error?.message ?? '', /the text itself is in/);
  });

  it('is recorded in the language its signer read, and refused in one that the contract does not have', () => {
    const before = givenTerms({ contract: { signOffStatement: own } }, ...act.toSignOff);
    const signing = (statementLanguage: string) => act.sign('approver1', { statementVersion: '7', statementLanguage });
    before.when(signing('fr')).then('STATEMENT_MISMATCH', 'statementLanguage');
    const after = before.when(signing('en')).then('signed');
    assert.equal(after.milestone.signatures[0]?.statementLanguage, 'en');
  });
});
