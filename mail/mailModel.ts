// What one mail says, as plain data fixed at the moment of the decision it is about. Knows no HTML and sends nothing.
import { DateTime } from 'luxon';
import type { RecordedEvent } from '../domain/events.ts';
import { currentPackage, personOf, type Milestone } from '../domain/milestone.ts';
import type { Notice, NoticeKind } from '../domain/notices.ts';
import { letterOf } from './letters.ts';

/** An instant as people read it: in their own zone, and in UTC for the record. */
export interface Moment {
  local: string;
  utc: string;
}

export interface MailSection {
  title: string;
  items: string[];
}

/** What a letter adds to the frame every mail has. */
export interface Letter {
  subject: string;
  /** What is asked or told, in one sentence. */
  headline: string;
  /** The date by which it is asked, ISO 8601 UTC. */
  by?: string;
  paragraphs: string[];
  sections: MailSection[];
  /** What happens next, and when. */
  next: string;
  /** Small text files that go with it. */
  attachments?: { fileName: string; text: string }[];
  /** Words on the button; only requests have one. */
  button?: string;
}

export interface MailModel extends Omit<Letter, 'by'> {
  kind: NoticeKind;
  recipient: string;
  capacity: string;
  milestone: string;
  milestoneId: string;
  engagement: string;
  firm: string;
  client: string;
  by?: Moment;
  requestNumber?: string;
  packageVersion?: number;
  packageDigest?: string;
  /** An iCalendar REQUEST is attached when set. */
  meeting?: { startsAt: string; durationMinutes: number; location: string; sequence: number };
}

export function mailModel(notice: Notice, milestone: Milestone, event: RecordedEvent): MailModel {
  const person = personOf(milestone, notice.recipientId);
  const { engagement, plan } = milestone;
  const zone = person?.timeZone ?? engagement.contract.calendar.timeZone;
  const { by, ...letter } = letterOf(notice, milestone, event);
  const subject = currentPackage(milestone);
  const request = milestone.signOffRequests.at(-1);
  return {
    kind: notice.kind,
    recipient: person?.name ?? notice.recipientId,
    capacity: person?.capacity ?? '',
    milestone: plan.title,
    milestoneId: milestone.milestoneId,
    engagement: engagement.name,
    firm: engagement.firm,
    client: engagement.client,
    ...letter,
    ...(by === undefined ? {} : { by: momentOf(by, zone) }),
    ...(request ? { requestNumber: request.requestNumber } : {}),
    ...(subject ? { packageVersion: subject.packageVersion, packageDigest: subject.digest } : {}),
    ...(notice.kind === 'meetingInvitation' && milestone.meeting ? { meeting: milestone.meeting } : {}),
  };
}

export function momentOf(instant: string, zone: string): Moment {
  const at = DateTime.fromISO(instant, { zone }).setLocale('en-GB');
  return {
    local: `${at.toFormat('cccc d LLLL yyyy, HH:mm')} (${zone})`,
    utc: `${at.toUTC().toFormat('yyyy-MM-dd HH:mm')} UTC`,
  };
}
