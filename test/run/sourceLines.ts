// Where a line of a stack stands in the sources: looked up when a failure is printed, since to keep every map at hand costs each process seconds.
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { relative, resolve, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkout } from '../support/checkout.ts';

const place = /(file:\/\/\S+?\.js|\/\S+?\.js):(\d+):(\d+)/g;

/** The text with every place in a compiled file that has a map named by its source, below the checkout. */
export function withSourceLines(text: string): string {
  return text.replace(place, (written: string, file: string, line: string, column: string) => {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    if (!existsSync(`${path}.map`)) return written;
    const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')) as SourceMapPayload);
    const found = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in found)) return written;
    const source = resolve(dirname(path), found.originalSource);
    return `${relative(checkout, source)}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  });
}
