// Whether silence that counts on record could count: the contract says so, notice was given, both periods were over, and
// nothing stood against it (rule 7). Judged by the rules of the stage, on the proof of delivery that the event itself carries.
import {
  endOfFurtherPeriod,
  lateNotices,
  meaningOfSilence,
  standsAgainstSilence,
  unresponsive,
} from '../dispute/silence.ts';
import type { RecordedEvent } from '../events.ts';
import { currentPackage, type Milestone } from '../milestone.ts';
import type { ContractTerms } from '../terms/engagement.ts';
import { endOfBusinessDay } from '../time/businessTime.ts';
import { named } from './words.ts';

type Event<T extends RecordedEvent['type']> = Extract<RecordedEvent, { type: T }>;

export function againstSilence(milestone: Milestone, { deeming, at }: Event<'silenceDeemed'>): string[] {
  const { personIds, packageDigest, outcome, deliveries } = deeming;
  if (outcome !== 'accepted') return [];
  const silent = `the silence of ${named(milestone, personIds)} was taken for acceptance`;
  const { stage } = milestone;
  if (stage.phase !== 'inReview' && stage.phase !== 'formalSignOff')
    return [`${silent} while nobody was asked to review or to sign`];
  const owing = unresponsive(milestone);
  return [
    ...(meaningOfSilence(milestone) === 'accepted' ? [] : ['the contract gives it no such meaning']),
    ...(deeming.of === (stage.phase === 'inReview' ? 'review' : 'signOff') ? [] : ['it was of another stage']),
    ...(currentPackage(milestone)?.digest === packageDigest ? [] : ['it was on another digest']),
    ...(personIds.every((id) => owing.includes(id)) ? [] : ['they owed no answer']),
    ...(stage.wait.finalNoticeAt !== undefined && endOfFurtherPeriod(milestone, stage.wait.finalNoticeAt) > at
      ? ['the further period after the final notice was not over']
      : []),
    ...[
      ...standsAgainstSilence(milestone, stage, personIds, deliveries),
      ...lateNotices(milestone, personIds, deliveries, at),
    ].map((each) => each.replace(/\.$/, '')),
  ].map((why) => `${silent}: ${why}`);
}

/** A final notice comes when the deadline has passed, and not before. */
export function againstFinalNotice({ stage }: Milestone, { at }: Event<'finalNoticeGiven'>): string[] {
  return 'wait' in stage && at < stage.wait.deadline ? ['the final notice was given before the deadline'] : [];
}

/** Who is asked has at least the contract's days to answer; days in hours are too short to matter to silence. */
export function againstDeadline(
  terms: ContractTerms,
  { type, wait, at }: Event<'reviewOpened' | 'reviewGroupAsked' | 'formalSignOffOpened' | 'approvalGroupAsked'>,
): string[] {
  const { businessDays } = terms.waits[type.startsWith('review') ? 'inReview' : 'formalSignOff'];
  if (businessDays === undefined || wait.deadline >= endOfBusinessDay(at, businessDays, terms.calendar)) return [];
  return [`people were given less than the ${businessDays} business days of the contract to answer`];
}
