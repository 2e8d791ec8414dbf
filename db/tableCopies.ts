// Every table as PostgreSQL copies it: out of one snapshot, and into an empty database within one transaction. Knows nothing of what the rows mean.
import { createHash } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { describeSchema } from './describeSchema.ts';
import type { Database } from './database.ts';

export interface CopiedTable {
  table: string;
  columns: string[];
}

/** What the record says of itself, by which a copy is compared with what it was made of. */
export interface RecordHeads {
  /** Of every audit chain and every milestone: how long, and its last hash. */
  chains: string;
  milestones: string;
  /** The newest checkpoint of the log; null while it is empty. */
  checkpoint: string | null;
}

export interface StoredReference {
  /** Null for what the installation keeps. */
  engagementId: string | null;
  sha256: string;
}

/** People sign in again, what was counted is counted anew, and what had arrived in part begins anew. */
const leftOut = ['sessions', 'rate_limits', 'uploads', 'upload_pieces'];

const quoted = (name: string): string => pg.escapeIdentifier(name);

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'milestone-sign-off backup' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Another version has another one; nothing in it depends on the installation. */
export const schemaDigest = async (db: Database): Promise<string> =>
  createHash('sha256')
    .update(await describeSchema(db))
    .digest('hex');

/** Policies would keep rows even from the owner of the tables. Throws Error naming the remedy. */
async function assertSeesAll(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; sees_all: boolean }>(
    'select rolname as name, rolsuper or rolbypassrls as sees_all from pg_roles where rolname = current_user',
  );
  const [role] = rows;
  if (!role || role.sees_all) return;
  throw new Error(
    `DATABASE_OWNER_URL: the role ${role.name} does not see all rows, so it can neither back up nor restore them. Let it, as an administrator of PostgreSQL: alter role ${quoted(role.name)} bypassrls; or name a superuser.`,
  );
}

export interface Snapshot {
  tables: CopiedTable[];
  copyOut(table: CopiedTable): Readable & { rowCount: number };
  sequences(): Promise<[name: string, value: string, isCalled: boolean][]>;
  heads(): Promise<RecordHeads>;
  files(): Promise<StoredReference[]>;
  close(): Promise<void>;
}

