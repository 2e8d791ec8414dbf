// The one place that opens the record for somebody: within engagements, around what an address names, or for one of the service's own jobs.
import type { EventEmitter } from 'node:events';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import type { EngagementScope } from '../domain/access/scope.ts';
import type { Chain } from '../evidence/ledger/auditEntry.ts';
import { connectionsOf, type Database, type Pool } from './database.ts';
import { loginIn, roleName, type Job } from './roles.ts';
import { runScoped, type Around } from './scopedStatement.ts';

/**
 * Each statement is a transaction of its own, in one round trip, and `transaction` one for several. Both begin by taking a role that
 * row-level security binds and saying for which engagements: for this transaction alone, so nothing of it outlives them on a
 * connection of the pool. A name that cannot be an engagement's names none.
 */
export const inEngagement = (db: Pool, engagementId: string): Database => inScope(db, [engagementId]);

/** What a key or a session is for; all engagements are read by a role that writes nothing. */
export function inScope(db: Pool, scope: EngagementScope): Database {
  if (scope === 'all') return asJob(db, 'register');
  if ('allBut' in scope)
    return open(db, (login) => [`select ${taking(login, 'register')}, ${listed('sign_off.barred', scope.allBut)}`]);
  return open(db, (login) => [`select ${taking(login, 'engagement')}, ${listed(setting, scope)}`]);
}

/** What an address, a token or a message can name, and where it is looked up; what is not there is in no engagement. */
const subjects = {
  engagement: ['engagements', 'engagement_id'],
  milestone: ['milestones', 'milestone_id'],
  document: ['documents', 'document_id'],
  webhook: ['webhook_deliveries', 'webhook_id'],
  quarantine: ['quarantined_files', 'quarantine_id'],
  /** By the hash of its token. */
  link: ['request_links', 'token_hash'],
  replyAddress: ['request_links', 'reply_token_hash'],
  certificateAddress: ['certificate_addresses', 'token'],
  mail: ['mails', 'message_id_header'],
} as const;

export type Subject = keyof typeof subjects;

/** Within the engagement of one thing, which is found by the statement that begins the transaction. */
export const around = (db: Pool, subject: Subject, id: string): Database =>
  open(db, (login) => {
    const [table, column] = subjects[subject];
    const found = `select engagement_id from ${table} where ${column} = ${pg.escapeLiteral(id)}`;
    // Rights are looked at when a statement begins, so that each role needs one of its own.
    return [
      `select ${taking(login, 'door')}`,
      `select set_config('${setting}', coalesce((${found}), ''), true)`,
      `select ${taking(login, 'engagement')}`,
    ];
  });

/** Across engagements, with the rights of that job alone; what it does within some of them it says of these. */
export const asJob = (db: Pool, job: Job, engagementIds: readonly string[] = []): Database =>
  open(db, (login) => [`select ${taking(login, job)}, ${listed(setting, engagementIds)}`]);

/** Lines of the service's own chains belong to nobody, or to what the act was about. */
export function aroundChain(db: Pool, chain: Chain): Database {
  const [of, id = ''] = chain.split(':');
  return of === 'milestone' || of === 'engagement' ? around(db, of, id) : asJob(db, 'door');
}

const setting = 'sign_off.engagements';
const named = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const taking = (login: string, role: Parameters<typeof roleName>[1]): string =>
  `set_config('role', ${pg.escapeLiteral(roleName(login, role))}, true)`;

const listed = (name: string, engagementIds: readonly string[]): string =>
  `set_config('${name}', ${pg.escapeLiteral(engagementIds.filter((each) => named.test(each)).join(','))}, true)`;

/** Making one takes a while, as such things go, and the same are asked for again and again. */
const keptAtMost = 500;
const kept = new WeakMap<Knex, Kept>();

interface Kept {
  login: string;
  /** The one that was asked for longest ago first. */
  opened: Map<string, Database>;
}

function keep(connections: Knex): Kept {
  const { connectionString = '' } = connections.client.config.connection as pg.ClientConfig;
  const begun = { login: loginIn(connectionString), opened: new Map<string, Database>() };
  kept.set(connections, begun);
  return begun;
}

