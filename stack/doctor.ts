// `npm run doctor`: looks at everything a service needs, and says what to do where it is not well. Ends with 1 where something is to be mended.
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { loadTemporalConfig } from '../temporal.config.ts';
import { examineAll, printed } from './doctor/examine.ts';

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const config = loadConfig();
  const temporal = loadTemporalConfig(process.env, config.temporalPort);
  const findings = await examineAll(config, temporal, new Date());
  if (values.json) console.log(JSON.stringify(findings, null, 2));
  else for (const line of printed(findings)) console.log(line);
  process.exitCode = findings.some(({ verdict }) => verdict === 'ill') ? 1 : 0;
}

run().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
