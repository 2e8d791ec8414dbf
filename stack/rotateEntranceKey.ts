// `npm run rotate-entrance-key [-- --since INSTANT]`: a new key for the entrances, in the database first, where the other processes find it.
import { parseArgs } from 'node:util';
import { asJob } from '../db/inScope.ts';
import { rotateEntranceKey } from '../evidence/vouchers/entranceKeys.ts';
import { openDataKeys } from '../storage/encryption/openDataKeys.ts';
import { openMasterKeys } from '../storage/encryption/openMasterKeys.ts';
import { shareKeys } from '../storage/encryption/sharedKeys.ts';
import { entrancesOf, followsWithinSeconds } from '../worker/keepEntranceKeys.ts';
import { onDatabase } from './onDatabase.ts';

onDatabase(async (db, config, args, now) => {
  const { since } = parseArgs({ args: [...args], options: { since: { type: 'string' } } }).values;
  const until = since === undefined ? overlapFrom(now) : new Date(since).toISOString();
  if (since !== undefined && until > now)
    throw new RangeError(`--since ${until} is to come; leave it out, or say since when somebody else had the key.`);
  const keyRing = asJob(db, 'keyRing');
  const dataKeys = await openDataKeys(keyRing, await openMasterKeys(config));
  const entrances = entrancesOf(config);
  await shareKeys(keyRing, dataKeys, [entrances]);
  const { keyId } = await rotateEntranceKey(config.entranceKeyFile, now, until, (content) =>
    shareKeys(keyRing, dataKeys, [{ ...entrances, read: async () => content }]),
  );
  return [`Entrances vouch by key ${keyId} from now on; nothing taken since ${until} holds by the one before.`];
});

/** Until then every process that runs has followed; nobody else has the key before. */
const overlapFrom = (now: string): string => new Date(Date.parse(now) + 3000 * followsWithinSeconds).toISOString();
