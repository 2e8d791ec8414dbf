// `npm run data-keys`: the keys that content is encrypted by, and the master key that wraps them.
import { dataKeyCommand } from './dataKeyCommand.ts';
import { onDatabase } from './onDatabase.ts';

onDatabase(dataKeyCommand);
