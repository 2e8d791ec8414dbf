// `npm run sbom`: the software bill of materials, CycloneDX 1.5 as JSON, on standard output or into the file that is named.
import { writeFile } from 'node:fs/promises';
import { billOfMaterials } from './components.ts';

const [path] = process.argv.slice(2);
const text = `${JSON.stringify(await billOfMaterials(), null, 2)}\n`;
if (path === undefined) process.stdout.write(text);
else {
  await writeFile(path, text);
  console.log(`Wrote ${path}`);
}
