// The reader of a record format stays as it is, byte for byte: an edit to it would judge bags in customers' hands anew.
import assert from 'node:assert/strict';
import { digestsOf, formatNames, formats, pinned, released } from './frozenReaders.ts';

describe('Reader of a record format', () => {
  it('is as it was pinned', async () => {
    const known = await formats();
    assert.deepEqual(Object.keys(known), await formatNames(), 'npm run pin-readers takes in a new format');
    for (const [format, { isReleased, sha256 }] of Object.entries(known))
      assert.deepEqual(
        await digestsOf(format),
        sha256,
        isReleased
          ? released(format)
          : `Format ${format} is not released yet: npm run pin-readers, then npm run record-bags`,
      );
  });

  it('cannot be pinned anew once bags of its format were released', async () => {
    const [[format = '', reader] = []] = Object.entries(await formats());
    const sealed = { isReleased: true, sha256: reader?.sha256 ?? {} };
    assert.deepEqual((await pinned({ [format]: sealed }))[format], sealed, 'unchanged, it stays as it was');
    const other = { isReleased: true, sha256: { ...reader?.sha256, 'facts.ts': '0'.repeat(64) } };
    await assert.rejects(pinned({ [format]: other }), /never changed.*make evidence\/verify\/format2 beside it/);
  });
});
