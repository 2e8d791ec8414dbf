// How far each request has got: queued, sent, bounced, opened by a person, decided. Read from mails, visits and decisions.
import type { RequestKind } from '../domain/requests/notices.ts';
import type { Database } from './database.ts';
import { instant } from './rows.ts';

export type DeliveryStatus = 'queued' | 'sent' | 'bounced' | 'opened' | 'decided';

export interface RequestDelivery {
  requestId: string;
  personId: string;
  kind: RequestKind;
  round: number;
  packageDigest?: string;
  status: DeliveryStatus;
  /** A later request to the same person for the same decision replaced it. */
  isReplaced: boolean;
  askedAt: string;
  sentAt?: string;
  bouncedAt?: string;
  lastError?: string;
  /** Only on evidence that a person acted: they typed their name, or decided. */
  openedAt?: string;
  decidedAt?: string;
  /** Every GET, by people or machines. */
  visits: number;
  lastVisitAt?: string;
  mails: number;
}

const query = `
  select r.*,
    exists (select 1 from requests n
      where n.milestone_id = r.milestone_id and n.person_id = r.person_id and n.kind = r.kind
        and (n.round, n.created_at) > (r.round, r.created_at)) as is_replaced,
    m.sent_at, m.failed_at, m.last_error, m.mails,
    v.opened_at, v.visits, v.last_visit_at,
    d.decided_at
  from requests r
  left join lateral (
    select min(sent_at) as sent_at, count(*)::int as mails,
      max(coalesce(claimed_at, queued_at)) filter (where status = 'failed') as failed_at,
      max(last_error) as last_error
    from mails where request_id = r.request_id and kind not in ('confirmationCode', 'replyConfirmation', 'replyHelp')) m on true
  left join lateral (
    select min(at) filter (where is_human) as opened_at, count(*) filter (where method in ('GET', 'HEAD'))::int as visits,
      max(at) as last_visit_at
    from request_visits where request_id = r.request_id) v on true
  left join lateral (
    select min(at) as decided_at from decisions
    where milestone_id = r.milestone_id and person_id = r.person_id and at >= r.created_at
      and (package_digest is null or package_digest is not distinct from r.package_digest)
      and kind = any (case r.kind
        when 'validation' then array['validationReported', 'delegated']
        when 'review' then array['feedbackGiven', 'refused', 'delegated']
        when 'signature' then array['signed', 'refused', 'delegated']
        when 'facilitation' then array['facilitationOutcomeRecorded']
        when 'confirmation' then array['facilitationOutcomeConfirmed', 'facilitationOutcomeOpposed']
        when 'closure' then array['closureEvidenceSubmitted']
        when 'verification' then array['exceptionVerified', 'closureRejected']
        when 'revocation' then array['revocationDeclined', 'revoked']
        else array['sponsorDecided'] end)) d on true
  where r.milestone_id = ?
  order by r.created_at, r.request_id`;

export async function listRequestDeliveries(db: Database, milestoneId: string): Promise<RequestDelivery[]> {
  const { rows } = await db.raw(query, [milestoneId]);
  return (rows as Record<string, unknown>[]).map(toDelivery);
}

function toDelivery(row: Record<string, unknown>): RequestDelivery {
  const at = <K extends string>(key: K, value: unknown) =>
    value === null ? {} : ({ [key]: instant(value) } as Record<K, string>);
  return {
    requestId: row.request_id as string,
    personId: row.person_id as string,
    kind: row.kind as RequestKind,
    round: row.round as number,
    ...(row.package_digest === null ? {} : { packageDigest: row.package_digest as string }),
    status: statusOf(row),
    isReplaced: row.is_replaced as boolean,
    askedAt: instant(row.created_at),
    ...at('sentAt', row.sent_at),
    ...at('bouncedAt', row.failed_at),
    ...(row.last_error === null ? {} : { lastError: row.last_error as string }),
    ...at('openedAt', row.opened_at),
    ...at('decidedAt', row.decided_at),
    visits: row.visits as number,
    ...at('lastVisitAt', row.last_visit_at),
    mails: row.mails as number,
  };
}

/** The furthest it got; a bounce is overtaken by what the person did all the same. */
function statusOf(row: Record<string, unknown>): DeliveryStatus {
  if (row.decided_at !== null) return 'decided';
  if (row.opened_at !== null) return 'opened';
  if (row.failed_at !== null) return 'bounced';
  return row.sent_at === null ? 'queued' : 'sent';
}
