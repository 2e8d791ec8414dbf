// What an installation consists of is listed whole, with licences, and whoever is owed attribution has it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import wheels from '../../stack/wheels.json' with { type: 'json' };
import { billOfMaterials, licenceOf, type BillOfMaterials } from '../../scripts/supply/components.ts';
import { checkout } from '../support/checkout.ts';

interface Lock {
  packages: Record<
    string,
    { version: string; integrity?: string; dev?: boolean; optional?: boolean; license?: string }
  >;
}

/** Licences whose text in the package itself is all that is owed. */
const enough = [
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Unlicense',
  'BlueOak-1.0.0',
];

describe('The supply chain', () => {
  let bill: BillOfMaterials;
  let lock: Lock;
  let notice: string;
  before(async () => {
    bill = await billOfMaterials();
    lock = JSON.parse(await readFile(join(checkout, 'package-lock.json'), 'utf8')) as Lock;
    notice = await readFile(join(checkout, 'NOTICE'), 'utf8');
  });

  it('is listed as CycloneDX: every package of an installation, and every server that is fetched, each with its digest', () => {
    const installed = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);
    const listed = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
    for (const [path, { version }] of installed) {
      const name = path.split('node_modules/').at(-1) ?? '';
      assert.ok(listed.has(`${name}@${version}`), path);
    }
    for (const [name, { version, sha256 }] of Object.entries(wheels))
      for (const digest of Object.values(sha256))
        assert.ok(
          bill.components.some(
            (each) => each.name === name && each.version === version && each.hashes?.[0]?.content === digest,
          ),
          name,
        );
    for (const each of bill.components) assert.ok((each.hashes?.length ?? 0) > 0, each.name);
    assert.equal(bill.bomFormat, 'CycloneDX');
    assert.equal(bill.metadata.component.name, 'milestone-sign-off');
    const refs = new Set([bill.metadata.component, ...bill.components].map((each) => each['bom-ref']));
    for (const { ref, dependsOn = [] } of bill.dependencies)
      for (const each of [ref, ...dependsOn]) assert.ok(refs.has(each), each);
  });

  it('names a licence for each, and NOTICE whoever asks for more than their own text', () => {
    for (const each of bill.components) {
      const licence = licenceOf(each);
      assert.notEqual(licence, '', each.name);
      if (!licence.split(' AND ').every((part) => enough.includes(part)))
        assert.ok(notice.includes(each.name), `${each.name}: ${licence}`);
    }
    assert.ok(notice.includes('caniuse-lite') && notice.includes('CC BY 4.0'));
  });

  it('repeats in NOTICE what the notices of packages under Apache 2.0 say', async () => {
    const apache = bill.components.filter((each) => licenceOf(each) === 'Apache-2.0');
    let found = 0;
    for (const { name } of apache) {
      const text = await readFile(join(checkout, 'node_modules', name, 'NOTICE'), 'utf8').catch(() => '');
      for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
        found += 1;
        assert.ok(notice.includes(line.trim()), `${name}: ${line}`);
      }
    }
    assert.ok(found > 0);
  });

  it('fetches packages by digest alone, and tells nobody of an installation', async () => {
    for (const [path, { integrity }] of Object.entries(lock.packages))
      if (path !== '') assert.match(integrity ?? '', /^sha512-/, path);
    const { scarfSettings } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as {
      scarfSettings: unknown;
    };
    assert.deepEqual(scarfSettings, { enabled: false });
  });
});
