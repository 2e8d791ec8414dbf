// Rule 7: what silence means, if anything. Only the contract can give it a meaning, and only proven delivery makes it count.
import { withWaitsFor } from '../terms/waitsFor.ts';
import type { MilestoneEvent } from '../events.ts';
import { evolveAll } from '../evolve.ts';
import {
  currentPackage,
  nameOf,
  type DeemedDecision,
  type Delivery,
  type Milestone,
  type Stage,
} from '../milestone.ts';
import { openEntries } from '../entered/entries.ts';
import { pendingReviewers, reviewObstacles } from '../review/approvals.ts';
import { wasSentThere } from '../people/addresses.ts';
import { inNames } from '../people/inNames.ts';
import { whyMayNot } from '../people/whoMay.ts';
import { termsFor } from '../signOff/granters.ts';
import { pendingSigners } from '../signOff/signers.ts';
import { isCriticalIssue } from '../terms/severity.ts';
import { endOfBusinessDay } from '../time/businessTime.ts';
import { isReminded, openInquiries } from '../time/stops.ts';
import { movedBy, outagesIn, type Outage } from '../time/outages.ts';
import { afterDeadline, silenceIn, withLaterFurtherPeriod } from '../time/deadline.ts';
import { nextOfReview, nextOfSignOff, openFacilitation } from '../transitions.ts';

type AskedStage = Extract<Stage, { openGroup: number }>;

/** What the contract makes of silence in the stage the milestone is in. */
export function meaningOfSilence(milestone: Milestone): DeemedDecision['outcome'] | undefined {
  const { phase } = milestone.stage;
  if (phase !== 'inReview' && phase !== 'formalSignOff') return undefined;
  const meaning = silenceIn(phase, termsFor(milestone, phase));
  if (meaning === 'none') return undefined;
  return meaning === 'deemedAccepted' ? 'accepted' : 'rejected';
}

/** Members of the open group who owe a decision. */
export function unresponsive(milestone: Milestone): string[] {
  const { stage } = milestone;
  if (stage.phase === 'formalSignOff') return pendingSigners(milestone, stage.openGroup);
  return stage.phase === 'inReview' ? pendingReviewers(milestone, stage.openGroup) : [];
}

/**
 * Judges the silence of the open group at the end of the further period, on what the record knows of its mails. Where some
 * had less of that period than the contract gives them, nothing is judged before they had it.
 */
export function judgeSilence(
  milestone: Milestone,
  stage: AskedStage,
  facts: { askedIds: string[]; deadline: string; next: number },
  { deliveries, outages }: { deliveries: readonly Delivery[]; outages: readonly Outage[] },
  now: string,
): MilestoneEvent[] {
  const outcome = meaningOfSilence(milestone);
  const personIds = unresponsive(milestone);
  const reasons = standsAgainstSilence(milestone, stage, personIds, deliveries);
  const digest = currentPackage(milestone)?.digest;
  if (reasons.length > 0 || outcome === undefined || digest === undefined)
    return [{ type: 'silenceNotDeemed', reasons, ...facts }];
  const missing = whatOfPeriodIsMissing(milestone, personIds, { deliveries, outages }, now);
  if (missing) {
    const contract = withWaitsFor(milestone.engagement.contract, milestone.plan);
    const { judgedAt, why } = missing;
    const wait = withLaterFurtherPeriod(stage.wait, judgedAt, contract, stage.phase);
    return [{ type: 'furtherPeriodExtended', askedIds: personIds, wait, judgedAt, reasons: why }];
  }
  const deeming: DeemedDecision = {
    deemingId: `D${milestone.deemings.length + 1}`,
    of: stage.phase === 'inReview' ? 'review' : 'signOff',
    outcome,
    group: stage.openGroup,
    personIds,
    packageDigest: digest,
    askedAt: stage.wait.openedAt,
    deadline: stage.wait.deadline,
    finalNoticeAt: stage.wait.finalNoticeAt ?? now,
    at: now,
    deliveries: deliveries.filter((each) => personIds.includes(each.recipientId)),
    isVoid: false,
  };
  const deemed: MilestoneEvent = { type: 'silenceDeemed', deeming, ...facts };
  const after = evolveAll(milestone, [deemed]);
  if (outcome === 'rejected')
    return [
      deemed,
      ...openFacilitation(after, { kind: 'deemedRejection', deemingId: deeming.deemingId }, stage.phase, now),
    ];
  return [deemed, ...(stage.phase === 'inReview' ? nextOfReview(after, now) : nextOfSignOff(after, now))];
}

