// After a conditional acceptance: waits until every exception is verified closed by somebody other than its owner.
import type { Desk } from './desk.ts';

export async function exceptionCloseOut(desk: Desk): Promise<void> {
  await desk.serveWhile('acceptedWithExceptions');
}
