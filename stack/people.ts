// `npm run people`: who is signed in, and which roles people were given beside those of engagements.
import { onDatabase } from './onDatabase.ts';
import { peopleCommand } from './peopleCommand.ts';

onDatabase((db, { sessions }, args, now) => peopleCommand(db, sessions, args, now));
