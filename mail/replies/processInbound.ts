// What becomes of one message: sorts reports, automatic mail and replies, acts through the milestone, and writes the answer.
import { saidIn } from '../messages/words.ts';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { buffer } from 'node:stream/consumers';
import {
  listEffectiveByMessageId,
  noteAnswered,
  type ClaimedMessage,
  type Settlement,
} from '../../db/inboundMessages.ts';
import { around, asJob, inEngagement } from '../../db/inScope.ts';
import { findLatestMailOfRequest, findMailByMessageId, listMailsTo, type OutgoingMail } from '../../db/mails.ts';
import { findMilestone } from '../../db/milestones.ts';
import { findLatestRequest, type DecisionRequest } from '../../db/requests.ts';
import { isShutOut } from '../../db/shutOut.ts';
import { shutOutWords } from '../../domain/access/restrictions.ts';
import { SignOffError } from '../../domain/errors.ts';
import { wordsFor } from '../formatInstant.ts';
import { inNames } from '../../domain/people/inNames.ts';
import { isLost, type Files } from '../../storage/fileStore.ts';
import type { MailModel } from '../mailModel.ts';
import { tokenHash } from '../requestToken.ts';
import { contextOf } from './contextOf.ts';
import { findSubject, type Subject } from './findSubject.ts';
import { filesWith, keepWithEngagement } from './keepWithEngagement.ts';
import { judgeReply, type Judgement, type Reply } from './judgeReply.ts';
import { isDaemon, noteAbsence, noteBounce, noteReturn } from './noteReports.ts';
import { proveSender, type Proof } from './proveSender.ts';
import { UnreadableMessage } from './messageReader.ts';
import type { MessageReading } from './readMessage.ts';
import { noteUnread } from './noteUnread.ts';
import { MessageRefused, screenMessage } from './screening.ts';
import { cut, mailsForDecision, mailsForHeld } from './replyMails.ts';
import { lastAttempt, lastAttemptAtDns, readAtMost, RetryLater, type ReplyContext } from './replyContext.ts';

export interface Settled {
  settlement: Settlement;
  /** To whoever wrote, and to the manager. */
  mails?: OutgoingMail[];
}

export async function processInbound(context: ReplyContext, message: ClaimedMessage): Promise<Settled> {
  const raw = await buffer(await filesWith(context.files, message).open(message.sha256));
  const reading = await read(context, message, raw);
  if (reading instanceof Error) return { settlement: await noteUnread(context, message, raw, reading.message) };
  const subject = await findSubject(context, message, reading);
  const known = {
    ...(reading.messageIdHeader ? { messageIdHeader: reading.messageIdHeader } : {}),
    ...(subject ? { engagementId: subject.engagementId, milestoneId: subject.milestoneId } : {}),
    ...(subject?.request ? { requestId: subject.request.requestId } : {}),
    ...(subject?.personId ? { personId: subject.personId } : {}),
  };
  // Before its milestone hears of it, whose decision may rest on it.
  if (subject) await keepWithEngagement(context, message, raw, subject.milestoneId);
  const settled = await classify(context, message, reading, subject, raw);
  const { milestoneId } = settled.settlement;
  if (!subject && milestoneId !== undefined) await keepWithEngagement(context, message, raw, milestoneId);
  return { ...settled, settlement: { ...known, ...settled.settlement } };
}

/** Or why it is not read: its shape, for which a door may have kept it, or what its reading ended in each time. */
async function read(
  { reader }: ReplyContext,
  { attempts }: ClaimedMessage,
  raw: Buffer,
): Promise<MessageReading | MessageRefused | UnreadableMessage> {
  try {
    await screenMessage(Readable.from([raw]));
    return await reader.read(raw);
  } catch (error) {
    const isHopeless = error instanceof UnreadableMessage && attempts >= readAtMost;
    if (isHopeless || error instanceof MessageRefused) return error;
    throw error;
  }
}

const without = (outcome: Settlement['outcome'], reason: string): Settled => ({ settlement: { outcome, reason } });

async function classify(
  context: ReplyContext,
  message: ClaimedMessage,
  reading: MessageReading,
  subject: Subject | undefined,
  raw: Buffer,
): Promise<Settled> {
  const isNullSender = message.source === 'smtp' ? message.envelopeFrom === '' : reading.isNullReturnPath;
  const isFromServer = isNullSender || isDaemon(reading);
  if (reading.report && isFromServer) return { settlement: await noteBounce(context, reading.report, subject) };
  if (subject?.kind === 'bounce') return { settlement: await noteReturn(context, reading, subject, isNullSender) };
  if (reading.report) return without('ignored', 'a delivery report that no mail server sent');
  if (await isOurOwn(context, reading)) return without('ignored', 'our own mail');
  if (!subject) return without('unmatched', 'no reply address of ours, or no request behind it');
  const automation = reading.automation === 'none' && isNullSender ? 'generated' : reading.automation;
  if (automation === 'absence') return { settlement: await noteAbsence(context, reading, subject) };
  if (automation !== 'none') return without('ignored', `automatic mail: ${automation}`);
  if (await hasHadItsEffect(context, message, reading))
    return without('duplicate', 'its Message-ID has had its effect before');
  if (await isOfShutOut(context, subject)) return without('ignored', `its person has ${shutOutWords}`);
  return takeReply(context, message, reading, subject, raw);
}

/** Their links open nothing either; the manager hears of what they owe. */
async function isOfShutOut({ db: pool }: ReplyContext, { milestoneId, personId }: Subject): Promise<boolean> {
  if (milestoneId === undefined || personId === undefined) return false;
  const milestone = (await findMilestone(around(pool, 'milestone', milestoneId), milestoneId))?.snapshot;
  return !!milestone && isShutOut(pool, milestone, personId);
}

