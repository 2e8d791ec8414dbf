// What came in by mail: a row per message, written before it is acknowledged, read by one reader at a time, never forgotten.
import { storable } from '../domain/terms/text.ts';
import { milestoneChain, serviceChain, type AuditEntry } from '../evidence/ledger/auditEntry.ts';
import { appendAudit } from './auditLog.ts';
import type { Database } from './database.ts';
import { lockFile, queueFileRemovals, type KeptFile } from './filesToRemove.ts';
import { queueMails, type OutgoingMail } from './mails.ts';
import { readPage, type Page, type Paged } from './page.ts';
import type { DecisionRequest } from './requests.ts';

export interface ReceivedMessage {
  /** SHA-256 of the raw bytes, under which they are stored. */
  sha256: string;
  sizeBytes: number;
  source: 'smtp' | 'imap';
  /** Empty for the null sender. */
  envelopeFrom: string;
  envelopeTo: string[];
  remoteAddress?: string;
  helo?: string;
}

export interface ClaimedMessage extends ReceivedMessage {
  inboundId: string;
  attempts: number;
  receivedAt: string;
  /** Whose files have the raw bytes; absent while, or because, nobody knows whom it is about. */
  engagementId?: string;
}

export type InboundOutcome =
  /** A decision was given to the milestone. */
  | 'decided'
  /** Not a decision, but words that went to the manager as a comment. */
  | 'commented'
  /** Decided nothing; its sender was asked to decide on the page or in other words. */
  | 'held'
  | 'absenceNoted'
  | 'bounceNoted'
  /** Automatic mail, our own mail, or a report of no consequence. */
  | 'ignored'
  | 'duplicate'
  /** No request of ours is named. */
  | 'unmatched'
  /** Malformed or abusive; never read further. */
  | 'refused';

export interface Settlement {
  outcome: InboundOutcome;
  reason: string;
  messageIdHeader?: string;
  requestId?: string;
  /** Known wherever the milestone is. */
  engagementId?: string;
  milestoneId?: string;
  personId?: string;
  /** What was checked of the sender, with the public key record it was checked against. */
  proof?: object;
  /** What a reply says beside its decision, or all of it where it decided nothing; '' when that is nothing. Cut by whoever wrote it. */
  leftOut?: string;
}

export interface InboundMessage extends ClaimedMessage, Partial<Settlement> {
  status: 'received' | 'reading' | 'settled';
  /** Why it is read again later. */
  lastError?: string;
}

type Row = Record<string, unknown>;
const optional = (key: string, value: unknown): object =>
  value === null || value === undefined ? {} : { [key]: value };

const toClaimed = (row: Row): ClaimedMessage => ({
  inboundId: String(row.inbound_id),
  sha256: row.sha256 as string,
  sizeBytes: Number(row.size_bytes),
  source: row.source as ReceivedMessage['source'],
  envelopeFrom: row.envelope_from as string,
  envelopeTo: row.envelope_to as string[],
  ...optional('remoteAddress', row.remote_address),
  ...optional('helo', row.helo),
  attempts: row.attempts as number,
  ...optional('engagementId', row.engagement_id),
  receivedAt: (row.received_at as Date).toISOString(),
});

const toInbound = (row: Row): InboundMessage => ({
  ...toClaimed(row),
  status: row.status as InboundMessage['status'],
  ...optional('lastError', row.last_error),
  ...optional('outcome', row.outcome),
  ...optional('reason', row.reason),
  ...optional('messageIdHeader', row.message_id_header),
  ...optional('requestId', row.request_id),
  ...optional('milestoneId', row.milestone_id),
  ...optional('personId', row.person_id),
  ...optional('proof', row.proof),
  ...optional('leftOut', row.left_out),
});

/** Committed when it returns. The same bytes to the same addresses are one message however often they come. */
export async function recordReceived(
  db: Database,
  message: ReceivedMessage,
  refused?: { reason: string; at: string },
): Promise<{ isNew: boolean }> {
  return db.transaction(async (transaction) => {
    const inserted = await transaction('inbound_messages')
      .insert({
        sha256: message.sha256,
        size_bytes: message.sizeBytes,
        source: message.source,
        envelope_from: message.envelopeFrom,
        envelope_to: JSON.stringify(message.envelopeTo),
        remote_address: message.remoteAddress ?? null,
        helo: message.helo ?? null,
        ...(refused
          ? { status: 'settled', outcome: 'refused', reason: refused.reason, settled_at: transaction.fn.now() }
          : {}),
      })
      .onConflict()
      .ignore()
      .returning('inbound_id');
    await transaction.raw('notify messages_received');
    if (refused && inserted.length > 0)
      await appendAudit(
        transaction,
        serviceChain,
        entryOf(message, { outcome: 'refused', reason: refused.reason }, refused.at),
      );
    return { isNew: inserted.length > 0 };
  });
}

/** Takes due messages in the order they came; one left by a dead reader is taken again after a while. */
export async function claimMessages(
  db: Database,
  { limit, staleAfterSeconds }: { limit: number; staleAfterSeconds: number },
): Promise<ClaimedMessage[]> {
  const { rows } = await db.raw(
    `with due as (
       select inbound_id from inbound_messages
       where (status = 'received' and next_attempt_at <= now())
          or (status = 'reading' and claimed_at < now() - make_interval(secs => :stale))
       order by inbound_id
       limit :limit
       for update skip locked)
     update inbound_messages m set status = 'reading', attempts = attempts + 1, claimed_at = now()
     from due where m.inbound_id = due.inbound_id
     returning m.*`,
    { limit, stale: staleAfterSeconds },
  );
  return (rows as Row[]).map(toClaimed).sort((a, b) => Number(a.inboundId) - Number(b.inboundId));
}

