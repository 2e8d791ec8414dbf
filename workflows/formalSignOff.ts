// Stage 4, formal sign-off: waits until the approval authority list has signed at quorum.
import type { Desk } from './desk.ts';

/** Ends accepted, accepted with exceptions, or in facilitation after a refusal. */
export async function formalSignOff(desk: Desk): Promise<void> {
  await desk.serveWhile('formalSignOff');
}
