// Installs and builds what a fresh clone lacks, before start, test, demo and bench. Plain Node: nothing may be imported that is not there yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Starting on servers of one's own needs no packages that only development needs: an installation without them stays as it is. */
const withDevelopment = process.argv.includes('--with-development');

const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

function assertNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  const parts = (version) => version.split('.').map(Number);
  const [major, minor] = parts(process.versions.node);
  const [wantedMajor, wantedMinor] = parts(wanted);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  console.error(`Node ${wanted} or newer is needed; this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * What npm wrote down as installed, against the lock file and against the disk. npm writes its note last, so an
 * installation that was interrupted has none.
 */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const wanted = readJson('package-lock.json').packages;
  const installed = readJson('node_modules/.package-lock.json').packages;
  const isThere = (path) => existsSync(join(root, path, 'package.json'));
  return (
    Object.keys(installed).every(isThere) &&
    Object.entries(wanted).every(
      ([path, { version, optional, dev }]) =>
        path === '' || optional || (dev && !withDevelopment) || installed[path]?.version === version,
    )
  );
}

function run(command, args, advice) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // npm is a script there.
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status === 0) return;
  if (error) console.error(`${command}: ${error.message}`);
  if (advice) console.error(advice);
  process.exit(status ?? 1);
}

assertNode();
if (!isInstalled()) {
  console.log('Installing packages (npm ci)…');
  run(
    'npm',
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    'The packages could not be installed; see above. The next try starts afresh.',
  );
}
// A package of what was built comes without sources.
const build = join(root, 'scripts/build/build.mjs');
if (existsSync(build)) run(process.execPath, [build]);
if (!process.argv.includes('--without-servers'))
  run(process.execPath, [join(root, 'dist/stack/fetchServers.js'), ...process.argv.slice(2)]);
