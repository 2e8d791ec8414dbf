// PostgreSQL: whether it answers, keeps what it says it keeps, is what this release expects, and guards the evidence against the service itself.
import type { Config } from '../../config.ts';
import { foreignMigrations, isExpanding, openDatabase, type OpenDatabase } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { migrationSource } from '../../db/migrations/index.ts';
import { countObstacles } from '../../db/obstacles.ts';
import { countEffects } from '../../db/outbox.ts';
import { roleName, serviceRoles } from '../../db/roles.ts';
import { ofClocks, secondsApart } from './clocks.ts';
import { advice, examined, ill, well, type Finding } from './finding.ts';

const oldest = 14;

/** Twelve to work with and two that listen. */
const ofOneProcess = 14;

export interface Addresses {
  service: string;
  owner: string | undefined;
}

export async function examineDatabase({ service, owner }: Addresses, config: Config, now: Date): Promise<Finding[]> {
  const db = openDatabase(service, { poolSize: 2 });
  const asOwner = openDatabase(owner ?? service, { poolSize: 1 });
  const unreachable = config.databaseUrl
    ? 'DATABASE_URL: correct it'
    : 'Start the service (npm start), anew where it runs; or set DATABASE_URL';
  try {
    const answers = await examined('PostgreSQL', unreachable, () => examineServer(db, now));
    if (answers.some(({ verdict, subject }) => verdict === 'ill' && subject === 'PostgreSQL')) return answers;
    return [
      ...answers,
      ...(await examined('Schema', 'DATABASE_OWNER_URL: name the owner of the tables', () => examineSchema(asOwner))),
      ...(await examined('Rights of the service', 'Start the service once: it sets its roles up', () =>
        examineRoles(db),
      )),
      ...(await examined('What is in the way', 'Start the service once: it sets its roles up', () =>
        examineBacklog(db),
      )),
    ];
  } finally {
    await Promise.all([db.destroy(), asOwner.destroy()]);
  }
}

interface ServerRow {
  version: string;
  number: number;
  encoding: string;
  fsync: string;
  synchronous: string;
  free: number;
  at: Date;
}

async function examineServer(db: OpenDatabase, now: Date): Promise<Finding[]> {
  const asked = performance.now();
  const { rows } = await db.raw<{ rows: ServerRow[] }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::integer as number,
       current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as synchronous,
       current_setting('max_connections')::integer - (select count(*)::integer from pg_stat_activity where backend_type = 'client backend') as free,
       clock_timestamp() as at`,
  );
  const [row] = rows;
  if (!row) return [];
  const major = Math.floor(row.number / 10_000);
  const lost = [
    ...(row.fsync === 'off' ? ['fsync'] : []),
    ...(row.synchronous === 'off' ? ['synchronous_commit'] : []),
  ].join(' and ');
  return [
    major < oldest
      ? advice('PostgreSQL', `${row.version}, which its makers no longer mend`, `Use PostgreSQL ${oldest} or newer`)
      : well('PostgreSQL', row.version),
    lost === ''
      ? well('What it answers', 'lies on disk before it is said to be on record')
      : ill(
          'What it answers',
          `${lost} is off: what is said to be on record can be lost with the power`,
          `Set ${lost} to on in postgresql.conf`,
        ),
    row.encoding === 'UTF8'
      ? well('Encoding', row.encoding)
      : ill(
          'Encoding',
          `${row.encoding}: names in other scripts cannot be kept`,
          'Make the database with encoding UTF8',
        ),
    row.free < ofOneProcess
      ? advice(
          'Connections',
          `${row.free} left, and one more process takes up to ${ofOneProcess}`,
          'Raise max_connections in postgresql.conf, or put a pooler before it',
        )
      : well('Connections', `${row.free} left`),
    ofClocks('PostgreSQL’s', secondsApart(row.at, now, asked)),
  ];
}

async function examineSchema(db: OpenDatabase): Promise<Finding[]> {
  const known = (await migrationSource.getMigrations([])).map(({ name }) => name);
  const exists = await db.schema.hasTable('knex_migrations');
  const applied: string[] = exists ? await db('knex_migrations').orderBy('id').pluck('name') : [];
  const foreign = await foreignMigrations(db);
  const pending = known.filter((each) => !applied.includes(each));
  const changing = foreign.filter((each) => !isExpanding(each));
  if (changing.length > 0)
    return [
      ill(
        'Schema',
        `has ${changing.join(', ')}, which this release does not know`,
        'Start the newer release that made it, or restore a backup',
      ),
    ];
  if (foreign.length > 0)
    return [
      advice(
        'Schema',
        `a newer release added ${foreign.join(', ')}; this one works beside it`,
        'Finish the upgrade, or leave it: the newer release goes on from there',
      ),
    ];
  if (pending.length > 0)
    return [advice('Schema', `lacks ${pending.join(', ')}`, 'The next start brings it up to date')];
  return [well('Schema', `up to date (${applied.at(-1)})`)];
}

async function examineRoles(db: OpenDatabase): Promise<Finding[]> {
  const { rows } = await db.raw<{ rows: { login: string; bypasses: boolean; owns: boolean }[] }>(
    `select current_user as login, rolsuper or rolbypassrls as bypasses,
       exists (select from pg_class where relname = 'milestones' and relowner = pg_roles.oid) as owns
     from pg_roles where rolname = current_user`,
  );
  const [{ login, bypasses, owns } = { login: '', bypasses: false, owns: false }] = rows;
  const roles = serviceRoles.map((each) => roleName(login, each));
  const taken = await db.raw<{ rows: { role: string }[] }>(
    `select rolname as role from pg_roles where rolname = any(?) and pg_has_role(current_user, oid, 'member')`,
    [roles],
  );
  const missing = roles.filter((role) => !taken.rows.some((each) => each.role === role));
  const subject = 'Rights of the service';
  if (bypasses)
    return [
      ill(
        subject,
        `${login} goes past row-level security`,
        `alter role ${login} nosuperuser nobypassrls, and name the owner in DATABASE_OWNER_URL`,
      ),
    ];
  if (missing.length > 0)
    return [
      ill(
        subject,
        `${login} may not take ${missing.join(', ')}`,
        'Start the service once with DATABASE_OWNER_URL: it sets its roles up',
      ),
    ];
  if (owns)
    return [
      advice(
        subject,
        `${login} owns the tables, and could take off what guards the evidence`,
        'DATABASE_OWNER_URL: name another role that owns them',
      ),
    ];
  return [well(subject, `${login} can neither change evidence nor see past the engagement it works for`)];
}

async function examineBacklog(db: OpenDatabase): Promise<Finding[]> {
  const keeper = asJob(db, 'keeper');
  const [obstacles, effects] = await Promise.all([countObstacles(keeper), countEffects(keeper)]);
  const failed = effects.filter(({ status }) => status === 'failed');
  return [
    ...obstacles.map(({ kind, milestones, since }) =>
      ill(
        'What is in the way',
        `${kind}${milestones > 0 ? `: ${milestones} milestones` : ''}, since ${since}`,
        'GET /obstacles names them; GET /milestones/{milestoneId} says what to do',
      ),
    ),
    ...failed.map(({ kind, effects: number, since }) =>
      ill('What was given up', `${number} of kind ${kind} since ${since}`, 'docs/monitoring.md, SignOffGivenUp'),
    ),
    ...(obstacles.length + failed.length === 0 ? [well('What is in the way', 'nothing')] : []),
  ];
}
