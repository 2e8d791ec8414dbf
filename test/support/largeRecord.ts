// A program of its own, so that its memory can be told: archives one large file as a bag and checks the bag, and says how far it grew.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { writeArchive } from '../../evidence/archive.ts';
import { recordFormat } from '../../evidence/recordFiles.ts';
import { checkPayload, checkTags } from '../../evidence/verify/fixity.ts';
import { openBag } from '../../evidence/verify/folderBag.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import { openFileStore } from '../../storage/fileStore.ts';

const megabyte = 1024 * 1024;
const sizeBytes = Number(process.argv[2]) * megabyte;
const block = randomBytes(megabyte);

/** Random, so that packing it gains nothing, and the same each time it is opened. */
function* content(): Generator<Buffer> {
  for (let at = 0; at < sizeBytes; at += megabyte) {
    block.writeUInt32LE(at / megabyte);
    yield Buffer.from(block);
  }
}

let largest = 0;
const watch = setInterval(() => (largest = Math.max(largest, process.memoryUsage().rss)), 20);
const folder = await mkdtemp(join(tmpdir(), 'large-record-'));
try {
  const hash = createHash('sha256');
  for (const each of content()) hash.update(each);
  const sha256 = hash.digest('hex');
  const store = await openFileStore(folder);
  const before = process.memoryUsage().rss;
  const generated = { ...store, open: async () => Readable.from(content()) };
  const archive = await writeArchive(generated, {
    name: 'M1-C1',
    info: { 'Source-Organization': 'The Firm', 'Record-Format': recordFormat },
    at: '2026-03-02T10:00:00.000Z',
    entries: [{ path: 'deliverables/D1/large.bin', stored: sha256 }],
  });
  const { bag, close } = await openBag(join(folder, archive.sha256.slice(0, 2), archive.sha256.slice(2)));
  await checkTags(bag, nodePrimitives);
  await checkPayload(bag, nodePrimitives);
  const checked = bag.get('data/deliverables/D1/large.bin')?.sizeBytes;
  await close();
  const grownMegabytes = Math.round((largest - before) / megabyte);
  process.stdout.write(JSON.stringify({ archived: sizeBytes, checked, grownMegabytes }));
} finally {
  clearInterval(watch);
  await rm(folder, { recursive: true, force: true });
}
