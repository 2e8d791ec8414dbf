// What one mail says, as plain data fixed at the moment of the decision it is about. Knows no HTML and sends nothing.
import type { RecordedEvent } from '../domain/events.ts';
import { currentPackage, nameOf, personOf, type Milestone } from '../domain/milestone.ts';
import { languageOf } from '../domain/people/languages.ts';
import { statementFor } from '../domain/terms/signOffStatement.ts';
import type { Notification } from '../domain/requests/notifications.ts';
import type { MailKind } from '../domain/requests/notificationKinds.ts';
import { isObserver } from '../domain/requests/observers.ts';
import { contentOf } from './notificationContent.ts';
import type { BesideTheState, MailContent, MailSection } from './mailContent.ts';
import { instantIn, wordsFor, zoneOf, type FormattedInstant } from './formatInstant.ts';
import { saidIn } from './messages/words.ts';
import { replySections } from './replyInstructions.ts';
import { withShortLists } from './shortLists.ts';

export { instantIn, type FormattedInstant } from './formatInstant.ts';

export interface MailModel extends Omit<MailContent, 'by'> {
  kind: MailKind;
  recipient: string;
  capacity: string;
  /** Of the recipient; the frame around the content is in it as well. */
  language: string;
  milestone: string;
  milestoneId: string;
  /** Local date of the contract, in words. */
  dueOn?: string;
  engagement: string;
  firm: string;
  client: string;
  by?: FormattedInstant;
  requestNumber?: string;
  packageVersion?: number;
  packageDigest?: string;
  /** Names the code to show, which is made again when the mail is rendered, so that it is stored nowhere. */
  codeId?: string;
  /** Shown when replies can be taken in: what a reply signs, and how each decision is worded on its first line. */
  replySections?: MailSection[];
  /** Of the statement this mail holds; a reply agrees to this one. */
  statementVersion?: string;
  statementLanguage?: string;
  /** Who answers questions: the engagement manager, but to themselves. */
  contact?: { name: string; address: string; phone?: string };
  /** To whoever runs the milestone: it has a row on their desk. */
  isForManager?: true;
  /** Why the recipient gets it, where that is not that the engagement names them. */
  sentBecause?: string;
  /** An iCalendar REQUEST is attached when set. */
  meeting?: { startsAt: string; durationMinutes: number; location: string; sequence: number };
}

export function mailModel(
  notification: Notification,
  milestone: Milestone,
  event: RecordedEvent,
  beside: BesideTheState = {},
): MailModel {
  const { recipientId } = notification;
  const statement = statementFor(milestone.engagement.contract.signOffStatement, languageOf(milestone, recipientId));
  return {
    ...withHeader(notification.kind, milestone, notification.recipientId, {
      ...contentOf(notification, milestone, event, beside),
      ...(notification.asks ? replySections(milestone, notification.asks, notification.recipientId) : {}),
    }),
    ...(isObserver(milestone, recipientId)
      ? { sentBecause: wordsFor(milestone, recipientId).say('mail.sentToObserver') }
      : {}),
    ...(notification.asks === 'signature'
      ? { statementVersion: statement.version, statementLanguage: statement.language }
      : {}),
    ...(notification.kind === 'meetingInvitation' && milestone.meeting ? { meeting: milestone.meeting } : {}),
  };
}

/** Reasons that the domain put on record stand among those of people, in English, and are said in the reader’s language.
 * The content in the frame every mail has: to whom, about which milestone and package; never longer than is shown of a mail. */
export function withHeader(
  kind: MailKind,
  milestone: Milestone,
  recipientId: string,
  { by, ...content }: MailContent & Pick<MailModel, 'replySections'>,
): MailModel {
  const person = personOf(milestone, recipientId);
  const { engagement, plan } = milestone;
  const zone = zoneOf(milestone, recipientId);
  const subject = currentPackage(milestone);
  const request = milestone.signOffRequests.at(-1);
  const words = wordsFor(milestone, recipientId);
  const model: MailModel = {
    kind,
    language: words.language,
    recipient: nameOf(milestone, recipientId),
    capacity: person?.capacity ?? '',
    milestone: plan.title,
    milestoneId: milestone.milestoneId,
    ...(plan.dueOn === undefined ? {} : { dueOn: words.date(plan.dueOn) }),
    engagement: engagement.name,
    firm: engagement.firm,
    client: engagement.client,
    ...contactFor(milestone, recipientId),
    ...(recipientId === engagement.engagementManagerId ? { isForManager: true as const } : {}),
    ...content,
    paragraphs: content.paragraphs.map((each) => saidIn(words, each)),
    sections: content.sections.map((each) => ({ ...each, items: each.items.map((item) => saidIn(words, item)) })),
    ...(by === undefined ? {} : { by: instantIn(words, by, zone) }),
    ...(request ? { requestNumber: request.requestNumber } : {}),
    ...(subject ? { packageVersion: subject.packageVersion, packageDigest: subject.digest } : {}),
  };
  return withShortLists(model, words);
}

/** The mail as it is sent where replies are taken in. */
export const withReplySections = (model: MailModel): MailModel =>
  model.replySections ? { ...model, sections: [...model.replySections, ...model.sections] } : model;

function contactFor(milestone: Milestone, recipientId: string): Pick<MailModel, 'contact'> {
  const manager = personOf(milestone, milestone.engagement.engagementManagerId);
  if (!manager || manager.personId === recipientId) return {};
  const { name, email: address, phone } = manager;
  return { contact: { name, address, ...(phone === undefined ? {} : { phone }) } };
}
