// What lies in a store: sealed for one engagement and one digest, so that whatever was changed, cut or moved is found when it is read.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { StorageError, type FileStore } from '../../storage/fileStore.ts';
import type { FileKeys } from '../../storage/fileKeys.ts';
import { openFileStore } from '../../storage/openFileStore.ts';
import { pieceBytes } from '../../storage/sealedFile.ts';
import { pathInFolder, testFileKeys } from '../support/testFiles.ts';

const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');
const damaged = { code: 'FILE_DAMAGED' };
const overhead = 16;

describe('Stored file', () => {
  let folder: string;
  let store: FileStore;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sealed-test-'));
    store = await openFileStore(folder, testFileKeys);
  });
  after(() => rm(folder, { recursive: true }));

  const put = async (content: Buffer | string, owner = 'E1') => {
    const { sha256: digest } = await store.of(owner).put(Readable.from([content]));
    return {
      digest,
      path: pathInFolder(folder, owner, digest),
      read: async () => buffer(await store.of(owner).open(digest)),
    };
  };
  const headerBytes = async (): Promise<number> => (await stat((await put('')).path)).size - overhead;

  it('comes out as it went in, whatever its length and however it arrives', async () => {
    const near = fc.integer({ min: -2, max: 2 });
    const lengths = fc.tuple(fc.integer({ min: 0, max: 3 }), near).map(([n, by]) => Math.max(0, n * pieceBytes + by));
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 999, max: 200_000 }), async (length, step) => {
        const content = randomBytes(length);
        const chunks = Array.from({ length: Math.ceil(length / step) }, (_, at) =>
          content.subarray(at * step, (at + 1) * step),
        );
        const { sha256: digest } = await store.of('E1').put(Readable.from(chunks));
        assert.deepEqual(await store.of('E1').has(digest), { sizeBytes: length });
        assert.ok(content.equals(await buffer(await store.of('E1').open(digest))));
      }),
      { numRuns: 40 },
    );
  });

  it('is found damaged at whatever byte is changed, and none of that piece is handed out', async () => {
    const content = randomBytes(2 * pieceBytes + 100);
    const { path, digest } = await put(content);
    const whole = await readFile(path);
    const header = await headerBytes();
    const each = [...Array(header).keys(), header + 5, header + pieceBytes + overhead + 7, whole.length - 1];
    for (const at of each) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(path, changed);
      const seen: Buffer[] = [];
      await assert.rejects(async () => {
        for await (const chunk of await store.of('E1').open(digest)) seen.push(chunk as Buffer);
      }, damaged);
      const plain = Buffer.concat(seen);
      assert.ok(plain.equals(content.subarray(0, plain.length)), `byte ${at}`);
    }
  });

  it('is found cut short, lengthened or with its pieces in another order', async () => {
    const { path, read, digest } = await put(randomBytes(3 * pieceBytes));
    const whole = await readFile(path);
    const header = await headerBytes();
    const sealed = pieceBytes + overhead;
    const piece = (n: number): Buffer => whole.subarray(header + n * sealed, header + (n + 1) * sealed);
    const start = whole.subarray(0, header);
    const others: Record<string, Buffer> = {
      'without its last piece': Buffer.concat([start, piece(0), piece(1)]),
      'without its last byte': whole.subarray(0, -1),
      'without any piece': start,
      'without its header': whole.subarray(header),
      empty: Buffer.alloc(0),
      'with one byte more': Buffer.concat([whole, Buffer.alloc(1)]),
      'with its last piece twice': Buffer.concat([whole, piece(2)]),
      'with two pieces exchanged': Buffer.concat([start, piece(1), piece(0), piece(2)]),
      'with a piece in place of another': Buffer.concat([start, piece(0), piece(0), piece(2)]),
    };
    for (const [what, bytes] of Object.entries(others)) {
      await writeFile(path, bytes);
      await assert.rejects(read, damaged, what);
      assert.notDeepEqual(
        what.includes('exchanged') || what.includes('in place') ? undefined : await store.of('E1').has(digest),
        { sizeBytes: 3 * pieceBytes },
        what,
      );
    }
  });

  it('is no other file, of its engagement or of another, that somebody puts in its place', async () => {
    const own = await put('what was signed');
    const another = await put('what was not!!!');
    const theirs = await put('what was signed', 'E2');
    for (const other of [another, theirs]) {
      await copyFile(other.path, own.path);
      await assert.rejects(own.read, damaged);
      assert.equal(await store.of('E1').has(own.digest), undefined, 'and is missing to whoever looks for it');
    }
    await put('what was signed');
    assert.equal(String(await own.read()), 'what was signed', 'put in again, it is there again');
  });

  it('of two engagements is two: one has not what the other has, and loses nothing with it', async () => {
    const { digest } = await put('known to E1', 'E1');
    assert.equal(await store.of('E2').has(digest), undefined);
    assert.equal(await store.ofInstallation.has(digest), undefined);
    await put('known to E1', 'E2');
    await store.of('E2').remove(digest);
    assert.deepEqual(await store.of('E1').has(digest), { sizeBytes: 11 });
  });

  it('has a name and bytes that say nothing of it, and differ from one engagement to the next', async () => {
    const words = 'Confidential words of a client, many times over. '.repeat(5000);
    const [one, two] = [await put(words, 'E1'), await put(words, 'E2')];
    const [first, second] = [await readFile(one.path), await readFile(two.path)];
    assert.notEqual(one.path, two.path);
    assert.ok(!first.subarray(200).equals(second.subarray(200)));
    for (const each of await readdir(folder, { recursive: true })) assert.ok(!each.includes(one.digest.slice(2)), each);
    for (const bytes of [first, second])
      for (const plain of ['Confidential', one.digest, Buffer.from(one.digest, 'hex')])
        assert.ok(!bytes.includes(plain));
  });

  it('is not plain on disk while it arrives either', async () => {
    const source = new PassThrough();
    const stored = store.of('E1').put(source);
    const incoming = join(folder, 'incoming');
    for (let sent = 0; sent < 40; sent += 1) source.write('Confidential words of a client. '.repeat(4000));
    let bytes = Buffer.alloc(0);
    while (bytes.length < pieceBytes) {
      await new Promise((wait) => setTimeout(wait, 5));
      const [part] = await readdir(incoming);
      if (part) bytes = await readFile(join(incoming, part));
    }
    assert.ok(!bytes.includes('Confidential'));
    source.end();
    await stored;
    assert.deepEqual(await readdir(incoming), []);
  });

  it('is for the user of the service alone', async () => {
    const { path } = await put('for nobody else');
    assert.equal((await stat(path)).mode & 0o077, 0);
    for (const each of [folder, join(folder, 'incoming'), join(path, '..')])
      assert.equal((await stat(each)).mode & 0o077, 0, each);
  });

  it('says so when its key was destroyed, and can still be removed', async () => {
    const { digest } = await put('shredded', 'E3');
    const gone = () => Promise.reject(new StorageError('FILE_SHREDDED', 'Its key was destroyed.'));
    const shredded: FileKeys = { ...testFileKeys, current: gone, byId: gone };
    const files = (await openFileStore(folder, shredded)).of('E3');
    for (const asked of [() => files.open(digest), () => files.has(digest), () => files.put(Readable.from(['x']))])
      await assert.rejects(asked, { code: 'FILE_SHREDDED' });
    await files.remove(digest);
    assert.equal(await store.of('E3').has(digest), undefined);
    assert.equal(sha256('shredded'), digest);
  });
});
