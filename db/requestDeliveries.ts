// How far each request has got: queued, sent, bounced, opened by a person, decided. Read from mails, visits and decisions.
import { answeredAt, type RecordedDecision } from '../domain/records/decisions.ts';
import { latestRequest } from '../domain/requests/openRequests.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import type { Database } from './database.ts';
import { toRequest, type DecisionRequest } from './requests.ts';
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
  select r.*, m.sent_at, m.failed_at, m.last_error, m.mails, v.opened_at, v.visits, v.last_visit_at
  from requests r
  left join lateral (
    select min(each.sent_at) as sent_at, count(*)::int as mails,
      max(coalesce(each.bounced_at, o.failed_at, each.queued_at)) filter (where each.bounced_at is not null
        or (each.sent_at is null and (o.status is null or o.status = 'failed'))) as failed_at,
      max(coalesce(each.bounce_reason, o.last_error)) as last_error
    from mails each left join outbox o on o.kind = 'mail' and o.reference = each.mail_id
    where each.request_id = r.request_id and each.kind not in ('confirmationCode', 'replyConfirmation', 'replyHelp')) m on true
  left join lateral (
    select min(at) filter (where is_human) as opened_at, count(*) filter (where method in ('GET', 'HEAD'))::int as visits,
      max(at) as last_visit_at
    from request_visits where request_id = r.request_id) v on true
  where r.milestone_id = ?
  order by r.created_at, r.request_id`;

export async function listRequestDeliveries(db: Database, milestoneId: string): Promise<RequestDelivery[]> {
  const { rows } = await db.raw(query, [milestoneId]);
  const found = (rows as Record<string, unknown>[]).map((row) => ({ row, request: toRequest(row) }));
  const requests = found.map((each) => each.request);
  const decisions = await listDecisions(db, milestoneId);
  return found.map(({ row, request }) => toDelivery(row, request, requests, answeredAt(request, decisions)));
}

async function listDecisions(db: Database, milestoneId: string): Promise<RecordedDecision[]> {
  const rows = await db('decisions')
    .where({ milestone_id: milestoneId })
    .select('kind', 'person_id', 'at', 'package_digest', 'decision');
  return (rows as Record<string, unknown>[]).map((row) => ({
    type: row.kind as RecordedDecision['type'],
    personId: row.person_id as string,
    at: instant(row.at),
    ...(row.package_digest === null ? {} : { packageDigest: row.package_digest as string }),
    decision: row.decision as object,
  }));
}

function toDelivery(
  row: Record<string, unknown>,
  request: DecisionRequest,
  all: readonly DecisionRequest[],
  decidedAt: string | undefined,
): RequestDelivery {
  const at = <K extends string>(key: K, value: unknown) =>
    value === null ? {} : ({ [key]: instant(value) } as Record<K, string>);
  const { requestId, personId, kind, round, packageDigest, createdAt } = request;
  const theirs = all.filter((each) => each.personId === personId);
  return {
    requestId,
    personId,
    kind,
    round,
    ...(packageDigest === undefined ? {} : { packageDigest }),
    status: decidedAt === undefined ? statusOf(row) : 'decided',
    isReplaced: latestRequest(theirs, kind)?.requestId !== requestId,
    askedAt: createdAt,
    ...at('sentAt', row.sent_at),
    ...at('bouncedAt', row.failed_at),
    ...(row.last_error === null ? {} : { lastError: row.last_error as string }),
    ...at('openedAt', row.opened_at),
    ...(decidedAt === undefined ? {} : { decidedAt }),
    visits: row.visits as number,
    ...at('lastVisitAt', row.last_visit_at),
    mails: row.mails as number,
  };
}

/** The furthest it got short of an answer; a bounce is overtaken by what the person did all the same. */
function statusOf(row: Record<string, unknown>): DeliveryStatus {
  if (row.opened_at !== null) return 'opened';
  if (row.failed_at !== null) return 'bounced';
  return row.sent_at === null ? 'queued' : 'sent';
}
