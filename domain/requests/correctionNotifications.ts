// Who is told that the details of a person were corrected.
import type { RecordedEvent } from '../events.ts';
import { personOf, type Milestone } from '../milestone.ts';
import { askedSoFar } from './everyone.ts';

/**
 * Manager, sponsor and the person; where they are to be reached elsewhere, everybody of their party who was asked so far as well, so that
 * nobody is led away from a mailbox without their own side hearing of it. The old address hears nothing.
 */
export function hearingOfCorrection(
  milestone: Milestone,
  { person, isReaddressed }: Extract<RecordedEvent, { type: 'personCorrected' }>,
): string[] {
  const { engagementManagerId: manager, engagementSponsorId: sponsor } = milestone.engagement;
  const isBeside = (id: string): boolean => personOf(milestone, id)?.party === person.party;
  return [manager, sponsor, person.personId, ...(isReaddressed ? askedSoFar(milestone).filter(isBeside) : [])];
}
