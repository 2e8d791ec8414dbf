// Certificates of every kind, script and length, line by line with bookmarks and tags, against what was looked at and agreed; UPDATE_SNAPSHOTS=1
// accepts a change, after a look at the pictures of `npm run picture-certificates`.
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { renderCertificatePdf } from '../../evidence/certificatePdf.ts';
import { certificatesToLookAt } from './certificatesOfEveryKind.ts';
import { readPdf, type PdfContents } from './readPdf.ts';

const folder = new URL('agreed/', import.meta.url);
const isAccepting = process.env.UPDATE_SNAPSHOTS === '1';
/** Of a long one the first two pages show all that there is to see. */
const pagesShown = 4;

function described({ pages, lines, bookmarks, tags }: PdfContents): string {
  const counts = Object.entries(tags).map(([tag, count]) => `${tag} ${count}`);
  const shown = lines.length > pagesShown ? lines.slice(0, 2) : lines;
  return [
    `Pages: ${pages}`,
    `Bookmarks: ${bookmarks.join(' | ')}`,
    `Tags: ${counts.toSorted().join(', ')}`,
    ...shown.flatMap((page, index) => ['', `Page ${index + 1}`, ...page]),
    '',
  ].join('\n');
}

describe('Certificates as they were agreed', () => {
  const certificates = certificatesToLookAt();
  before(() => mkdir(folder, { recursive: true }));

  for (const [name, { document, pictures }] of Object.entries(certificates))
    it(`print ${name}, with who signed on the first page`, async () => {
      const read = readPdf(renderCertificatePdf(document, pictures));
      const file = new URL(`${name}.txt`, folder);
      if (isAccepting) await writeFile(file, described(read));
      const agreed = await readFile(file, 'utf8').catch(() => '');
      assert.equal(described(read), agreed, `${name} changed; look at it, then accept it with UPDATE_SNAPSHOTS=1`);
      const [first = [], second = []] = read.lines;
      for (const words of ['This certifies that', 'Value', 'Next phase'])
        assert.ok(
          first.some((line) => line.startsWith(words)),
          words,
        );
      const limits = first.filter((line) => /No limit of authority listed|Authority up to/.test(line));
      assert.equal(limits.length, document.signatories.length, 'a line of authority for each signatory');
      assert.match(second[0] ?? '', new RegExp(document.certificateNumber), 'a running title');
      assert.ok(read.bookmarks.includes('Annex: for verification'));
    });

  it('are no others', async () => {
    const names = Object.keys(certificates).map((name) => `${name}.txt`);
    assert.deepEqual((await readdir(folder)).toSorted(), names.toSorted());
  });
});