/** As the owner of the tables. What policies would keep from it is an error, never a row less. */
export async function openSnapshot(url: string): Promise<Snapshot> {
  const client = await connect(url);
  try {
    await assertSeesAll(client);
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local row_security = off');
    const tables = await tablesInOrder(client);
    return {
      tables,
      copyOut: ({ table, columns }) =>
        client.query(copyTo(`copy ${quoted(table)} (${columns.map(quoted).join(', ')}) to stdout`)),
      sequences: () => sequencesOf(client),
      heads: () => headsOf(client),
      files: () => referencesOf(client),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

export interface EmptyDatabase {
  tables: CopiedTable[];
  copyIn(table: CopiedTable): Writable & { rowCount: number };
  setSequence(name: string, value: string, isCalled: boolean): Promise<void>;
  heads(): Promise<RecordHeads>;
  /** Hashes of the leaves of the log from `from` on, in their order. */
  leaves(from: number, limit: number): Promise<Uint8Array[]>;
  commit(): Promise<void>;
  /** Leaves the database as it was found. */
  abandon(): Promise<void>;
}

/**
 * As the owner of the tables. Throws where any table has a row. Triggers are off within the transaction alone: what they would
 * make or refuse is in the copy, and nobody else sees the tables meanwhile.
 */
export async function openEmptyDatabase(url: string): Promise<EmptyDatabase> {
  const client = await connect(url);
  try {
    await assertSeesAll(client);
    await client.query('begin');
    await client.query('set local row_security = off');
    const tables = await tablesInOrder(client);
    for (const { table } of tables) await client.query(`lock table ${quoted(table)} in access exclusive mode`);
    for (const { table } of tables) {
      const { rowCount } = await client.query(`select from ${quoted(table)} limit 1`);
      if (rowCount)
        throw new Error(
          `The database is not empty: ${table} has rows. Restore into one on which no service was started yet.`,
        );
    }
    for (const { table } of tables) await client.query(`alter table ${quoted(table)} disable trigger user`);
    return {
      tables,
      copyIn: ({ table, columns }) =>
        client.query(copyFrom(`copy ${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin`)),
      setSequence: async (name, value, isCalled) =>
        void (await client.query('select setval($1::regclass, $2::bigint, $3)', [quoted(name), value, isCalled])),
      heads: () => headsOf(client),
      leaves: (from, limit) => leavesOf(client, from, limit),
      async commit() {
        for (const { table } of tables) await client.query(`alter table ${quoted(table)} enable trigger user`);
        await client.query('commit');
        await client.end();
      },
      abandon: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Those that others refer to come first. */
async function tablesInOrder(client: pg.Client): Promise<CopiedTable[]> {
  const { rows } = await client.query<CopiedTable & { needs: string[] }>(
    `select relname as table,
       array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
         and attgenerated = '' order by attnum) as columns,
       array(select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
     from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'knex\\_%'
       and relname <> all($1) order by relname`,
    [leftOut],
  );
  const ordered: CopiedTable[] = [];
  const isPlaced = (name: string): boolean => ordered.some(({ table }) => table === name);
  while (ordered.length < rows.length) {
    const next = rows.filter(({ table, needs }) => !isPlaced(table) && needs.every(isPlaced));
    if (next.length === 0) throw new Error('Tables refer to each other in a circle; they cannot be copied one by one.');
    ordered.push(...next.map(({ table, columns }) => ({ table, columns })));
  }
  return ordered;
}

async function sequencesOf(client: pg.Client): Promise<[string, string, boolean][]> {
  const { rows } = await client.query<{ name: string }>(
    `select sequencename as name from pg_sequences where schemaname = 'public' and sequencename not like 'knex\\_%' order by 1`,
  );
  const found: [string, string, boolean][] = [];
  for (const { name } of rows) {
    const state = await client.query<{ last_value: string; is_called: boolean }>(
      `select last_value, is_called from ${quoted(name)}`,
    );
    const { last_value: value, is_called: isCalled } = state.rows[0] ?? { last_value: '1', is_called: false };
    found.push([name, value, isCalled]);
  }
  return found;
}

async function headsOf(client: pg.Client): Promise<RecordHeads> {
  const { rows } = await client.query<RecordHeads>(
    `select
       (select md5(coalesce(string_agg(chain || ' ' || length || ' ' || head, E'\\n' order by chain), '')) from audit_chains) as chains,
       (select md5(coalesce(string_agg(milestone_id || ' ' || sequence || ' ' || coalesce(last_hash, ''), E'\\n' order by milestone_id), ''))
         from milestones) as milestones,
       (select note from log_checkpoints order by size desc limit 1) as checkpoint`,
  );
  return rows[0] ?? { chains: '', milestones: '', checkpoint: null };
}

/** Every file that a record refers to; the same places as `is_referred_to` asks. */
async function referencesOf(client: pg.Client): Promise<StoredReference[]> {
  const { rows } = await client.query<StoredReference>(
    `select engagement_id as "engagementId", sha256 from documents
     union select m.engagement_id, pdf_sha256 from certificates join milestones m using (milestone_id) where m.disposed_at is null
     union select m.engagement_id, pdf_sha256 from certificate_seals join milestones m using (milestone_id)
     union select m.engagement_id, sha256 from archives join milestones m using (milestone_id)
     union select m.engagement_id, sha256 from archive_versions join milestones m using (milestone_id)
     union select engagement_id, sha256 from inbound_messages where file_erased_at is null
     union select m.engagement_id, decision ->> 'drawnSignatureSha256' from decisions join milestones m using (milestone_id)
       where decision ->> 'drawnSignatureSha256' is not null
     union select m.engagement_id, sha256 from drawn_signatures join milestones m using (milestone_id)
     union select engagement_id, sha256 from quarantined_files where outcome is distinct from 'removed'
     order by 1, 2`,
  );
  return rows;
}

async function leavesOf(client: pg.Client, from: number, limit: number): Promise<Uint8Array[]> {
  const { rows } = await client.query<{ leaf: Buffer }>(
    `select coalesce(leaf_hash, sha256('\\x00'::bytea || convert_to(line, 'UTF8'))) as leaf
     from log_leaves join audit_entries using (entry_id) where leaf_index >= $1 order by leaf_index limit $2`,
    [from, limit],
  );
  return rows.map(({ leaf }) => new Uint8Array(leaf));
}
