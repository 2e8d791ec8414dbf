// Sets a document by Typst: a template of this folder and data, as PDF/A-3a. One compiler per process, which keeps the fonts it has read.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { faceFiles, families } from './glyphs.ts';

export interface Document {
  template: 'certificate' | 'register';
  /** Read by the template as JSON, never as markup. */
  pages: object;
  /** Stands in the file; the clock does not. */
  createdAt: string;
  /** Attached as it is. */
  attachment?: { name: string; description: string; json: string };
  /** PNG or JPEG that the pages name; see pictures.ts for which may be set. */
  pictures?: ReadonlyMap<string, Buffer>;
}

/** Where templates lie, and pictures are thought to. */
export const folder = fileURLToPath(new URL('.', import.meta.url));
let compiler: NodeCompiler | undefined;

export const theCompiler = (): NodeCompiler =>
  (compiler ??= NodeCompiler.create({ workspace: folder, fontArgs: [{ fontPaths: faceFiles() }] }));

/** The same document gives the same bytes. Throws what Typst says of one that it cannot set. */
export function setPdf({ template, pages, createdAt, attachment, pictures = new Map() }: Document): Buffer {
  const typst = theCompiler();
  const shadows = [...pictures].map(([name, bytes]) => ({ path: pathOf(name), bytes }));
  try {
    for (const { path, bytes } of shadows) typst.mapShadow(path, bytes);
    const compiled = typst.compile({
      mainFilePath: join(folder, `${template}.typ`),
      inputs: {
        pages: JSON.stringify(pages),
        families: JSON.stringify(families),
        ...(attachment ? { attachment: JSON.stringify(attachment) } : {}),
      },
    });
    const { result } = compiled;
    if (!result) throw new Error(`Typst: ${JSON.stringify(compiled.takeError()?.shortDiagnostics)}`);
    const creationTimestamp = Math.floor(Date.parse(createdAt) / 1000);
    return typst.pdf(result, { pdfStandard: 'a-3a', creationTimestamp });
  } finally {
    for (const { path } of shadows) typst.unmapShadow(path);
    // What Typst remembers of a document costs more to look through for the next one than it saves.
    typst.evictCache(0);
  }
}

const pathOf = (name: string): string => join(folder, 'pictures', name);
