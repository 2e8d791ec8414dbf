// `npm run licences`: every package and server of an installation with its licence, as CSV; one whose licence nobody names ends it with 1.
import { stringify } from 'csv-stringify/sync';
import { billOfMaterials, licenceOf } from './components.ts';

const rows = (await billOfMaterials()).components.map((each) => ({
  name: each.name,
  version: each.version,
  licence: licenceOf(each),
  purl: each.purl,
}));
process.stdout.write(stringify(rows, { header: true }));
if (rows.some(({ licence }) => licence === '')) process.exitCode = 1;
