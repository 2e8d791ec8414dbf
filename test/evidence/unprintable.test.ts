// What the typefaces of printed evidence lack: a box on the page, and in words which characters, where, and where the exact text is.
import assert from 'node:assert/strict';
import type { Milestone } from '../../domain/milestone.ts';
import { certificateDocument } from '../../evidence/certificate.ts';
import { renderCertificatePdf } from '../../evidence/certificatePdf.ts';
import { ideographsOf, printable } from '../../evidence/setting/printable.ts';
import { byScript, unprintableTexts } from '../../evidence/setting/unprintable.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { givenTerms } from '../domain/scenario.ts';
import { readPdf } from './readPdf.ts';

describe('A text in the typefaces of printed evidence', () => {
  for (const [what, text, expected] of [
    ['Latin, Greek and Cyrillic letters', 'Žofie Ελένη Юлія', 'Žofie Ελένη Юлія'],
    ['Chinese, Japanese and Korean', '東京 タワー 김민준', '東京 タワー 김민준'],
    ['Devanagari and Thai', 'क्षत्रिय ตามที่', 'क्षत्रिय ตามที่'],
    ['a Hebrew name in its own direction, apart from what is round it', 'דנה Levi', '\u2068דנה Levi\u2069'],
    ['an Arabic text line by line', 'محمد\nAnna', '\u2068محمد\u2069\n\u2068Anna\u2069'],
    ['a family of emoji', 'Anna 👩‍👩‍👧', 'Anna 👩‍👩‍👧'],
    ['a letter with its vowel signs that no face has, as one box', '\u1200\u135f', '\u25a1'],
    ['a selector that only chooses a picture, as nothing', '東\u{e0100}京', '東\u{e0100}京'],
    ['a letter that is there, with a mark that is not', 'a\u0353\u{1e8d0}', 'a\u0353\u25a1'],
    ['a text that would turn the rest of its line', 'fdp.\u202eexe', 'fdp.exe'],
  ] as const)
    it(`sets ${what}`, () => {
      assert.equal(printable(text), expected);
    });

  it('is drawn in the way of the country that its company is of', () => {
    assert.deepEqual(['骨', '骨タワー', '骨김'].map(ideographsOf), [undefined, 'JP', 'KR']);
  });

  it('is told by path and characters where it cannot be printed', () => {
    const asked = { name: 'דנה', people: [{ name: 'ሀለሀ' }], title: '東京 😀', count: 1 };
    assert.deepEqual(unprintableTexts(asked), [{ path: ['people', '0', 'name'], text: 'ሀለሀ', characters: ['ሀ', 'ለ'] }]);
    assert.deepEqual(
      [...byScript(['ሀ', '\u{1fb00}', 'ៀ', 'ለ'])],
      [
        ['Ethiopic', ['ሀ', 'ለ']],
        ['other signs', ['\u{1fb00}']],
        ['Khmer', ['ៀ']],
      ],
    );
  });
});

describe('Certificate with names that it cannot print', () => {
  const title = `${'Plan '.repeat(24)}ᏣᎳᎩ`;
  const people_ = people.map((each) => (each.personId === 'director' ? { ...each, name: 'ሀለሐ Levi' } : each));
  const sign = act.toAccepted.slice(-3).map((given) => (state: Milestone) => {
    const { name, raw } = given(state);
    const isDirector = (raw.actor as { personId: string }).personId === 'director';
    return { name, raw: isDirector ? { ...raw, typedName: 'ሀለሐ Levi' } : raw };
  });
  const { milestone } = givenTerms({ engagement: { people: people_ }, plan: { title } }, ...act.toSignOff, ...sign);
  const [acceptance] = milestone.acceptances;
  assert.ok(acceptance);
  const document = certificateDocument(milestone, acceptance, { sequence: 22, hash: 'b'.repeat(64) });

  it('puts a box for each, and never its number', () => {
    const { text } = readPdf(renderCertificatePdf(document));
    assert.ok(text.includes('Name typed on the page: “\u25a1\u25a1\u25a1 Levi”'));
    assert.doesNotMatch(text, /U\+|12(00|08|10)\b/);
  });

  it('says which characters stand where, and has the exact text attached', () => {
    const { text, attachment } = readPdf(renderCertificatePdf(document));
    for (const expected of [
      '“\u25a1” stands for a character that this document cannot print.',
      'Characters that could not be printed',
      'signatories, number 3, name',
      'signatories, number 3, typedName',
      'Ethiopic, 3 characters',
      'milestone, title',
      'Cherokee, 3 characters',
      `attached to this PDF, ${document.certificateNumber}.json`,
    ])
      assert.ok(text.includes(expected), `"${expected}" is not printed`);
    const data = JSON.parse(String(attachment)) as typeof document;
    assert.equal(data.signatories[2]?.typedName, 'ሀለሐ Levi');
    assert.equal(data.milestone.title, title);
  });

  it('says nothing of the kind where it can print all', () => {
    const { text } = readPdf(
      renderCertificatePdf({ ...document, signatories: [], milestone: { ...document.milestone, title: 'Plan' } }),
    );
    assert.ok(!text.includes('\u25a1') && !text.includes('could not be printed'));
  });
});
