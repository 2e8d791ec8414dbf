// `npm run temporal-views [-- --engagement ID]`: links to the views of the Temporal UI that docs/temporal.md describes, and how to set its columns.
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { loadTemporalConfig } from '../temporal.config.ts';
import { columnsKey, columnsOf, linkTo, temporalViews } from './temporalViews.ts';

const { values } = parseArgs({ options: { engagement: { type: 'string', default: 'E-2026-7' } } });
const config = loadConfig();
const { namespace } = loadTemporalConfig(process.env, config.temporalPort);
for (const view of temporalViews(new Date(), values.engagement))
  console.log(`${view.name}\n  ${linkTo(config.temporalUiOrigin, namespace, view)}`);
const set = `localStorage.setItem('${columnsKey}', '${JSON.stringify(columnsOf(namespace))}'); location.reload()`;
console.log(`\nColumns: run in the console of the browser, on a page of the UI\n  ${set}`);
