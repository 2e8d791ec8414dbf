// Lists what a build is made of: code, what lies beside it, and what only tests read.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const notSources = new Set(['node_modules', 'dist', 'docs', 'coverage']);

export const isCode = (path) => path.endsWith('.ts') && !path.endsWith('.d.ts');

/**
 * Paths below `root`. `links` are files of tests that are no code, and whole folders where there is no code below, so
 * that what a test writes there is written to the source.
 * @returns {Promise<{ code: string[]; assets: string[]; links: string[] }>}
 */
export async function listSources(root) {
  const files = await filesBelow(root, '');
  const code = files.filter(isCode);
  const others = files.filter((path) => !isCode(path));
  const isOfTheBuild = (path) => path.startsWith('scripts/build/');
  const isTests = (path) => path.startsWith('test/');
  const withCode = new Set(code.flatMap(foldersAbove));
  const linkOf = (path) => foldersAbove(path).find((folder) => !withCode.has(folder)) ?? path;
  return {
    code,
    assets: [...others.filter((path) => path.includes('/') && !isTests(path) && !isOfTheBuild(path)), 'package.json'],
    links: [...new Set(others.filter(isTests).map(linkOf))],
  };
}

/** The outermost first. */
function foldersAbove(path) {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

async function filesBelow(root, folder) {
  const found = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith('.') || (folder === '' && notSources.has(entry.name))) continue;
    if (entry.isDirectory()) found.push(...(await filesBelow(root, path)));
    else if (entry.isFile()) found.push(path);
  }
  return found.toSorted();
}
