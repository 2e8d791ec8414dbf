// Generators of clients for an OpenAPI document, from npm and PyPI, kept in the cache folder; each writes its client anew for a test.
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'mocha';
import { cacheFolder } from '../../stack/temporalBinary.ts';
import { fillOnce, skipFor } from './cachedTools.ts';

const execute = promisify(execFile);
const room = { maxBuffer: 1 << 26 };

const ofNpm = ['openapi-typescript@7.13.0', 'openapi-fetch@0.17.0', 'typescript@5.9.3', '@types/node@20.19.43'];
const ofPyPI = 'openapi-python-client==0.29.1';

const npmFolder = (): string => join(cacheFolder(), 'client-generators-npm-1');
const pythonFolder = (): string => join(cacheFolder(), 'client-generators-python-1');

async function needs(fill: Promise<void>, what: string, test: Context): Promise<void> {
  const reason = await fill.then(
    () => undefined,
    (error: Error) => `${what} cannot be had. ${error.message}`,
  );
  skipFor(reason, test);
}

export const needTypeScriptGenerator = (test: Context): Promise<void> =>
  needs(
    fillOnce(npmFolder(), async (fresh) => {
      await writeFile(join(fresh, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
      await execute('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...ofNpm], {
        ...room,
        cwd: fresh,
      });
    }),
    'openapi-typescript',
    test,
  );

export const needPythonGenerator = (test: Context): Promise<void> =>
  needs(
    fillOnce(pythonFolder(), async (fresh) => {
      const quietly = ['--quiet', '--disable-pip-version-check'];
      await execute('python3', ['-m', 'pip', 'install', ...quietly, '--target', fresh, ofPyPI], room);
    }),
    'openapi-python-client',
    test,
  );

export interface Program {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  folder: string;
}

/** Types from the document; `program` is compiled against them, and refused where it does not hold. */
export async function typeScriptClient(document: object, program: string): Promise<Program> {
  const folder = await mkdtemp(join(npmFolder(), 'client-'));
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(document));
  const tool = (path: string) => join(npmFolder(), 'node_modules', path);
  const node = (path: string, ...args: string[]) =>
    execute(process.execPath, [tool(path), ...args], { ...room, cwd: folder });
  await node('openapi-typescript/bin/cli.js', 'openapi.json', '-o', 'api.d.ts');
  await copyFile(program, join(folder, 'program.ts'));
  await node(
    ...(['typescript/bin/tsc', 'program.ts', '--strict', '--skipLibCheck', '--target', 'es2022'] as const),
    ...(['--module', 'nodenext', '--moduleResolution', 'nodenext', '--types', 'node'] as const),
  );
  return { command: process.execPath, args: ['program.js'], env: process.env, folder };
}

/** A package `signoff_client` with models and calls. Throws where the generator leaves out an operation. */
export async function pythonClient(document: object, program: string): Promise<Program> {
  const folder = await mkdtemp(join(pythonFolder(), 'client-'));
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(document));
  const env = { ...process.env, PYTHONPATH: pythonFolder(), PYTHONDONTWRITEBYTECODE: '1' };
  const args = ['-m', 'openapi_python_client', 'generate', '--path', 'openapi.json', '--meta', 'none'];
  const { stdout, stderr } = await execute('python3', [...args, '--output-path', 'signoff_client'], {
    ...{ ...room, env, cwd: folder },
  });
  // Files are read as they come, for which no model is made; anything else left out is an operation that could not be read.
  const leftOut = [...`${stdout}${stderr}`.matchAll(/^WARNING .*$/gm)].map(([line]) => line);
  const unexpected = leftOut.filter((line) => !/(certificate\.pdf|archive|evidence-pack) within/.test(line));
  if (unexpected.length > 0) throw new Error(unexpected.join('\n'));
  await copyFile(program, join(folder, 'program.py'));
  return { command: 'python3', args: ['program.py'], env, folder };
}
