// Both file stores against the same expectations, on a real folder and a real S3-compatible server.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { renameSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import S3rver from 's3rver';
import type { Files, FileStore } from '../../storage/fileStore.ts';
import { openFolderStore } from '../../storage/folderStore.ts';
import { openFileStore } from '../../storage/openFileStore.ts';
import { openS3Store } from '../../storage/s3Store.ts';
import { openTcpProxy } from '../support/tcpProxy.ts';
import { testFileKeys } from '../support/testFiles.ts';

const execute = promisify(execFile);
const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

interface Place {
  address: string;
  /** Whatever files lie in the place, unfinished ones included. */
  files(): Promise<string[]>;
  /** Cuts one of these files short. */
  damage(file: string): Promise<void>;
  close(): Promise<void>;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
}

type Opened = Files & Pick<FileStore, 'check'>;

/** The files of one engagement at this address. */
async function openStore(address: string): Promise<Opened> {
  const store = await openFileStore(address, testFileKeys);
  return { ...store.of('E1'), check: () => store.check() };
}

const uploadsUnderWay = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('milestone-upload-'));

async function folderPlace(): Promise<Place> {
  const address = await mkdtemp(join(tmpdir(), 'store-test-'));
  return {
    address,
    files: () => filesBelow(address),
    damage: (file) => truncate(file, 3),
    close: () => rm(address, { recursive: true }),
  };
}

