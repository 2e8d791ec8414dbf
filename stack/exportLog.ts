// `npm run export-log`: the audit log as events for monitoring, a line of JSON each, on standard output.
import { listLogged } from '../db/auditLog.ts';
import { asJob } from '../db/inScope.ts';
import { logEvent } from '../evidence/ledger/logEvent.ts';
import { parseArgs } from 'node:util';
import { onDatabase } from './onDatabase.ts';

const atOnce = 1000;

onDatabase(async (pool, _config, args) => {
  const { values } = parseArgs({ args: [...args], options: { after: { type: 'string', default: '-1' } } });
  let after = Number(values.after);
  if (!Number.isSafeInteger(after) || after < -1)
    throw new Error('--after: give the event.sequence of the last event that you have, or leave it out for all.');
  const db = asJob(pool, 'register');
  for (;;) {
    const lines = await listLogged(db, { after, limit: atOnce, isWhole: true });
    for (const each of lines) process.stdout.write(`${JSON.stringify(logEvent(each))}\n`);
    if (lines.length < atOnce) return [];
    after = lines.at(-1)?.leafIndex ?? after;
  }
});
