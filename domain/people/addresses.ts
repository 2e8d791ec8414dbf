// Which address of a person a request went to: who corrects a mistyped one asks anew there, and what went elsewhere opens and proves nothing.
import type { Milestone } from '../milestone.ts';

type Of = Pick<Milestone, 'personCorrections'>;

const readdressed = ({ personCorrections }: Of, personId: string) =>
  personCorrections.filter((each) => each.personId === personId && each.isReaddressed);

/** How often the address of a person was corrected. */
export const addressVersion = (of: Of, personId: string): number => readdressed(of, personId).length;

/** Since when their address is what it is; undefined where it never was corrected. ISO 8601 UTC. */
export const addressSince = (of: Of, personId: string): string | undefined => readdressed(of, personId).at(-1)?.at;

/** What the ID of a request ends with that went to a corrected address, so that it is another request than the one before. */
export const addressMark = (version: number): string[] => (version === 0 ? [] : [`a${version}`]);

/** Whether a request went to the address that its person has now. */
export function isToPresentAddress(of: Of, { personId, requestId }: { personId: string; requestId: string }): boolean {
  const marked = /:a(\d+)$/.exec(requestId)?.[1];
  return Number(marked ?? 0) === addressVersion(of, personId);
}

/** Whether what was sent then went to the address that its person has now. */
export function wasSentThere(of: Of, { recipientId, sentAt }: { recipientId: string; sentAt?: string }): boolean {
  const since = addressSince(of, recipientId);
  return since === undefined || (sentAt !== undefined && sentAt >= since);
}
