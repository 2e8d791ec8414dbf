// `npm run restore`: a backup into an empty database and the file store, before a service was started on them.
import { loadConfig } from '../config.ts';
import { restore } from './backupCommand.ts';
import { startPostgres } from './postgres.ts';

try {
  const config = loadConfig();
  const { databaseOwnerUrl, databaseUrl, stateFolder, postgresPort } = config;
  const own = databaseOwnerUrl ?? databaseUrl;
  const embedded =
    own === undefined
      ? await startPostgres({ folder: stateFolder, port: postgresPort, database: 'signoff' })
      : undefined;
  try {
    for (const line of await restore(own ?? embedded?.url ?? '', config, process.argv.slice(2))) console.log(line);
  } finally {
    await embedded?.stop();
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
