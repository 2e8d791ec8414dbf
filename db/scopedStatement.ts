// One statement in a transaction of its own, sent and answered in one round trip. Knows the protocol, not whose rows are asked for.
import pg from 'pg';

/** The parts of the driver's query that are used and overridden; its types leave them out. */
interface DriverQuery {
  portal: string;
  prepare(connection: pg.Connection): void;
  handleDataRow(row: unknown): void;
  handleCommandComplete(completed: unknown, connection: pg.Connection): void;
}
type DriverQueryClass = new (
  query: pg.QueryConfig,
  done: (error: Error | null | undefined, result: unknown) => void,
) => DriverQuery;

/** A part of the protocol's messages, which the types of the driver want more of than it does. */
interface Sending {
  stream: { cork(): void; uncork(): void };
  parse(statement: { text: string }): void;
  bind(portal: object): void;
  execute(portal: object): void;
  sync(): void;
}

export interface Around {
  /** What begins the transaction, statement by statement. */
  before: readonly string[];
  /** What ends it: `commit` or `rollback`. */
  after: string;
}

/**
 * The extended protocol skips whatever follows a statement that fails, up to the one point of synchronisation at the end. So the
 * statement runs in the transaction that was begun for it or not at all; one that fails leaves its transaction to be ended.
 */
class ScopedStatement extends (pg.Query as unknown as DriverQueryClass) {
  readonly #around: Around;
  #completed = 0;

  constructor(query: pg.QueryConfig, around: Around, done: (error: Error | null | undefined, result: unknown) => void) {
    super(query, done);
    this.#around = around;
  }

  submit(connection: pg.Connection): null {
    const { stream } = connection as unknown as Sending;
    stream.cork();
    try {
      for (const each of this.#around.before) send(connection, each);
      this.prepare(connection);
    } finally {
      stream.uncork();
    }
    return null;
  }

  /** Called by the driver once the statement is bound. */
  _getRows(connection: pg.Connection): void {
    const sending = connection as unknown as Sending;
    sending.execute({ portal: this.portal });
    send(connection, this.#around.after);
    sending.sync();
  }

  get #isOwn(): boolean {
    return this.#completed === this.#around.before.length;
  }

  override handleDataRow(row: unknown): void {
    if (this.#isOwn) super.handleDataRow(row);
  }

  override handleCommandComplete(completed: unknown, connection: pg.Connection): void {
    if (this.#isOwn) super.handleCommandComplete(completed, connection);
    this.#completed += 1;
  }
}

function send(connection: pg.Connection, text: string): void {
  const sending = connection as unknown as Sending;
  sending.parse({ text });
  sending.bind({});
  sending.execute({});
}

export const runScoped = (connection: pg.Client, query: pg.QueryConfig, around: Around): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null | undefined, result: unknown): void => (error ? reject(error) : resolve(result));
    connection.query(new ScopedStatement(query, around, done) as unknown as pg.Submittable);
  });
