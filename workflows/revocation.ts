// After acceptance: a run is open only while a revocation is proposed, until the sponsor confirms or declines it.
import type { Desk } from './desk.ts';

export async function revocation(desk: Desk): Promise<void> {
  await desk.serveWhile('accepted');
}