async function s3Place(): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 's3-test-'));
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' });
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'documents', configs: [] }],
  });
  const { port } = await server.run();
  const before = await uploadsUnderWay();
  return {
    address: `s3://documents/some/prefix?endpoint=http://127.0.0.1:${port}&forcePathStyle=true`,
    files: async () => [
      ...(await filesBelow(directory)).filter((name) => name.endsWith('_object')),
      ...(await uploadsUnderWay()).filter((name) => !before.includes(name)),
    ],
    damage: (file) => truncate(file, 3),
    async close() {
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
}

for (const [what, openPlace] of [
  ['folder', folderPlace],
  ['S3 bucket', s3Place],
] as const)
  describe(`File store in a ${what}`, () => {
    let place: Place;
    let store: Opened;
    before(async () => {
      place = await openPlace();
      store = await openStore(place.address);
    });
    after(() => place.close());

    const put = (content: Buffer | string, maxBytes?: number) =>
      store.put(Readable.from([content]), maxBytes === undefined ? {} : { maxBytes });

    it('gives back what was put in, under its digest', async () => {
      const content = randomBytes(3_000_000);
      const stored = await put(content);
      assert.deepEqual(stored, { sha256: sha256(content), sizeBytes: content.length });
      assert.deepEqual(await store.has(stored.sha256), { sizeBytes: content.length });
      assert.ok(content.equals(await buffer(await store.open(stored.sha256))));
    });

    it('keeps an empty file as well', async () => {
      const stored = await put('');
      assert.deepEqual(await store.has(stored.sha256), { sizeBytes: 0 });
      assert.equal((await buffer(await store.open(stored.sha256))).length, 0);
    });

    it('keeps the same content once, even when it arrives many times at once', async () => {
      await put('the same');
      const before = (await place.files()).length;
      await Promise.all([1, 2, 3].map(() => put('the same')));
      await Promise.all([1, 2, 3].map(() => put('the same, but new')));
      assert.equal((await place.files()).length, before + 1);
    });

    it('takes a file of exactly the limit', async () => {
      assert.equal((await put('12345', 5)).sizeBytes, 5);
    });

    it('refuses a file beyond the limit and keeps nothing of it', async () => {
      const before = await place.files();
      await assert.rejects(put('123456', 5), { code: 'FILE_TOO_LARGE' });
      assert.equal(await store.has(sha256('123456')), undefined);
      assert.deepEqual(await place.files(), before);
    });

    it('keeps nothing of an upload that breaks off', async () => {
      const before = await place.files();
      const source = new PassThrough();
      const stored = store.put(source);
      source.write(randomBytes(100_000));
      source.destroy(new Error('connection lost'));
      await assert.rejects(stored, /connection lost/);
      assert.deepEqual(await place.files(), before);
    });

    it('removes a file for good, and what is not there without complaint', async () => {
      const before = (await place.files()).length;
      const { sha256: digest } = await put('soon gone');
      await store.remove(digest);
      await store.remove(digest);
      assert.equal(await store.has(digest), undefined);
      await assert.rejects(store.open(digest), { code: 'FILE_NOT_FOUND' });
      assert.equal((await place.files()).length, before);
      assert.equal((await put('soon gone')).sha256, digest, 'it can be put in again');
    });

    it('puts a file that was cut short right again when the same file is put in', async () => {
      const before = await place.files();
      const { sha256: digest } = await put('whole and well');
      const [damaged] = (await place.files()).filter((each) => !before.includes(each));
      assert.ok(damaged);
      await place.damage(damaged);
      assert.notDeepEqual(await store.has(digest), { sizeBytes: 14 });
      await assert.rejects(store.open(digest), { code: 'FILE_DAMAGED' });
      assert.deepEqual(await put('whole and well'), { sha256: digest, sizeBytes: 14 });
      assert.deepEqual(await store.has(digest), { sizeBytes: 14 });
      assert.equal(String(await buffer(await store.open(digest))), 'whole and well');
    });

    it('says that it does not have what it does not have', async () => {
      assert.equal(await store.has('0'.repeat(64)), undefined);
      await assert.rejects(store.open('0'.repeat(64)), { code: 'FILE_NOT_FOUND' });
    });

    for (const digest of ['', 'abc', 'A'.repeat(64), '../../../etc/passwd', `${'a'.repeat(62)}/.`])
      it(`takes "${digest.slice(0, 20)}" for no digest`, async () => {
        await assert.rejects(async () => store.has(digest), { code: 'DIGEST_MALFORMED' });
        await assert.rejects(async () => store.open(digest), { code: 'DIGEST_MALFORMED' });
        await assert.rejects(async () => store.remove(digest), { code: 'DIGEST_MALFORMED' });
      });

    it('reports itself well', () => store.check());
  });

async function assertUnavailable(store: Files, digest: string): Promise<void> {
  for (const asked of [
    () => store.has(digest),
    () => store.open(digest),
    () => store.remove(digest),
    () => store.put(Readable.from(['x'])),
  ])
    await assert.rejects(asked, { code: 'STORE_UNAVAILABLE' });
}

describe('File store whose place is missing', () => {
  it('reports a folder that went away', async () => {
    const place = await folderPlace();
    const store = await openStore(place.address);
    await place.close();
    await assert.rejects(store.check(), { code: 'ENOENT' });
  });

  it('never says of a folder that is away, as of a volume not mounted, that it lacks a file, and has all of them when it is back', async () => {
    const place = await folderPlace();
    const store = await openStore(place.address);
    const { sha256: digest } = await store.put(Readable.from(['kept']));
    await rename(place.address, `${place.address}-away`);
    await mkdir(place.address);
    await assertUnavailable(store, digest);
    await rm(place.address, { recursive: true });
    await rename(`${place.address}-away`, place.address);
    assert.deepEqual(await store.has(digest), { sizeBytes: 4 }, 'and nothing was taken for removed');
    await place.close();
  });

  it('makes no folder in place of one that went away while a file came in', async () => {
    const place = await folderPlace();
    const store = await openFolderStore(place.address);
    const part = join(await mkdtemp(join(tmpdir(), 'part-')), 'part');
    await writeFile(part, 'kept');
    await place.close();
    const name = sha256('kept');
    await assert.rejects(store.keep(name, { path: part, sizeBytes: 4 }), { code: 'ENOENT' });
    await assert.rejects(readdir(place.address), { code: 'ENOENT' });
  });

  it('never says that a file is missing of a folder that comes back while it looks', async () => {
    const place = await folderPlace();
    const store = await openStore(place.address);
    const { sha256: digest } = await store.put(Readable.from(['kept']));
    // The sooner it comes back the earlier in a look, which takes some turns of the loop: each place in it is met.
    for (let run = 0; run < 200; run += 1) {
      await rename(place.address, `${place.address}-away`);
      const looked = store.has(digest).then(
        (file) => assert.deepEqual(file, { sizeBytes: 4 }, `in run ${run}`),
        (error: { code: string }) => assert.equal(error.code, 'STORE_UNAVAILABLE'),
      );
      for (let turn = 0; turn < run % 8; turn += 1) await new Promise((next) => setImmediate(next));
      renameSync(`${place.address}-away`, place.address);
      await looked;
    }
    await place.close();
  });

  it('never says of a bucket that does not exist that it lacks a file', async () => {
    const place = await s3Place();
    const store = await openStore(place.address.replace('documents', 'elsewhere'));
    await assert.rejects(store.check());
    await assertUnavailable(store, sha256('kept'));
    await place.close();
  });

  it('never says of a server that is away that it lacks a file', async () => {
    const place = await s3Place();
    const store = await openStore(place.address);
    await place.close();
    await assertUnavailable(store, sha256('kept'));
  });

  it('gives up a bucket that a broken network leaves without an answer, and asks it again afterwards', async () => {
    const place = await s3Place();
    const { port } = new URL(new URL(place.address).searchParams.get('endpoint') ?? '');
    const proxy = await openTcpProxy({ host: '127.0.0.1', port: Number(port) });
    const patience = { connectionTimeout: 1000, requestTimeout: 1000, socketTimeout: 1000 };
    const store = await openS3Store(new URL(place.address.replace(`:${port}`, `:${proxy.port}`)), patience);
    await store.check();
    proxy.swallow();
    for (const asked of [() => store.check(), () => store.open(sha256('kept')), () => store.remove(sha256('kept'))])
      await assert.rejects(asked, { name: 'TimeoutError' });
    proxy.open();
    await store.check();
    await proxy.close();
    await place.close();
  });

  it('says what broke off, not that the store is away, when an upload breaks off', async () => {
    const place = await s3Place();
    const store = await openStore(place.address);
    const source = new PassThrough();
    const stored = store.put(source);
    source.destroy();
    await assert.rejects(stored, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    await place.close();
  });

  for (const address of ['ftp://files.example.com/x', 's3://', 'file://elsewhere.example.com/x'])
    it(`refuses the address ${address}, naming the setting`, async () => {
      await assert.rejects(openFileStore(address, testFileKeys), {
        code: 'STORE_ADDRESS_UNKNOWN',
        message: /DOCUMENT_STORE/,
      });
    });
});

describe('File of 500 MB', () => {
  it('is sealed into the store and comes out again while the process stays small', async () => {
    const script = fileURLToPath(new URL('streamLargeFile.ts', import.meta.url));
    const { stdout } = await execute(process.execPath, [script, '500'], { timeout: 120_000 });
    const { sizeBytes, grownBytes } = JSON.parse(stdout) as { sizeBytes: number; grownBytes: number };
    assert.equal(sizeBytes, 500 * 1024 ** 2);
    assert.ok(grownBytes < 150 * 1024 * 1024, `grew by ${Math.round(grownBytes / 1024 / 1024)} MB`);
  }).timeout(120_000);
});
