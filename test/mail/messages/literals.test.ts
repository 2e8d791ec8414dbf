// What people read stands in the catalogues: no template, no script of a page, and nothing that makes pages, mails or certificates, has a
// sentence of its own.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { checkout } from '../../support/checkout.ts';

const filesIn = async (folder: string, ...endings: string[]): Promise<string[]> =>
  (await readdir(join(checkout, folder))).filter((name) => endings.some((end) => name.endsWith(end)));

const read = (path: string): Promise<string> => readFile(join(checkout, path), 'utf8');

/** Names of things that are the same in every language. */
const names = /\b(?:SHA-256|CSV|PDF|PAdES|IP)\b/g;

/** What is left of a template without its expressions, comments and tags; of attributes, those that are read out. */
function wordsOf(template: string): string[] {
  const bare = template.replace(/\{\{!--[\s\S]*?--\}\}|\{\{\{?[\s\S]*?\}?\}\}|<!--[\s\S]*?-->/g, ' ');
  const spoken = [...bare.matchAll(/(?:aria-label|placeholder|title|alt)=['"]([^'"]*)/g)].map(([, text = '']) => text);
  const shown = bare.replace(/<mj-(?:style|attributes)[\s\S]*?<\/mj-(?:style|attributes)>/g, ' ').split(/<[^>]*>/);
  return [...spoken, ...shown].map((each) => each.replace(names, '').trim()).filter((each) => /\p{L}{2,}/u.test(each));
}

/** Three words in a row, as no identifier, path or media type has them. */
const isSentence = (text: string): boolean => /(?:^|\s)[A-Za-z’]+,? [a-z’]+,? [a-z’]+/.test(text);

/** For logs, and for whoever runs the service: errors that no page shows, and what statements of SQL say. */
const isForNobody = (node: ts.Node): boolean =>
  (ts.isNewExpression(node) && /^(?:Range|Type)?Error$/.test(node.expression.getText())) ||
  (ts.isCallExpression(node) && /(?:^|\.)(?:log|console)\b|\.(?:raw|describe)$/.test(node.expression.getText())) ||
  ts.isImportDeclaration(node) ||
  ts.isTypeNode(node);

function sentencesIn(path: string, source: string): string[] {
  const found: string[] = [];
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (isForNobody(node)) return;
    const text =
      ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
        ? node.text
        : '';
    if (isSentence(text)) found.push(`${path}: ${text}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** For programs, for whoever runs the service, or for the record: what no page, mail or paper shows. */
const forOthers = [
  'Send the logout_token as a form field.',
  'This logout token was used before.',
  'Your decision is on record; its proof is made within seconds. Try again.',
  'ended by its person',
  'signed in anew',
  'signed out there',
  'openid email profile',
  'input, textarea, select, [contenteditable]',
  'use lower-case letters, digits, dot or dash',
  'Evidence pack of milestone ',
  ' for a notification of circumstances',
];
const ownWords = (found: readonly string[]): string[] =>
  found.filter((each) => !forOthers.some((allowed) => each.endsWith(`: ${allowed}`)));
/** It names elements and classes of the style sheet, which are words of no language. */
const namesClasses = 'deskComponents.hbs';
const ofOthers = ['web/signIn/logoutToken.ts', 'mail/mailSettings.ts'];

describe('Words that people read', () => {
  it('are in no template', async () => {
    const folders = ['web/templates', 'mail/templates'];
    for (const folder of folders)
      for (const name of await filesIn(folder, '.hbs', '.mjml'))
        if (name !== namesClasses) assert.deepEqual(wordsOf(await read(join(folder, name))), [], join(folder, name));
  });

  it('are in no script of a page', async () => {
    for (const name of await filesIn('web/assets', '.js'))
      assert.deepEqual(ownWords(sentencesIn(name, await read(join('web/assets', name)))), []);
  });

  it('are in nothing that makes pages, mails or what is printed', async () => {
    const folders = ['web', 'web/desk', 'web/signIn', 'mail', 'evidence', 'administration/reports'];
    const listed = await Promise.all(
      folders.map(async (folder) => (await filesIn(folder, '.ts')).map((name) => join(folder, name))),
    );
    // Of the evidence, what is on paper: a bag says in English how tools check it, and reasons of a verifier are the record's.
    const shown = listed.flat().filter((path) => !/^evidence\/(?!certificate)/.test(path) && !ofOthers.includes(path));
    const found = await Promise.all(shown.map(async (path) => sentencesIn(path, await read(path))));
    assert.deepEqual(ownWords(found.flat()), []);
  });

  it('are found where they would stand', () => {
    assert.deepEqual(wordsOf("<p title='Read this'>{{say 'x'}} Hello there</p>"), ['Read this', 'Hello there']);
    assert.equal(
      sentencesIn('a.ts', "const a = 'Say why you object.'; const b = `Due on ${a} at the latest`;").length,
      2,
    );
    assert.deepEqual(sentencesIn('a.ts', "log.warn('this was not sent'); throw new Error('this is not there');"), []);
  });
});
