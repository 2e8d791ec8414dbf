// `npm run keys`: keys of systems, on the database of DATABASE_URL or the embedded one of a service that runs.
import { loadConfig, type Config } from '../config.ts';
import { openDatabase } from '../db/database.ts';
import { keyCommand } from './keyCommand.ts';
import { addressOfEmbedded } from './postgres.ts';

async function main(): Promise<void> {
  const db = openDatabase(await databaseUrlOf(loadConfig()), { poolSize: 1 });
  try {
    const lines = await keyCommand(db, process.argv.slice(2), new Date().toISOString());
    for (const line of lines) console.log(line);
  } finally {
    await db.destroy();
  }
}

const databaseUrlOf = async ({ databaseUrl, stateFolder, postgresPort }: Config): Promise<string> =>
  databaseUrl ?? (await addressOfEmbedded(stateFolder, postgresPort, 'signoff'));

main().catch((error: Error & { code?: string }) => {
  const why =
    error.code === 'ECONNREFUSED'
      ? 'No database answers; start the service (npm start), or set DATABASE_URL.'
      : error.message;
  console.error(why);
  process.exitCode = 1;
});
