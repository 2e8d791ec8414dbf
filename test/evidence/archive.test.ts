// The archive: a BagIt bag that checks by its own manifests, with files as they were stored and names that hurt nobody.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { safePath, writeArchive, type BagContents, type BagEntry } from '../../evidence/archive.ts';
import type { Files } from '../../storage/fileStore.ts';
import { assertBag } from './bag.ts';
import { unzip } from './unzip.ts';
import { openTestFiles } from '../support/testFiles.ts';

describe('Archive', () => {
  let folder: string;
  let files: Files;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'archive-test-'));
    files = (await openTestFiles(folder)).of('E1');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const bagOf = (entries: BagEntry[]): BagContents => ({
    name: 'M1-C1',
    info: { 'Source-Organization': 'The\nFirm' },
    at: '2026-03-02T10:00:00.000Z',
    entries,
  });
  const store = (content: string | Buffer) => files.put(Readable.from([content]));
  const written = async (bag: BagContents) => {
    const { sha256, sizeBytes } = await writeArchive(files, bag);
    const zip = await buffer(await files.open(sha256));
    assert.equal(zip.length, sizeBytes);
    return unzip(zip);
  };

  it('is a bag that its own manifests prove, with stored files byte for byte', async () => {
    const content = Buffer.alloc(3_000_000, 'All work and no play. ');
    const { sha256 } = await store(content);
    const bag = await written(
      bagOf([
        { path: 'README.txt', content: 'Read me' },
        { path: 'deliverables/D1/Žluťoučký kůň.pdf', stored: sha256 },
        { path: 'empty.txt', content: '' },
      ]),
    );
    assertBag(bag, 'M1-C1');
    assert.ok(bag.get('M1-C1/data/deliverables/D1/Žluťoučký kůň.pdf')?.equals(content));
    assert.equal(bag.get('M1-C1/bagit.txt')?.toString(), 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    assert.equal(
      bag.get('M1-C1/bag-info.txt')?.toString(),
      'Source-Organization: The Firm\nBagging-Date: 2026-03-02\nPayload-Oxum: 3000007.3\n',
    );
  });

  it('has the same bytes when written again, on a machine in another time zone too', async () => {
    const { sha256 } = await store('design');
    const bag = bagOf([{ path: 'design.txt', stored: sha256 }]);
    const first = await writeArchive(files, bag);
    const zone = process.env.TZ;
    try {
      for (const other of ['Pacific/Kiritimati', 'America/St_Johns']) {
        process.env.TZ = other;
        assert.deepEqual(await writeArchive(files, bag), first);
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('is not written when a file it needs is gone', async () => {
    const missing = createHash('sha256').update('never stored').digest('hex');
    await assert.rejects(
      writeArchive(
        files,
        bagOf([
          { path: 'a.txt', content: 'a' },
          { path: 'b.txt', stored: missing },
        ]),
      ),
      { code: 'FILE_NOT_FOUND' },
    );
  });

  it('is not written when the store gives other bytes than were signed', async () => {
    const { sha256 } = await store('what was signed');
    const tampered: Files = { ...files, open: async () => Readable.from([Buffer.from('something else')]) };
    await assert.rejects(writeArchive(tampered, bagOf([{ path: 'a.txt', stored: sha256 }])), /gave other bytes/);
  });

  it('fails with the reason when a file breaks off in the middle', async () => {
    const { sha256 } = await store('whole');
    const broken: Files = {
      ...files,
      open: async () =>
        new Readable({
          read() {
            this.destroy(new Error('disk unplugged'));
          },
        }),
    };
    await assert.rejects(writeArchive(broken, bagOf([{ path: 'a.txt', stored: sha256 }])), /disk unplugged/);
  });

  it('fails quietly when the store refuses before reading anything', async () => {
    const { sha256 } = await store('design');
    const closed: Files = { ...files, put: async () => Promise.reject(new Error('no bucket')) };
    await assert.rejects(writeArchive(closed, bagOf([{ path: 'a.txt', stored: sha256 }])), /no bucket/);
    await new Promise((wait) => setImmediate(wait));
  });

  it('lets go of the file it is copying when the store is full', async () => {
    const { sha256 } = await store(Buffer.alloc(2_000_000, 'x'));
    const opened: Readable[] = [];
    const full: Files = {
      ...files,
      open: async (digest) => {
        const source = await files.open(digest);
        opened.push(source);
        return source;
      },
      put: async (source) => {
        for await (const _chunk of source) break;
        throw new Error('no space left');
      },
    };
    await assert.rejects(writeArchive(full, bagOf([{ path: 'a.bin', stored: sha256 }])), /no space left/);
    for (const source of opened) assert.ok(source.destroyed);
  });
});

describe('File name in an archive', () => {
  const named = (...fileNames: string[]): string[] => {
    const taken = new Set<string>();
    return fileNames.map((each) => safePath('deliverables/D1', each, taken).slice('deliverables/D1/'.length));
  };

  const cases: [string, string, string][] = [
    ['leads nowhere else', '../../etc/passwd', '__.._etc_passwd'],
    ['has no drive or backslash', 'C:\\design.pdf', 'C__design.pdf'],
    ['is not a hidden file', '.profile', '_profile'],
    ['is not the name of a device', 'con.txt', '_con.txt'],
    ['does not end in a dot or a space', 'design. ', 'design_'],
    ['cannot break the manifest', 'a\nb%0a.txt', 'a_b_0a.txt'],
    ['keeps letters with their marks', 'แผนงาน नक्शा Łódź.pdf', 'แผนงาน नक्शा Łódź.pdf'],
    ['is there even if nothing is left of it', '   ', '_'],
  ];
  for (const [what, fileName, expected] of cases)
    it(what, () => {
      assert.deepEqual(named(fileName), [expected.normalize('NFC')]);
    });

  it('is nobody else’s, whatever the case or composition of the letters', () => {
    assert.deepEqual(named('Plan.pdf', 'plan.PDF', '2-plan.pdf', 'e\u0301.txt', '\u00e9.txt'), [
      'Plan.pdf',
      '2-plan.PDF',
      '2-2-plan.pdf',
      '\u00e9.txt',
      '2-\u00e9.txt',
    ]);
  });

  it('fits every file system, and no two are alike', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 6 }), (fileNames) => {
        const names = named(...fileNames, '字'.repeat(200), '字'.repeat(200));
        assert.equal(new Set(names.map((each) => each.toLowerCase())).size, names.length);
        for (const name of names) {
          assert.ok(Buffer.byteLength(name) <= 255, name);
          assert.match(name, /^[^./\\\p{Cc}%][^/\\\p{Cc}%]*$/u);
        }
      }),
    );
  });
});
