// `npm run record-bags [-- NAME …]`: records the bags that are kept, with what verifying them says. Only before a release; see CONTRIBUTING.
import { rm, writeFile } from 'node:fs/promises';
import { formats } from './frozenReaders.ts';
import { findingsOf, pathOf } from './keptBags.ts';
import { bagScenarios } from './bagScenarios.ts';
import { stopWhatIsShared } from '../support/oncePerRun.ts';

async function recordBag(name: string): Promise<void> {
  const bag = await bagScenarios[name]?.();
  if (!bag) throw new Error(`There is no scenario "${name}"; there are: ${Object.keys(bagScenarios).join(', ')}`);
  await writeFile(pathOf(name, 'zip'), bag.zip);
  if (bag.receipt) await writeFile(pathOf(name, 'receipt.json'), `${JSON.stringify(bag.receipt, null, 2)}\n`);
  else await rm(pathOf(name, 'receipt.json'), { force: true });
  const findings = await findingsOf(pathOf(name, 'zip'), bag.receipt);
  await writeFile(pathOf(name, 'txt'), `${findings.join('\n')}\n`);
  console.log(`${name}: ${Math.ceil(bag.zip.length / 1024)} KB, ${findings.at(-1)}`);
}

const wanted = process.argv.slice(2);
try {
  if ((await formats())['1']?.isReleased)
    throw new Error('Format 1 was released: its bags are in customers’ hands and are never recorded anew.');
  for (const name of wanted.length > 0 ? wanted : Object.keys(bagScenarios)) await recordBag(name);
} finally {
  await stopWhatIsShared();
}
