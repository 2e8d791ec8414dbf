// Files that the scanner found harmful and that are kept aside: for how long, and that each is settled once, for a reason. Pure.
import { z } from 'zod';
import { text } from '../terms/text.ts';

/** Released, it is the document that it was meant to be; removed, its bytes are gone. */
export const settlements = ['released', 'removed'] as const;
export type Settlement = (typeof settlements)[number];

export const settleQuarantined = z.object({ reason: text(2000).describe('why, for the audit log') });

export interface Settled {
  outcome: Settlement;
  at: string;
  by: string;
  reason: string;
  /** Of the document that it is now. */
  documentId?: string;
}

/** How long one is kept, settled or not. */
export const quarantineDays = 30;

/** ISO 8601 UTC. */
export const keptAsideUntil = (quarantinedAt: string): string =>
  new Date(Date.parse(quarantinedAt) + quarantineDays * 86_400_000).toISOString();

/** Why a file is not to be released or removed; undefined while it waits for either. */
export function whySettled({ settled }: { settled?: Settled }): string | undefined {
  if (!settled) return undefined;
  const { outcome, reason } = settled;
  return outcome === 'released'
    ? `It was released before, for this reason: ${reason}`
    : `It was removed before, for this reason: ${reason}`;
}
