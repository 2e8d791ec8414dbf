// What one mail says, as plain data fixed at the moment of the decision it is about. Knows no HTML and sends nothing.
import { DateTime } from 'luxon';
import type { RecordedEvent } from '../domain/events.ts';
import { currentPackage, personOf, type Milestone } from '../domain/milestone.ts';
import { takesReplies } from '../domain/engagement.ts';
import type { AnswerKind, Notice, NoticeKind } from '../domain/notices.ts';
import { letterOf } from './letters.ts';
import { replyInstructions } from './replyInstructions.ts';

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
  /** Words on the button; only requests have one. */
  button?: string;
}

export interface MailModel extends Omit<Letter, 'by'> {
  kind: NoticeKind | AnswerKind;
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
  /** Shown when replies can be taken in; how each decision is worded on the first line of one. */
  replyInstructions?: MailSection;
  /** Of the statement this mail holds; a reply agrees to this one. */
  statementVersion?: string;
  /** An iCalendar REQUEST is attached when set. */
  meeting?: { startsAt: string; durationMinutes: number; location: string; sequence: number };
}

export function mailModel(notice: Notice, milestone: Milestone, event: RecordedEvent): MailModel {
  const { contract } = milestone.engagement;
  const name = personOf(milestone, notice.recipientId)?.name ?? '';
  return {
    ...framed(notice.kind, notice.recipientId, milestone, letterOf(notice, milestone, event)),
    ...(notice.asks && takesReplies(contract) ? replyInstructions(notice.asks, name) : {}),
    ...(notice.asks === 'signature' ? { statementVersion: contract.signOffStatement.version } : {}),
    ...(notice.kind === 'meetingInvitation' && milestone.meeting ? { meeting: milestone.meeting } : {}),
  };
}

/** A letter with what every mail says about the milestone and to whom it is. */
export function framed(kind: MailModel['kind'], recipientId: string, milestone: Milestone, letter: Letter): MailModel {
  const person = personOf(milestone, recipientId);
  const { engagement, plan } = milestone;
  const zone = person?.timeZone ?? engagement.contract.calendar.timeZone;
  const { by, ...rest } = letter;
  const subject = currentPackage(milestone);
  const request = milestone.signOffRequests.at(-1);
  return {
    kind,
    recipient: person?.name ?? recipientId,
    capacity: person?.capacity ?? '',
    milestone: plan.title,
    milestoneId: milestone.milestoneId,
    engagement: engagement.name,
    firm: engagement.firm,
    client: engagement.client,
    ...rest,
    ...(by === undefined ? {} : { by: momentOf(by, zone) }),
    ...(request ? { requestNumber: request.requestNumber } : {}),
    ...(subject ? { packageVersion: subject.packageVersion, packageDigest: subject.digest } : {}),
  };
}

export function momentOf(instant: string, zone: string): Moment {
  const at = DateTime.fromISO(instant, { zone }).setLocale('en-GB');
  return {
    local: `${at.toFormat('cccc d LLLL yyyy, HH:mm')} (${zone})`,
    utc: `${at.toUTC().toFormat('yyyy-MM-dd HH:mm')} UTC`,
  };
}
