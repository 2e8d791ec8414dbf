// Zip files that two tools could read as two different bags are refused, with what is wrong with them.
import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { bytesOf } from '../../evidence/verify/bag.ts';
import { nodeInflate } from '../../evidence/verify/nodePrimitives.ts';
import { openZipBag } from '../../evidence/verify/zipBag.ts';

async function zipOf(...files: [path: string, content: string][]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [path, content] of files) zip.addBuffer(Buffer.from(content), path);
  zip.end();
  return buffer(zip.outputStream);
}

const open = (zip: Buffer) =>
  openZipBag(
    { sizeBytes: zip.length, read: async (start, end) => new Uint8Array(zip.subarray(start, end)) },
    nodeInflate,
  );

/** The `nth` place where the name stands, from 0: before the content first, in the directory after. */
function renamed(zip: Buffer, nth: number, from: string, to: string): Buffer {
  let at = zip.indexOf(from);
  for (let each = 0; each < nth; each += 1) at = zip.indexOf(from, at + 1);
  const other = Buffer.from(zip);
  other.write(to, at);
  return other;
}

describe('Zip file of a bag', () => {
  it('is read by random access, packed or not', async () => {
    const bag = await open(await zipOf(['B/one.txt', 'one'], ['B/data/two.txt', 'two'.repeat(1000)]));
    assert.deepEqual([...bag.keys()], ['one.txt', 'data/two.txt']);
    assert.equal(Buffer.from(await bytesOf(bag, 'data/two.txt')).toString(), 'two'.repeat(1000));
  });

  it('is refused with a name twice, or one that lies outside the bag', async () => {
    const zip = await zipOf(['B/one.txt', '1'], ['B/two.txt', '2']);
    await assert.rejects(open(renamed(zip, 1, 'B/two.txt', 'B/one.txt')), /one\.txt is in the zip file twice/);
    await assert.rejects(open(renamed(zip, 1, 'B/two.txt', 'C/two.txt')), /C\/two\.txt lies outside the bag B/);
    await assert.rejects(open(renamed(zip, 1, 'B/two.txt', 'B/../.txt')), /lies outside the bag B/);
  });

  it('is refused with another name before the content than in the directory', async () => {
    const bag = await open(renamed(await zipOf(['B/one.txt', '1']), 0, 'B/one.txt', 'B/two.txt'));
    await assert.rejects(bytesOf(bag, 'one.txt'), /B\/one\.txt has another name before its content/);
  });

  it('is refused with anything after its directory', async () => {
    const zip = await zipOf(['B/one.txt', '1']);
    await assert.rejects(open(Buffer.concat([zip, Buffer.from('more')])), /no zip file, or its end is missing/);
  });

  it('is refused with content longer than announced', async () => {
    const zip = await zipOf(['B/one.txt', '1'.repeat(100)]);
    const sizeAt = zip.lastIndexOf('PK\u0001\u0002', undefined, 'latin1') + 24;
    zip.writeUInt32LE(50, sizeAt);
    await assert.rejects(async () => bytesOf(await open(zip), 'one.txt'), /longer than its directory says/);
  });
});