/** The same words under the same Message-ID; other words are another message, whatever ID its sender gave it. */
async function hasHadItsEffect(
  { db, files, reader }: ReplyContext,
  { inboundId }: ClaimedMessage,
  { messageIdHeader, parts }: MessageReading,
): Promise<boolean> {
  if (messageIdHeader === undefined) return false;
  for (const kept of await listEffectiveByMessageId(asJob(db, 'intake'), messageIdHeader, inboundId)) {
    const earlier = await readAgain(filesWith(files, kept), reader, kept.sha256);
    if (isDeepStrictEqual(earlier?.parts, parts)) return true;
  }
  return false;
}

/** Undefined when it is lost, or cannot be read any more: the milestone still knows what it said. */
async function readAgain(
  files: Files,
  reader: ReplyContext['reader'],
  sha256: string,
): Promise<MessageReading | undefined> {
  try {
    return await reader.read(await buffer(await files.open(sha256)));
  } catch (error) {
    if (isLost(error) || error instanceof UnreadableMessage) return undefined;
    throw error;
  }
}

async function isOurOwn({ db, ownAddress }: ReplyContext, reading: MessageReading): Promise<boolean> {
  if (reading.hasOurMark || reading.from.includes(ownAddress)) return true;
  const { messageIdHeader } = reading;
  if (messageIdHeader === undefined) return false;
  return (await findMailByMessageId(around(db, 'mail', messageIdHeader), messageIdHeader)) !== undefined;
}

async function takeReply(
  context: ReplyContext,
  message: ClaimedMessage,
  reading: MessageReading,
  { request, address }: Extract<Subject, { kind: 'reply' }>,
  raw: Buffer,
): Promise<Settled> {
  const db = inEngagement(context.db, request.engagementId);
  const milestone = (await findMilestone(db, request.milestoneId))?.snapshot;
  if (!milestone) throw new RetryLater(`milestone ${request.milestoneId} has no state on record yet`);
  const proof = await proofOf(context, message, raw);
  const latest = await findLatestRequest(db, request);
  const mail = await findLatestMailOfRequest(db, request.requestId);
  const reply: Reply = {
    reading,
    proof,
    request,
    latestRequestId: latest?.requestId,
    milestone,
    replyAddress: address,
    context: contextOf(
      milestone,
      request.personId,
      await listMailsTo(db, milestone.milestoneId, request.personId),
      context,
    ),
    statement: statementIn(mail?.model),
    messageSha256: message.sha256,
    receivedAt: message.receivedAt,
    messageId: `reply:${tokenHash(JSON.stringify([reading.messageIdHeader ?? message.sha256, reading.parts]))}`,
  };
  const judgement = judgeReply(reply);
  const settled = await act(context, message, reply, judgement, latest ?? request);
  return { ...settled, settlement: { ...settled.settlement, proof } };
}

/** What the mail that was answered had to be signed, in the language it had it in. */
function statementIn({ statementVersion, statementLanguage }: Partial<MailModel> = {}): Reply['statement'] {
  if (statementVersion === undefined) return undefined;
  return { statementVersion, ...(statementLanguage === undefined ? {} : { statementLanguage }) };
}

type DecidedProof = Exclude<Proof, { status: 'undecided' }>;

async function proofOf(context: ReplyContext, message: ClaimedMessage, raw: Buffer): Promise<DecidedProof> {
  const proof = await proveSender(raw, { ...message, resolveDns: context.resolveDns });
  if (proof.status !== 'undecided') return proof;
  if (message.attempts < lastAttemptAtDns) throw new RetryLater(proof.why);
  return { status: 'unproven', why: proof.why, dmarc: 'temperror', dkim: [] };
}

async function act(
  context: ReplyContext,
  message: ClaimedMessage,
  reply: Reply,
  judgement: Judgement,
  answered: DecisionRequest,
): Promise<Settled> {
  const { leftOut, whole, ...verdict } = judgement;
  if (verdict.outcome === 'hold') {
    const { why, answer } = verdict;
    const mails = await mailsForHeld(context, reply, answered, { words: whole, kind: answer, why });
    return { settlement: { outcome: 'held', reason: why, leftOut: cut(whole) }, mails };
  }
  const { command } = verdict;
  await noteAnswered(asJob(context.db, 'intake'), message, reply.request);
  try {
    const { status } = await context.deliver(reply.milestone.milestoneId, command, {
      entrance: 'reply',
      takenAt: message.receivedAt,
    });
    if (status === 'accepted' && message.attempts < lastAttempt) throw new RetryLater('no worker has ruled on it yet');
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    const said = saidIn(wordsFor(reply.milestone, reply.request.personId), error.message);
    const held = { words: whole, kind: 'replyConfirmation', why: inNames(reply.milestone, said) } as const;
    const reason = `${error.code}: ${error.message}`;
    return {
      settlement: { outcome: 'held', reason, leftOut: cut(whole) },
      mails: await mailsForHeld(context, reply, answered, held),
    };
  }
  if (verdict.outcome === 'decide')
    return {
      settlement: { outcome: 'decided', reason: command.name, leftOut: cut(leftOut) },
      mails: mailsForDecision(context, reply, command, leftOut),
    };
  const held = { words: whole, kind: verdict.answer, why: verdict.why, comment: verdict.comment };
  return {
    settlement: { outcome: 'commented', reason: verdict.why, leftOut: cut(whole) },
    mails: await mailsForHeld(context, reply, answered, held),
  };
}
