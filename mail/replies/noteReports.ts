// Bounces and automatic replies: marked and told to the manager through the milestone, never taken for decisions, never answered.
import type { Settlement } from '../../db/inboundMessages.ts';
import { findMailByMessageId, markBounced, type MailRecord } from '../../db/mails.ts';
import { findMilestone } from '../../db/milestones.ts';
import type { Command } from '../../domain/commands.ts';
import { SignOffError } from '../../domain/errors.ts';
import { personOf } from '../../domain/milestone.ts';
import type { Actor } from '../../domain/people/people.ts';
import type { DeliveryReport } from './deliveryReport.ts';
import type { Subject } from './findSubject.ts';
import type { MessageReading } from './readMessage.ts';
import type { ReplyDesk } from './replyDesk.ts';

type Deps = Pick<ReplyDesk, 'db' | 'deliver'>;

const mailRoom: Actor = { personId: 'mail-room', role: 'system', authentication: { method: 'system' } };

/** The record takes neither NUL nor half a surrogate pair. */
const storable = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');

/**
 * Anyone can write a report, so it has to know the mail: by the address only that mail was sent from, or by its Message-ID
 * and recipient together.
 */
export async function noteBounce(
  desk: Deps,
  reading: MessageReading,
  report: DeliveryReport,
  subject: Subject | undefined,
  isNullSender: boolean,
): Promise<Settlement> {
  const isFromServer = isNullSender || /^(mailer-daemon|postmaster)@/.test(reading.from[0] ?? '');
  if (!isFromServer) return { outcome: 'ignored', reason: 'a delivery report that no mail server sent' };
  const mail = subject?.mail ?? (await mailReportedOn(desk, report));
  if (!mail) return { outcome: 'unmatched', reason: 'a delivery report on no mail of ours' };
  const about = { milestoneId: mail.milestoneId, personId: mail.recipientId };
  if (report.action !== 'failed') return { ...about, outcome: 'ignored', reason: `delivery report: ${report.action}` };
  const reason = storable(report.reason);
  await markBounced(desk.db, mail.mailId, reason);
  await tell(desk, mail.milestoneId, {
    name: 'reportUndeliverable',
    messageId: `undeliverable:${mail.mailId}`.slice(0, 200),
    actor: mailRoom,
    mailId: mail.mailId,
    addresseeId: mail.recipientId,
    reason,
  });
  return { ...about, outcome: 'bounceNoted', reason };
}

async function mailReportedOn({ db }: Deps, report: DeliveryReport): Promise<MailRecord | undefined> {
  if (!report.originalMessageId) return undefined;
  const mail = await findMailByMessageId(db, report.originalMessageId);
  return mail && mail.toAddress.toLowerCase() === report.recipient ? mail : undefined;
}

/** Told once per request, however many automatic replies its reminders bring. */
export async function noteAbsence(desk: Deps, reading: MessageReading, subject: Subject): Promise<Settlement> {
  const milestone = (await findMilestone(desk.db, subject.milestoneId))?.snapshot;
  const listed = milestone && personOf(milestone, subject.personId)?.email.toLowerCase();
  // An alias answers from its own address; that it had our mail shows where it came to an address of that mail alone.
  if (subject.kind === 'reply' && (reading.from.length !== 1 || reading.from[0] !== listed))
    return { outcome: 'ignored', reason: 'an automatic reply from another address' };
  const lines = reading.parts[0]?.lines.filter((each) => !/^\s*>/.test(each)) ?? [];
  const said = lines.join(' ').slice(0, 2000).replace(/\s+/g, ' ').trim() || reading.subject;
  await tell(desk, subject.milestoneId, {
    name: 'reportAbsence',
    messageId: `absence:${subject.request?.requestId ?? subject.mail?.requestId ?? subject.mail?.mailId}`.slice(0, 200),
    actor: mailRoom,
    absenteeId: subject.personId,
    note: storable(said.length > 400 ? `${said.slice(0, 399)}…` : said),
  });
  return { outcome: 'absenceNoted', reason: 'an automatic reply' };
}

/** A milestone that is over, or gone, need not hear it. */
async function tell({ deliver }: Deps, milestoneId: string, command: Command): Promise<void> {
  try {
    await deliver(milestoneId, command);
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
  }
}
