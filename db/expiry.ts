// What grows with use and is nobody's evidence goes after a time: so many rows at once, and nothing of what a legal hold keeps.
import type { Database } from './database.ts';
import { quarantineDays } from '../domain/compilation/quarantine.ts';
import { draftDays } from './drafts.ts';
import { uploadHours } from './uploads.ts';

/**
 * Terms, from the day a row was written. The audit log has taken down every refusal and every visit for as long as the record is
 * kept; what shows them quickly need not last as long. Dead webhooks stay: somebody has to look at them.
 */
const terms = {
  /** A caller repeats within minutes, or a day after an outage. */
  idempotencyKeys: '7 days',
  confirmationCodes: '1 day',
  passkeyChallenges: '1 day',
  /** Machines' visits, which say nothing of a person; those of people stay with the record. */
  machineVisits: '180 days',
  /** Longer than anybody sits over what is asked of them. */
  requestOpenings: '2 days',
  refusedMessages: '400 days',
  deliveredWebhooks: '90 days',
  rateLimits: '1 hour',
  /** Who was signed in when is still asked after long after; from the end of the session. */
  sessions: '400 days',
  /** Of who asked what is asked of a mailbox, whosever it is. */
  mailboxLinks: '1 day',
  /** Nothing has read it for so long, or ever since it was made. */
  calendarFeeds: '400 days',
  /** Of forms that nobody went on with. */
  drafts: `${draftDays} days`,
  /** The identity provider signs them for some minutes. */
  logoutTokens: '1 day',
  quarantinedFiles: `${quarantineDays} days`,
  /** Since the last piece of one arrived. */
  unfinishedUploads: `${uploadHours} hours`,
  /** Marked at once and gone after a day: what was being decided on them meanwhile has named them by then. */
  removedDocuments: '1 day',
};

/** A setting. */
export interface ExpirySettings {
  /** How long a document is kept that nothing on record names. */
  unusedDocumentDays: number;
}

const rowsAtOnce = 1000;
const batchesPerRun = 20;

type Terms = typeof terms & { unusedDocuments: string };
export type Expired = Record<keyof Terms, number>;

/** Asked row by row, since as `exists` it would be answered from all holds there are. */
const isFree = (
  milestone: string,
): string => `(select h.hold_id from milestones m join legal_holds h using (engagement_id)
  where m.milestone_id = ${milestone} and (h.milestone_id is null or h.milestone_id = m.milestone_id)
    and not exists (select from legal_hold_releases r where r.hold_id = h.hold_id) limit 1) is null`;

/** Any hold of its engagement keeps a document, since nobody knows yet which milestone it is for. */
const isUnused = `not is_named and (select h.hold_id from legal_holds h where h.engagement_id = documents.engagement_id
  and not exists (select from legal_hold_releases r where r.hold_id = h.hold_id) limit 1) is null`;

