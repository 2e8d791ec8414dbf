// `npm run keys`: keys of systems.
import { asJob } from '../db/inScope.ts';
import { keyCommand } from './keyCommand.ts';
import { onDatabase } from './onDatabase.ts';

onDatabase((db, _config, args, now) => keyCommand(asJob(db, 'door'), args, now));
