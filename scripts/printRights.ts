// `npm run print-rights`: writes the tables of rights into docs/rights.md.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from './checkout.ts';
import { withRights } from './rightsTable.ts';

const path = join(checkout, 'docs/rights.md');
await writeFile(path, withRights(await readFile(path, 'utf8')));
console.log('Printed the rights into docs/rights.md');