/** Everything that keeps silence from counting, in words; whoever is in doubt goes to the sponsor instead. */
export function standsAgainstSilence(
  milestone: Milestone,
  { wait, phase }: AskedStage,
  personIds: readonly string[],
  deliveries: readonly Delivery[],
): string[] {
  if (personIds.length === 0) return ['Nobody who is asked owes a decision; something else keeps the stage open.'];
  if (wait.finalNoticeAt === undefined) return ['No final notice was given.'];
  const reports = milestone.reports.filter((each) => !each.isVoid);
  return [
    ...milestone.refusals
      .filter((each) => !each.isVoid && !hasApprovedSince(milestone, each))
      .map((each) => `${nameOf(milestone, each.personId)} refused this package and has not decided otherwise since.`),
    ...reports.flatMap((report) =>
      report.issues
        .filter(isCriticalIssue)
        .map(
          (each) =>
            `A critical issue stands in the report of ${nameOf(milestone, report.personId)}: ${each.description}`,
        ),
    ),
    ...openEntries(milestone)
      .filter((each) => personIds.includes(each.personId))
      .map((each) => `What the firm entered for ${nameOf(milestone, each.personId)} may still be objected to.`),
    ...openInquiries(milestone)
      .filter(({ forPersonId = '' }) => personIds.includes(forPersonId))
      .map((each) => `What ${nameOf(milestone, each.by)} needs to know has not been answered.`),
    ...personIds
      .filter((id) => !isReminded(milestone, id) && !openInquiries(milestone).some((each) => each.forPersonId === id))
      .map((id) => `${nameOf(milestone, id)} said that it is not theirs to decide.`),
    ...(phase === 'inReview' ? reviewObstacles(milestone).map((each) => `Before silence can count, ${each}.`) : []),
    ...(meaningOfSilence(milestone) === 'accepted' ? personIds.flatMap((id) => whyNotTheirs(milestone, id)) : []),
    ...personIds.flatMap((id) => whyNotDelivered(milestone, phase, id, deliveries)),
  ];
}

/** Whoever is to be paid accepts nothing by saying nothing. */
function whyNotTheirs(milestone: Milestone, personId: string): string[] {
  const submitter = currentPackage(milestone)?.submittedBy;
  if (submitter === undefined) return [];
  const owner = { personId: submitter, words: 'submitted the package' };
  const why = whyMayNot(milestone, 'deemAccepted', personId, { owner });
  return why ? [inNames(milestone, why.message)] : [];
}

const hasApprovedSince = (milestone: Milestone, { personId, at }: { personId: string; at: string }): boolean =>
  [...milestone.signatures, ...milestone.feedback.filter((each) => each.verdict === 'approve')].some(
    (each) => !each.isVoid && each.personId === personId && each.at > at,
  );

/** Delivery is proven when the recipient's server took both the request and the final notice, and nothing came back. */
function whyNotDelivered(
  milestone: Milestone,
  phase: AskedStage['phase'],
  personId: string,
  deliveries: readonly Delivery[],
): string[] {
  const theirs = deliveries.filter((each) => each.recipientId === personId && wasSentThere(milestone, each));
  const cameBack = milestone.undeliverable.filter((each) => theirs.some((mail) => mail.mailId === each.mailId));
  if (cameBack.length > 0) return [`A mail to ${nameOf(milestone, personId)} came back.`];
  const asking = phase === 'inReview' ? 'reviewRequest' : 'signatureRequest';
  const request = theirs.find((each) => each.kind === asking || each.kind === 'askedAgainRequest');
  const notice = theirs.find((each) => each.kind === 'finalNotice');
  if (request?.status !== 'sent') return [`There is no proof that the request reached ${nameOf(milestone, personId)}.`];
  if (notice?.status !== 'sent' || notice.sentAt === undefined)
    return [`There is no proof that the final notice reached ${nameOf(milestone, personId)}.`];
  return [];
}

/** Whose further period was not over at `now`, since the final notice reached them late; in words. */
export const lateNotices = (
  milestone: Milestone,
  personIds: readonly string[],
  deliveries: readonly Delivery[],
  now: string,
): string[] =>
  noticesOf(personIds, deliveries)
    .filter(({ sentAt }) => endOfFurtherPeriod(milestone, sentAt) > now)
    .map(({ recipientId, sentAt }) => `The final notice reached ${nameOf(milestone, recipientId)} only at ${sentAt}.`);

/** The end of a further period that began at `from`. */
export const endOfFurtherPeriod = ({ engagement: { contract } }: Milestone, from: string): string =>
  endOfBusinessDay(from, contract.silence.furtherPeriodBusinessDays, afterDeadline(contract));

const noticesOf = (personIds: readonly string[], deliveries: readonly Delivery[]) =>
  deliveries.flatMap(({ recipientId, kind, sentAt }) =>
    kind === 'finalNotice' && sentAt !== undefined && personIds.includes(recipientId) ? [{ recipientId, sentAt }] : [],
  );

/** Until when everybody will have had the whole period, as time in which they could have answered; undefined when they had. */
function whatOfPeriodIsMissing(
  milestone: Milestone,
  personIds: readonly string[],
  { deliveries, outages }: { deliveries: readonly Delivery[]; outages: readonly Outage[] },
  now: string,
): { judgedAt: string; why: string[] } | undefined {
  const notices = noticesOf(personIds, deliveries).map(({ sentAt }) => sentAt);
  const judgedAt = notices
    .map((sentAt) => movedBy(outages, sentAt, endOfFurtherPeriod(milestone, sentAt)))
    .sort()
    .at(-1);
  if (judgedAt === undefined || judgedAt <= now) return undefined;
  const first = [...notices].sort()[0] ?? now;
  return { judgedAt, why: [...lateNotices(milestone, personIds, deliveries, now), ...outagesIn(outages, first, now)] };
}
