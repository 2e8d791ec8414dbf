// Disagreement: the engagement manager facilitates; what stays unresolved by its deadline goes to the engagement sponsor.
import type { Desk } from './desk.ts';

export async function facilitation(desk: Desk): Promise<void> {
  await desk.serveWhile('facilitation');
}

/** Waits for the sponsor's own reasoned act: rework, formal sign-off, or termination. */
export async function sponsorDetermination(desk: Desk): Promise<void> {
  await desk.serveWhile('escalated');
}
