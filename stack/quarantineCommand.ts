// What `npm run quarantine` does, given a database: lists what was kept aside, releases one as a document, removes one.
import { parseArgs } from 'node:util';
import { settleFile } from '../administration/quarantine.ts';
import type { Pool } from '../db/database.ts';
import { around, inScope } from '../db/inScope.ts';
import { listQuarantined, type QuarantinedFile } from '../db/quarantine.ts';
import { quarantineDays, settleQuarantined, type Settled, type Settlement } from '../domain/compilation/quarantine.ts';

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
      const { quarantineId, documentId } = await settle(db, rest, 'released', now);
      return [`${quarantineId} is document ${documentId} now.`];
    }
    case 'remove': {
      const { quarantineId } = await settle(db, rest, 'removed', now);
      return [`${quarantineId} was removed.`];
    }
    default:
      throw new Error(`Say what is to be done:\n\n${usage}`);
  }
}

async function settle(
  db: Pool,
  args: string[],
  outcome: Settlement,
  now: string,
): Promise<Settled & { quarantineId: string }> {
  const { quarantineId, reason } = read(args);
  const done = await settleFile(around(db, 'quarantine', quarantineId), quarantineId, outcome, { by, reason, now });
  if (!done) throw new Error(`There is no file "${quarantineId}"; npm run quarantine -- list has those that wait.`);
  if ('why' in done) throw new Error(`${quarantineId}: ${done.why}`);
  return { ...done.settled, quarantineId };
}

function read(args: string[]): { quarantineId: string; reason: string } {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { reason: { type: 'string' } } });
  const [quarantineId, ...more] = positionals;
  if (quarantineId === undefined || more.length > 0)
    throw new Error('Name one file by its ID, as npm run quarantine -- list shows it.');
  const told = settleQuarantined.safeParse({ reason: values.reason ?? '' });
  if (!told.success) throw new Error(`--reason: say why, for the record, in up to 2000 letters.\n\n${usage}`);
  return { quarantineId, reason: told.data.reason };
}

const lines = (file: QuarantinedFile): string[] => [
  `${file.quarantineId}  ${file.fileName}`,
  `  found as     ${file.foundAs}`,
  `  engagement   ${file.engagementId}, uploaded by ${file.uploadedBy.personId} at ${file.quarantinedAt}`,
  `  content      ${file.sizeBytes} bytes, SHA-256 ${file.sha256}`,
  ...(file.settled
    ? [`  ${file.settled.outcome.padEnd(11)}  ${file.settled.at} by ${file.settled.by}: ${file.settled.reason}`]
    : []),
];
