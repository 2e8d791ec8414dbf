// A language is one file: the product as it was built, with that file laid beside the others and nothing else changed, speaks and hears it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { language as english } from '../../../mail/messages/languages/en.ts';
import type { Language } from '../../../mail/messages/language.ts';
import { checkout } from '../../support/checkout.ts';

/** Made up, and written from right to left: each message of English, said otherwise. */
const madeUp: Language = {
  ...english,
  messages: Object.fromEntries(
    Object.entries(english.messages).map(([key, message]) => [key, `⟦${message}⟧`]),
  ) as Language['messages'],
  statement: 'Qapla is signed.',
  replies: { ...english.replies, approve: ['qaq'], refuse: ['qul'], soundsDecided: ['qapla-'] },
  sentences: { 'The plan says so already; give what is to be another way.': 'Qapla already.' },
};

const asked = `
  import { languages, statementsBut, wordsIn } from './mail/messages/words.js';
  import { spokenLanguages } from './web/desk/engagementForm.js';
  import { loadMailTemplates } from './mail/renderMail.js';
  import { renderPage } from './web/renderPage.js';
  import { looksDecided, readVerb } from './mail/replies/words/verbs.js';
  import { mailOn } from './test/mail/notificationContexts.js';
  const words = wordsIn('ckb');
  const people = (each) => each?.engagement === undefined ? each : ({ ...each, engagement: { ...each.engagement, people: each.engagement.people.map((one) => ({ ...one, language: 'ckb' })) } });
  const model = mailOn('signatureRequest', people);
  const { html, subject } = (await loadMailTemplates('example.com'))(model, 'https://sign-off.example/r/token');
  console.log(JSON.stringify({
    languages, direction: words.direction, statement: statementsBut('en').ckb, subject, html,
    page: renderPage(words, 'message', { title: 'x', isUnknown: true }),
    verbs: [readVerb('QAQ', ''), readVerb('Qul: not so', ''), readVerb('qaqa', '')], isAskedBack: looksDecided('Qaplana!'),
    sentence: words.sentence('The plan says so already; give what is to be another way.'),
    offered: spokenLanguages(wordsIn('en')).map((each) => each.value),
    examples: words.examples.length,
  }));
`;

interface Said {
  languages: string[];
  direction: string;
  statement: string;
  subject: string;
  html: string;
  page: string;
  verbs: unknown[];
  isAskedBack: boolean;
  sentence: string;
  offered: string[];
  examples: number;
}

describe('A language that is added as one file', () => {
  let folder: string;
  let said: Said;
  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'language-'));
    const dist = join(checkout, 'dist');
    for (const part of [
      'config.js',
      'package.json',
      'administration',
      'api',
      'db',
      'domain',
      'evidence',
      'mail',
      'storage',
      'web',
      'workflows',
    ])
      await cp(join(dist, part), join(folder, part), { recursive: true });
    for (const part of ['domain', 'mail', 'support'])
      await cp(join(dist, 'test', part), join(folder, 'test', part), { recursive: true });
    await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(
      join(folder, 'mail/messages/languages/ckb.js'),
      `export const language = ${JSON.stringify(madeUp)};\n`,
    );
    await writeFile(join(folder, 'asked.mjs'), asked);
    const { stdout } = await promisify(execFile)(process.execPath, ['asked.mjs'], { cwd: folder, maxBuffer: 1 << 26 });
    said = JSON.parse(stdout) as Said;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is among the languages, and offered where people and contracts are given theirs', () => {
    assert.ok(said.languages.includes('ckb') && said.offered.includes('ckb'));
    assert.equal(said.direction, 'rtl');
    assert.ok(said.examples > 0);
  });

  it('is that of mails and pages', () => {
    assert.match(said.subject, /^⟦/);
    assert.match(said.html, /lang="ckb" dir="rtl"/);
    assert.ok(said.html.includes(`⟦${english.messages['mail.linkIsPersonal']}⟧`));
    assert.match(said.page, /<html lang=['"]ckb['"] dir=['"]rtl['"]/);
    assert.ok(said.page.includes('⟦'));
  });

  it('is heard in replies, by the words that decide and those that only sound like it', () => {
    assert.deepEqual(said.verbs, [{ verb: 'APPROVE' }, { verb: 'REFUSE', firstReason: 'not so' }, null]);
    assert.equal(said.isAskedBack, true);
  });

  it('has the statement that is signed, and what the domain says', () => {
    assert.equal(said.statement, 'Qapla is signed.');
    assert.equal(said.sentence, 'Qapla already.');
  });
});
