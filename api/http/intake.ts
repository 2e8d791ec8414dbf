// The one way in for files: stored as they stream, looked at, scanned, and counted against the quota of their engagement.
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import { lockDocuments, sizeOfDocuments } from '../../db/documents.ts';
import { lockFile, queueFileRemovals, type KeptFile } from '../../db/filesToRemove.ts';
import { quarantine } from '../../db/quarantine.ts';
import type { FileContent } from '../../domain/compilation/fileContent.ts';
import type { Authenticated } from '../../domain/people/people.ts';
import { ScannerDown } from '../../storage/clamd.ts';
import { ContentProbe } from '../../storage/contentProbe.ts';
import { StorageError, type StoredFile } from '../../storage/fileStore.ts';
import type { RouteDependencies } from './dependencies.ts';
import { HttpProblem } from './problems.ts';

export interface Arriving {
  engagementId: string;
  fileName: string;
  mediaType: string;
  uploadedBy: Authenticated;
  /** What is said of a larger one is for the door to say: StorageError FILE_TOO_LARGE comes through. */
  maxBytes: number;
  /** The field that problems name. */
  field: string;
}

export interface TakenFile extends StoredFile {
  content?: FileContent;
}

type Deps = Pick<RouteDependencies, 'db' | 'files' | 'scanner' | 'log' | 'settings'>;

/**
 * Throws QUOTA_EXCEEDED; FILE_HARMFUL when the scanner knows it, with the file kept aside and told of; DEPENDENCY_DOWN when a
 * scanner is set and cannot be asked, for then nobody knows. What it returns is stored, and not yet a document.
 */
export async function takeFile(deps: Deps, content: Readable, arriving: Arriving): Promise<TakenFile> {
  const { db, files, settings } = deps;
  const { engagementId, fileName, maxBytes, field } = arriving;
  const left = settings.engagementQuotaBytes - (await sizeOfDocuments(db, engagementId));
  if (left <= 0) throw quotaExceeded(fileName, settings.engagementQuotaBytes, field);
  const probe = new ContentProbe();
  const flowing = pipeline(content, probe);
  flowing.catch(() => undefined);
  const stored = await files
    .of(engagementId)
    .put(probe, { maxBytes: Math.min(maxBytes, left) })
    .catch((error: unknown) => {
      const isQuota = left < maxBytes && error instanceof StorageError && error.code === 'FILE_TOO_LARGE';
      throw isQuota ? quotaExceeded(fileName, settings.engagementQuotaBytes, field) : error;
    });
  return orLetGo(deps, [{ ...stored, engagementId }], async () => {
    const found = await probe.found();
    const taken = { ...stored, ...(found ? { content: found } : {}) };
    if (stored.sizeBytes > 0) await screen(deps, taken, arriving);
    return taken;
  });
}

/**
 * What is made of files that are stored by now. Where nothing is, they are let go: the store loses each unless a record refers to it,
 * as that of what is kept aside does.
 */
export async function orLetGo<T>(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  files: readonly KeptFile[],
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await db
      .transaction((transaction) => queueFileRemovals(transaction, files))
      .catch((why: unknown) => log.warn({ err: why, files: files.length }, 'files that were not taken stay stored'));
    throw error;
  }
}

/**
 * Part of the transaction that makes the document. Two that arrive at once do not both take the last of the quota; and the file may
 * have been one that was just let go, so it is looked for again once nobody can be removing it.
 */
export async function assertKept(
  transaction: Knex.Transaction,
  { settings: { engagementQuotaBytes }, files }: Pick<Deps, 'settings' | 'files'>,
  { engagementId, fileName, field, ...stored }: Pick<Arriving, 'engagementId' | 'fileName' | 'field'> & StoredFile,
): Promise<void> {
  await lockDocuments(transaction, engagementId);
  if ((await sizeOfDocuments(transaction, engagementId)) + stored.sizeBytes > engagementQuotaBytes)
    throw quotaExceeded(fileName, engagementQuotaBytes, field);
  const { sha256 } = stored;
  await lockFile(transaction, { engagementId, sha256 });
  if (!(await files.of(engagementId).has(sha256))) throw fileGone(field);
}

export const fileGone = (field: string): HttpProblem =>
  new HttpProblem('DEPENDENCY_DOWN', 'The file was removed while it arrived; send it again.', field);

async function screen(
  { db, files, scanner, log, settings }: Deps,
  stored: TakenFile,
  { maxBytes: _limit, field, ...arriving }: Arriving,
): Promise<void> {
  if (!scanner) return;
  const { fileName, engagementId } = arriving;
  const foundAs = await files
    .of(engagementId)
    .open(stored.sha256)
    .then((content) => scanner.scan(content))
    .catch((error: unknown) => {
      if (!(error instanceof ScannerDown)) throw error;
      log.error({ err: error, engagementId }, 'an upload could not be scanned, and was not taken');
      throw new HttpProblem(
        'DEPENDENCY_DOWN',
        `${fileName} could not be scanned and was not taken; send it again later.`,
        field,
        60,
      );
    });
  if (foundAs === undefined) return;
  const quarantineId = `quarantine-${randomUUID()}`;
  log.warn({ quarantineId, engagementId, foundAs }, 'a harmful file was kept aside');
  await quarantine(
    db,
    { quarantineId, ...arriving, ...stored, foundAs },
    {
      now: new Date().toISOString(),
      tellsAdministrator: settings.administratorEmail !== undefined,
    },
  );
  throw new HttpProblem(
    'FILE_HARMFUL',
    `${fileName} was not taken: the scanner knows it as ${foundAs}. The engagement manager is told; send a clean copy.`,
    field,
  );
}

export const quotaExceeded = (fileName: string, quotaBytes: number, field: string): HttpProblem =>
  new HttpProblem(
    'QUOTA_EXCEEDED',
    `${fileName} does not fit: all documents of this engagement together may have ${Math.floor(quotaBytes / 1024 ** 2)} MiB (ENGAGEMENT_QUOTA_MB). Whoever keeps the service running can raise it.`,
    field,
  );
