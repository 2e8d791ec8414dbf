// Other people's verifiers, for tests: pdfsig, and pyHanko and bagit-python kept in the cache. Missing ones skip a test, or fail in CI.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { cacheFolder } from '../../stack/temporalBinary.ts';
import { fillOnce, keepsCompiled, skipFor } from './cachedTools.ts';

const execute = promisify(execFile);

const packages = ['pyhanko==0.38.0', 'pyhanko-cli==0.6.0', 'bagit==1.9.0', 'setuptools<81'];
const folder = (): string => join(cacheFolder(), 'evidence-tools-1');

let installed: Promise<void> | undefined;

const install = (): Promise<void> =>
  fillOnce(folder(), async (fresh) => {
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-compile',
      '--target',
      fresh,
      ...packages,
    ];
    await execute('python3', pip, { maxBuffer: 1 << 26 });
  });

export interface ToolResult {
  code: number;
  output: string;
}

async function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<ToolResult> {
  try {
    const { stdout, stderr } = await execute(command, args, { env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number | string; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, output: stdout + stderr };
  }
}

const python = (...args: string[]) => run('python3', args, { PYTHONPATH: folder(), ...keepsCompiled });

/** Poppler's verdict. */
export const pdfsig = (pdf: string): Promise<ToolResult> => run('pdfsig', ['-nocert', pdf]);

/** pyHanko's verdict, with only the given certificates trusted. */
export const pyHanko = (pdf: string, ...trusted: string[]): Promise<ToolResult> =>
  python(
    ...['-m', 'pyhanko', 'sign', 'validate', '--pretty-print', '--trust-replace'],
    ...trusted.flatMap((each) => ['--trust', each]),
    pdf,
  );

export const bagitPython = (bag: string): Promise<ToolResult> => python('-m', 'bagit', '--validate', bag);

export const shell = (script: string, cwd: string): Promise<ToolResult> =>
  run('sh', ['-c', `cd "$0" && ${script}`, cwd]);

/** Skips the test, with the reason, where a tool cannot be had; in CI that is a failure. */
export async function needTools(test: Context): Promise<void> {
  installed ??= install();
  const missing: string[] = [];
  await installed.catch((error: Error) =>
    missing.push(`pyHanko and bagit-python by pip (${error.message.split('\n')[0]})`),
  );
  for (const [tool, args] of [
    ['pdfsig', ['-v']],
    ['openssl', ['version']],
    ['sha256sum', ['--version']],
  ] as const)
    await execute(tool, [...args]).catch(() => missing.push(tool));
  const reason = `cannot be checked by other people's tools: ${missing.join(', ')} missing`;
  skipFor(missing.length === 0 ? undefined : reason, test);
}
