// `npm run dump-schema`: writes db/schema.txt from what the migrations give on a fresh PostgreSQL.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeRights, describeSchema } from '../db/describeSchema.ts';
import { migrate, openDatabase } from '../db/database.ts';
import { grantToService } from '../db/roles.ts';
import { freePort } from '../stack/ports.ts';
import { startPostgres } from '../stack/postgres.ts';
import { checkout } from './checkout.ts';

const folder = await mkdtemp(join(process.platform === 'win32' ? process.cwd() : '/var/tmp', 'sign-off-schema-'));
await chmod(folder, 0o755);
const postgres = await startPostgres({ folder, port: await freePort(), database: 'schema', isDisposable: true });
const db = openDatabase(postgres.url);
try {
  await migrate(db);
  await db.raw('create role service');
  await grantToService(db, 'service');
  await writeFile(
    join(checkout, 'db/schema.txt'),
    `${await describeSchema(db)}\n\n${await describeRights(db, 'service')}`,
  );
  console.log('Wrote db/schema.txt');
} finally {
  await db.destroy();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
