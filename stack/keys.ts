// `npm run keys`: keys of systems.
import { keyCommand } from './keyCommand.ts';
import { onDatabase } from './onDatabase.ts';

onDatabase((db, _config, args, now) => keyCommand(db, args, now));
