// `npm run cases [-- FOLDER]`: runs the cases of a folder, those of the project without one; ends with 1 when any fails.
import { join, resolve } from 'node:path';
import { stopWhatIsShared } from '../../test/support/oncePerRun.ts';
import { checkout } from '../checkout.ts';
import { runCases, type CaseResult } from './runCases.ts';

const [given, ...more] = process.argv.slice(2);
if (more.length > 0) {
  console.error('Usage: npm run cases [-- FOLDER]');
  process.exit(2);
}
const folder = given === undefined ? join(checkout, 'test/cases') : resolve(process.env.INIT_CWD ?? '.', given);

const told = ({ file, case: name, failure }: CaseResult): void => {
  if (failure === undefined) console.log(`passed  ${file}  ${name}`);
  else console.log(`FAILED  ${file}  ${name}\n        ${failure.replaceAll('\n', '\n        ')}`);
};

try {
  const results = await runCases(folder, told);
  const failed = results.filter((each) => each.failure !== undefined);
  console.log(`\n${results.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
} catch (error) {
  console.error(`The cases in ${folder} could not be run: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  await stopWhatIsShared();
}
