// Certificates of every kind, script, language and length, line by line with bookmarks and tags and as pictures, against what was looked at
// and agreed; UPDATE_SNAPSHOTS=1 accepts a change, after a look at the pictures of `npm run picture-certificates`.
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { renderCertificatePdf } from '../../evidence/certificatePdf.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import { certificatesToLookAt } from './certificatesOfEveryKind.ts';
import { difference, pageImages } from './pageImages.ts';
import { readPdf, type PdfContents } from './readPdf.ts';

const folder = new URL('agreed/', import.meta.url);
const isAccepting = process.env.UPDATE_SNAPSHOTS === '1';
/** Of a long one the first two pages show all that there is to see. */
const pagesShown = 4;
const pagesPictured = 2;
/** Of the pixels: what another release of poppler draws otherwise; a line that moved is a hundred times as much. */
const tolerated = 0.0005;

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

const english = {
  certifies: 'This certifies that',
  limit: 'No limit of authority listed',
  upTo: 'Authority up to',
};
const german = {
  certifies: 'Hiermit wird bescheinigt, dass',
  limit: 'Befugnis ohne genannte Grenze',
  upTo: 'Befugnis bis',
};

describe('Certificates as they were agreed', () => {
  const certificates = certificatesToLookAt();
  before(() => mkdir(folder, { recursive: true }));

  for (const [name, { document, pictures }] of Object.entries(certificates))
    it(`print ${name}, with who signed on the first page`, async () => {
      const pdf = renderCertificatePdf(document, pictures);
      const read = readPdf(pdf);
      const file = new URL(`${name}.txt`, folder);
      if (isAccepting) await writeFile(file, described(read));
      const agreed = await readFile(file, 'utf8').catch(() => '');
      assert.equal(described(read), agreed, `${name} changed; look at it, then accept it with UPDATE_SNAPSHOTS=1`);
      for (const [index, picture] of (await pageImages(pdf, pagesPictured)).entries()) {
        const agreedPicture = new URL(`${name}-${index + 1}.png`, folder);
        if (isAccepting) await writeFile(agreedPicture, picture);
        const differing = difference(picture, await readFile(agreedPicture), index === 0);
        assert.ok(differing < tolerated, `${name}, page ${index + 1}: ${differing} of it looks otherwise than agreed`);
      }
      const [first = [], second = []] = read.lines;
      const { say } = wordsIn(document.language);
      const { certifies, limit, upTo } = document.language === 'de' ? german : english;
      for (const words of [certifies, say('certificate.value'), say('certificate.nextPhase')])
        assert.ok(
          first.some((line) => line.startsWith(words)),
          words,
        );
      const limits = first.filter((line) => line.startsWith(limit) || line.startsWith(upTo));
      assert.equal(limits.length, document.signatories.length, 'a line of authority for each signatory');
      assert.match(second[0] ?? '', new RegExp(document.certificateNumber), 'a running title');
      assert.ok(read.bookmarks.includes(say('certificate.annex')));
    });

  it('are no others', async () => {
    const pages = Array.from({ length: pagesPictured }, (_, index) => index + 1);
    const names = Object.keys(certificates).flatMap((name) => [
      `${name}.txt`,
      ...pages.map((page) => `${name}-${page}.png`),
    ]);
    assert.deepEqual((await readdir(folder)).toSorted(), names.toSorted());
  });

  it('are told apart as pictures where one line of them is another', async () => {
    const [known, other] = await Promise.all(
      ['acceptance', 'german'].map((name) => readFile(new URL(`${name}-1.png`, folder))),
    );
    assert.ok(known && other && difference(known, other, true) > 100 * tolerated);
    const { document } = certificates.acceptance ?? {};
    assert.ok(document);
    const longer = { ...document, nextPhase: { ...document.nextPhase, scope: 'Build what was designed. '.repeat(9) } };
    const [changed] = await pageImages(renderCertificatePdf(longer), 1);
    assert.ok(changed && difference(known, changed, true) > tolerated);
  });
});
