// `npm run people`: who is signed in, and which roles people were given beside those of engagements.
import { asJob } from '../db/inScope.ts';
import { onDatabase } from './onDatabase.ts';
import { peopleCommand } from './peopleCommand.ts';

onDatabase((db, { sessions }, args, now) => peopleCommand(asJob(db, 'signIn'), sessions, args, now));
