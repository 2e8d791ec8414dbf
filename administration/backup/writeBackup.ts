// Writes a backup: one snapshot of the record and the sealed files it refers to, as a stream encrypted to recipients who are not here.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Encrypter } from 'age-encryption';
import { masterKeysInUse } from '../../db/dataKeys.ts';
import type { Database } from '../../db/database.ts';
import { openSnapshot, schemaDigest, type CopiedTable, type Snapshot } from '../../db/tableCopies.ts';
import type { ObjectStore } from '../../storage/objectStore.ts';
import { objectName } from '../../storage/sealedFileStore.ts';
import { backupFormat, frame, type Totals } from './frames.ts';

export interface BackupSources {
  db: Database;
  /** As the owner of the tables: the service's own role does not see every row. */
  ownerUrl: string;
  objects: ObjectStore;
  /** The secret that names of objects are made with. */
  naming: Uint8Array;
}

export interface Made extends Totals {
  lacking: string[];
}

/** The file is there whole or not at all. Throws Error where a recipient is none, or anything cannot be read. */
export async function writeBackup(
  sources: BackupSources,
  path: string,
  recipients: readonly string[],
  now: string,
): Promise<Made> {
  const encrypter = encryptingTo(recipients);
  const part = `${path}.part`;
  const snapshot = await openSnapshot(sources.ownerUrl);
  const made: Made = { tables: 0, rows: 0, files: 0, fileBytes: 0, lacking: [] };
  try {
    const plain = Readable.toWeb(Readable.from(parts(sources, snapshot, made, now), { objectMode: false }));
    const sealed = await encrypter.encrypt(plain as unknown as globalThis.ReadableStream<Uint8Array>);
    const disk = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(Readable.fromWeb(sealed as unknown as ReadableStream), disk);
    await rename(part, path);
    await flush(dirname(path));
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(part, { force: true });
    throw error;
  } finally {
    await snapshot.close();
  }
}

function encryptingTo(recipients: readonly string[]): Encrypter {
  const encrypter = new Encrypter();
  for (const each of recipients)
    try {
      encrypter.addRecipient(each);
    } catch (error) {
      throw new Error(`${each} is no age recipient: ${(error as Error).message}`, { cause: error });
    }
  return encrypter;
}

async function flush(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  await directory.sync().catch(() => undefined);
  await directory.close();
}

async function* parts(
  { db, objects, naming }: BackupSources,
  snapshot: Snapshot,
  made: Made,
  madeAt: string,
): AsyncGenerator<Buffer> {
  const schemaSha256 = await schemaDigest(db);
  const masterKeyIds = await masterKeysInUse(db);
  yield frame({ kind: 'backup', format: backupFormat, madeAt, schemaSha256, masterKeyIds });
  for (const table of snapshot.tables) yield* tableParts(snapshot, table, made);
  yield frame({ kind: 'sequences', sequences: await snapshot.sequences() });
  for (const { engagementId, sha256 } of await snapshot.files()) {
    const name = objectName(naming, engagementId ?? undefined, sha256);
    const content = await objects.open(name);
    // A disposal may have let go of it since the snapshot.
    if (!content) made.lacking.push(sha256);
    else yield* fileParts(name, content, made);
  }
  const { lacking, ...totals } = made;
  yield frame({ kind: 'end', totals, heads: await snapshot.heads(), lacking });
}

async function* tableParts(snapshot: Snapshot, table: CopiedTable, made: Made): AsyncGenerator<Buffer> {
  yield frame({ kind: 'table', ...table });
  const hash = createHash('sha256');
  const rows = snapshot.copyOut(table);
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    hash.update(chunk);
    yield frame({ kind: 'bytes' }, chunk);
  }
  made.tables += 1;
  made.rows += rows.rowCount;
  yield frame({ kind: 'tableEnd', rows: rows.rowCount, sha256: hash.digest('hex') });
}

async function* fileParts(name: string, content: Readable, made: Made): AsyncGenerator<Buffer> {
  yield frame({ kind: 'file', name });
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    yield frame({ kind: 'bytes' }, chunk);
  }
  made.files += 1;
  made.fileBytes += sizeBytes;
  yield frame({ kind: 'fileEnd', sizeBytes, sha256: hash.digest('hex') });
}
