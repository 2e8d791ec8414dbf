// Digests: which notices may wait to go out together, and when the next digest of somebody is due. Pure.
import { DateTime } from 'luxon';
import { z } from 'zod';
import { language } from '../terms/language.ts';
import { timeZone } from '../time/businessCalendar.ts';
import { rememberedZone } from '../time/zone.ts';
import type { MailKind } from './notificationKinds.ts';

/**
 * What somebody is asked to decide goes at once, as does what a period or the proof of a delivery rests on, what somebody keeps (receipts,
 * certificates, invitations), and what answers their own act (codes, links, replies). The rest may wait.
 */
export const mayWait: Record<MailKind, boolean> = {
  validationRequest: false,
  reviewRequest: false,
  signatureRequest: false,
  facilitationRequest: false,
  sponsorBrief: false,
  decisionReceipt: false,
  passedOnNotice: true,
  deputyNotice: true,
  reminder: false,
  overdueNotice: true,
  escalationNotice: true,
  finalNotice: false,
  furtherPeriodNotice: false,
  silenceNotice: false,
  deadlineExtendedNotice: true,
  calendarCorrectedNotice: true,
  nonConformanceNotice: false,
  reworkNotice: true,
  feedbackNotice: true,
  meetingInvitation: false,
  refusalNotice: true,
  indemnityPrompt: true,
  facilitationOutcomeNotice: true,
  outcomeConfirmationNotice: false,
  entryNotice: false,
  entryPeriodNotice: false,
  entryOutcomeNotice: true,
  determinationNotice: true,
  signaturesVoidedNotice: true,
  signatureWithdrawnNotice: true,
  notTheirsNotice: true,
  informationRequest: false,
  informationNotice: true,
  clockNotice: true,
  moreTimeRequest: false,
  takenBackNotice: true,
  amendmentRequest: false,
  amendmentReminder: false,
  amendmentUnansweredNotice: true,
  amendmentNotice: true,
  amendmentEndedNotice: true,
  askedAgainRequest: false,
  personCorrectedNotice: true,
  personLeftNotice: true,
  undeliverableNotice: true,
  absenceNotice: true,
  acceptanceNotice: false,
  timestampAbandonedNotice: true,
  closureRequest: false,
  verificationRequest: false,
  closureRejectedNotice: false,
  exceptionVerifiedNotice: true,
  exceptionExtendedNotice: true,
  exceptionFailedNotice: true,
  revocationRequest: false,
  revocationDeclinedNotice: true,
  revocationNotice: false,
  terminationNotice: true,
  cancellationNotice: true,
  replyConfirmation: false,
  replyHelp: false,
  replyHeldNotice: true,
  replyDecidedNotice: true,
  obstacleNotice: true,
  obstacleResolvedNotice: true,
  confirmationCode: false,
  linkReplacement: false,
  passkeyNotice: false,
};

export const digestTimes = z.strictObject({
  frequency: z.enum(['daily', 'weekly']).describe('how often'),
  weekday: z.int().min(1).max(7).optional().describe('where weekly: 1 is Monday, 7 Sunday; Monday where left out'),
  hour: z.int().min(0).max(23).describe('of the day, in the time zone'),
  timeZone: timeZone.describe('IANA zone of the hour'),
  language: language.describe('of what stands around the notices; each is in the language its engagement has for you'),
});
export type DigestTimes = z.infer<typeof digestTimes>;

/** The first instant after `after`; an hour that a change of clocks leaves out is the one behind it. */
export function nextDigest(times: DigestTimes, after: string): string {
  const zone = rememberedZone(times.timeZone);
  const from = DateTime.fromISO(after, { zone });
  for (let days = 0; days <= 8; days += 1) {
    const day = from.plus({ days });
    if (times.frequency === 'weekly' && day.weekday !== (times.weekday ?? 1)) continue;
    const due = DateTime.fromObject({ year: day.year, month: day.month, day: day.day, hour: times.hour }, { zone });
    if (due > from) return due.toUTC().toISO() ?? after;
  }
  throw new RangeError(`no digest falls within a week of ${after}`);
}
