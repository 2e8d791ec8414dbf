// The database of the product as the bench measures it: with its protections, or with row-level security switched off.
import { migrate, type OpenDatabase } from '../../db/database.ts';
import { grantToService, loginIn } from '../../db/roles.ts';
import { convertersOf } from '../../worker/dataConverter.ts';
import type { Servers } from './environment.ts';
import { convertersOf as withoutCodec } from './unprotected/withoutCodec.ts';
import { productVariant, type Variant } from './variants.ts';

export async function prepareProduct(name: 'product' | 'unprotected', servers: Servers): Promise<Variant> {
  await migrate(servers.db);
  await grantToService(servers.db, loginIn(servers.url));
  if (name === 'product') return productVariant(name, servers, convertersOf);
  await switchOffRowLevelSecurity(servers.db);
  return productVariant(name, servers, withoutCodec);
}

async function switchOffRowLevelSecurity(db: OpenDatabase): Promise<void> {
  const tables: string[] = await db('pg_class')
    .whereRaw(`relnamespace = 'public'::regnamespace and relrowsecurity`)
    .pluck('relname');
  for (const table of tables)
    await db.raw('alter table ?? disable row level security, no force row level security', [table]);
}
