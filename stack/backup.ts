// `npm run backup`: one consistent state of the record and its files, encrypted, while the service runs or not.
import { loadConfig } from '../config.ts';
import { backUp } from './backupCommand.ts';
import { addressOfEmbedded } from './postgres.ts';

try {
  const config = loadConfig();
  const { databaseOwnerUrl, databaseUrl, stateFolder, postgresPort } = config;
  const own = databaseOwnerUrl ?? databaseUrl;
  const ownerUrl = own ?? (await addressOfEmbedded(stateFolder, postgresPort, 'signoff', 'owner'));
  const now = new Date().toISOString();
  for (const line of await backUp(ownerUrl, config, process.argv.slice(2), now)) console.log(line);
} catch (error) {
  const { code, message } = error as Error & { code?: string };
  const why = 'No database answers; start the service (npm start), or set DATABASE_URL.';
  console.error(code === 'ECONNREFUSED' ? why : message);
  process.exitCode = 1;
}
