// What has still to follow an acceptance before its record is complete: its outputs, and the timestamp of their seal. Pure.
import { isOver, type Milestone } from '../milestone.ts';

/** Numbers of the certificates whose outputs are not on record yet, in the order of their acceptances. */
export function unpublished({ acceptances, outputs }: Pick<Milestone, 'acceptances' | 'outputs'>): string[] {
  const published = new Set(outputs.map((each) => each.certificateNumber));
  return acceptances.map((each) => each.certificateNumber).filter((each) => !published.has(each));
}

/** The published certificates whose seal has neither a timestamp nor the word that there will be none; with until when it is tried. */
export const awaitingTimestamp = ({
  outputs,
  timestamps,
}: Pick<Milestone, 'outputs' | 'timestamps'>): { certificateNumber: string; until: string }[] =>
  outputs.flatMap(({ certificateNumber, awaitsTimestampUntil }) =>
    awaitsTimestampUntil === undefined || timestamps.some((each) => each.certificateNumber === certificateNumber)
      ? []
      : [{ certificateNumber, until: awaitsTimestampUntil }],
  );

/** Whether its workflow has still something to do: messages to take, deadlines to keep, outputs to publish. */
export const needsWorkflow = (milestone: Milestone): boolean => pendingOf(milestone).length > 0;

/** What keeps the record from being touched, in words; none once the milestone is over and nothing is to follow any more. */
export function pendingOf(milestone: Milestone): string[] {
  return [
    ...(isOver(milestone)
      ? []
      : ['it is neither accepted, revoked, terminated nor cancelled, or a revocation is proposed']),
    ...unpublished(milestone).map((each) => `certificate ${each} is not published yet`),
    ...awaitingTimestamp(milestone).map(
      ({ certificateNumber, until }) =>
        `the seal of certificate ${certificateNumber} awaits its timestamp, until ${until}`,
    ),
  ];
}
