// `npm run data-keys`: the keys that content is encrypted by, and the master key that wraps them.
import { asJob } from '../db/inScope.ts';
import { dataKeyCommand } from './dataKeyCommand.ts';
import { onDatabase } from './onDatabase.ts';

onDatabase((db, config, args, now) => dataKeyCommand(asJob(db, 'keyRing'), config, args, now));