export async function readAgainLater(
  db: Database,
  inboundId: string,
  { error, delaySeconds }: { error: string; delaySeconds: number },
): Promise<void> {
  await db('inbound_messages')
    .where({ inbound_id: inboundId, status: 'reading' })
    .update({
      status: 'received',
      last_error: error.slice(0, 500),
      next_attempt_at: db.raw('now() + make_interval(secs => ?)', [delaySeconds]),
    });
}

/** What became of a message by `now`, with the mails that it causes, together or not at all. */
export async function settleMessage(
  db: Database,
  message: ClaimedMessage,
  settlement: Settlement,
  now: string,
  mails: readonly OutgoingMail[] = [],
): Promise<void> {
  await db.transaction(async (transaction) => {
    const settled = await transaction('inbound_messages')
      .where({ inbound_id: message.inboundId })
      .whereNot({ status: 'settled' })
      .update({
        status: 'settled',
        outcome: settlement.outcome,
        reason: settlement.reason.slice(0, 1000),
        message_id_header: settlement.messageIdHeader?.slice(0, 400) ?? null,
        // What it was noted to answer stays on record, also where it is given up.
        request_id: transaction.raw('coalesce(request_id, ?)', [settlement.requestId ?? null]),
        engagement_id: transaction.raw('coalesce(engagement_id, ?)', [settlement.engagementId ?? null]),
        milestone_id: settlement.milestoneId ?? null,
        person_id: settlement.personId ?? null,
        proof: settlement.proof ? JSON.stringify(settlement.proof) : null,
        left_out: settlement.leftOut ? storable(settlement.leftOut) : null,
        settled_at: transaction.fn.now(),
      });
    if (settled === 0) return;
    await queueMails(transaction, mails);
    const chain = settlement.milestoneId ? milestoneChain(settlement.milestoneId) : serviceChain;
    await appendAudit(transaction, chain, entryOf(message, settlement, now));
  });
}

const entryOf = (
  { sha256, envelopeFrom, remoteAddress }: ReceivedMessage,
  { outcome, reason, messageIdHeader, requestId, personId }: Settlement,
  at: string,
): AuditEntry => ({
  at,
  type: 'messageReceived',
  ...{ sha256, outcome, reason: reason.slice(0, 1000), envelopeFrom: envelopeFrom.slice(0, 400) },
  ...(messageIdHeader ? { messageIdHeader: messageIdHeader.slice(0, 400) } : {}),
  ...(requestId ? { requestId } : {}),
  ...(personId ? { personId } : {}),
  ...(remoteAddress ? { remoteAddress } : {}),
});

/** On record before the message is given to its milestone, whose decision rests on it only if it answers a request of its own. */
export async function noteAnswered(
  db: Database,
  { inboundId }: ClaimedMessage,
  { requestId, engagementId }: Pick<DecisionRequest, 'requestId' | 'engagementId'>,
): Promise<void> {
  await db('inbound_messages')
    .where({ inbound_id: inboundId, status: 'reading' })
    .update({ request_id: requestId, engagement_id: engagementId });
}

/**
 * Before anything is known of it to a milestone of the engagement. `isThere` is asked once nobody can be removing the file of the
 * engagement any more; that of the installation is let go. False where it is not there.
 */
export function noteEngagement(
  db: Database,
  { inboundId, sha256 }: ClaimedMessage,
  engagementId: string,
  isThere: () => Promise<boolean>,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    await lockFile(transaction, { engagementId, sha256 });
    if (!(await isThere())) return false;
    await transaction('inbound_messages').where({ inbound_id: inboundId }).update({ engagement_id: engagementId });
    await queueFileRemovals(transaction, [{ sha256 }]);
    return true;
  });
}

/** The latest messages under this Message-ID that have had their effect; senders that give one ID to many are few. */
export async function listEffectiveByMessageId(
  db: Database,
  messageIdHeader: string,
  exceptInboundId: string,
): Promise<KeptFile[]> {
  const rows = await db('inbound_messages')
    .where({ message_id_header: messageIdHeader.slice(0, 400), status: 'settled' })
    .whereIn('outcome', ['decided', 'commented'])
    .whereNull('file_erased_at')
    .whereNot({ inbound_id: exceptInboundId })
    .orderBy('inbound_id', 'desc')
    .limit(10)
    .select('sha256', 'engagement_id');
  return rows.map(({ sha256, engagement_id: engagementId }: Row) => ({
    sha256: sha256 as string,
    ...optional('engagementId', engagementId),
  }));
}

/** How many replies to a request decided nothing lately; somebody who floods it would show here. */
export async function countRecentHeld(db: Database, requestId: string, withinHours: number): Promise<number> {
  const row = await db('inbound_messages')
    .where({ request_id: requestId, status: 'settled' })
    .whereIn('outcome', ['held', 'commented'])
    .where('settled_at', '>', db.raw('now() - make_interval(hours => ?)', [withinHours]))
    .count({ held: '*' })
    .first();
  return Number(row?.held ?? 0);
}

export function listInboundMessages(
  db: Database,
  { milestoneId, page }: { milestoneId?: string; page: Page },
): Promise<Paged<InboundMessage>> {
  const query = db('inbound_messages');
  if (milestoneId !== undefined) void query.where({ milestone_id: milestoneId });
  return readPage(query, ['inbound_id'], page, toInbound);
}
