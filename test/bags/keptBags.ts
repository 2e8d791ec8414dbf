// Reads the bags that are kept, and says what verifying one comes to, line by line as the command prints it.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openBag } from '../../evidence/verify/folderBag.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import type { Receipt } from '../../evidence/verify/receipt.ts';
import { verifyBag } from '../../evidence/verify/verifyBag.ts';

const folder = new URL('format1/', import.meta.url);

export const pathOf = (name: string, ending: 'zip' | 'txt' | 'receipt.json'): string =>
  fileURLToPath(new URL(`${name}.${ending}`, folder));

export async function keptNames(): Promise<string[]> {
  const names = (await readdir(folder)).filter((each) => each.endsWith('.zip'));
  return names.map((each) => each.slice(0, -'.zip'.length)).sort();
}

export async function receiptOf(name: string): Promise<Receipt | undefined> {
  const text = await readFile(pathOf(name, 'receipt.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Receipt);
}

/** What the verifier says; the product's own unless another is handed in. */
export async function findingsOf(
  path: string,
  receipt?: Receipt,
  verifier = { openBag, nodePrimitives, verifyBag },
): Promise<string[]> {
  const { bag, close } = await verifier.openBag(path);
  const lines: string[] = [];
  try {
    for await (const { holds, check, says } of verifier.verifyBag(bag, verifier.nodePrimitives, receipt))
      lines.push(`${holds ? 'ok' : 'FAILED'} ${check}: ${says}`);
  } finally {
    await close();
  }
  return lines;
}
