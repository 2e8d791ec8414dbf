// docs/rights.md has the table that the API follows.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withRights } from '../../scripts/rightsTable.ts';
import { checkout } from '../support/checkout.ts';

describe('The tables of rights', () => {
  it('in docs/rights.md are as `npm run print-rights` prints them', async () => {
    const document = await readFile(join(checkout, 'docs/rights.md'), 'utf8');
    assert.equal(withRights(document), document);
  });

  it('are not printed into a document without places for them', () => {
    assert.throws(() => withRights('# Rights'), RangeError);
  });
});
