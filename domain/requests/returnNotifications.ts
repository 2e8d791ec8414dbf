// Who is told of a mail that came back.
import type { Milestone } from '../milestone.ts';
import { tellsOfReturn } from './mailIds.ts';

/**
 * The manager, of a mail to whom the sponsor hears; where the word of that comes back from the sponsor as well, another one would
 * come back for ever: then nobody does.
 */
export function whoHearsOfReturn(
  { engagement }: Milestone,
  { mailId, addresseeId }: { mailId: string; addresseeId: string },
): string[] {
  const { engagementManagerId: manager, engagementSponsorId: sponsor } = engagement;
  if (addresseeId === sponsor && tellsOfReturn(mailId)) return [];
  return [addresseeId === manager ? sponsor : manager];
}
