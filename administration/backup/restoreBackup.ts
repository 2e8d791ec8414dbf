// Restores a backup into an empty database and a store: checked part by part, and nothing of the record is there before all of it is.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { Decrypter } from 'age-encryption';
import { openEmptyDatabase, type EmptyDatabase } from '../../db/tableCopies.ts';
import { parseCheckpoint } from '../../evidence/ledger/checkpoint.ts';
import { sha256 } from '../../evidence/ledger/logSigner.ts';
import {
  appendLeaves,
  hashOf,
  isSame,
  rightFringe,
  subtree,
  type CompleteNode,
} from '../../evidence/ledger/merkleTree.ts';
import type { ObjectStore } from '../../storage/objectStore.ts';
import { backupFormat, readFrames, type Frame, type FrameHeader, type Totals } from './frames.ts';

export interface RestoreTargets {
  /** As the owner of the tables, which are there and empty. */
  ownerUrl: string;
  /** Of the schema there. */
  schemaSha256: string;
  objects: ObjectStore;
}

export interface Restored extends Totals {
  madeAt: string;
  masterKeyIds: string[];
  lacking: string[];
}

/** Throws Error naming what is wrong with the backup or the database, which then is as empty as before. Files may be in the store by then; doing it again puts them there again. */
export async function restoreBackup(
  { ownerUrl, schemaSha256, objects }: RestoreTargets,
  path: string,
  identities: readonly string[],
): Promise<Restored> {
  const frames = readFrames(await opened(path, identities));
  const database = await openEmptyDatabase(ownerUrl);
  try {
    const restored = await restore(frames, database, objects, schemaSha256);
    await database.commit();
    return restored;
  } catch (error) {
    await database.abandon();
    throw error;
  } finally {
    await frames.return(undefined);
  }
}

async function opened(path: string, identities: readonly string[]): Promise<AsyncIterable<Uint8Array>> {
  const decrypter = new Decrypter();
  for (const each of identities) decrypter.addIdentity(each);
  const sealed = Readable.toWeb(createReadStream(path));
  try {
    return await decrypter.decrypt(sealed as unknown as globalThis.ReadableStream<Uint8Array>);
  } catch (error) {
    throw new Error(`${path} cannot be opened with this identity: ${(error as Error).message}`, { cause: error });
  }
}

type Frames = AsyncGenerator<Frame>;

async function restore(
  frames: Frames,
  database: EmptyDatabase,
  objects: ObjectStore,
  schemaSha256: string,
): Promise<Restored> {
  const found: Totals = { tables: 0, rows: 0, files: 0, fileBytes: 0 };
  const start = await next(frames, 'backup');
  if (start.format !== backupFormat)
    throw damaged(`its format is "${start.format}", and this version reads "${backupFormat}"`);
  if (start.schemaSha256 !== schemaSha256)
    throw new Error('The backup was made by another version, whose tables are others; restore it with that version.');
  for (;;) {
    const { header } = await nextFrame(frames);
    if (header.kind === 'table') await restoreTable(frames, database, header, found);
    else if (header.kind === 'file') await restoreFile(frames, objects, header.name, found);
    else if (header.kind === 'sequences') for (const each of header.sequences) await database.setSequence(...each);
    else if (header.kind === 'end') {
      await compare(database, header, found);
      if (!(await frames.next().catch(unreadable)).done) throw damaged('something comes after its end');
      return { ...found, madeAt: start.madeAt, masterKeyIds: start.masterKeyIds, lacking: header.lacking };
    } else throw damaged(`"${header.kind}" stands where it cannot`);
  }
}

async function restoreTable(
  frames: Frames,
  database: EmptyDatabase,
  { table, columns }: Extract<FrameHeader, { kind: 'table' }>,
  found: Totals,
): Promise<void> {
  if (!database.tables.some((each) => each.table === table && isDeepStrictEqual(each.columns, columns)))
    throw damaged(`the database has no table ${table} of these columns`);
  const rows = database.copyIn({ table, columns });
  const end = await pour(frames, rows, 'tableEnd', `table ${table}`);
  if (end.header.rows !== rows.rowCount)
    throw damaged(`table ${table} has ${rows.rowCount} rows in place of ${end.header.rows}`);
  found.tables += 1;
  found.rows += rows.rowCount;
}

