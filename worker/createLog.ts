// The service log: one JSON object a line, without personal data, whatever an error brings along.
import { pino, type DestinationStream, type Logger } from 'pino';

export function createLog(level: string, destination: DestinationStream): Logger {
  return pino({ level, base: { pid: process.pid }, serializers: { err: withoutPersonalData } }, destination);
}

interface LoggedError {
  type: string;
  code?: string;
  message: string;
  stack?: string;
  cause?: LoggedError;
}

/**
 * Keeps what tells a programmer where to look. Left out is what holds data of people: PostgreSQL's "detail" quotes whole
 * rows, SMTP answers and bad input quote addresses, and messages of refused decisions quote names.
 */
function withoutPersonalData(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something other than an error was thrown' };
  const { code, cause, stack } = error as Error & { code?: string | number };
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(code === undefined ? {} : { code: String(code) }),
    message: withoutQuotes(error.message),
    ...(frames && frames.length > 0 ? { stack: frames.join('\n') } : {}),
    ...(cause === undefined ? {} : { cause: withoutPersonalData(cause) }),
  };
}

const withoutQuotes = (text: string): string =>
  text
    .slice(0, 2000)
    .replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '<address>')
    .replace(/"[^"]*"|“[^”]*”/g, '"…"');
