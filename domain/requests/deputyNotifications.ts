// Who hears that somebody has a deputy now or later, or has one no more.
import type { RecordedEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';

type AboutDeputy = Extract<RecordedEvent, { type: 'deputyNamed' | 'deputyAppointed' | 'deputyEnded' }>;

/** Manager, deputy and whose deputy it is, but for who did it. */
export function hearingOfDeputy(milestone: Milestone, event: AboutDeputy): string[] {
  const deputyship =
    event.type === 'deputyEnded'
      ? milestone.deputies.find((each) => each.deputyshipId === event.deputyshipId)
      : event.deputyship;
  const { engagementManagerId: manager } = milestone.engagement;
  const by = event.type === 'deputyEnded' ? event.by : event.deputyship.actor.personId;
  return deputyship ? [manager, deputyship.personId, deputyship.deputyId].filter((id) => id !== by) : [];
}
