// The bags that are kept find a rule that was changed without a version: those there are still verify, and what it writes does not.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { RecordedEvent } from '../../domain/events.ts';
import type { replay } from '../../domain/evolve.ts';
import type { recordFiles } from '../../evidence/recordFiles.ts';
import { isInShare } from '../run/properties.ts';
import { unzip } from '../evidence/unzip.ts';
import {
  decidedOtherwise,
  evolvedOtherwise,
  madeUpVersion2,
  productWith,
  type Change,
} from '../support/changedRules.ts';
import { failure, inBag, withManifestsMadeGood, type BagContent } from '../support/tamper.ts';
import { findingsOf, keptNames, pathOf, receiptOf } from './keptBags.ts';

type Verifier = NonNullable<Parameters<typeof findingsOf>[2]>;
interface Writer {
  replay: typeof replay;
  recordFiles: typeof recordFiles;
}

const verifierFiles = ['folderBag', 'nodePrimitives', 'verifyBag'].map((each) => `evidence/verify/${each}.ts`);

async function withProduct(changes: readonly Change[], use: (product: Writer & Verifier) => Promise<void>) {
  const product = await productWith(changes);
  try {
    await use(await product.load('domain/evolve.ts', 'evidence/recordFiles.ts', ...verifierFiles));
  } finally {
    await product.remove();
  }
}

/** The bag as `writer` would archive the same events: what follows from them written anew, and every manifest made to fit. */
async function writtenBy({ replay, recordFiles }: Writer, name: string): Promise<BagContent> {
  const bag = inBag(unzip(await readFile(pathOf(name, 'zip'))));
  const lines = String(bag.get('data/events.jsonl')).trimEnd().split('\n');
  const events = lines.map((line) => (JSON.parse(line) as { event: RecordedEvent }).event);
  const files = Object.entries(recordFiles(replay(events), events));
  return withManifestsMadeGood(
    new Map([...bag, ...files.map(([path, text]) => [`data/${path}`, Buffer.from(text)] as const)]),
  );
}

describe('A rule changed without a new version', function () {
  this.timeout(120_000);

  it('leaves every bag that is kept as it was verified when it was recorded', () =>
    withProduct([...decidedOtherwise, ...evolvedOtherwise], async (changed) => {
      const kept = await keptNames();
      for (const name of kept.filter((_, index) => isInShare(index + 2, 3))) {
        const recorded = (await readFile(pathOf(name, 'txt'), 'utf8')).trimEnd().split('\n');
        assert.deepEqual(await findingsOf(pathOf(name, 'zip'), await receiptOf(name), changed), recorded, name);
      }
    }));

  const found: [what: string, changes: readonly Change[], name: string, file: string][] = [
    ['decides otherwise', decidedOtherwise, 'resubmitted', 'validation-reports.json'],
    ['makes another state of the same events', evolvedOtherwise, 'plain', 'signatures.json'],
  ];
  for (const [what, changes, name, file] of found)
    it(`is found by the archive it writes, where it ${what}`, () =>
      withProduct(changes, async (changed) => {
        assert.deepEqual(await failure(await writtenBy(changed, name)), {
          holds: false,
          check: 'Record',
          says: `data/${file} does not follow from the events`,
        });
      }));

  it('archives the same events as before once it is behind a version 2', () =>
    withProduct(madeUpVersion2, async (changed) => {
      for (const [, , name] of found) assert.equal(await failure(await writtenBy(changed, name)), undefined, name);
    }));
});
