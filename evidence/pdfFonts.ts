// pdfmake with the typeface of printed evidence: parsed once per process, fallback faces added as texts need them.
import { readFileSync } from 'node:fs';
import pdfmake from 'pdfmake';
import { parseOnce } from './parsedFonts.ts';
import { baseFamily, baseFiles, loadFaces } from './typeface.ts';

export { pdfmake };

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

/** Loads the faces that the texts anywhere in `value` need beside the base; each is handed over once and stays. */
export async function provideFaces(value: unknown): Promise<void> {
  for (const [family, { normal, bold }] of await loadFaces(textsOf(value)))
    if (!known.has(family)) addFace(family, normal, bold);
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
