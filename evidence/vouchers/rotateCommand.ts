// `npm run rotate-entrance-key [-- --since INSTANT]`: a new key for the entrances; the one before holds for nothing taken from then on.
import { parseArgs } from 'node:util';
import { loadConfig } from '../../config.ts';
import { rotateEntranceKey } from './entranceKeys.ts';

const { values } = parseArgs({ options: { since: { type: 'string' } } });
const now = new Date().toISOString();
const since = values.since === undefined ? now : new Date(values.since).toISOString();
if (since > now)
  throw new RangeError(`--since ${since} is to come; leave it out, or say since when somebody else had the key.`);
const { entranceKeyFile } = loadConfig();
const { keyId } = await rotateEntranceKey(entranceKeyFile, now, since);
console.log(`Entrances vouch by key ${keyId} from now on; nothing taken since ${since} holds by the one before.`);
