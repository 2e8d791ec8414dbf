// What has still to follow an acceptance before its record is complete: its outputs, and the timestamp of their seal. Pure.
import { isOver, type Acceptance, type Milestone, type WithheldAcceptance } from '../milestone.ts';

/** Numbers of the certificates whose outputs are not on record yet and are not withheld, in the order of their acceptances. */
export function unpublished({
  acceptances,
  outputs,
  withheld,
}: Pick<Milestone, 'acceptances' | 'outputs' | 'withheld'>): string[] {
  const settled = new Set([...outputs, ...withheld].map((each) => each.certificateNumber));
  return acceptances.map((each) => each.certificateNumber).filter((each) => !settled.has(each));
}

/** Acceptances with their outputs on record: what others are told of. One that is not published yet may turn out not to be sufficient. */
export const publishedAcceptances = ({
  acceptances,
  outputs,
}: Pick<Milestone, 'acceptances' | 'outputs'>): Acceptance[] =>
  acceptances.filter(({ certificateNumber }) => outputs.some((each) => each.certificateNumber === certificateNumber));

/** Acceptances that are not sufficient and stand all the same: until they are revoked, somebody has to see to them. */
export const toBeRevoked = ({ stage, withheld }: Pick<Milestone, 'stage' | 'withheld'>): WithheldAcceptance[] =>
  stage.phase === 'revoked' ? [] : withheld;

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
export const needsWorkflow = (milestone: Milestone): boolean => underWayIn(milestone).length > 0;

/** What keeps the record from being touched, in words; none once the milestone is over and nothing is to follow any more. */
export const pendingOf = (milestone: Milestone): string[] => [
  ...underWayIn(milestone),
  ...toBeRevoked(milestone).map((each) => `acceptance ${each.certificateNumber} is withheld, and is to be revoked`),
];

function underWayIn(milestone: Milestone): string[] {
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
