// The sentences that sources of ours say to people, read from the code: each with its places numbered, as catalogues of other languages know it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { checkout } from '../../support/checkout.ts';

/** What is for logs, documentation of the API, or the type checker. */
const isForOthers = (node: ts.Node): boolean =>
  (ts.isNewExpression(node) && /^(?:Range|Type)?Error$/.test(node.expression.getText())) ||
  (ts.isCallExpression(node) && /(?:^|\.)(?:log|console)\b|\.(?:raw|describe|meta)$/.test(node.expression.getText())) ||
  ts.isImportDeclaration(node) ||
  ts.isTypeNode(node);

/** A text, a template with `{0}`, `{1}` … where something is filled in, or several of these with a plus between them. */
function textOf(node: ts.Node, places = { next: 0 }): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map((each) => `{${places.next++}}${each.literal.text}`)].join('');
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [textOf(node.left, places), textOf(node.right, places)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** Two words, or a word beside a place; what has no blank is a key, a path or a pattern. */
const isSentence = (text: string): boolean => /\p{L}{2,} \S|\S \p{L}{2,}/u.test(text) && !/^\\p|\$\d/.test(text);

const isRefusal = (node: ts.Node): boolean =>
  ts.isNewExpression(node) && /^(?:SignOffError|HttpProblem)$/.test(node.expression.getText());

/** Of a source whose other words are for programs, `refusalsAlone`. */
export function sentencesOf(path: string, source: string, refusalsAlone = false): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node, isHeard: boolean): void => {
    if (isForOthers(node)) return;
    const text = textOf(node);
    if (isHeard && text !== undefined && isSentence(text)) found.push(text);
    const within = (each: ts.Node): void => visit(each, isHeard || isRefusal(node));
    // What stands in a place may be a sentence of its own, as after a condition.
    if (text === undefined || !ts.isBinaryExpression(node)) ts.forEachChild(node, within);
    else ts.forEachChild(node, (each) => ts.forEachChild(each, within));
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true), !refusalsAlone);
  return found;
}

/** Of all sources below a folder, or of one file, by path. */
export async function saidIn(path: string, refusalsAlone = false): Promise<{ path: string; sentence: string }[]> {
  const files = path.endsWith('.ts') ? [path] : await sourcesBelow(path);
  const said = await Promise.all(
    files.map(async (file) =>
      sentencesOf(file, await readFile(join(checkout, file), 'utf8'), refusalsAlone).map((sentence) => ({
        path: file,
        sentence,
      })),
    ),
  );
  return said.flat();
}

async function sourcesBelow(folder: string): Promise<string[]> {
  const names = await readdir(join(checkout, folder), { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}
