// Stage 1, deliverable compilation: waits until a complete package is frozen and the sign-off request prepared.
import type { Desk } from './desk.ts';

/** Also where rework comes back to: a new package version, with what changed per deliverable. */
export async function deliverableCompilation(desk: Desk): Promise<void> {
  await desk.serveWhile('compiling', 'rework');
}
