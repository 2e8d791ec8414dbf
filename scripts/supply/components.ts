// What an installation consists of: the packages of the lock file as CycloneDX has them, and the binaries that are fetched by digest.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import wheels from '../../stack/wheels.json' with { type: 'json' };
import { checkout } from '../checkout.ts';

interface License {
  license?: { id?: string; name?: string };
  expression?: string;
}

export interface Component {
  'bom-ref': string;
  type: string;
  name: string;
  version: string;
  purl: string;
  licenses?: License[];
  hashes?: { alg: string; content: string }[];
  description?: string;
}

export interface BillOfMaterials {
  bomFormat: 'CycloneDX';
  specVersion: string;
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

/** Packages whose description names no licence, by the text that lies in them. */
const unnamed: Record<string, string> = { 'png-js': 'MIT', unionfs: 'Unlicense', 'combine-errors': 'MIT' };

/**
 * CycloneDX 1.5 as npm writes it, without what only development needs, and with the servers that `npm start` fetches as Python
 * wheels: each a component with the SHA-256 that it is held to.
 */
export async function billOfMaterials(): Promise<BillOfMaterials> {
  const { stdout } = await promisify(execFile)('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    cwd: checkout,
    maxBuffer: 64 * 1024 ** 2,
    shell: process.platform === 'win32',
  });
  const bill = JSON.parse(stdout) as BillOfMaterials;
  const isInstalled = await installedFrom('package-lock.json');
  const { name, version } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as Component;
  // npm calls it by its folder.
  const before = bill.metadata.component['bom-ref'];
  const own = `${name}@${version}`;
  Object.assign(bill.metadata.component, { name, version, 'bom-ref': own, purl: `pkg:npm/${own}` });
  const fetched = fetchedServers();
  const components = bill.components.filter(isInstalled).map(withLicence);
  const kept = new Set(components.map((each) => each['bom-ref']));
  return {
    ...bill,
    components: [...components, ...fetched],
    dependencies: bill.dependencies
      .filter(({ ref }) => ref === before || kept.has(ref))
      .map(({ ref, dependsOn = [] }) => {
        const needed = dependsOn.filter((each) => kept.has(each));
        return ref === before
          ? { ref: own, dependsOn: [...needed, ...fetched.map((each) => each['bom-ref'])] }
          : { ref, dependsOn: needed };
      }),
  };
}

/** By the lock file's own marks: npm's `--omit dev` also leaves out whatever a package for development needs as well. */
async function installedFrom(file: string): Promise<(component: Component) => boolean> {
  const { packages } = JSON.parse(await readFile(join(checkout, file), 'utf8')) as {
    packages: Record<string, { name?: string; version: string; dev?: boolean }>;
  };
  const installed = new Set(
    Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && dev !== true)
      .map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`),
  );
  return ({ name, version }) => installed.has(`${name}@${version}`);
}

const withLicence = (each: Component): Component =>
  each.licenses || !unnamed[each.name] ? each : { ...each, licenses: [{ license: { id: unnamed[each.name] } }] };

/** One per platform, since each platform has a wheel of its own. */
function fetchedServers(): Component[] {
  return Object.entries(wheels).flatMap(([name, { version, sha256 }]) =>
    Object.entries(sha256).map(([platform, content]) => ({
      'bom-ref': `${name}@${version}-${platform}`,
      type: 'application',
      name,
      version,
      description: `Temporal server for ${platform}, as a Python wheel`,
      purl: `pkg:pypi/${name}@${version}?platform=${platform}`,
      licenses: [{ license: { id: 'MIT' } }],
      hashes: [{ alg: 'SHA-256', content }],
    })),
  );
}

/** As SPDX writes it; empty where nobody says. */
export const licenceOf = ({ licenses = [] }: Component): string =>
  licenses.map((each) => each.expression ?? each.license?.id ?? each.license?.name ?? '').join(' AND ');
