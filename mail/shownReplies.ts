// What the engagement manager is shown of a reply: all of it where it decided nothing, and what stood beside a decision.
import type { CommandName } from '../domain/commands.ts';
import { nameOf, personOf, type Milestone } from '../domain/milestone.ts';
import type { ShownReplyKind } from '../domain/requests/notificationKinds.ts';
import { pendingAssignees } from '../domain/requests/pendingAssignees.ts';
import { shownPlainly } from '../domain/terms/text.ts';
import { waitedFor } from './contentSections.ts';
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
  const content = outcome.kind === 'replyHeldNotice' ? heldContent(outcome, reply) : decidedContent(outcome, reply);
  const { milestone, personId } = reply;
  const model = withHeader(outcome.kind, milestone, milestone.engagement.engagementManagerId, content);
  return { ...model, kind: outcome.kind, writtenBy: personId };
}

function heldContent({ why }: Held, reply: ShownReply): MailContent {
  const { milestone, personId, from, messageSha256, isAskedBack, isLast } = reply;
  const name = nameOf(milestone, personId);
  const isListed = from === personOf(milestone, personId)?.email.toLowerCase();
  return {
    subject: `Reply not taken for a decision: ${milestone.plan.title}`,
    headline: `A reply in the name of ${name} has come in, and it has decided nothing.`,
    ...waitedFor(milestone),
    paragraphs: [
      `Why, as ${name} ${isAskedBack ? 'was' : 'would be'} told: ${shownPlainly(why)}`,
      ...(isListed
        ? []
        : [`It came from ${shownPlainly(from) || 'no address'}, which is not the address on the list.`]),
      `The whole message is kept under SHA-256 ${messageSha256}.`,
    ],
    sections: words(reply, 'What it says'),
    next: [
      whatFollows(reply, name),
      ...(isLast ? [`Further replies of today to this request are on record, without a mail.`] : []),
    ].join(' '),
  };
}

function whatFollows({ milestone, personId, isAskedBack }: ShownReply, name: string): string {
  if (!pendingAssignees(milestone).includes(personId)) return `Nothing is waited for from ${name} here.`;
  return isAskedBack
    ? `${name} is asked what they decide.`
    : `${name} had as many answers today as are sent; please reach them another way.`;
}

function decidedContent({ command, verdict }: Decided, reply: ShownReply): MailContent {
  const { milestone, personId, messageSha256 } = reply;
  const name = nameOf(milestone, personId);
  return {
    subject: `Beside a decision by reply: ${milestone.plan.title}`,
    headline: `${name} ${decided(command, verdict)} by reply; the lines below were not taken for part of it.`,
    paragraphs: [
      'They were taken for a closing, a name, an address, a notice or the like, or were struck through.',
      `The whole message is kept under SHA-256 ${messageSha256}.`,
    ],
    sections: words(reply, 'What stood beside it'),
    next: `Nothing is asked of you. If one of these lines says more, ask ${name} before anybody relies on the decision.`,
  };
}

function decided(command: CommandName, verdict: string | undefined): string {
  if (command === 'sign') return 'signed';
  if (command === 'refuse') return 'refused';
  if (command === 'delegate') return 'passed on what was asked';
  return verdict === 'requestRevision' ? 'requested a revision' : 'approved';
}

/** Where the contract keeps what people wrote out of mail, the manager is told where it can be read. */
function words({ milestone, words: lines }: ShownReply, title: string): MailSection[] {
  if (lines.length === 0) return [{ title, items: ['Nothing.'] }];
  if (milestone.engagement.contract.mailReasons === 'countOnly')
    return [{ title, items: [`Lines: ${lines.length}. GET /milestones/${milestone.milestoneId}/replies shows them.`] }];
  return [{ title, items: lines.map(shownPlainly), isOwedWhole: true }];
}
