// Puts the shapes of a version on file: npm run record-shapes -- VERSION. Never over those of one that was released.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../support/checkout.ts';
import { shapesOnFile } from './shapes.ts';

const version = Number(process.argv[2]);
if (!Number.isInteger(version)) throw new Error('Say which version, e.g. npm run record-shapes -- 1');
const shapes = Object.entries(shapesOnFile(version)).map(([name, schema]) => `"${name}":${JSON.stringify(schema)}`);
await writeFile(join(checkout, 'test/shapes', `${version}.json`), `{\n${shapes.join(',\n')}\n}\n`, { flag: 'wx' });
