// `npm run verify-page -- [file]`: builds the verifier as one HTML file that needs nothing else, from the code of the command.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The page forbids itself every connection and every script but its own, which it names by digest. */
export async function verifyPage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('verifyPage.ts', import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'inline',
    logLevel: 'error',
  });
  const script = (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
  const digest = createHash('sha256').update(script).digest('base64');
  const template = await readFile(new URL('verifyPage.html', import.meta.url), 'utf8');
  return template
    .replace('{{scriptDigest}}', () => digest)
    .replace('<!-- script -->', () => `<script>${script}</script>`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = resolve(process.argv[2] ?? 'verify.html');
  await writeFile(path, await verifyPage());
  console.log(`Wrote ${path}; open it in any current browser.`);
}
