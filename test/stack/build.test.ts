// What a build makes of the sources, and that the next one makes no more than what changed.
import assert from 'node:assert/strict';
import { existsSync, lstatSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from '../support/checkout.ts';

describe('A build', () => {
  const frame = (inside: string): string =>
    `<mjml><mj-body><mj-section><mj-column>${inside}</mj-column></mj-section></mj-body></mjml>`;
  let clone: string;
  let compile: () => Promise<number>;
  before(async () => {
    clone = await realpath(await mkdtemp(join(tmpdir(), 'sign-off build ')));
    await cp(join(checkout, 'scripts/build'), join(clone, 'scripts/build'), { recursive: true });
    for (const each of ['package.json', 'package-lock.json', 'tsconfig.json'])
      await cp(join(checkout, each), join(clone, each));
    await symlink(join(checkout, 'node_modules'), join(clone, 'node_modules'), 'junction');
    await write('domain/rule.ts', 'export const rule: string = "kept";');
    await write('worker/run.ts', "import { rule } from '../domain/rule.ts';\nexport default () => rule;\n");
    await write('worker/start.ts', "export const thread = new URL('run.ts', import.meta.url).pathname;\n");
    await write('worker/template.hbs', 'Dear {{name}}');
    await write('test/rule.test.ts', "export { rule } from '../domain/rule.ts';\n");
    await write('test/snapshots/agreed.txt', 'as agreed');
    const module = pathToFileURL(join(clone, 'scripts/build/build.mjs')).href;
    ({ compile } = (await import(module)) as { compile: typeof compile });
  });
  after(() => rm(clone, { recursive: true, force: true }));

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(clone, path)), { recursive: true });
    await writeFile(join(clone, path), text);
  }
  const built = (path: string): string => join(clone, 'dist', path);
  const load = async (path: string): Promise<unknown> => import(pathToFileURL(built(path)).href);

  it('runs without the sources’ compiler, each file where it was', async () => {
    assert.equal(await compile(), 4);
    const { default: run } = (await load('worker/run.js')) as { default: () => string };
    assert.equal(run(), 'kept');
    assert.equal(await readFile(built('worker/template.hbs'), 'utf8'), 'Dear {{name}}');
  });

  it('addresses what runs in a process or thread of its own as it is called there', async () => {
    assert.match(((await load('worker/start.js')) as { thread: string }).thread, /dist\/worker\/run\.js$/);
  });

  it('lets tests read and write their snapshots where the sources are', () => {
    assert.ok(lstatSync(built('test/snapshots')).isSymbolicLink());
  });

  it('sets the frame of mails as HTML, and keeps no HTML of one that is gone', async () => {
    await write('mail/frame.mjml', frame('<mj-text>Dear {{name}}</mj-text>'));
    assert.equal(await compile(), 1);
    assert.match(await readFile(built('mail/frame.html'), 'utf8'), /<table.*Dear {{name}}/s);
    assert.equal(await compile(), 0);
    await rm(join(clone, 'mail/frame.mjml'));
    await compile();
    assert.ok(!existsSync(built('mail/frame.html')));
  });

  it('refuses a frame of which MJML would leave something out, and names the line', async () => {
    await write('mail/frame.mjml', frame('\n<mj-text colour="red">Dear {{name}}</mj-text>'));
    await assert.rejects(compile(), /mail\/frame\.mjml: Line 2 .*colour/);
    assert.ok(!existsSync(built('mail/frame.html')));
    await rm(join(clone, 'mail/frame.mjml'));
  });

  it('compiles only what changed the next time', async () => {
    assert.equal(await compile(), 0);
    await write('domain/rule.ts', 'export const rule: string = "changed";');
    assert.equal(await compile(), 1);
    assert.match(await readFile(built('domain/rule.js'), 'utf8'), /changed/);
  });

  it('keeps nothing of a file that is gone', async () => {
    await rm(join(clone, 'worker/start.ts'));
    await rm(join(clone, 'worker/template.hbs'));
    await compile();
    for (const each of ['worker/start.js', 'worker/start.js.map', 'worker/template.hbs'])
      assert.ok(!existsSync(built(each)), each);
  });

  it('changes nothing when something does not compile, and is whole the next time', async () => {
    await write('worker/agreed.txt', 'before');
    await compile();
    await write('domain/rule.ts', 'export const rule: string = ;');
    await write('worker/agreed.txt', 'after');
    await assert.rejects(compile(), /domain\/rule\.ts/);
    assert.equal(await readFile(built('worker/agreed.txt'), 'utf8'), 'before');
    await write('domain/rule.ts', 'export const rule: string = "mended";');
    assert.equal(await compile(), 1);
    assert.equal(await readFile(built('worker/agreed.txt'), 'utf8'), 'after');
  });

  it('is done anew after one that was cut short', async () => {
    await rm(built('.built.json'));
    await rm(built('domain/rule.js'));
    assert.equal(await compile(), 3);
  });
});
