// What the documents promise a reader: links that lead somewhere, settings as the code has them, and words that it uses.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { allowances } from '../../api/http/rateLimits.ts';
import { settings } from '../../config.ts';
import { temporalViews } from '../../stack/temporalViews.ts';
import { mailKinds } from '../mail/notificationContexts.ts';
import { checkout } from '../support/checkout.ts';
import { pictureOf } from '../support/temporalPictures.ts';

async function documents(): Promise<string[]> {
  const below = ['docs', 'docs/decisions'].map(async (folder) =>
    (await readdir(join(checkout, folder))).map((name) => `${folder}/${name}`),
  );
  return [...(await readdir(checkout)), ...(await Promise.all(below)).flat()].filter((name) => name.endsWith('.md'));
}

/** Text without code blocks, in which brackets mean something else. */
const prose = (markdown: string): string => markdown.replace(/```[\s\S]*?```/g, '').replace(/^ {4}.*$/gm, '');

/** As GitHub makes anchors of headings. */
const anchorsIn = (markdown: string): string[] =>
  [...prose(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

async function brokenLinksIn(document: string): Promise<string[]> {
  const text = await readFile(join(checkout, document), 'utf8');
  const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken: string[] = [];
  for (const link of links.filter((each) => !/^[a-z]+:/.test(each))) {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? join(checkout, document) : resolve(checkout, dirname(document), path);
    if (!existsSync(target)) broken.push(`${document}: ${link} leads nowhere`);
    else if (anchor && !anchorsIn(await readFile(target, 'utf8')).includes(anchor))
      broken.push(`${document}: ${link} names no heading there`);
  }
  return broken;
}

/** The words that ARCHITECTURE.md defines, in its order. */
async function definedWords(): Promise<string[]> {
  const text = await readFile(join(checkout, 'ARCHITECTURE.md'), 'utf8');
  const [, table = ''] = /\n## Terminology\n([\s\S]*?)\n## /.exec(text) ?? [];
  return [...table.matchAll(/^\| ([^|]+?) \|/gm)]
    .map(([, word = '']) => word)
    .filter((each) => !/^(Word|-+)$/.test(each));
}

/** The sources of the modules that carry the product's language. */
async function sources(): Promise<string> {
  const modules = ['domain', 'workflows', 'activities', 'db', 'evidence', 'api'];
  const files = await Promise.all(modules.map((each) => readdir(join(checkout, each), { recursive: true })));
  const paths = modules.flatMap((each, index) => (files[index] ?? []).map((name) => join(checkout, each, name)));
  return (await Promise.all(paths.filter((each) => each.endsWith('.ts')).map((each) => readFile(each, 'utf8')))).join(
    '\n',
  );
}

describe('The documents', () => {
  it('show every kind of mail as it looks', async () => {
    const text = await readFile(join(checkout, 'docs/mails.md'), 'utf8');
    for (const kind of mailKinds) {
      assert.ok(text.includes(`\n## ${kind}\n`), `docs/mails.md lacks ${kind}: npm run picture-mails`);
      assert.ok(existsSync(join(checkout, `docs/mails/${kind}.png`)), kind);
    }
  });

  it('link only to files and headings that exist', async () => {
    const names = await documents();
    assert.ok(names.includes('README.md') && names.includes('docs/temporal.md') && names.length > 40, names.join(', '));
    assert.deepEqual((await Promise.all(names.map(brokenLinksIn))).flat(), []);
  });

  it('have each view of the Temporal UI that is printed a link to, with its filter and a picture of it', async () => {
    const text = await readFile(join(checkout, 'docs/temporal.md'), 'utf8');
    const timeless = (filter: string): string => filter.replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, 'then');
    const views = temporalViews(new Date(), 'E-2026-7');
    assert.ok(views.length >= 10);
    for (const { name, query } of views) {
      const picture = `pictures/temporal/${pictureOf(name)}`;
      assert.ok(existsSync(join(checkout, 'docs', picture)), `${picture}: npm run picture-temporal`);
      const at = text.indexOf(`](${picture})`);
      assert.ok(at > 0, `docs/temporal.md does not show ${picture}`);
      const before = text.slice(0, at);
      assert.ok(timeless(before.slice(before.lastIndexOf('.png)') + 1)).includes(timeless(query)), `${name}: ${query}`);
    }
  });

  it('name, of each thing that somebody could forge, a test that is there', async () => {
    const text = await readFile(join(checkout, 'docs/threats.md'), 'utf8');
    const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.includes('What happens'));
    const missing = rows.flatMap((row) => {
      const named = [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);
      return named.length === 0 ? [row] : named.filter((path) => !existsSync(join(checkout, path)));
    });
    assert.ok(rows.length > 20);
    assert.deepEqual(missing, []);
  });

  it('name, of each failure that was met, a test by its title', async () => {
    const text = await readFile(join(checkout, 'docs/failures.md'), 'utf8');
    const rows = text.split('\n').filter((line) => /^\| (?!Seen|---)/.test(line));
    assert.ok(rows.length > 30);
    for (const row of rows) {
      const [, heldBy = ''] = /\|([^|]*)\|$/.exec(row) ?? [];
      const files = heldBy.trim().split(/(?<=\*); (?=`)/);
      for (const each of files) {
        const [, path = '', titles = ''] = /^`(test\/[\w/]+\.test\.ts)`: (\*.+\*)$/.exec(each) ?? [];
        assert.ok(path, `names no test: ${row}`);
        const source = await readFile(join(checkout, path), 'utf8');
        for (const title of titles.slice(1, -1).split('*; *'))
          assert.ok(source.includes(`'${title}'`) || source.includes(`\`${title}\``), `${path} lacks "${title}"`);
      }
    }
  });

  it('state in the README how much one address, link and key may ask for', async () => {
    const readme = (await readFile(join(checkout, 'README.md'), 'utf8')).replace(/\s+/g, ' ');
    const { address, link, key } = allowances;
    assert.deepEqual([address.duration, link.duration, key.duration], [60, 60, 60]);
    const [a, l, k] = [address, link, key].map(({ points }) => points.toLocaleString('en'));
    assert.ok(
      readme.includes(`One address may make ${a} requests a minute without a key, one link ${l}, one key ${k}`),
    );
  });

  it('list every setting with its default and meaning, in the README', async () => {
    const readme = await readFile(join(checkout, 'README.md'), 'utf8');
    const defaults = settings.parse({}) as Record<string, unknown>;
    const rows = Object.entries(settings.shape).map(([name, schema]) => {
      const fallback = defaults[name];
      const isShown = typeof fallback === 'number' || (typeof fallback === 'string' && fallback !== '');
      const shown = isShown ? `\`${fallback}\`` : '';
      return `| \`${name}\` | ${shown} | ${schema.description ?? ''} |`;
    });
    assert.deepEqual(
      rows.filter((row) => !readme.includes(row)),
      [],
    );
    const documented = [...readme.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(documented, Object.keys(settings.shape));
  });

  it('name in ARCHITECTURE.md only files and modules that exist', async () => {
    const text = await readFile(join(checkout, 'ARCHITECTURE.md'), 'utf8');
    const named = [...text.matchAll(/`([a-z]+\/[\w./-]*)`/g)].map(([, path = '']) => path);
    assert.ok(named.length > 20);
    assert.deepEqual(
      named.filter((path) => !existsSync(join(checkout, path))),
      [],
    );
  });

  it('give every module a row in ARCHITECTURE.md', async () => {
    const text = await readFile(join(checkout, 'ARCHITECTURE.md'), 'utf8');
    const rules = await readFile(join(checkout, '.dependency-cruiser.cjs'), 'utf8');
    const modules = [...rules.matchAll(/boundaryOf\('([\w/]+)'/g)].map(([, name]) => name);
    assert.ok(modules.length >= 8);
    assert.deepEqual(
      modules.filter((name) => !new RegExp(`^\\|.*\`${name}/\`.* \\|`, 'm').test(text)),
      [],
    );
  });

  it('keep at most fifteen folders at the top, as ARCHITECTURE.md says', async () => {
    const entries = await readdir(checkout, { withFileTypes: true });
    const made = ['node_modules', 'dist'];
    const folders = entries
      .filter((each) => each.isDirectory() && !each.name.startsWith('.') && !made.includes(each.name))
      .map(({ name }) => name);
    assert.ok(folders.includes('workflows'));
    assert.ok(folders.length <= 15, folders.join(' '));
  });

  it('define in ARCHITECTURE.md only words that the code uses, each once and in their order', async () => {
    const words = await definedWords();
    assert.ok(words.length > 40);
    const inOrder = words.toSorted((a, b) => a.replace('-', ' ').localeCompare(b.replace('-', ' ')));
    assert.deepEqual(words, [...new Set(inOrder)]);
    const code = await sources();
    // As a name, `legalHold`, or as words.
    const isUsed = (word: string): boolean => new RegExp(word.replaceAll(/[ -]/g, '[ -]?'), 'i').test(code);
    assert.deepEqual(
      words.filter((each) => !isUsed(each)),
      [],
    );
  });

  it('say why each package of production was taken, in the decision on libraries', async () => {
    const text = await readFile(join(checkout, 'docs/decisions/0008-libraries.md'), 'utf8');
    const manifest = await readFile(join(checkout, 'package.json'), 'utf8');
    const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
    const parts = /^@temporalio\/(activity|client|common|worker|workflow)$/;
    const isNamed = (name: string): boolean => {
      const [, family = '', end = ''] = /^(.+)(-\w+)$/.exec(name) ?? [];
      return text.includes(`\`${name}\``) || (text.includes(`\`${family}-`) && text.includes(`\`${end}\``));
    };
    const unnamed = Object.keys(dependencies).filter((each) => !parts.test(each) && !isNamed(each));
    assert.deepEqual(unnamed, []);
  });
});
