// Whether silence that was taken for acceptance in a record of format 1 could be. Frozen: see docs/recordFormat.md.
import { scaled } from './authority.ts';
import type { Terms, Told } from './sufficiencyShapes.ts';

const dayInMilliseconds = 86_400_000;

/** The period is in business days, so it is over after as many days at the earliest. `noticedAt` is '' where no final notice was given. */
export function whyNotSilence(
  { engagement: { contract } }: Terms,
  { deeming, at }: Told,
  { digest, noticedAt }: { digest: string; noticedAt: string },
): string[] {
  const { silence } = contract;
  const days = silence.furtherPeriodBusinessDays - 1;
  return [
    (deeming.of === 'review' ? silence.review : silence.signOff) === 'deemedAccepted'
      ? ''
      : 'the contract gives it no such meaning',
    deeming.packageDigest === digest ? '' : 'it was on another digest',
    noticedAt === '' ? 'no final notice was given' : '',
    Date.parse(at) - Date.parse(noticedAt) < days * dayInMilliseconds
      ? 'the further period after the final notice was not over'
      : '',
    ...deeming.personIds.map((id) =>
      deeming.deliveries.some(
        (each) => each.recipientId === id && each.kind === 'finalNotice' && each.status === 'sent',
      )
        ? ''
        : `nothing proves that the final notice reached “${id}”`,
    ),
  ].filter((each) => each !== '');
}

/** Whoever is asked to review or to sign has the contract's days, of which as many pass at the least; day one may be the rest of the day sent. */
export function whyTooShort({ engagement: { contract }, plan }: Terms, { type, wait, at }: Told): string[] {
  const phase = { reviewOpened: 'inReview', reviewGroupAsked: 'inReview', formalSignOffOpened: 'formalSignOff' }[type];
  const stage = type === 'approvalGroupAsked' ? 'formalSignOff' : (phase ?? '');
  const other = (contract.waitsFor ?? [])
    .filter((each) => isFor(each, plan))
    .flatMap(({ waits }) => waits[stage] ?? []);
  const { businessDays } = other.at(-1) ?? contract.waits[stage] ?? {};
  if (businessDays === undefined) return [];
  const whole = businessDays - (contract.calendar.firstDay === 'daySent' ? 2 : 1);
  return Date.parse(wait.deadline) - Date.parse(at) < whole * dayInMilliseconds
    ? [`people were given less than the ${businessDays} business days of the contract to answer`]
    : [];
}

/** Whether other waits of the contract are for a milestone of this value and priority. */
const isFor = (
  { fromValue, priority }: NonNullable<Terms['engagement']['contract']['waitsFor']>[number],
  plan: Terms['plan'],
): boolean =>
  (fromValue === undefined ||
    (fromValue.currency === plan.value.currency && scaled(plan.value.amount) >= scaled(fromValue.amount))) &&
  (priority === undefined || priority === plan.priority);
