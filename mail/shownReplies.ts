// What the engagement manager is shown of a reply: all of it where it decided nothing, and what stood beside a decision.
import type { CommandName } from '../domain/commands.ts';
import { nameOf, personOf, type Milestone } from '../domain/milestone.ts';
import type { ShownReplyKind } from '../domain/requests/notificationKinds.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';
import { shownPlainly } from '../domain/terms/text.ts';
import type { Words } from './messages/words.ts';
import { subject, waitedFor } from './contentSections.ts';
import { wordsFor } from './formatInstant.ts';
import type { MailContent, MailSection } from './mailContent.ts';
import { withHeader, type MailModel } from './mailModel.ts';

export interface ShownReply {
  milestone: Milestone;
  /** Who was asked, and in whose name it came. */
  personId: string;
  /** Address in From, as it was written there. */
  from: string;
  /** What the reply says, a line each. */
  words: string[];
  /** SHA-256 of the raw message. */
  messageSha256: string;
  /** Whether whoever was asked is asked back by a mail of their own. */
  isAskedBack: boolean;
  /** Whether nobody is mailed about more of them today. */
  isLast: boolean;
}

export interface Held {
  kind: 'replyHeldNotice';
  /** One sentence. */
  why: string;
}

export interface Decided {
  kind: 'replyDecidedNotice';
  /** What the reply decided. */
  command: CommandName;
  verdict?: string;
}

/** `writtenBy` lets an erasure find the words again. */
export type ShownReplyModel = MailModel & { kind: ShownReplyKind; writtenBy: string };

export function shownReplyModel(outcome: Held | Decided, reply: ShownReply): ShownReplyModel {
  const { milestone, personId } = reply;
  const managerId = milestone.engagement.engagementManagerId;
  const words = wordsFor(milestone, managerId);
  const content =
    outcome.kind === 'replyHeldNotice' ? heldContent(outcome, reply, words) : decidedContent(outcome, reply, words);
  const model = withHeader(outcome.kind, milestone, managerId, content);
  return { ...model, kind: outcome.kind, writtenBy: personId };
}

function heldContent({ why: given }: Held, reply: ShownReply, words: Words): MailContent {
  const { milestone, personId, from, messageSha256, isAskedBack, isLast } = reply;
  const { say } = words;
  const name = nameOf(milestone, personId);
  const isListed = from === personOf(milestone, personId)?.email.toLowerCase();
  const why = shownPlainly(given);
  return {
    subject: subject(milestone, say('held.subject'), words),
    headline: say('held.headline', { name }),
    ...waitedFor(milestone),
    paragraphs: [
      say(isAskedBack ? 'held.whyTold' : 'held.whyWouldBe', { name, why }),
      ...(isListed ? [] : [say('held.from', { address: shownPlainly(from) || say('held.noAddress') })]),
    ],
    verification: [say('held.kept', { digest: messageSha256 })],
    sections: lines(reply, say('held.says'), words),
    next: [whatFollows(reply, name, words), ...(isLast ? [say('held.isLast')] : [])].join(' '),
  };
}

function whatFollows({ milestone, personId, isAskedBack }: ShownReply, name: string, { say }: Words): string {
  if (!pendingAssignees(milestone).includes(personId)) return say('held.nothingWaited', { name });
  return say(isAskedBack ? 'held.isAsked' : 'held.reach', { name });
}

function decidedContent({ command, verdict }: Decided, reply: ShownReply, words: Words): MailContent {
  const { milestone, personId, messageSha256 } = reply;
  const { say } = words;
  const name = nameOf(milestone, personId);
  return {
    subject: subject(milestone, say('beside.subject'), words),
    headline: say(`beside.headline.${decided(command, verdict)}`, { name }),
    paragraphs: [say('beside.taken')],
    verification: [say('held.kept', { digest: messageSha256 })],
    sections: lines(reply, say('beside.stood'), words),
    next: say('beside.next', { name }),
  };
}

function decided(command: CommandName, verdict: string | undefined) {
  if (command === 'sign') return 'signed';
  if (command === 'refuse') return 'refused';
  if (command === 'delegate') return 'delegated';
  if (command !== 'giveFeedback') return 'instead';
  return verdict === 'requestRevision' ? 'revision' : 'approved';
}

/** Where the contract keeps what people wrote out of mail, the manager is told where it can be read. */
function lines({ milestone, words: written }: ShownReply, title: string, { say }: Words): MailSection[] {
  if (written.length === 0) return [{ title, items: [say('held.nothing')] }];
  if (milestone.engagement.contract.mailReasons === 'countOnly')
    return [{ title, items: [say('held.lines', { count: written.length, id: milestone.milestoneId })] }];
  return [{ title, items: written.map(shownPlainly), isOwedWhole: true }];
}
