// What somebody is told of an error that a server or a file gave: its first line.

/** Connecting to several addresses of one name fails with an error that has no text of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const { message, code, cause } = error as NodeJS.ErrnoException;
  // As fetch has it, which says of its own only that it failed.
  if (error instanceof TypeError && cause !== undefined) return reasonOf(cause);
  // The pool of connections asks whoever wrote the program, not whoever runs it.
  if (error instanceof Error && error.name === 'KnexTimeoutError') return 'no connection within 10 s';
  // Temporal's server says a code before its words, which are a field of their own.
  const { details } = error as { details?: unknown };
  if (typeof details === 'string' && details !== '') return details;
  return (message || code || String(error)).split('\n')[0] ?? '';
}
