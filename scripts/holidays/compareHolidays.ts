// `npm run compare-holidays`: compares the holiday tables with a second source and writes what differs beside them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Comparison } from '../../administration/publicHolidays.ts';
import { checkout } from '../checkout.ts';
import { compareHolidays } from './secondSource.ts';

const firstYear = new Date().getUTCFullYear();
const made = await compareHolidays([firstYear, firstYear + 5], new Date().toISOString().slice(0, 10));
const path = join(checkout, 'administration/holidayComparison.json');
await writeFile(path, asText(made));

const differing = Object.values(made.countries).filter(
  (each) => Object.keys(each.lacking).length + each.unconfirmed.length > 0,
);
console.log(`${Object.keys(made.countries).length} countries compared, ${differing.length} differ; written to ${path}`);

/** A line per country, so that a change of the tables reads as one. */
function asText({ comparedOn, years, countries }: Comparison): string {
  const lines = Object.entries(countries).map(([code, found]) => `${JSON.stringify(code)}:${JSON.stringify(found)}`);
  return `{"comparedOn":${JSON.stringify(comparedOn)},"years":${JSON.stringify(years)},"countries":{\n${lines.join(',\n')}\n}}\n`;
}
