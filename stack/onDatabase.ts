// Runs a command on the database of DATABASE_URL, or on the embedded one of a service that runs, and prints what it says.
import { loadConfig, type Config } from '../config.ts';
import { openDatabase, type Pool } from '../db/database.ts';
import { addressOfEmbedded } from './postgres.ts';

/** Ends the process with 1 and one sentence where it cannot be done. */
export function onDatabase(
  command: (db: Pool, config: Config, args: readonly string[], now: string) => Promise<string[]>,
): void {
  run(command).catch((error: Error & { code?: string }) => {
    const why =
      error.code === 'ECONNREFUSED'
        ? 'No database answers; start the service (npm start), or set DATABASE_URL.'
        : error.message;
    console.error(why);
    process.exitCode = 1;
  });
}

async function run(command: Parameters<typeof onDatabase>[0]): Promise<void> {
  const config = loadConfig();
  const db = openDatabase(await databaseUrlOf(config), { poolSize: 2 });
  try {
    const lines = await command(db, config, process.argv.slice(2), new Date().toISOString());
    for (const line of lines) console.log(line);
  } finally {
    await db.destroy();
  }
}

const databaseUrlOf = async ({ databaseUrl, stateFolder, postgresPort }: Config): Promise<string> =>
  databaseUrl ?? (await addressOfEmbedded(stateFolder, postgresPort, 'signoff'));