const deletions: Record<keyof Terms, string> = {
  idempotencyKeys: `delete from idempotency_keys where key = any(array(
    select key from idempotency_keys where claimed_at < now() - ?::interval order by claimed_at limit ?))`,
  confirmationCodes: `delete from confirmation_codes where code_id = any(array(
    select code_id from confirmation_codes where expires_at < now() - ?::interval order by expires_at limit ?))`,
  passkeyChallenges: `delete from passkey_challenges where challenge = any(array(
    select challenge from passkey_challenges where expires_at < now() - ?::interval order by expires_at limit ?))`,
  machineVisits: `delete from request_visits where visit_id = any(array(
    select visit_id from request_visits join requests using (request_id)
    where at < now() - ?::interval and not is_human and ${isFree('requests.milestone_id')} order by at limit ?))`,
  requestOpenings: `delete from request_openings where (request_id, opened_by) in (
    select request_id, opened_by from request_openings where opened_at < now() - ?::interval order by opened_at limit ?)`,
  refusedMessages: `delete from refused_messages where refused_id = any(array(
    select refused_id from refused_messages
    where at < now() - ?::interval and ${isFree('refused_messages.milestone_id')} order by at limit ?))`,
  deliveredWebhooks: `delete from webhook_deliveries where webhook_id = any(array(
    select webhook_id from webhook_deliveries
    where delivered_at < now() - ?::interval and ${isFree('webhook_deliveries.milestone_id')}
    order by delivered_at limit ?))`,
  rateLimits: `delete from rate_limits where key = any(array(
    select key from rate_limits where to_timestamp(expire / 1000.0) < now() - ?::interval order by expire limit ?))`,
  sessions: `delete from sessions where session_id = any(array(
    select session_id from sessions where expires_at < now() - ?::interval order by expires_at limit ?))`,
  mailboxLinks: `delete from mailbox_links where link_id = any(array(
    select link_id from mailbox_links where created_at < now() - ?::interval order by created_at limit ?))`,
  calendarFeeds: `delete from calendar_feeds where holder_id = any(array(
    select holder_id from calendar_feeds where coalesce(last_read_at, made_at) < now() - ?::interval
    order by coalesce(last_read_at, made_at) limit ?))`,
  drafts: `delete from drafts where (holder_id, draft_id) in (
    select holder_id, draft_id from drafts where kept_at < now() - ?::interval order by kept_at limit ?)`,
  logoutTokens: `delete from logout_tokens where token_hash = any(array(
    select token_hash from logout_tokens where taken_at < now() - ?::interval order by taken_at limit ?))`,
  quarantinedFiles: `with gone as (delete from quarantined_files where quarantine_id = any(array(
    select quarantine_id from quarantined_files where quarantined_at < now() - ?::interval order by quarantined_at limit ?))
    returning sha256 || '@' || engagement_id as file, engagement_id)
    insert into outbox (kind, reference, engagement_id) select distinct 'fileRemoval', file, engagement_id from gone
    on conflict (kind, reference) do update set status = 'waiting', attempts = 0, repeats = 0, next_attempt_at = now(),
      claimed_by = null, last_error = null, failed_at = null`,
  unfinishedUploads: `with gone as (select upload_id from uploads where touched_at < now() - ?::interval
      order by touched_at limit ? for update skip locked),
    freed as (delete from upload_pieces using gone where upload_pieces.upload_id = gone.upload_id
      returning sha256 || '@' || engagement_id as file, engagement_id),
    queued as (insert into outbox (kind, reference, engagement_id) select distinct 'fileRemoval', file, engagement_id from freed
      on conflict (kind, reference) do update set status = 'waiting', attempts = 0, repeats = 0, next_attempt_at = now(),
        claimed_by = null, last_error = null, failed_at = null)
    delete from uploads using gone where uploads.upload_id = gone.upload_id`,
  removedDocuments: `with gone as (delete from documents where document_id = any(array(
    select document_id from documents where removed_at < now() - ?::interval and ${isUnused}
      and not exists (select from quarantined_files q where q.document_id = documents.document_id)
    order by removed_at limit ? for update skip locked)) and not is_named
    returning sha256 || '@' || engagement_id as file, engagement_id),
    queued as (insert into outbox (kind, reference, engagement_id) select distinct 'fileRemoval', file, engagement_id from gone
      on conflict (kind, reference) do update set status = 'waiting', attempts = 0, repeats = 0, next_attempt_at = now(),
        claimed_by = null, last_error = null, failed_at = null)
    select file from gone`,
  unusedDocuments: `update documents set removed_at = now() where document_id = any(array(
    select document_id from documents where removed_at is null and uploaded_at < now() - ?::interval and ${isUnused}
    order by uploaded_at limit ? for update skip locked)) and not is_named`,
};

/** Each batch is a transaction of its own; what is left over goes with the next run. Returns how many rows of what went. */
export async function expireRows(db: Database, { unusedDocumentDays }: ExpirySettings): Promise<Expired> {
  const expired = {} as Expired;
  const all: Terms = { ...terms, unusedDocuments: `${unusedDocumentDays} days` };
  for (const [what, term] of Object.entries(all) as [keyof Terms, string][]) {
    expired[what] = 0;
    for (let batch = 0; batch < batchesPerRun; batch += 1) {
      const { rowCount } = await db.raw<{ rowCount: number }>(deletions[what], [term, rowsAtOnce]);
      expired[what] += rowCount;
      if (rowCount < rowsAtOnce) break;
    }
  }
  return expired;
}
