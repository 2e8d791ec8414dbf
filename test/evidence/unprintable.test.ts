// What the typefaces of printed evidence lack: a stand-in on the page, and in words which characters, where, and where the exact text is.
import assert from 'node:assert/strict';
import type { Milestone } from '../../domain/milestone.ts';
import { certificateDocument } from '../../evidence/certificate.ts';
import { renderCertificatePdf } from '../../evidence/certificatePdf.ts';
import { learnGlyphs } from '../../evidence/glyphCoverage.ts';
import { runsOf } from '../../evidence/typeface.ts';
import { byScript, unprintableTexts } from '../../evidence/unprintable.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { givenTerms } from '../domain/scenario.ts';
import { readPdf } from './readPdf.ts';

describe('A text in the typefaces of printed evidence', () => {
  const set = async (text: string, within?: string) => {
    await learnGlyphs([text]);
    return runsOf(text, within);
  };
  const printed = async (text: string) => (await set(text)).map((each) => each.text).join('');

  for (const [what, text, expected] of [
    ['Latin, Greek and Cyrillic letters', 'Žofie Ελένη Юлія', 'Žofie Ελένη Юлія'],
    ['Chinese, Japanese and Korean', '東京 タワー 김민준', '東京 タワー 김민준'],
    ['a Hebrew name', 'דנה Levi', '\ufffd\ufffd\ufffd Levi'],
    ['a letter with its vowel signs, as one', 'דָּ', '\ufffd'],
    ['a family of emoji, as one', 'Anna 👩‍👩‍👧', 'Anna \ufffd'],
    ['a selector that only chooses a picture, as nothing', '東\u{e0100}京', '東京'],
    ['a letter that is there, with a mark that is not', 'a\u0353\u{1e8d0}', 'a\u0353\ufffd'],
  ] as const)
    it(`sets ${what}`, async () => {
      assert.equal(await printed(text), expected);
    });

  it('is drawn in the way of its country, whatever was set before', async () => {
    const [alone] = await set('骨');
    const [beside] = await set('骨', '骨タワー');
    assert.match(alone?.family ?? '', /Noto Sans SC/);
    assert.match(beside?.family ?? '', /Noto Sans JP/);
  });

  it('is told by path and characters where it cannot be printed', async () => {
    assert.deepEqual(await unprintableTexts({ name: 'Anna', people: [{ name: 'דנד' }], title: '東京', count: 1 }), [
      { path: ['people', '0', 'name'], text: 'דנד', characters: ['ד', 'נ'] },
    ]);
    assert.deepEqual(
      [...byScript(['ד', '😀', 'ก', 'נ'])],
      [
        ['Hebrew', ['ד', 'נ']],
        ['other signs', ['😀']],
        ['Thai', ['ก']],
      ],
    );
  });
});

describe('Certificate with names that it cannot print', () => {
  const title = `${'Plan '.repeat(24)}ตาม`;
  const people_ = people.map((each) => (each.personId === 'director' ? { ...each, name: 'דנה Levi' } : each));
  const sign = act.toAccepted.slice(-3).map((given) => (state: Milestone) => {
    const { name, raw } = given(state);
    const isDirector = (raw.actor as { personId: string }).personId === 'director';
    return { name, raw: isDirector ? { ...raw, typedName: 'דנה Levi' } : raw };
  });
  const { milestone } = givenTerms({ engagement: { people: people_ }, plan: { title } }, ...act.toSignOff, ...sign);
  const [acceptance] = milestone.acceptances;
  assert.ok(acceptance);
  const document = certificateDocument(milestone, acceptance, { sequence: 22, hash: 'b'.repeat(64) });

  it('puts a stand-in for each, and no numbers among the names', async () => {
    const { text } = readPdf(await renderCertificatePdf(document));
    assert.ok(text.includes('Name typed on the page: “\ufffd\ufffd\ufffd Levi”'));
    assert.ok(!text.includes('[U+'));
  });

  it('says which characters stand where, and has the exact text attached', async () => {
    const { text, attachment } = readPdf(await renderCertificatePdf(document));
    for (const expected of [
      '“\ufffd” stands for a character that this document cannot print.',
      'Characters that could not be printed',
      'Signatories, number 3, name',
      'Signatories, number 3, typed name',
      'Hebrew: 05D3, 05E0, 05D4',
      'Milestone, title',
      'Thai: 0E15, 0E32, 0E21',
      `attached to this PDF, ${document.certificateNumber}.json`,
    ])
      assert.ok(text.includes(expected), `"${expected}" is not printed`);
    const data = JSON.parse(String(attachment)) as typeof document;
    assert.equal(data.signatories[2]?.typedName, 'דנה Levi');
    assert.equal(data.milestone.title, title);
  });

  it('says nothing of the kind where it can print all', async () => {
    const { text } = readPdf(
      await renderCertificatePdf({ ...document, signatories: [], milestone: { ...document.milestone, title: 'Plan' } }),
    );
    assert.ok(!text.includes('\ufffd') && !text.includes('could not be printed'));
  });
});
