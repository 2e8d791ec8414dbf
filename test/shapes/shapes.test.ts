// No shape of a message, or of what is kept, changes without a new version: running milestones are replayed by it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentRulesVersion } from '../../domain/rulesVersions.ts';
import { checkout } from '../support/checkout.ts';
import { productWith, tightened, tightenedInVersion2 } from '../support/changedRules.ts';
import { shapesOnFile } from './shapes.ts';

const onFile = async (version: number): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(checkout, 'test/shapes', `${version}.json`), 'utf8')) as Record<string, unknown>;

const changed = (left: Record<string, unknown>, right: Record<string, unknown>): string[] =>
  [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]),
  );

/** As the product with the change would put them on file. */
async function shapesWith(changes: typeof tightened, version: number): Promise<Record<string, unknown>> {
  const product = await productWith(changes);
  try {
    const rules = await product.load<{ shapesOf: Parameters<typeof shapesOnFile>[1] }>('domain/rulesVersions.ts');
    return shapesOnFile(version, rules.shapesOf);
  } finally {
    await product.remove();
  }
}

describe('Shapes of messages and of what is kept', function () {
  it('are those on file for every version of the rules', async () => {
    for (let version = 1; version <= currentRulesVersion; version += 1)
      assert.deepEqual(
        changed(shapesOnFile(version), await onFile(version)),
        [],
        'put the change behind a new version of the rules (domain/rulesVersions.ts)',
      );
  });

  it('betray one that was tightened without a version', async () => {
    assert.deepEqual(changed(await shapesWith(tightened, 1), await onFile(1)), ['escalate']);
  });

  it('stay as they were for version 1 where the change is a version 2', async () => {
    assert.deepEqual(changed(await shapesWith(tightenedInVersion2, 1), await onFile(1)), []);
    assert.deepEqual(changed(await shapesWith(tightenedInVersion2, 2), await onFile(1)), ['escalate']);
  });
});