function open(db: Pool, opening: (login: string) => readonly string[]): Database {
  const connections = connectionsOf(db);
  const { login, opened } = kept.get(connections) ?? keep(connections);
  const statements = opening(login);
  const text = statements.join(';');
  const found = opened.get(text) ?? scoped(connections, statements);
  opened.delete(text);
  opened.set(text, found);
  const [oldest] = opened.keys();
  if (opened.size > keptAtMost && oldest !== undefined) opened.delete(oldest);
  return found;
}

/** A statement as knex hands it over, and where it looks for the answer. */
interface Asked {
  sql?: string;
  bindings?: readonly unknown[];
  method?: string;
  options?: object;
  response?: unknown;
}

/** The parts of knex's client that are overridden; its types leave them out. */
interface Client {
  transacting?: boolean;
  _query(connection: pg.Client, query: Asked): Promise<unknown>;
  _stream(): never;
  releaseConnection(connection: pg.Client): Promise<void>;
  transaction(container: unknown, config: unknown, outer: unknown): Transaction;
}

interface Transaction {
  isolationLevel?: string;
  readOnly?: boolean;
  begin(connection: pg.Client): Promise<unknown>;
  query(connection: pg.Client, sql: string): Promise<unknown>;
}

type ClientClass = new (config: object) => Client;

/** On the connections of another one, which alone opens and closes them. */
function scoped(connections: Knex, opening: readonly string[]): Database {
  const { client } = connections as unknown as { client: Client & { pool: unknown; config: Knex.Config } };
  const Base = client.constructor as ClientClass;
  const endings = new WeakMap<pg.Client, Promise<void>>();
  const before = ['begin', ...opening];
  const aroundIt = (query: Asked): Around => ({ before, after: readsOnly(query) ? 'rollback' : 'commit' });

  class ScopedClient extends Base {
    override async _query(connection: pg.Client, query: Asked): Promise<unknown> {
      if (this.transacting) return super._query(connection, query);
      const { sql: text, bindings: values = [], options } = query;
      if (!text) throw new TypeError('The query is empty');
      try {
        query.response = await runScoped(connection, { ...options, text, values: [...values] }, aroundIt(query));
        return query;
      } catch (error) {
        // Also where it fails half way through its beginning: the connection goes back when no transaction is begun on it.
        endings.set(connection, end(connection));
        throw error;
      }
    }

    override releaseConnection(connection: pg.Client): Promise<void> {
      const ending = endings.get(connection);
      if (!ending) return super.releaseConnection(connection);
      endings.delete(connection);
      void ending.finally(() => super.releaseConnection(connection));
      return Promise.resolve();
    }

    override transaction(container: unknown, config: unknown, outer: unknown): Transaction {
      const transaction = super.transaction(container, config, outer);
      if (!outer)
        transaction.begin = (connection) =>
          connection.query(begin(transaction) + opening.join(';')).catch(async (error: unknown) => {
            await end(connection);
            throw error;
          });
      return transaction;
    }

    override _stream(): never {
      throw new TypeError('A stream would outlive the transaction that says whose rows it may see; read page by page.');
    }
  }
  const { log } = client.config;
  const opened = knex({ client: ScopedClient, connectionPool: client.pool, log } as unknown as Knex.Config);
  // Whoever listens to the connections hears what is asked over them.
  opened.on('query', (asked) => void (connections.client as EventEmitter).emit('query', asked));
  return opened;
}

const readsOnly = ({ method }: Asked): boolean => method === 'select' || method === 'first' || method === 'pluck';

/** One that cannot even be ended is given up by the pool, which looks for this mark of knex's. */
const end = (connection: pg.Client): Promise<void> =>
  connection.query('rollback').then(
    () => undefined,
    (error: unknown) => void Object.assign(connection, { __knex__disposed: error }),
  );

function begin({ isolationLevel, readOnly }: Transaction): string {
  const mode = [isolationLevel && `isolation level ${isolationLevel}`, readOnly && 'read only'].filter(Boolean);
  return `begin transaction ${mode.join(' ')};`;
}
