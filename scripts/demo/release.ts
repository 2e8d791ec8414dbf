// What the demo signs off: a release of this checkout, made of real files, with a real test run as its quality review.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../checkout.ts';

const execute = promisify(execFile);

export interface DeliverableFile {
  deliverableId: 'manual' | 'interface' | 'software' | 'test-report';
  path: string;
  mediaType: string;
}

export interface Release {
  files: DeliverableFile[];
  testsPassed: number;
  /** What was seen when the files were checked, by requirement. */
  evidence: Record<'REQ-1' | 'REQ-2' | 'REQ-3', string>;
}

/** Builds the release into `folder`. Throws when it does not meet its own requirements: then there is nothing to sign. */
export async function buildRelease(folder: string, openApi: Buffer): Promise<Release> {
  const manual = join(checkout, 'README.md');
  const interfacePath = join(folder, 'openapi.json');
  await writeFile(interfacePath, openApi);
  const [software, tests] = [await pack(folder), await runTests(join(folder, 'test-report.txt'))];
  return {
    files: [
      { deliverableId: 'manual', path: manual, mediaType: 'text/markdown' },
      { deliverableId: 'interface', path: interfacePath, mediaType: 'application/json' },
      { deliverableId: 'software', path: software, mediaType: 'application/gzip' },
      { deliverableId: 'test-report', path: tests.report, mediaType: 'text/plain' },
    ],
    testsPassed: tests.passed,
    evidence: {
      'REQ-1': await commandsNamed(manual),
      'REQ-2': versionOfInterface(openApi),
      'REQ-3': `${basename(tests.report)}: ${tests.passed} passed, none failed.`,
    },
  };
}

async function pack(folder: string): Promise<string> {
  const { stdout } = await execute('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: checkout,
    shell: process.platform === 'win32',
  });
  return join(folder, stdout.trim().split('\n').at(-1) ?? '');
}

/** The tests of the four stages: they need no server, so the demo is not kept waiting. */
async function runTests(report: string): Promise<{ report: string; passed: number }> {
  const mocha = join(checkout, 'node_modules/mocha/bin/mocha.js');
  const args = [
    mocha,
    '--no-config',
    '--timeout=60000',
    'dist/test/domain/@(deliverableCompilation|technicalValidation|stakeholderReview|formalSignOff|quorum|phases).test.js',
  ];
  const env = { ...process.env, PROPERTY_RUNS: '200' };
  const { stdout } = await execute(process.execPath, args, { cwd: checkout, env, maxBuffer: 1e8 }).catch(
    (error: Error & { stdout?: string }) => {
      throw new Error(`The tests of this checkout fail, so there is no release to sign off:\n${error.stdout ?? ''}`, {
        cause: error,
      });
    },
  );
  await writeFile(report, stdout);
  const passed = Number(/(\d+) passing/.exec(stdout)?.[1] ?? 0);
  if (passed === 0) throw new Error(`The test run says nothing of tests that passed:\n${stdout}`);
  return { report, passed };
}

async function commandsNamed(manual: string): Promise<string> {
  const text = await readFile(manual, 'utf8');
  const commands = ['npm start', 'npm test', 'npm run demo'];
  const missing = commands.filter((each) => !text.includes(each));
  if (missing.length > 0) throw new Error(`README.md does not name ${missing.join(', ')}.`);
  return `README.md names ${commands.join(', ')}.`;
}

function versionOfInterface(openApi: Buffer): string {
  const { openapi, paths } = JSON.parse(openApi.toString()) as { openapi: string; paths: object };
  if (!openapi.startsWith('3.1')) throw new Error(`openapi.json is of version ${openapi}, not 3.1.`);
  return `openapi.json says ${openapi} and describes ${Object.keys(paths).length} paths.`;
}
