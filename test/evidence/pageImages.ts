// Pages of a PDF as small pictures, and how much two pictures differ to somebody who looks at them.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const execute = promisify(execFile);

/** So few dots that a hinted edge is none, and enough that a line that moved is one. */
const dotsPerInch = 40;

/** PNG of each of the first pages. */
export async function pageImages(pdf: Buffer, pages: number): Promise<Buffer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pages-'));
  try {
    const file = join(folder, 'all.pdf');
    await writeFile(file, pdf);
    await execute('pdftoppm', ['-r', `${dotsPerInch}`, '-gray', '-png', '-l', `${pages}`, file, join(folder, 'page')]);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.png')).toSorted();
    return await Promise.all(names.map((name) => readFile(join(folder, name))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Share of pixels that are plainly others, 0 to 1; another size is another picture altogether. */
export function difference(one: Buffer, other: Buffer): number {
  const [left, right] = [PNG.sync.read(one), PNG.sync.read(other)];
  const { width, height } = left;
  if (right.width !== width || right.height !== height) return 1;
  return pixelmatch(left.data, right.data, undefined, width, height, { threshold: 0.2 }) / (width * height);
}
