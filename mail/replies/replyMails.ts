// The mails that a reply causes: to whoever wrote, why it decided nothing; to the engagement manager, what it says. Decides nothing.
import { inEngagement } from '../../db/inScope.ts';
import { countRecentHeld } from '../../db/inboundMessages.ts';
import { countRecentAnswers, type OutgoingMail } from '../../db/mails.ts';
import type { DecisionRequest } from '../../db/requests.ts';
import type { Command } from '../../domain/commands.ts';
import { personOf } from '../../domain/milestone.ts';
import type { AnswerKind, MailKind } from '../../domain/requests/notificationKinds.ts';
import { storable } from '../../domain/terms/text.ts';
import { answerModel } from '../answerContent.ts';
import { tokenHash } from '../requestToken.ts';
import { shownReplyModel, type Decided, type Held } from '../shownReplies.ts';
import type { Reply } from './judgeReply.ts';
import type { ReplyContext } from './replyContext.ts';

type MailingContext = Pick<ReplyContext, 'db' | 'mailDomain'>;

const answersPerDay = 5;
/** The manager hears of more than is answered, and not without end where somebody floods a request. */
const shownPerDay = 20;

/** More than this is read in the message itself. */
const longestShown = 10_000;
const mostLines = 200;
const more = '(More stands in the message itself.)';

/** What is shown of the words, a line each. */
function bounded(words: readonly string[]): string[] {
  const lines: string[] = [];
  let left = longestShown;
  for (const word of words.map(storable)) {
    if (lines.length === mostLines || left === 0) return [...lines, more];
    lines.push(word.slice(0, left));
    if (word.length > left) return [...lines, more];
    left -= word.length;
  }
  return lines;
}

/** As it is kept beside the message. */
export const cut = (words: readonly string[]): string => bounded(words).join('\n');

interface HeldReply {
  words: readonly string[];
  kind: AnswerKind;
  why: string;
  /** What of it the manager is told as feedback. */
  comment?: string;
}

/** To the address on the list, whoever wrote, and to the manager; both keyed on the message, so that its copies get no second one. */
export async function mailsForHeld(
  context: MailingContext,
  reply: Reply,
  answered: DecisionRequest,
  { words, kind, why, comment }: HeldReply,
): Promise<OutgoingMail[]> {
  const { milestone, request } = reply;
  const person = personOf(milestone, request.personId);
  const isAskedBack =
    person !== undefined &&
    (await countRecentAnswers(inEngagement(context.db, answered.engagementId), answered.requestId, 24)) < answersPerDay;
  const model = { kind, milestone, request: answered, earlier: request, why };
  const answer = isAskedBack
    ? [mailOf(context, reply, { kind, to: person, model: answerModel(model), answered, suffix: '' })]
    : [];
  const told = comment?.split('\n').map((each) => each.trim());
  if (told && words.every((each) => told.includes(each.trim()))) return answer;
  const before = await countRecentHeld(inEngagement(context.db, request.engagementId), request.requestId, 24);
  if (before >= shownPerDay) return answer;
  const held: Held = { kind: 'replyHeldNotice', why };
  return [...answer, ...shownTo(context, reply, held, { words, isAskedBack, isLast: before === shownPerDay - 1 })];
}

/** Nothing where nothing was left out. */
export function mailsForDecision(
  context: MailingContext,
  reply: Reply,
  command: Command,
  leftOut: readonly string[],
): OutgoingMail[] {
  if (leftOut.length === 0) return [];
  const verdict = command.name === 'giveFeedback' ? { verdict: command.verdict } : {};
  const decided: Decided = { kind: 'replyDecidedNotice', command: command.name, ...verdict };
  return shownTo(context, reply, decided, { words: leftOut, isAskedBack: false, isLast: false });
}

interface Shown {
  words: readonly string[];
  isAskedBack: boolean;
  isLast: boolean;
}

/** A manager who wrote it knows what it says. */
function shownTo(
  context: MailingContext,
  reply: Reply,
  outcome: Held | Decided,
  { words, ...shown }: Shown,
): OutgoingMail[] {
  const { milestone, request, reading, messageSha256 } = reply;
  const manager = personOf(milestone, milestone.engagement.engagementManagerId);
  if (!manager || manager.personId === request.personId) return [];
  const model = shownReplyModel(outcome, {
    ...{ milestone, personId: request.personId, messageSha256, ...shown },
    from: storable(reading.from.join(', ').slice(0, 300)),
    words: bounded(words),
  });
  return [mailOf(context, reply, { kind: outcome.kind, to: manager, model, suffix: ':shown' })];
}

interface Mail {
  kind: MailKind;
  to: { personId: string; email: string };
  model: object;
  /** The request whose link and reply address it carries. */
  answered?: DecisionRequest;
  suffix: string;
}

function mailOf(
  { mailDomain }: MailingContext,
  { messageId, milestone, request }: Reply,
  { kind, to, model, answered, suffix }: Mail,
): OutgoingMail {
  const mailId = `${milestone.milestoneId}:${messageId}${suffix}`;
  return {
    mailId,
    milestoneId: milestone.milestoneId,
    engagementId: request.engagementId,
    kind,
    recipientId: to.personId,
    toAddress: to.email,
    round: (answered ?? request).round,
    sequence: milestone.sequence,
    ...(answered ? { requestId: answered.requestId } : {}),
    model,
    messageIdHeader: `<${tokenHash(mailId).slice(0, 32)}@${mailDomain}>`,
  };
}
