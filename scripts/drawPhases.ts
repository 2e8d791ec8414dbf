// `npm run draw-phases`: writes the phase diagram into ARCHITECTURE.md.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from './checkout.ts';
import { withDiagram } from './phaseDiagram.ts';

const path = join(checkout, 'ARCHITECTURE.md');
await writeFile(path, withDiagram(await readFile(path, 'utf8')));
console.log('Drew the phases into ARCHITECTURE.md');
