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

/** In millimetres of the first page: what a code is drawn in, which is another one wherever the data are others. */
const code = { left: 162, right: 194, top: 24, bottom: 64 };
const pixels = (millimetres: number): number => Math.round((millimetres / 25.4) * dotsPerInch);

/** Columns of pixels with anything on them that are nearer to either edge than so many millimetres. */
export function inkBeyond(picture: Buffer, millimetres: number): number[] {
  const { width, height, data } = PNG.sync.read(picture);
  const columns = Array.from({ length: width }, (_, x) => x);
  const near = columns.filter((x) => x < pixels(millimetres) || x >= width - pixels(millimetres));
  return near.filter((x) =>
    Array.from({ length: height }, (_, y) => data[(y * width + x) * 4] ?? 255).some((v) => v < 200),
  );
}

function withoutCode(picture: Buffer): PNG {
  const png = PNG.sync.read(picture);
  const { left, right, top, bottom } = code;
  for (let y = pixels(top); y < pixels(bottom); y += 1)
    for (let x = pixels(left); x < pixels(right); x += 1)
      png.data.fill(255, (y * png.width + x) * 4, (y * png.width + x) * 4 + 4);
  return png;
}

/** Share of pixels that are plainly others, 0 to 1; another size is another picture altogether. */
export function difference(one: Buffer, other: Buffer, hasCode = false): number {
  const [left, right] = [one, other].map((each) => (hasCode ? withoutCode(each) : PNG.sync.read(each)));
  if (!left || !right) return 1;
  const { width, height } = left;
  if (right.width !== width || right.height !== height) return 1;
  return pixelmatch(left.data, right.data, undefined, width, height, { threshold: 0.2 }) / (width * height);
}

/** The upper right of the first page as a picture of four bytes a point; undefined where poppler is not installed, which CI is. */
export async function pictured(pdf: Buffer): Promise<{ width: number; height: number; data: Uint8Array } | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'pictured-'));
  try {
    await writeFile(join(folder, 'certificate.pdf'), pdf);
    await execute('pdftoppm', [
      '-r',
      '120',
      '-f',
      '1',
      '-singlefile',
      join(folder, 'certificate.pdf'),
      join(folder, 'page'),
    ]);
    const ppm = await readFile(join(folder, 'page.ppm'));
    const [head = '', width = 0, height = 0] =
      /^P6\s(\d+)\s(\d+)\s255\s/.exec(ppm.subarray(0, 32).toString('latin1')) ?? [];
    const points = ppm.subarray(head.length);
    const data = new Uint8Array(Number(width) * Number(height) * 4).fill(255);
    for (let at = 0; at * 3 < points.length; at += 1) data.set(points.subarray(at * 3, at * 3 + 3), at * 4);
    return { width: Number(width), height: Number(height), data };
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT' && !process.env.CI) return undefined;
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
