// Bounces and automatic replies: marked and told to the manager through the milestone, never taken for decisions, never answered.
import type { Settlement } from '../../db/inboundMessages.ts';
import { around, inEngagement } from '../../db/inScope.ts';
import { findMailByMessageId, markBounced, type MailRecord } from '../../db/mails.ts';
import { raiseWhereUnreachable } from '../../db/obstacles.ts';
import { findMilestone } from '../../db/milestones.ts';
import type { Command } from '../../domain/commands.ts';
import { SignOffError } from '../../domain/errors.ts';
import { personOf } from '../../domain/milestone.ts';
import { storable } from '../../domain/terms/text.ts';
import { mailActor } from '../../domain/people/people.ts';
import type { DeliveryReport } from './deliveryReport.ts';
import type { Subject } from './findSubject.ts';
import type { MessageReading } from './readMessage.ts';
import type { ReplyContext } from './replyContext.ts';

type Deps = Pick<ReplyContext, 'db' | 'deliver'>;

export const isDaemon = ({ from }: MessageReading): boolean => /^(mailer-?daemon|postmaster)@/.test(from[0] ?? '');

/**
 * A report that a mail server sent. Anyone can write one, so it has to know the mail: by the address only that mail was sent
 * from, or by its Message-ID and recipient together.
 */
export async function noteBounce(
  context: Deps,
  report: DeliveryReport,
  subject: Subject | undefined,
): Promise<Settlement> {
  const mail = subject?.mail ?? (await mailReportedOn(context, report));
  if (!mail) return { outcome: 'unmatched', reason: 'a delivery report on no mail of ours' };
  const { engagementId, milestoneId, recipientId: personId } = mail;
  const about = { engagementId, milestoneId, personId };
  const db = inEngagement(context.db, engagementId);
  if (report.action !== 'failed') return { ...about, outcome: 'ignored', reason: `delivery report: ${report.action}` };
  const reason = storable(report.reason);
  await markBounced(db, mail.mailId, reason);
  await raiseWhereUnreachable(db, mail, reason);
  await tell(context, mail.milestoneId, {
    name: 'reportUndeliverable',
    messageId: `undeliverable:${mail.mailId}`.slice(0, 200),
    actor: mailActor,
    mailId: mail.mailId,
    addresseeId: mail.recipientId,
    reason,
  });
  return { ...about, outcome: 'bounceNoted', reason };
}

/**
 * Whatever came to the address that one mail alone was sent from. Unless it is an absence, a receipt or a word that delivery is
 * still being tried, that mail came back: servers say so in any form, or none.
 */
export async function noteReturn(
  context: Deps,
  reading: MessageReading,
  subject: Extract<Subject, { kind: 'bounce' }>,
  isNullSender: boolean,
): Promise<Settlement> {
  if (isAbsence(reading, subject, isNullSender)) return noteAbsence(context, reading, subject);
  const { returned } = reading;
  const isOfPerson = !isNullSender && !isDaemon(reading) && reading.automation === 'none' && !reading.looksReturned;
  if (isOfPerson) return noteBounce(context, { action: 'failed', reason: saidBy(reading) }, subject);
  if (!returned)
    return {
      outcome: 'ignored',
      reason: reading.isReceipt ? 'a receipt of a mail that arrived' : 'delivery report: delayed',
    };
  return noteBounce(context, returned, subject);
}

/** Out-of-office replies also come without a sender, from the person's own address, and with nothing that says so. */
const isAbsence = (reading: MessageReading, { mail }: Subject, isNullSender: boolean): boolean =>
  !isDaemon(reading) &&
  !reading.looksReturned &&
  (reading.automation === 'absence' || (isNullSender && reading.from[0] === mail?.toAddress.toLowerCase()));

/** Nobody writes to this address but by mistake; what they wrote is told, and decides nothing. */
const saidBy = (reading: MessageReading): string =>
  `${(reading.from[0] || 'somebody').slice(0, 80)} wrote to the address it was sent from: “${firstWords(reading)}”`;

const firstWords = ({ parts, subject }: MessageReading): string => {
  const lines = parts[0]?.lines.filter((each) => !/^\s*>/.test(each)) ?? [];
  const said = lines.join(' ').slice(0, 2000).replace(/\s+/g, ' ').trim() || subject;
  if (said === '') return 'nothing';
  return said.length > 400 ? `${said.slice(0, 399)}…` : said;
};

async function mailReportedOn({ db }: Deps, report: DeliveryReport): Promise<MailRecord | undefined> {
  if (!report.originalMessageId) return undefined;
  const { originalMessageId } = report;
  const mail = await findMailByMessageId(around(db, 'mail', originalMessageId), originalMessageId);
  return mail && mail.toAddress.toLowerCase() === report.recipient ? mail : undefined;
}

/** Told once per request, however many automatic replies its reminders bring. */
export async function noteAbsence(context: Deps, reading: MessageReading, subject: Subject): Promise<Settlement> {
  const milestone = (await findMilestone(inEngagement(context.db, subject.engagementId), subject.milestoneId))
    ?.snapshot;
  const listed = milestone && personOf(milestone, subject.personId)?.email.toLowerCase();
  // An alias answers from its own address; that it had our mail shows where the answer came to.
  const [from = 'an unknown address'] = reading.from;
  const isListed = reading.from.length === 1 && from === listed;
  const request = subject.request?.requestId ?? subject.mail?.requestId ?? subject.mail?.mailId ?? '';
  await tell(context, subject.milestoneId, {
    name: 'reportAbsence',
    messageId: `absence:${request.slice(0, 180)}${isListed ? '' : ':another'}`,
    actor: mailActor,
    absenteeId: subject.personId,
    note: storable(`${isListed ? '' : `[from ${from.slice(0, 80)}] `}${firstWords(reading)}`),
  });
  return { outcome: 'absenceNoted', reason: `an automatic reply${isListed ? '' : ' from another address'}` };
}

/** A milestone that is over, or gone, need not hear it. */
async function tell({ deliver }: Deps, milestoneId: string, command: Command): Promise<void> {
  try {
    await deliver(milestoneId, command, { entrance: 'mailRoom' });
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
  }
}
