// What the words of a mail are made of, and what they are written about. Types only: whoever writes mail needs them, and they need nobody.
import type { CreditDue } from '../domain/acceptance/invoiceGate.ts';
import type { RecordedEvent } from '../domain/events.ts';
import type { Milestone } from '../domain/milestone.ts';
import type { Words } from './messages/words.ts';
import type { Notification } from '../domain/requests/notifications.ts';

export interface MailSection {
  title: string;
  items: string[];
  /** What there is more of where a mail has no room for all, and where it is read; "on record" by default. */
  rest?: string;
  /** What people wrote, and others are owed word for word: what a mail has no room for goes with it as a text. */
  isOwedWhole?: boolean;
}

/** A file of the store, by its digest; its bytes are read when the mail is sent. */
export interface AttachedFile {
  fileName: string;
  mediaType: string;
  sha256: string;
}

/** What a mail is written about: a notification, the event that caused it, and the state after. */
/** What a mail tells that the state of the milestone does not hold. */
export interface BesideTheState {
  /** Invoices that a revocation leaves to be credited, for who looks after them. */
  toCredit?: readonly CreditDue[];
}

export interface NotificationContext extends BesideTheState {
  /** Of the recipient. */
  words: Words;
  milestone: Milestone;
  event: RecordedEvent;
  notification: Notification;
}

/** What one kind of mail adds to the frame every mail has. */
export interface MailContent {
  subject: string;
  /** Of what was asked before under the same subject: it stands below it in one thread. */
  isFollowUp?: boolean;
  /** What is asked or told, in one sentence. */
  headline: string;
  /** The date by which it is asked, ISO 8601 UTC. */
  by?: string;
  paragraphs: string[];
  sections: MailSection[];
  /** Digests and what else only who verifies reads: folded away at the end of the mail. */
  verification?: string[];
  /** What happens next, and when. */
  next: string;
  /** Small text files that go with it. */
  attachments?: { fileName: string; text: string }[];
  /** Files of the store that go with it. */
  files?: AttachedFile[];
  /** Name of the listed person for whom the recipient is asked. */
  onBehalfOf?: string;
  /** Words on the button; only requests have one. */
  button?: string;
}

/** Writes the mails of one kind. */
export type Renderer = (context: NotificationContext) => MailContent;
