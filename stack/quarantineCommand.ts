// What `npm run quarantine` does, given a database: lists what was kept aside, releases one as a document, removes one.
import { parseArgs } from 'node:util';
import { releaseFile, removeFile } from '../administration/quarantine.ts';
import type { Pool } from '../db/database.ts';
import { around, inScope } from '../db/inScope.ts';
import { listQuarantined, quarantineDays, type QuarantinedFile } from '../db/quarantine.ts';

export const usage = `npm run quarantine -- list
npm run quarantine -- release QUARANTINE-ID --reason TEXT
npm run quarantine -- remove QUARANTINE-ID --reason TEXT`;

const by = 'npm run quarantine';

/** Lines to print. Throws Error naming what is at fault. */
export async function quarantineCommand(db: Pool, args: readonly string[], now: string): Promise<string[]> {
  const [what, ...rest] = args;
  switch (what) {
    case 'list': {
      const files = await listQuarantined(inScope(db, 'all'));
      return files.length === 0 ? [`Nothing was kept aside in the last ${quarantineDays} days.`] : files.flatMap(lines);
    }
    case 'release': {
      const { quarantineId, reason } = read(rest);
      const documentId = await releaseFile(around(db, 'quarantine', quarantineId), quarantineId, { by, reason, now });
      if (documentId === undefined) throw unknown(quarantineId);
      return [`${quarantineId} is document ${documentId} now.`];
    }
    case 'remove': {
      const { quarantineId, reason } = read(rest);
      if (!(await removeFile(around(db, 'quarantine', quarantineId), quarantineId, { by, reason, now })))
        throw unknown(quarantineId);
      return [`${quarantineId} was removed.`];
    }
    default:
      throw new Error(`Say what is to be done:\n\n${usage}`);
  }
}

function read(args: string[]): { quarantineId: string; reason: string } {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { reason: { type: 'string' } } });
  const [quarantineId, ...more] = positionals;
  if (quarantineId === undefined || more.length > 0)
    throw new Error('Name one file by its ID, as npm run quarantine -- list shows it.');
  const reason = values.reason?.trim() ?? '';
  if (reason === '') throw new Error(`--reason: say why, for the record.\n\n${usage}`);
  return { quarantineId, reason };
}

const unknown = (quarantineId: string) =>
  new Error(`There is no file "${quarantineId}" that waits to be settled; npm run quarantine -- list has them.`);

const lines = (file: QuarantinedFile): string[] => [
  `${file.quarantineId}  ${file.fileName}`,
  `  found as     ${file.foundAs}`,
  `  engagement   ${file.engagementId}, uploaded by ${file.uploadedBy.personId} at ${file.quarantinedAt}`,
  `  content      ${file.sizeBytes} bytes, SHA-256 ${file.sha256}`,
  ...(file.settled
    ? [`  ${file.settled.outcome.padEnd(11)}  ${file.settled.at} by ${file.settled.by}: ${file.settled.reason}`]
    : []),
];
