// Long work that reports no progress of its own: a clock tells Temporal that this worker is alive.
import { Context } from '@temporalio/activity';

export async function withHeartbeat<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
