// Judges that run on Java and take long: veraPDF, of PDF/A and PDF/UA, and the Digital Signature Services of the European Commission.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { cacheFolder } from '../../stack/temporalBinary.ts';
import { fillOnce, skipFor } from './cachedTools.ts';
import { checkout } from './checkout.ts';

const execute = promisify(execFile);
const sources = join(checkout, 'test/support/judges');
const folder = (): string => join(cacheFolder(), 'judges-1');

let installed: Promise<void> | undefined;

const install = (): Promise<void> =>
  fillOnce(folder(), async (fresh) => {
    for (const judge of ['verapdf', 'dss'])
      await execute(
        'mvn',
        ['-B', '-q', '-P', judge, '-f', join(sources, 'pom.xml'), 'dependency:copy-dependencies'].concat(
          `-DoutputDirectory=${join(fresh, judge)}`,
        ),
        { maxBuffer: 1 << 26 },
      );
  });

/** Skips the test where Java or Maven is missing; in CI that is a failure. */
export async function needJudges(test: Context): Promise<void> {
  installed ??= install();
  const reason = await installed.then(
    () => undefined,
    (error: Error) => `veraPDF and DSS cannot be had; install Java 17 and Maven. ${error.message.split('\n')[0]}`,
  );
  skipFor(reason, test);
}

async function java(judge: 'verapdf' | 'dss', ...args: string[]): Promise<string[]> {
  const options = ['-XX:TieredStopAtLevel=1', '-cp', `${join(folder(), judge)}/*`, ...args];
  try {
    const { stdout } = await execute('java', options, { maxBuffer: 1 << 26 });
    return stdout.trimEnd().split('\n');
  } catch (error) {
    // veraPDF ends with a number when a file is not as it should be, and says so all the same.
    const { code, stdout = '', stderr = '' } = error as { code?: number | string; stdout?: string; stderr?: string };
    if (typeof code !== 'number' || stdout === '') throw new Error(stderr, { cause: error });
    return stdout.trimEnd().split('\n');
  }
}

/** A line for each file, "PASS file 3a"; below one that fails, the clauses that it fails. */
export const veraPdf = (flavour: '3a' | 'ua1', ...files: string[]): Promise<string[]> =>
  java('verapdf', 'org.verapdf.apps.GreenfieldCliWrapper', '--format', 'text', '-v', '-f', flavour, ...files);

/** "signature TOTAL_PASSED null PAdES-BASELINE-B", and "timestamp PASSED null" where there is one. */
export const dss = (file: string, ...anchors: string[]): Promise<string[]> =>
  java('dss', join(sources, 'Validate.java'), file, ...anchors);
