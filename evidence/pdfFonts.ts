// pdfmake with the typeface of printed evidence: parsed once per process, fallback faces added as texts need them.
import { readFileSync } from 'node:fs';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { parseOnce } from './parsedFonts.ts';
import { baseFamily, baseFiles } from './glyphCoverage.ts';
import { loadFace } from './typeface.ts';

/** Of pdfmake, which its types leave out: where it looks before it looks on the disk. */
const { virtualfs: virtualFiles } = pdfmake as unknown as {
  virtualfs: { writeFileSync(path: string, content: Buffer): void };
};

const known = new Set<string>();

function addFace(family: string, normal: Buffer, bold: Buffer): void {
  const files = { normal: `/faces/${family}.ttf`, bold: `/faces/${family} bold.ttf` };
  virtualFiles.writeFileSync(files.normal, parseOnce(normal));
  virtualFiles.writeFileSync(files.bold, parseOnce(bold));
  pdfmake.addFonts({ [family]: files });
  known.add(family);
}

pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy(() => false);
pdfmake.setFonts({});
addFace(baseFamily, readFileSync(baseFiles.normal), readFileSync(baseFiles.bold));

/** Sets a document. The faces that its texts name beside the base are loaded first; each is handed over once and stays. */
export async function setPdf(document: TDocumentDefinitions): Promise<Buffer> {
  for (const family of new Set(familiesIn(document.content))) {
    if (known.has(family)) continue;
    const { normal, bold } = await loadFace(family);
    if (!known.has(family)) addFace(family, normal, bold);
  }
  return pdfmake.createPdf(document).getBuffer();
}

function familiesIn(content: unknown): string[] {
  if (typeof content !== 'object' || content === null) return [];
  return Object.entries(content).flatMap(([key, value]) =>
    key === 'font' && typeof value === 'string' ? [value] : familiesIn(value),
  );
}
