// Every expression that reads replies, on 31,000 characters of what costs a backtracking engine most: each takes a moment only.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { isInShare } from '../../run/properties.ts';
import { checkout } from '../../support/checkout.ts';

const characters = 31_000;
const mostMilliseconds = 700;
/** What takes this long at a tenth of the length is tried at the whole. */
const suspiciousMilliseconds = 1.5;

interface Expression {
  file: string;
  expression: RegExp;
}

async function expressionsIn(folder: string): Promise<Expression[]> {
  const files = (await readdir(join(checkout, folder))).filter((each) => each.endsWith('.ts'));
  const found = await Promise.all(
    files.map(async (name) => {
      const file = `${folder}/${name}`;
      const source = ts.createSourceFile(file, await readFile(join(checkout, file), 'utf8'), ts.ScriptTarget.Latest);
      return literalsIn(source).map((expression) => ({ file, expression }));
    }),
  );
  return found.flat();
}

function literalsIn(source: ts.SourceFile): RegExp[] {
  const found: RegExp[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push(new RegExp(node.text.slice(1, end), node.text.slice(end + 1)));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Repeated without an end that would match: blanks, marks, brackets, letters, and the words of the expression itself. */
const usual = [
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\u00a0',
    '\u3000',
    '\u0301',
    'a',
    'A',
    '0',
    'a ',
    'A ',
    'Aa ',
    '0 ',
    '- ',
    '> ',
    '\n>',
    ' \n',
  ],
  ...[
    '-',
    '_',
    '*',
    '>',
    '<',
    '.',
    ',',
    ':',
    '"',
    "'",
    '@',
    '/',
    '|',
    '(',
    ')',
    '[',
    ']',
    '<a',
    'a@',
    'a@b',
    'a.',
    'A. ',
  ],
  ...['12:', '+49 ', 'http://a', 'On ', 'wrote ', 'From: ', 'é', '—', '“', '\\', '='],
];
const wordsOf = ({ source }: RegExp): string[] =>
  [...source.matchAll(/\p{L}{2,}/gu)].slice(0, 12).flatMap(([word]) => [word, `${word} `]);

function timeOf(expression: RegExp, text: string): number {
  expression.lastIndex = 0;
  const before = process.cpuUsage();
  if (expression.global) text.replace(expression, '');
  else expression.test(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function slowestOf(expression: RegExp): { took: number; on: string } {
  let slowest = { took: 0, on: '' };
  for (const unit of [...usual, ...wordsOf(expression)])
    for (const [first, last] of [
      ['', ''],
      ['', '!'],
      ['>', 'x'],
      ['<', ''],
    ] as const) {
      const of = (length: number) => first + unit.repeat(Math.ceil(length / unit.length)) + last;
      if (timeOf(expression, of(characters / 10)) < suspiciousMilliseconds) continue;
      const took = timeOf(expression, of(characters));
      if (took > slowest.took) slowest = { took, on: JSON.stringify(unit) };
      if (took > mostMilliseconds) return slowest;
    }
  return slowest;
}

describe('Reading of a reply', function () {
  this.timeout(120_000);

  for (const folder of ['mail/replies', 'mail/replies/words'])
    it(`takes a moment for each expression of ${folder}, whatever the reply repeats`, async () => {
      const expressions = await expressionsIn(folder);
      assert.ok(expressions.length > 10);
      for (const { file, expression } of expressions.filter((_, index) => isInShare(index, 2))) {
        const { took, on } = slowestOf(expression);
        assert.ok(took <= mostMilliseconds, `${file}: ${String(expression)} takes ${Math.round(took)} ms on ${on}`);
      }
    });
});