async function restoreFile(frames: Frames, objects: ObjectStore, name: string, found: Totals): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(name)) throw damaged('a file in it has no name of a file');
  const { folder, release } = await objects.stage();
  const path = join(folder, `${name}.part`);
  try {
    const disk = createWriteStream(path, { flags: 'w', mode: 0o600, flush: true });
    const { sizeBytes } = await pour(frames, disk, 'fileEnd', `file ${name}`);
    await objects.keep(name, { path, sizeBytes });
    found.files += 1;
    found.fileBytes += sizeBytes;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await release();
  }
}

/** What comes up to the end of the part goes where it belongs, and is what was written. */
async function pour<K extends 'tableEnd' | 'fileEnd'>(
  frames: Frames,
  into: Writable,
  endKind: K,
  what: string,
): Promise<{ header: Extract<FrameHeader, { kind: K }>; sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let end: Frame | undefined;
  await pipeline(async function* content() {
    for (;;) {
      const each = await nextFrame(frames);
      if (each.header.kind !== 'bytes') {
        end = each;
        return;
      }
      hash.update(each.content);
      sizeBytes += each.content.length;
      yield each.content;
    }
  }, into);
  const header = end?.header;
  if (header?.kind !== endKind || header.sha256 !== hash.digest('hex'))
    throw damaged(`${what} is not as it was written`);
  return { header: header as Extract<FrameHeader, { kind: K }>, sizeBytes };
}

async function next<K extends FrameHeader['kind']>(
  frames: Frames,
  kind: K,
): Promise<Extract<FrameHeader, { kind: K }>> {
  const { header } = await nextFrame(frames);
  if (header.kind !== kind) throw damaged(`"${header.kind}" stands where "${kind}" belongs`);
  return header as Extract<FrameHeader, { kind: K }>;
}

async function nextFrame(frames: Frames): Promise<Frame> {
  const { done, value } = await frames.next().catch(unreadable);
  if (done) throw damaged('it ends before its end');
  return value;
}

function unreadable(error: unknown): never {
  throw damaged((error as Error).message, error);
}

const damaged = (why: string, cause?: unknown): Error => new Error(`The backup is damaged: ${why}.`, { cause });

/** What is in the tables now says of itself what it said where the backup was made, and its log has the root that was signed. */
async function compare(
  database: EmptyDatabase,
  { totals, heads }: Extract<FrameHeader, { kind: 'end' }>,
  found: Totals,
): Promise<void> {
  if (!isDeepStrictEqual({ ...found }, { ...totals }) || found.tables !== database.tables.length)
    throw damaged('it has not as many tables, rows or files as it says');
  if (!isDeepStrictEqual(await database.heads(), heads)) throw damaged('its chains do not end as they did');
  const signed = heads.checkpoint === null ? undefined : parseCheckpoint(heads.checkpoint);
  if (heads.checkpoint !== null && (!signed || !isSame(await rootOf(database, signed.size), signed.root)))
    throw damaged('the lines of its audit log do not have the root that was signed');
}

const leavesAtOnce = 5000;

async function rootOf(database: EmptyDatabase, size: number): Promise<Uint8Array> {
  let fringe = new Map<string, Uint8Array>();
  const keyOf = ({ level, index }: CompleteNode): string => `${level}/${index}`;
  const kept = (node: CompleteNode): Uint8Array => fringe.get(keyOf(node)) ?? new Uint8Array();
  for (let done = 0; done < size;) {
    const leaves = await database.leaves(done, Math.min(leavesAtOnce, size - done));
    if (leaves.length === 0) throw damaged('lines of its audit log are missing');
    const added = new Map(appendLeaves(sha256, done, kept, leaves).map((node) => [keyOf(node), node.hash]));
    done += leaves.length;
    fringe = new Map(rightFringe(done).map((node) => [keyOf(node), added.get(keyOf(node)) ?? kept(node)]));
  }
  return hashOf(sha256, subtree(0, size), kept);
}
