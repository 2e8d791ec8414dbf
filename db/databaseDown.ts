// Whether an error says that PostgreSQL cannot be reached or cannot work now, as against a request that is wrong.

/** SQLSTATE classes and codes: connection lost, no room or memory, too many connections, shutting down or starting up, read-only. */
const sqlStates = /^(?:08...|53...|57P0[1-5]|25006|58030)$/;
const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTDOWN',
]);
/** As the driver and its pool say it, which give no code. */
const words =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Knex: Timeout acquiring a connection|Client has encountered a connection error|Connection ended unexpectedly)/;

/** What a connection that has gone silent is ended with. */
export class DatabaseSilent extends Error {
  override readonly name = 'DatabaseSilent';
}

/** Of the errors that reading from or writing to the database throws. Whether a statement under way took effect is not known then. */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseSilent) return true;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (sqlStates.test(code) || socketCodes.has(code))) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseDown);
  return words.test(error.message) || isDatabaseDown(error.cause);
}
