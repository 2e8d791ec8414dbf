// `npm run quarantine`: files that the scanner kept aside.
import { onDatabase } from './onDatabase.ts';
import { quarantineCommand } from './quarantineCommand.ts';

onDatabase((db, _config, args, now) => quarantineCommand(db, args, now));
